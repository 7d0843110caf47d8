import Records

/// A payment or one document that it pays, in the fields of `remittance/1` that a document can fill.
struct RemittanceRow: Row {
  static let schema = RecordSchema([
    Field("payment_id", .text), Field("line_number", .integer), Field("line_type", .text),
    Field("payment_date", .date), Field("payment_method", .text), Field("credit_debit", .text),
    Field("account", .text), Field("payer_id", .text), Field("payer_name", .text),
    Field("payer_account", .text), Field("payee_id", .text), Field("payee_name", .text),
    Field("document_type", .text), Field("document_number", .text), Field("document_date", .date),
    Field("reference", .text), Field("reason_code", .text), Field("description", .text),
    Field("amount", .decimal(scale: scale)), Field("gross_amount", .decimal(scale: scale)),
    Field("discount_amount", .decimal(scale: scale)), Field("payment_amount", .decimal(scale: scale)),
    Field("currency", .currency), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4

  var paymentID = TextView.null
  /// 0 for the payment as a whole, its lines from 1.
  var lineNumber: Int64 = 0
  var lineType = TextView.null
  /// Days since 1970-01-01.
  var paymentDate = CivilDate.null
  var paymentMethod = TextView.null
  var creditDebit = TextView.null
  var account = TextView.null
  var payerID = TextView.null
  var payerName = TextView.null
  var payerAccount = TextView.null
  var payeeID = TextView.null
  var payeeName = TextView.null
  var documentType = TextView.null
  var documentNumber = TextView.null
  /// Days since 1970-01-01.
  var documentDate = CivilDate.null
  var reference = TextView.null
  var reasonCode = TextView.null
  var description = TextView.null
  /// Unscaled, at `scale`, as the three below.
  var amount = ScaledDecimal.null
  var grossAmount = ScaledDecimal.null
  var discountAmount = ScaledDecimal.null
  var paymentAmount = ScaledDecimal.null
  var currency = Currency.none
  var statementID = TextView.null

  static func columns(of rows: RowList<RemittanceRow>) -> [Column] {
    [
      rows.text(\.paymentID), rows.integers(\.lineNumber), rows.text(\.lineType),
      rows.dates(\.paymentDate), rows.text(\.paymentMethod), rows.text(\.creditDebit), rows.text(\.account),
      rows.text(\.payerID), rows.text(\.payerName), rows.text(\.payerAccount), rows.text(\.payeeID),
      rows.text(\.payeeName),
      rows.text(\.documentType), rows.text(\.documentNumber), rows.dates(\.documentDate),
      rows.text(\.reference),
      rows.text(\.reasonCode), rows.text(\.description), rows.decimals(\.amount, scale: scale),
      rows.decimals(\.grossAmount, scale: scale),
      rows.decimals(\.discountAmount, scale: scale), rows.decimals(\.paymentAmount, scale: scale),
      rows.currencies(\.currency), rows.text(\.statementID),
    ]
  }
}
