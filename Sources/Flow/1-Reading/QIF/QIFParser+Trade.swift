import Records

// The cash side of investments: what a record of trades becomes.
extension QIFParser {
  mutating func endTrade(_ bytes: Span<UInt8>, isEnded: Bool, _ rejections: inout [Rejection]) {
    let action = QIFAction(bytes.text(record.number))
    if action == .none { return notes.add(.tradeWithoutCash, line: record.line) }
    let refused = rejections.count
    let origin = origin(recordsRead + 1)
    let cash = cash(bytes, action, origin, &rejections)
    if cash == 0, case .elsewhere = action, rejections.count == refused {
      return notes.add(.tradePaidElsewhere, line: record.line)
    }
    guard var row = entry(bytes, cash, origin, isEnded: isEnded, since: refused, &rejections) else { return }
    row.typeCode = rows.text.view(of: record.number)
    row.customerReference = .null
    if !record.security.isEmpty {
      let lines = [record.memo, record.security].filter { !$0.isEmpty }
      row.description = rows.text.join(lines, with: [UInt8(ascii: "\n")], of: bytes)
    }
    append(bytes, row, record.category)
  }

  /// What comes into the account, at the scale of rows; nil with a rejection when nobody can tell.
  private func cash(
    _ bytes: Span<UInt8>, _ action: QIFAction, _ origin: Origin, _ rejections: inout [Rejection]
  ) -> Int64? {
    guard action != .unknown else {
      rejections.append(refusal(bytes, origin, .actionUnknown, "type_code", record.number))
      return nil
    }
    guard let amount = amount(bytes, origin, &rejections) else { return nil }
    if action == .signed { return amount }
    guard amount >= 0 else {
      rejections.append(refusal(bytes, origin, .amountAgainstAction, "amount", record.amount))
      return nil
    }
    switch action {
    case .cash(let side): return side * amount
    case .elsewhere(let side):
      if record.transferred.isEmpty { return 0 }
      guard case .value(let paid) = QIFParser.amount(bytes, record.transferred), paid >= 0 else {
        rejections.append(refusal(bytes, origin, .amountNotANumber, "amount", record.transferred))
        return nil
      }
      return side * (amount - paid)
    case .signed, .none, .unknown: return nil
    }
  }
}
