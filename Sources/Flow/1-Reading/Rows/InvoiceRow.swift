import Records

/// An invoice or one line of it, in the fields of `invoice/1` that a document can fill.
struct InvoiceRow: Row {
  static let schema = RecordSchema([
    Field("document_number", .text), Field("line_number", .integer), Field("line_type", .text),
    Field("document_type", .text), Field("document_date", .date), Field("due_date", .date),
    Field("seller_id", .text), Field("seller_name", .text), Field("buyer_id", .text),
    Field("buyer_name", .text), Field("account", .text), Field("order_number", .text),
    Field("related_document", .text), Field("credit_debit", .text), Field("product_id", .text),
    Field("description", .text), Field("quantity", .decimal(scale: fineScale)), Field("unit", .text),
    Field("unit_price", .decimal(scale: fineScale)), Field("amount", .decimal(scale: scale)),
    Field("tax_amount", .decimal(scale: scale)), Field("total_amount", .decimal(scale: scale)),
    Field("currency", .currency), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4
  /// Decimal places of quantities and prices.
  static let fineScale = 6

  var documentNumber = TextView.null
  /// 0 for the document as a whole, its lines from 1.
  var lineNumber: Int64 = 0
  var lineType = TextView.null
  var documentType = TextView.null
  /// Days since 1970-01-01.
  var documentDate = CivilDate.null
  /// Days since 1970-01-01.
  var dueDate = CivilDate.null
  var sellerID = TextView.null
  var sellerName = TextView.null
  var buyerID = TextView.null
  var buyerName = TextView.null
  var account = TextView.null
  var orderNumber = TextView.null
  var relatedDocument = TextView.null
  var creditDebit = TextView.null
  var productID = TextView.null
  var description = TextView.null
  /// Unscaled, at `fineScale`.
  var quantity = ScaledDecimal.null
  var unit = TextView.null
  /// Unscaled, at `fineScale`.
  var unitPrice = ScaledDecimal.null
  /// Unscaled, at `scale`, as the two below.
  var amount = ScaledDecimal.null
  var taxAmount = ScaledDecimal.null
  var totalAmount = ScaledDecimal.null
  var currency = Currency.none
  var statementID = TextView.null

  static func columns(of rows: RowList<InvoiceRow>) -> [Column] {
    [
      rows.text(\.documentNumber), rows.integers(\.lineNumber), rows.text(\.lineType),
      rows.text(\.documentType),
      rows.dates(\.documentDate), rows.dates(\.dueDate), rows.text(\.sellerID), rows.text(\.sellerName),
      rows.text(\.buyerID), rows.text(\.buyerName), rows.text(\.account), rows.text(\.orderNumber),
      rows.text(\.relatedDocument), rows.text(\.creditDebit), rows.text(\.productID),
      rows.text(\.description),
      rows.decimals(\.quantity, scale: fineScale),
      rows.text(\.unit), rows.decimals(\.unitPrice, scale: fineScale),
      rows.decimals(\.amount, scale: scale), rows.decimals(\.taxAmount, scale: scale),
      rows.decimals(\.totalAmount, scale: scale), rows.currencies(\.currency),
      rows.text(\.statementID),
    ]
  }
}
