import Records

/// Takes documents and payments that were read whole, and makes rows of the contract and checks of them.
struct DocumentOutput {
  private static let unreadable = "an amount that cannot be read"

  let grain: DocumentGrain
  var invoices = Rows<InvoiceRow>()
  var payments = Rows<RemittanceRow>()
  var entries = Rows<BankRow>()
  /// Records met so far, refused ones included.
  var recordsRead = 0

  init(grain: DocumentGrain) { self.grain = grain }

  var rowCount: Int { invoices.count + payments.count + entries.count }

  // MARK: Invoices

  /// - Parameter at: index of the statement it belongs to.
  mutating func add(
    _ draft: consuming InvoiceDraft, to statements: inout [Statement], at: Int,
    rejecting rejections: inout [Rejection]
  ) {
    let (sum, isPriced) = draft.settle()
    let head = draft.head
    let isBroken = draft.lines.contains { !$0.flaws.isEmpty }
    // Lines that are loaded must sum up whatever they are; of a whole that is loaded, what cannot be priced proves nothing.
    let isSummed = grain == .lines || draft.isSummed && (isPriced || isBroken)
    if isSummed, !draft.lines.isEmpty, head.amount != ScaledDecimal.null {
      statements[at].checks.append(
        DocumentOutput.check(
          "document-total", head.amount, isBroken ? nil : sum, head.currency, line: draft.totalLine))
    }
    append(draft, to: \.invoices, of: &statements[at], at: at, rejecting: &rejections)
  }

  // MARK: Payments

  /// - Parameter at: index of the statement it belongs to.
  mutating func add(
    _ draft: consuming PaymentDraft, to statements: inout [Statement], at: Int,
    rejecting rejections: inout [Rejection]
  ) {
    let head = draft.head
    if draft.isSummed, draft.lineCount > 0, head.amount != ScaledDecimal.null {
      statements[at].checks.append(
        DocumentOutput.check(
          "payment-total", head.amount, draft.isBroken ? nil : draft.sum, head.currency, line: draft.totalLine
        ))
    }
    append(draft, to: \.payments, of: &statements[at], at: at, rejecting: &rejections)
  }

  // MARK: Documents

  /// The document as a whole, or its lines.
  ///
  /// - Parameter at: index of the statement.
  private mutating func append<Draft: DocumentDraft>(
    _ draft: Draft, to rows: WritableKeyPath<DocumentOutput, Rows<Draft.Record>>,
    of statement: inout Statement, at: Int, rejecting rejections: inout [Rejection]
  ) {
    if isRefused(draft.flaws, draft.span, statement: at, &rejections) { return }
    let statementID = statement.statementID
    var row = draft.head
    row.statementID = self[keyPath: rows].text.keep(statementID)
    for text in Draft.Record.texts {
      row[keyPath: text] = self[keyPath: rows].text.keep(row[keyPath: text], of: draft.words)
    }
    guard grain == .lines, !draft.lines.isEmpty else {
      return append(row, Draft.wholeType, draft.span, to: rows, of: &statement, at: at)
    }
    row[keyPath: Draft.Record.wholeAmount] = row.amount
    for (number, line) in draft.lines.enumerated() {
      if isRefused(line.flaws, line.span, statement: at, &rejections) { continue }
      var row = row
      row.lineNumber = Int64(number + 1)
      draft.describe(line, in: &row, &self[keyPath: rows].text)
      append(row, line.type, line.span, to: rows, of: &statement, at: at)
    }
  }

  private mutating func append<Record: DocumentRow>(
    _ row: Record, _ lineType: String, _ span: DocumentSpan,
    to rows: WritableKeyPath<DocumentOutput, Rows<Record>>, of statement: inout Statement, at: Int
  ) {
    recordsRead += 1
    var row = row
    row.lineType = self[keyPath: rows].text.keep(lineType)
    self[keyPath: rows].append(row, span.origin(record: recordsRead, statement: at))
    count(row.amount, row.currency, &statement)
  }

  /// Refuses a record for what cannot be read of it.
  private mutating func isRefused(
    _ flaws: [DocumentFlaw], _ span: DocumentSpan, statement: Int, _ rejections: inout [Rejection]
  ) -> Bool {
    if flaws.isEmpty { return false }
    recordsRead += 1
    for flaw in flaws {
      rejections.append(span.rejection(of: flaw, record: recordsRead, statement: statement))
    }
    return true
  }

  // MARK: Entries

  /// - Parameters:
  ///   - currency: of an entry that names none.
  ///   - at: index of the statement it belongs to.
  mutating func add(
    _ draft: consuming EntryDraft, currency: Currency, to statements: inout [Statement], at: Int,
    rejecting rejections: inout [Rejection]
  ) {
    if isRefused(draft.flaws, draft.span, statement: at, &rejections) { return }
    recordsRead += 1
    var row = draft.row
    let texts: [WritableKeyPath<BankRow, TextView>] = [
      \.account, \.typeCode, \.bankReference, \.customerReference, \.counterpartyName, \.counterpartyAccount,
      \.description,
    ]
    for text in texts { row[keyPath: text] = entries.text.keep(row[keyPath: text], of: draft.words) }
    if row.currency == .none { row.currency = currency }
    row.status = entries.text.keep("booked")
    row.statementID = entries.text.keep(statements[at].statementID)
    entries.append(row, draft.span.origin(record: recordsRead, statement: at))
    count(row.amount, row.currency, &statements[at])
  }

  // MARK: Statements

  /// Counts a record; its amount, at four decimals, may be null.
  private mutating func count(_ amount: Int64, _ currency: Currency, _ statement: inout Statement) {
    statement.recordCount += 1
    if amount == ScaledDecimal.null { return }
    if statement.currency == .none { statement.currency = currency }
    let (sum, isOver) = statement.recordsTotal.unscaled.addingReportingOverflow(amount)
    if !isOver, sum != ScaledDecimal.null {
      statement.recordsTotal = ScaledDecimal(unscaled: sum, scale: InvoiceRow.scale)
    } else {
      statement.checks.append(
        Statement.Check(
          .controlTotals, name: "records-total", stated: "a sum of at most 18 digits", computed: "more",
          line: statement.line))
    }
  }

  /// A check that fails, of an amount that is stated as something that is none.
  static func unreadable(_ name: String, _ stated: String, line: Int32) -> Statement.Check {
    Statement.Check(.controlTotals, name: name, stated: stated, computed: "not an amount", line: line)
  }

  /// - Parameter computed: nil when it cannot be.
  static func check(
    _ name: String, _ stated: Int64, _ computed: Int128?, _ currency: Currency, line: Int32
  ) -> Statement.Check {
    let least = min(InvoiceRow.scale, currency.minorUnits ?? 2)
    func text(_ amount: Int128) -> String {
      ScaledDecimal.text(amount, scale: InvoiceRow.scale, least: least)
    }
    return Statement.Check(
      .controlTotals, name: name, stated: text(Int128(stated)), computed: computed.map(text) ?? unreadable,
      currency: currency, line: line)
  }
}
