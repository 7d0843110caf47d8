import Records

/// A document while it is read, of which rows are made: one of the whole, or one of each line.
protocol DocumentDraft {
  associatedtype Record: DocumentRow
  associatedtype Line: DocumentLine

  /// `line_type` of a row that is the whole.
  static var wholeType: String { get }
  /// What is known of the whole; its texts are kept in `words`.
  var head: Record { get }
  var words: TextArena { get }
  var span: DocumentSpan { get }
  var lines: [Line] { get }
  /// What cannot be read of the head.
  var flaws: [DocumentFlaw] { get }

  /// Gives a row that has what is known of the whole what is known of a line.
  ///
  /// - Parameter text: where the texts of the row lie.
  func describe(_ line: Line, in row: inout Record, _ text: inout TextArena)
}

protocol DocumentLine {
  /// `line_type` of its row.
  var type: String { get }
  var span: DocumentSpan { get }
  var flaws: [DocumentFlaw] { get }
}

/// A row that is a document or a line of one.
protocol DocumentRow: Row {
  /// Texts that are known of the whole.
  static var texts: [WritableKeyPath<Self, TextView>] { get }
  /// What a line says of the amount of the whole.
  static var wholeAmount: WritableKeyPath<Self, Int64> { get }
  var lineNumber: Int64 { get set }
  var lineType: TextView { get set }
  /// Unscaled, at four decimals.
  var amount: Int64 { get }
  var currency: Currency { get }
  var statementID: TextView { get set }
}

extension InvoiceRow: DocumentRow {
  static var texts: [WritableKeyPath<InvoiceRow, TextView>] {
    [
      \.documentNumber, \.documentType, \.sellerID, \.sellerName, \.buyerID, \.buyerName, \.account,
      \.orderNumber, \.relatedDocument, \.creditDebit, \.description,
    ]
  }

  static var wholeAmount: WritableKeyPath<InvoiceRow, Int64> { \.totalAmount }
}

extension RemittanceRow: DocumentRow {
  static var texts: [WritableKeyPath<RemittanceRow, TextView>] {
    [
      \.paymentID, \.paymentMethod, \.creditDebit, \.account, \.payerID, \.payerName, \.payerAccount,
      \.payeeID, \.payeeName, \.description,
    ]
  }

  static var wholeAmount: WritableKeyPath<RemittanceRow, Int64> { \.paymentAmount }
}

extension InvoiceDraft: DocumentDraft {
  static var wholeType: String { "document" }

  func describe(_ line: Line, in row: inout InvoiceRow, _ text: inout TextArena) {
    row.productID = text.keep(line.product, of: words)
    row.description = text.keep(line.description, of: words)
    row.quantity = line.quantity
    row.unit = text.keep(line.unit, of: words)
    row.unitPrice = line.unitPrice
    row.amount = line.amount
    row.taxAmount = ScaledDecimal.null
  }
}

extension InvoiceDraft.Line: DocumentLine {
  var type: String { kind.rawValue }
}

extension PaymentDraft: DocumentDraft {
  static var wholeType: String { Kind.payment.rawValue }

  func describe(_ line: Line, in row: inout RemittanceRow, _ text: inout TextArena) {
    row.documentType = text.keep(line.documentType, of: words)
    row.documentNumber = text.keep(line.documentNumber, of: words)
    row.documentDate = line.documentDate
    row.reference = text.keep(line.reference, of: words)
    row.reasonCode = text.keep(line.reason, of: words)
    if !line.description.isNull { row.description = text.keep(line.description, of: words) }
    row.amount = line.amount
    row.grossAmount = line.gross
    row.discountAmount = line.discount
  }
}

extension PaymentDraft.Line: DocumentLine {
  var type: String { kind.rawValue }
}
