import Records

// Entries of accounts: 821, the deposits of 823. An 822 has balances and charges only.
extension X12Parser {
  mutating func reportSegment(_ tag: X12Tag, rejecting rejections: inout [Rejection]) {
    switch tag {
    case .act:
      endEntry(rejecting: &rejections)
      openAccount()
    case .cur: currencyOfAccount()
    case .bln:
      endEntry(rejecting: &rejections)
      balance()
    case .fir:
      endEntry(rejecting: &rejections)
      beginEntry()
    case .dep:
      endEntry(rejecting: &rejections)
      beginDepositEntry()
    case .bat: endEntry(rejecting: &rejections)
    case .dtm: dateOfEntry()
    default:
      report.entry?.span.end = base + Int64(framer.end)
      entryDetail(tag)
    }
  }

  private mutating func entryDetail(_ tag: X12Tag) {
    switch tag {
    case .amt:
      guard set?.name == "823", var open = report.entry, open.row.amount == ScaledDecimal.null else { return }
      open.row.amount = amount(segment.range(2), &open.flaws)
      report.entry = open
    case .trn: keep(2, \.bankReference)
    case .ref: keep(2, \.customerReference)
    case .msg, .nte: keep(tag == .msg ? 1 : 2, \.description)
    case .n1: keep(2, \.counterpartyName)
    default: break
    }
  }

  /// The first text of its kind.
  private mutating func keep(_ element: Int, _ field: WritableKeyPath<BankRow, TextView>) {
    guard var open = report.entry, open.row[keyPath: field].isNull else { return }
    open.row[keyPath: field] = open.words.keep(segment, element)
    report.entry = open
  }

  // MARK: Accounts

  /// The first account has the statement of its set, each other one a statement of its own.
  private mutating func openAccount() {
    guard let set else { return }
    if report.isInAccount {
      let first = envelope.statements[set.statement]
      var statement = Statement(
        statementID: first.statementID, accountID: "", currency: .none, line: framer.startLine)
      statement.disposition = first.disposition
      envelope.statements.append(statement)
      self.set?.statement = envelope.statements.count - 1
    }
    report.isInAccount = true
    report.currency = .none
    let at = envelope.statements.count - 1
    envelope.statements[at].accountID = segment.text(1)
    envelope.statements[at].asOf = report.date == CivilDate.null ? nil : CivilDate(days: report.date)
  }

  private mutating func currencyOfAccount() {
    report.currency = currency(segment.range(2))
    if let set, report.isInAccount { envelope.statements[set.statement].currency = report.currency }
  }

  /// A balance is listed as it is stated: no code of it says whether it is the opening or the closing one.
  private mutating func balance() {
    guard let set, report.isInAccount else { return }
    var flaws: [DocumentFlaw] = []
    let value = amount(segment.range(3), &flaws)
    let code = segment.text(2)
    if !flaws.isEmpty {
      envelope.statements[set.statement].checks.append(
        DocumentOutput.unreadable("balance-amount", code, line: framer.startLine))
    }
    envelope.statements[set.statement].balances.append(
      Statement.Balance(
        code: code, name: segment.text(1),
        amount: value == ScaledDecimal.null ? nil : ScaledDecimal(unscaled: value, scale: BankRow.scale)))
  }

  // MARK: Entries

  private mutating func beginEntry() {
    guard let set else { return }
    var entry = X12Report.Entry(span: span)
    entry.row.account = entry.words.keep(envelope.statements[set.statement].accountID)
    entry.row.bookingDate = report.date
    entry.row.typeCode = entry.words.keep(segment, 2)
    let value = amount(segment.range(3), &entry.flaws)
    if let side = X12Report.side(of: segment.text(2)), value != ScaledDecimal.null {
      entry.row.amount = value * side
    } else if value != ScaledDecimal.null {
      entry.flaws.append(flaw(.sideUnknown, "type_code", segment.range(2)))
    }
    report.entry = entry
  }

  /// A deposit of a lockbox is one entry of the account it goes to.
  private mutating func beginDepositEntry() {
    var entry = X12Report.Entry(span: span)
    entry.row.account = entry.words.keep(segment, segment.isEmpty(8) ? 1 : 8)
    entry.row.bookingDate = date(segment.range(2), field: "booking_date", &entry.flaws)
    if entry.row.bookingDate == CivilDate.null, entry.flaws.isEmpty { entry.row.bookingDate = report.date }
    entry.row.bankReference = entry.words.keep(segment, 4)
    entry.row.customerReference = entry.words.keep(segment, 1)
    report.entry = entry
  }

  /// That of the entry, else of the whole set.
  private mutating func dateOfEntry() {
    guard var open = report.entry else {
      let day = date(2)
      if report.date == CivilDate.null { report.date = day }
      return
    }
    let day = date(segment.range(2), field: "booking_date", &open.flaws)
    if day != CivilDate.null { open.row.bookingDate = day }
    open.span.end = base + Int64(framer.end)
    report.entry = open
  }

  private mutating func endEntry(rejecting rejections: inout [Rejection]) {
    guard let open = report.entry, let set else { return }
    report.entry = nil
    if output.isRefused(open.flaws, open.span, statement: set.statement, &rejections) { return }
    append(open, statement: set.statement)
  }

  private mutating func append(_ entry: X12Report.Entry, statement at: Int) {
    output.recordsRead += 1
    var row = entry.row
    let texts: [WritableKeyPath<BankRow, TextView>] = [
      \.account, \.typeCode, \.bankReference, \.customerReference, \.counterpartyName, \.description,
    ]
    for text in texts { row[keyPath: text] = output.entries.text.keep(row[keyPath: text], of: entry.words) }
    row.currency = report.currency == .none ? usualCurrency : report.currency
    row.status = output.entries.text.keep("booked")
    row.statementID = output.entries.text.keep(envelope.statements[at].statementID)
    output.entries.append(row, entry.span.origin(record: output.recordsRead, statement: at))
    output.count(row.amount, row.currency, &envelope.statements[at])
  }

  mutating func closeReport(rejecting rejections: inout [Rejection]) { endEntry(rejecting: &rejections) }
}
