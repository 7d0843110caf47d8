import Records

/// An account of a chart of accounts, in the fields of `account/1`.
struct AccountRow: Row {
  static let schema = RecordSchema([
    Field("company", .text), Field("account", .text), Field("description", .text),
    Field("account_type", .text), Field("standard_account", .text), Field("category", .text),
    Field("parent_account", .text), Field("period_start", .date), Field("period_end", .date),
    Field("opening_balance", .decimal(scale: scale)), Field("closing_balance", .decimal(scale: scale)),
    Field("currency", .currency),
  ])
  /// Decimal places of the balances.
  static let scale = 4

  var company = TextView.null
  var account = TextView.null
  var description = TextView.null
  var accountType = TextView.null
  var standardAccount = TextView.null
  var category = TextView.null
  var parentAccount = TextView.null
  /// Days since 1970-01-01, as the one below.
  var periodStart = CivilDate.null
  var periodEnd = CivilDate.null
  /// Unscaled, at `scale`, as the one below; a debit is positive.
  var openingBalance = ScaledDecimal.null
  var closingBalance = ScaledDecimal.null
  var currency = Currency.none

  static func columns(of rows: [AccountRow], in bytes: [UInt8]) -> [Column] {
    func text(_ field: (AccountRow) -> TextView) -> Column {
      .text(TextColumn(bytes: bytes, views: rows.map(field)))
    }
    return [
      text(\.company), text(\.account), text(\.description), text(\.accountType), text(\.standardAccount),
      text(\.category), text(\.parentAccount), .dates(rows.map(\.periodStart)),
      .dates(rows.map(\.periodEnd)), .decimals(rows.map(\.openingBalance), scale: scale),
      .decimals(rows.map(\.closingBalance), scale: scale), .currencies(rows.map(\.currency)),
    ]
  }
}
