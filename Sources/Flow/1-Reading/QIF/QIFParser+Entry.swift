import Records

// Entries: what a record of them becomes, and what of it is refused.
extension QIFParser {
  mutating func endEntry(_ bytes: Span<UInt8>, isEnded: Bool, _ rejections: inout [Rejection]) {
    let refused = rejections.count
    let origin = origin(recordsRead + 1)
    guard
      let row = entry(
        bytes, amount(bytes, origin, &rejections), origin, isEnded: isEnded, since: refused, &rejections)
    else { return }
    if isOpeningBalance(bytes) { notes.add(.openingBalance, line: record.line) }
    if settings.readsParts, !record.parts.isEmpty {
      if let amounts = amounts(bytes, of: row.amount) { return appendParts(bytes, row, amounts) }
      notes.add(.partsApart, line: record.line)
    }
    append(bytes, row, record.category)
  }

  /// The row of a record; nil, and counted, when something of it is refused.
  ///
  /// - Parameters:
  ///   - amount: at the scale of rows; nil when it was refused.
  ///   - refused: how many refusals there were before the record.
  mutating func entry(
    _ bytes: Span<UInt8>, _ amount: Int64?, _ origin: Origin, isEnded: Bool, since refused: Int,
    _ rejections: inout [Rejection]
  ) -> BankRow? {
    let day = day(bytes, origin, &rejections)
    if !isEnded, record.lastLetter == UInt8(ascii: "D") || isAmount(record.lastLetter) {
      rejections.append(refusal(bytes, origin, .notEnded, "", 0..<0))
    }
    guard rejections.count == refused, let day, let amount else {
      recordsRead += 1
      return nil
    }
    if !isEnded { notes.add(.notEnded, line: record.line) }
    if account.isEmpty { notes.add(.accountMissing, line: record.line) }
    if settings.currency == .none { notes.add(.currencyMissing, line: record.line) }
    show()
    var row = BankRow()
    row.account = shown.account
    row.bookingDate = day.days
    row.amount = amount
    row.currency = settings.currency
    row.status = shown.booked
    row.customerReference = rows.text.view(of: record.number)
    row.counterpartyName = rows.text.view(of: record.payee)
    row.description = rows.text.view(of: record.memo)
    return row
  }

  private func isAmount(_ letter: UInt8) -> Bool {
    letter == UInt8(ascii: "T") || letter == UInt8(ascii: "U")
  }

  private mutating func show() {
    if shown.booked.isNull { shown.booked = rows.text.keep("booked") }
    if shown.account.isNull { shown.account = rows.text.keep(account) }
  }

  /// An entry whose other account is its own, as programs write what an account began with.
  private func isOpeningBalance(_ bytes: Span<UInt8>) -> Bool {
    guard let other = transfer(bytes, record.category) else { return false }
    let isOwn = !account.isEmpty && bytes.text(other) == account
    return isOwn || (!record.payee.isEmpty && bytes.text(record.payee) == "Opening Balance")
  }

  // MARK: Reading

  private func day(
    _ bytes: Span<UInt8>, _ origin: Origin, _ rejections: inout [Rejection]
  ) -> CivilDate? {
    if record.day.isEmpty {
      rejections.append(refusal(bytes, origin, .dateMissing, "booking_date", record.day))
      return nil
    }
    // Where no date of the file has told an order, this one is the same day in any.
    guard let day = QIFDate(bytes, record.day)?.day(order ?? .monthFirst) else {
      rejections.append(refusal(bytes, origin, .dateUnknown, "booking_date", record.day))
      return nil
    }
    return day
  }

  func amount(_ bytes: Span<UInt8>, _ origin: Origin, _ rejections: inout [Rejection]) -> Int64? {
    let read = QIFParser.amount(bytes, record.amount)
    let differs = !record.otherAmount.isEmpty && QIFParser.amount(bytes, record.otherAmount) != read
    func refuse(_ reason: QIFReason, at position: Int? = nil) -> Rejection {
      refusal(bytes, origin, reason, "amount", record.amount, at: position)
    }
    if record.isContradicted || differs {
      rejections.append(refuse(.amountContradicted))
      return nil
    }
    switch read {
    case .value(let amount): return amount
    case .missing: rejections.append(refuse(.amountMissing))
    case .notANumber(let place): rejections.append(refuse(.amountNotANumber, at: place))
    case .ambiguous: rejections.append(refuse(.amountAmbiguous))
    case .tooLarge: rejections.append(refuse(.amountTooLarge))
    case .tooFine: rejections.append(refuse(.amountTooFine))
    }
    return nil
  }

  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WrittenAmount {
    WrittenAmount.read(bytes, range, scale: BankRow.scale, pointIsDecimal: false)
  }

  /// The amounts of the parts; nil unless every part has one and they come to that of the entry.
  private func amounts(_ bytes: Span<UInt8>, of whole: Int64) -> [Int64]? {
    var sum: Int128 = 0
    var amounts: [Int64] = []
    for part in record.parts {
      guard case .value(let amount) = QIFParser.amount(bytes, part.amount) else { return nil }
      sum += Int128(amount)
      amounts.append(amount)
    }
    return sum == Int128(whole) ? amounts : nil
  }

  /// The name of another account: what stands in brackets.
  private func transfer(_ bytes: Span<UInt8>, _ category: Range<Int>) -> Range<Int>? {
    guard let first = category.first, bytes[first] == UInt8(ascii: "[") else { return nil }
    var end = first + 1
    while end < category.upperBound, bytes[end] != UInt8(ascii: "]") { end += 1 }
    return end < category.upperBound ? first + 1..<end : nil
  }

  // MARK: The row

  private mutating func appendParts(_ bytes: Span<UInt8>, _ whole: BankRow, _ amounts: [Int64]) {
    for (part, amount) in zip(record.parts, amounts) {
      var row = whole
      row.amount = amount
      if !part.memo.isEmpty { row.description = rows.text.view(of: part.memo) }
      append(bytes, row, part.category)
    }
  }

  mutating func append(_ bytes: Span<UInt8>, _ entry: BankRow, _ category: Range<Int>) {
    recordsRead += 1
    var row = CategorizedBankRow(entry: entry)
    if let other = transfer(bytes, category) {
      row.entry.counterpartyAccount = rows.text.view(of: other)
    } else if !isSplitMark(bytes, category) {
      row.category = rows.text.view(of: category)
    }
    rows.append(row, origin(recordsRead))
  }

  /// `--Split--`: the parts have the categories.
  private func isSplitMark(_ bytes: Span<UInt8>, _ category: Range<Int>) -> Bool {
    category.count >= 4 && bytes[category.lowerBound] == UInt8(ascii: "-")
      && bytes[category.lowerBound + 1] == UInt8(ascii: "-")
  }

  func origin(_ number: Int) -> Origin {
    // Records are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    Origin(
      offset: base + Int64(record.start), length: Int32(record.end - record.start), line: record.line,
      record: Int32(truncatingIfNeeded: number))
  }

  func refusal(
    _ bytes: Span<UInt8>, _ origin: Origin, _ reason: QIFReason, _ field: String, _ value: Range<Int>,
    at position: Int? = nil
  ) -> Rejection {
    Rejection(
      origin: origin, stage: "read", field: field, value: value.isEmpty ? nil : bytes.text(value),
      code: reason.rawValue, reason: reason.fact, hint: reason.hint,
      position: value.isEmpty ? nil : Int32((position ?? value.lowerBound) - record.start))
  }
}
