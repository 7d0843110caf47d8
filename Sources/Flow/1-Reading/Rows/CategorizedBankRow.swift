import Records

/// An entry of the register that a person keeps of an account, with what they put it under.
struct CategorizedBankRow: Row {
  static let schema = RecordSchema(BankRow.schema.fields + [Field("category", .text)])

  var entry = BankRow()
  /// The person's own word; null where there is none, or another account of theirs in its place.
  var category = TextView.null

  static func columns(of rows: RowList<CategorizedBankRow>) -> [Column] {
    BankRow.columns(of: rows) { $0.entry } + [rows.text(\.category)]
  }
}
