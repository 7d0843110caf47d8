import Records

// Transactions: record 16.
extension BAI2Parser {
  /// What is found in a record 16 before it becomes a row.
  private struct Detail {
    var typeField = 0..<0
    var amount: Int64 = ScaledDecimal.null
    var valueDate = CivilDate.null
    var bankReference = 0..<0
    var customerReference = 0..<0
  }

  mutating func detail(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) throws(Fault) {
    var fields = BAI2Fields(framer.segments)
    guard var open = account else { return }
    var row = Detail()
    row.typeField = fields.nextOrEmpty(bytes)
    guard let code = BAI2Value.typeCode(bytes, row.typeField) else {
      throw BAI2Faults.typeCode(at: framer.place)
    }
    recordsRead += 1
    let refused = rejections.count
    row.amount = amount(bytes, fields.nextOrEmpty(bytes), code: code, row, open, &rejections)
    row.valueDate = funds(bytes, &fields, &rejections)
    row.bankReference = fields.nextOrEmpty(bytes)
    if !open.isPaired || hasCustomerReference(bytes, fields) {
      row.customerReference = fields.nextOrEmpty(bytes)
    }
    guard rejections.count == refused else { return }
    if row.amount != ScaledDecimal.null {
      open.total += Int128(row.amount)
      if row.amount > 0 { open.credits += Int128(row.amount) }
    }
    open.count += 1
    account = open
    append(bytes, row, fields, open)
  }

  private mutating func append(_ bytes: Span<UInt8>, _ row: Detail, _ fields: BAI2Fields, _ open: Account) {
    rows.origins.append(origin)
    rows.accounts.append(open.idView)
    rows.bookingDates.append(group.asOf?.days ?? CivilDate.null)
    rows.valueDates.append(row.valueDate)
    rows.amounts.append(row.amount)
    rows.currencies.append(open.currency)
    rows.statuses.append(open.statusView)
    rows.typeCodes.append(rows.text.view(of: row.typeField))
    rows.bankReferences.append(rows.text.view(of: row.bankReference))
    rows.customerReferences.append(rows.text.view(of: row.customerReference))
    rows.statementIDs.append(open.statementIDView)
    if let line = fields.restAsOneLine() {
      rows.descriptions.append(rows.text.view(of: line))
    } else {
      rows.descriptions.append(rows.text.join(fields.restAsLines(), with: settings.joint, of: bytes))
    }
  }

  private var origin: Origin {
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    Origin(
      offset: base + Int64(framer.start), length: Int32(framer.end - framer.start), line: framer.startLine,
      record: Int32(truncatingIfNeeded: recordsRead), statement: account?.statement ?? -1)
  }

  /// In the NAB dialect a transaction has one reference and then its text. Some of its files keep the standard's two:
  /// then the second stands before a slash, or is empty.
  private func hasCustomerReference(_ bytes: Span<UInt8>, _ fields: BAI2Fields) -> Bool {
    guard fields.hasMoreInSegment else { return false }
    var ahead = fields
    return fields.isClosed || ahead.next(bytes)?.isEmpty == true
  }

  /// The signed amount at the scale of the column, null when there is none. The amount as written goes into the
  /// control total even where the record is refused for another reason.
  private mutating func amount(
    _ bytes: Span<UInt8>, _ field: Range<Int>, code: Int, _ row: Detail, _ open: Account,
    _ rejections: inout [Rejection]
  ) -> Int64 {
    let side = BAI2TypeCode.sides[code]
    if side == BAI2TypeCode.Side.unknown.rawValue || side == BAI2TypeCode.Side.status.rawValue {
      rejections.append(refusal(bytes, .typeCodeUnknown, field: "type_code", row.typeField))
    }
    if open.factor == 0 {
      var rejection = refusal(bytes, .currencyUnknown, field: "currency", 0..<0)
      rejection.value = words.currency
      rejections.append(rejection)
    }
    switch BAI2Value.amount(bytes, field) {
    case .value(let value):
      envelope.add(value)
      if side == BAI2TypeCode.Side.message.rawValue { return 0 }
      let signed = side == BAI2TypeCode.Side.debit.rawValue ? -value : value
      let (scaled, isOver) = signed.multipliedReportingOverflow(by: open.factor)
      if !isOver, scaled != ScaledDecimal.null { return scaled }
      rejections.append(refusal(bytes, .amountTooLarge, field: "amount", field))
    case .empty: return side == BAI2TypeCode.Side.message.rawValue ? 0 : ScaledDecimal.null
    case .notANumber(let at):
      rejections.append(refusal(bytes, .amountNotANumber, field: "amount", field, at: at))
    case .tooLarge: rejections.append(refusal(bytes, .amountTooLarge, field: "amount", field))
    }
    return ScaledDecimal.null
  }

  /// Reads the funds type and what it brings along; returns the value date of a value-dated transaction.
  private mutating func funds(
    _ bytes: Span<UInt8>, _ fields: inout BAI2Fields, _ rejections: inout [Rejection]
  ) -> Int32 {
    let type = fields.nextOrEmpty(bytes)
    switch BAI2Parser.fundsType(bytes, type) {
    case .none?: break
    case .immediateAndDays?:
      for _ in 0..<3 {
        let field = fields.nextOrEmpty(bytes)
        if BAI2Parser.isAmountOrEmpty(bytes, field) { continue }
        rejections.append(refusal(bytes, .distributionUnreadable, field: "", field))
        return CivilDate.null
      }
    case .valueDated?:
      let field = fields.nextOrEmpty(bytes)
      var ahead = fields
      let time = ahead.nextOrEmpty(bytes)
      // Some banks leave the time out with its comma: what stands there then is the reference.
      if BAI2Value.isTimeOrEmpty(bytes, time) {
        fields = ahead
      } else {
        framer.notes.add(.valueTimeMissing, line: framer.startLine)
      }
      if field.isEmpty { break }
      if let date = BAI2Value.date(bytes, field) { return date.days }
      rejections.append(refusal(bytes, .valueDateUnknown, field: "value_date", field))
    case .distributed?:
      let count = fields.nextOrEmpty(bytes)
      if !BAI2Parser.hasPairs(bytes, count: count, next: { fields.next($0) }) {
        rejections.append(refusal(bytes, .distributionUnreadable, field: "", count))
      }
    case nil: framer.notes.add(.fundsTypeUnknown, line: framer.startLine)
    }
    return CivilDate.null
  }

  private func refusal(
    _ bytes: Span<UInt8>, _ reason: BAI2Reason, field: String, _ range: Range<Int>, at position: Int? = nil
  ) -> Rejection {
    let isInRecord = range.lowerBound >= framer.start && !range.isEmpty
    return Rejection(
      origin: origin, stage: "read", field: field, value: isInRecord ? bytes.text(range) : nil,
      code: reason.rawValue, reason: reason.fact, hint: reason.hint,
      position: isInRecord ? Int32((position ?? range.lowerBound) - framer.start) : nil)
  }
}
