import Records

/// An entry of an account statement, in the fields of `bank_transaction/1` that formats of banks fill.
struct BankRow: Row {
  static let schema = RecordSchema([
    Field("account_id", .text), Field("booking_date", .date), Field("value_date", .date),
    Field("amount", .decimal(scale: scale)), Field("currency", .currency), Field("status", .text),
    Field("type_code", .text), Field("bank_reference", .text), Field("customer_reference", .text),
    Field("end_to_end_id", .text), Field("counterparty_name", .text), Field("counterparty_account", .text),
    Field("description", .text), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4

  var account = TextView.null
  /// Days since 1970-01-01.
  var bookingDate = CivilDate.null
  /// Days since 1970-01-01.
  var valueDate = CivilDate.null
  /// Unscaled, at `scale`; money into the account is positive.
  var amount = ScaledDecimal.null
  var currency = Currency.none
  var status = TextView.null
  var typeCode = TextView.null
  var bankReference = TextView.null
  var customerReference = TextView.null
  var endToEndID = TextView.null
  var counterpartyName = TextView.null
  var counterpartyAccount = TextView.null
  var description = TextView.null
  var statementID = TextView.null

  static func columns(of rows: RowList<BankRow>) -> [Column] { columns(of: rows) { $0 } }

  /// The columns of entries that are a part of their rows.
  @inline(__always)
  static func columns<Whole>(of rows: RowList<Whole>, entry: (Whole) -> BankRow) -> [Column] {
    [
      rows.text { entry($0).account }, rows.dates { entry($0).bookingDate },
      rows.dates { entry($0).valueDate }, rows.decimals({ entry($0).amount }, scale: scale),
      rows.currencies { entry($0).currency }, rows.text { entry($0).status },
      rows.text { entry($0).typeCode },
      rows.text { entry($0).bankReference }, rows.text { entry($0).customerReference },
      rows.text { entry($0).endToEndID }, rows.text { entry($0).counterpartyName },
      rows.text { entry($0).counterpartyAccount }, rows.text { entry($0).description },
      rows.text { entry($0).statementID },
    ]
  }
}
