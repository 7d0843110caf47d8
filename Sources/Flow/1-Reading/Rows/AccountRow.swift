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

  static func columns(of rows: RowList<AccountRow>) -> [Column] {
    [
      rows.text(\.company), rows.text(\.account), rows.text(\.description), rows.text(\.accountType),
      rows.text(\.standardAccount),
      rows.text(\.category), rows.text(\.parentAccount), rows.dates(\.periodStart),
      rows.dates(\.periodEnd), rows.decimals(\.openingBalance, scale: scale),
      rows.decimals(\.closingBalance, scale: scale), rows.currencies(\.currency),
    ]
  }
}
