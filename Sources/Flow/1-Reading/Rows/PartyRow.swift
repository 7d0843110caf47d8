import Records

/// A customer or supplier, in the fields of `party/1`.
struct PartyRow: Row {
  static let schema = RecordSchema([
    Field("company", .text), Field("party_type", .text), Field("party_id", .text), Field("name", .text),
    Field("tax_number", .text), Field("registration_number", .text), Field("account", .text),
    Field("street", .text), Field("city", .text), Field("postal_code", .text), Field("region", .text),
    Field("country", .text), Field("bank_account", .text),
    Field("opening_balance", .decimal(scale: scale)), Field("closing_balance", .decimal(scale: scale)),
    Field("currency", .currency),
  ])
  /// Decimal places of the balances.
  static let scale = 4

  var company = TextView.null
  var partyType = TextView.null
  var partyID = TextView.null
  var name = TextView.null
  var taxNumber = TextView.null
  var registrationNumber = TextView.null
  var account = TextView.null
  var street = TextView.null
  var city = TextView.null
  var postalCode = TextView.null
  var region = TextView.null
  var country = TextView.null
  var bankAccount = TextView.null
  /// Unscaled, at `scale`, as the one below; what a customer owes is positive.
  var openingBalance = ScaledDecimal.null
  var closingBalance = ScaledDecimal.null
  var currency = Currency.none

  static func columns(of rows: RowList<PartyRow>) -> [Column] {
    [
      rows.text(\.company), rows.text(\.partyType), rows.text(\.partyID), rows.text(\.name),
      rows.text(\.taxNumber),
      rows.text(\.registrationNumber), rows.text(\.account), rows.text(\.street), rows.text(\.city),
      rows.text(\.postalCode),
      rows.text(\.region), rows.text(\.country), rows.text(\.bankAccount),
      rows.decimals(\.openingBalance, scale: scale),
      rows.decimals(\.closingBalance, scale: scale), rows.currencies(\.currency),
    ]
  }
}
