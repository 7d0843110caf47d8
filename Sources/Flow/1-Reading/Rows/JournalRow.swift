import Records

/// A line of a journal entry, in the fields of `journal_line/1` that an audit file fills.
struct JournalRow: Row {
  static let schema = RecordSchema([
    Field("company", .text), Field("journal_id", .text), Field("line_number", .integer),
    Field("posting_date", .date), Field("period", .text), Field("account", .text),
    Field("department", .text), Field("counterparty", .text), Field("description", .text),
    Field("amount", .decimal(scale: scale)), Field("currency", .currency), Field("source_document", .text),
    Field("external_id", .text),
  ])
  /// Decimal places of the amount.
  static let scale = 4

  var company = TextView.null
  var journalID = TextView.null
  /// From 1 within the entry.
  var lineNumber = Column.nullInteger
  /// Days since 1970-01-01.
  var postingDate = CivilDate.null
  var period = TextView.null
  var account = TextView.null
  var department = TextView.null
  var counterparty = TextView.null
  var description = TextView.null
  /// Unscaled, at `scale`; a debit is positive.
  var amount = ScaledDecimal.null
  var currency = Currency.none
  var sourceDocument = TextView.null
  var externalID = TextView.null

  static func columns(of rows: RowList<JournalRow>) -> [Column] {
    [
      rows.text(\.company), rows.text(\.journalID), rows.integers(\.lineNumber), rows.dates(\.postingDate),
      rows.text(\.period), rows.text(\.account), rows.text(\.department), rows.text(\.counterparty),
      rows.text(\.description),
      rows.decimals(\.amount, scale: scale), rows.currencies(\.currency), rows.text(\.sourceDocument),
      rows.text(\.externalID),
    ]
  }
}
