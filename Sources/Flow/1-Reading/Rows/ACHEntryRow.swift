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

  static func columns(of rows: [ACHEntryRow], in bytes: [UInt8]) -> [Column] {
    func text(_ field: (ACHEntryRow) -> TextView) -> Column {
      .text(TextColumn(bytes: bytes, views: rows.map(field)))
    }
    return [
      text(\.account), .dates(rows.map(\.effectiveDate)), .dates(rows.map(\.settlementDate)),
      .decimals(rows.map(\.amount), scale: scale), .currencies(rows.map(\.currency)), text(\.kind),
      text(\.transactionCode), text(\.secCode), text(\.receivingDFI), text(\.individualID),
      text(\.individualName), text(\.traceNumber), text(\.addenda), text(\.reasonCode),
      text(\.originalTraceNumber), text(\.companyID), text(\.companyName), text(\.entryDescription),
      text(\.descriptiveDate), text(\.originatingDFI), text(\.batchNumber),
      .dates(rows.map(\.fileCreationDate)),
      text(\.statementID),
    ]
  }
}
