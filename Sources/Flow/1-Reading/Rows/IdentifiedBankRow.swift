import Records

/// An entry of an account statement of a format in which the bank numbers its entries.
struct IdentifiedBankRow: Row {
  static let schema = RecordSchema(BankRow.schema.fields + [Field("external_id", .text)])

  var entry = BankRow()
  /// The bank's own number; null where it gives none.
  var externalID = TextView.null

  static func columns(of rows: RowList<IdentifiedBankRow>) -> [Column] {
    BankRow.columns(of: rows) { $0.entry } + [rows.text(\.externalID)]
  }
}
