import Records

/// An entry of an ACH file, in the fields of `ach_entry/1`.
struct ACHEntryRow: Row {
  static let schema = RecordSchema([
    Field("account_id", .text), Field("booking_date", .date), Field("settlement_date", .date),
    Field("amount", .decimal(scale: scale)), Field("currency", .currency), Field("kind", .text),
    Field("transaction_code", .text), Field("sec_code", .text), Field("receiving_dfi", .text),
    Field("individual_id", .text), Field("individual_name", .text), Field("trace_number", .text),
    Field("addenda", .text), Field("reason_code", .text), Field("original_trace_number", .text),
    Field("company_id", .text), Field("company_name", .text), Field("entry_description", .text),
    Field("descriptive_date", .text), Field("originating_dfi", .text), Field("batch_number", .text),
    Field("file_creation_date", .date), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4

  var account = TextView.null
  /// Days since 1970-01-01.
  var effectiveDate = CivilDate.null
  /// Days since 1970-01-01.
  var settlementDate = CivilDate.null
  /// Unscaled, at `scale`; a credit of the receiver's account is positive.
  var amount = ScaledDecimal.null
  var currency = Currency.none
  var kind = TextView.null
  var transactionCode = TextView.null
  var secCode = TextView.null
  var receivingDFI = TextView.null
  var individualID = TextView.null
  var individualName = TextView.null
  var traceNumber = TextView.null
  var addenda = TextView.null
  var reasonCode = TextView.null
  var originalTraceNumber = TextView.null
  var companyID = TextView.null
  var companyName = TextView.null
  var entryDescription = TextView.null
  var descriptiveDate = TextView.null
  var originatingDFI = TextView.null
  var batchNumber = TextView.null
  /// Days since 1970-01-01.
  var fileCreationDate = CivilDate.null
  var statementID = TextView.null

  static func columns(of rows: RowList<ACHEntryRow>) -> [Column] {
    [
      rows.text(\.account), rows.dates(\.effectiveDate), rows.dates(\.settlementDate),
      rows.decimals(\.amount, scale: scale), rows.currencies(\.currency), rows.text(\.kind),
      rows.text(\.transactionCode), rows.text(\.secCode), rows.text(\.receivingDFI),
      rows.text(\.individualID),
      rows.text(\.individualName), rows.text(\.traceNumber), rows.text(\.addenda), rows.text(\.reasonCode),
      rows.text(\.originalTraceNumber), rows.text(\.companyID), rows.text(\.companyName),
      rows.text(\.entryDescription),
      rows.text(\.descriptiveDate), rows.text(\.originatingDFI), rows.text(\.batchNumber),
      rows.dates(\.fileCreationDate),
      rows.text(\.statementID),
    ]
  }
}
