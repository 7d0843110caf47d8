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
    if isRefused(draft.flaws, draft.span, statement: at, &rejections) { return }
    var row = shown(draft)
    row.statementID = invoices.text.keep(statements[at].statementID)
    guard grain == .lines, !draft.lines.isEmpty else {
      recordsRead += 1
      row.lineType = invoices.text.keep("document")
      invoices.append(row, draft.span.origin(record: recordsRead, statement: at))
      return count(row.amount, row.currency, &statements[at])
    }
    row.totalAmount = head.amount
    for (number, line) in draft.lines.enumerated() {
      if isRefused(line.flaws, line.span, statement: at, &rejections) { continue }
      row.lineNumber = Int64(number + 1)
      append(line, row, draft, statement: at, &statements)
    }
  }

  /// Refuses a record for what cannot be read of it.
  mutating func isRefused(
    _ flaws: [DocumentFlaw], _ span: DocumentSpan, statement: Int, _ rejections: inout [Rejection]
  ) -> Bool {
    if flaws.isEmpty { return false }
    recordsRead += 1
    for flaw in flaws {
      rejections.append(span.rejection(of: flaw, record: recordsRead, statement: statement))
    }
    return true
  }

  private mutating func append(
    _ line: InvoiceDraft.Line, _ head: InvoiceRow, _ draft: borrowing InvoiceDraft, statement at: Int,
    _ statements: inout [Statement]
  ) {
    recordsRead += 1
    var row = head
    row.lineType = invoices.text.keep(line.kind.rawValue)
    row.productID = invoices.text.keep(line.product, of: draft.words)
    row.description = invoices.text.keep(line.description, of: draft.words)
    row.quantity = line.quantity
    row.unit = invoices.text.keep(line.unit, of: draft.words)
    row.unitPrice = line.unitPrice
    row.amount = line.amount
    row.taxAmount = ScaledDecimal.null
    invoices.append(row, line.span.origin(record: recordsRead, statement: at))
    count(row.amount, row.currency, &statements[at])
  }

  /// The head with its texts in the arena of the rows.
  private mutating func shown(_ draft: borrowing InvoiceDraft) -> InvoiceRow {
    var row = draft.head
    let texts: [WritableKeyPath<InvoiceRow, TextView>] = [
      \.documentNumber, \.documentType, \.sellerID, \.sellerName, \.buyerID, \.buyerName, \.account,
      \.orderNumber, \.relatedDocument, \.creditDebit, \.description,
    ]
    for text in texts { row[keyPath: text] = invoices.text.keep(row[keyPath: text], of: draft.words) }
    return row
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
    if isRefused(draft.flaws, draft.span, statement: at, &rejections) { return }
    var row = shown(draft)
    row.statementID = payments.text.keep(statements[at].statementID)
    guard grain == .lines, !draft.lines.isEmpty else {
      recordsRead += 1
      row.lineType = payments.text.keep(PaymentDraft.Kind.payment.rawValue)
      payments.append(row, draft.span.origin(record: recordsRead, statement: at))
      return count(row.amount, row.currency, &statements[at])
    }
    row.paymentAmount = head.amount
    for (number, line) in draft.lines.enumerated() {
      if isRefused(line.flaws, line.span, statement: at, &rejections) { continue }
      row.lineNumber = Int64(number + 1)
      append(line, row, draft, statement: at, &statements)
    }
  }

  private mutating func append(
    _ line: PaymentDraft.Line, _ head: RemittanceRow, _ draft: borrowing PaymentDraft, statement at: Int,
    _ statements: inout [Statement]
  ) {
    recordsRead += 1
    var row = head
    row.lineType = payments.text.keep(line.kind.rawValue)
    row.documentType = payments.text.keep(line.documentType, of: draft.words)
    row.documentNumber = payments.text.keep(line.documentNumber, of: draft.words)
    row.documentDate = line.documentDate
    row.reference = payments.text.keep(line.reference, of: draft.words)
    row.reasonCode = payments.text.keep(line.reason, of: draft.words)
    if !line.description.isNull { row.description = payments.text.keep(line.description, of: draft.words) }
    row.amount = line.amount
    row.grossAmount = line.gross
    row.discountAmount = line.discount
    payments.append(row, line.span.origin(record: recordsRead, statement: at))
    count(row.amount, row.currency, &statements[at])
  }

  /// The head with its texts in the arena of the rows.
  private mutating func shown(_ draft: borrowing PaymentDraft) -> RemittanceRow {
    var row = draft.head
    let texts: [WritableKeyPath<RemittanceRow, TextView>] = [
      \.paymentID, \.paymentMethod, \.creditDebit, \.account, \.payerID, \.payerName, \.payerAccount,
      \.payeeID, \.payeeName, \.description,
    ]
    for text in texts { row[keyPath: text] = payments.text.keep(row[keyPath: text], of: draft.words) }
    return row
  }

  // MARK: Statements

  /// Counts a record; its amount, at four decimals, may be null.
  mutating func count(_ amount: Int64, _ currency: Currency, _ statement: inout Statement) {
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
