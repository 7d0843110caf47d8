import Components
import Databases
import Records

/// Takes out the rows of an account and day, and says how many and how much that was.
struct Retractor {
  private let source: String
  private let returning: String
  private let scale: Int
  private let isMinor: Bool
  private let table: String

  /// - Throws: records without an account or an effective date, by which rows could be found.
  init(_ contract: Contract, _ layout: TableLayout, table: String) throws(Fault) {
    self.table = table
    let names = layout.fields.map(\.name)
    guard let date = contract.effectiveDate, names.contains(date), names.contains("account_id") else {
      throw Fault(
        "retraction-impossible", "records of \(contract.title) have no account and date to find rows by",
        hint:
          "A statement that replaces another one needs the fields account_id and the contract's effective date.",
        status: .dataRefused)
    }
    let amount = layout.fields.first { $0.name == contract.footingAmount }
    let currency = contract.footingCurrency.flatMap { names.contains($0) ? $0 : nil }
    scale = contract.footingScale
    isMinor = amount?.isMinor == true
    let shown = [amount.map { quotedName($0.name) } ?? "NULL", currency.map(quotedName) ?? "NULL"]
    source = "FROM \(quotedName(table)) WHERE account_id = ? AND \(quotedName(date)) = ?"
    returning = shown.joined(separator: ", ")
  }

  func takeOut(_ retractions: [Retraction], from database: SQLiteDatabase) throws(Fault) -> Tally {
    var tally = Tally(scale: scale)
    for retraction in retractions {
      let rows = try database.query(
        "DELETE \(source) RETURNING \(returning)", .text(retraction.accountID),
        .text(retraction.asOf.description)
      ) {
        row throws(Fault) in
        let currency = row.text(1).flatMap { Currency($0) } ?? .none
        return (currency, row.isNull(0) ? 0 : try unscaled(row, currency, database.path))
      }
      tally.rows += rows.count
      for (currency, amount) in rows where amount != 0 {
        tally.amounts[currency, default: 0] += Int128(amount)
      }
    }
    return tally
  }

  /// The rows as they are stored, these columns of them.
  func stored(
    _ retractions: [Retraction], columns: String, in database: SQLiteDatabase
  ) throws(Fault) -> [[SQLiteValue]] {
    var rows: [[SQLiteValue]] = []
    for retraction in retractions {
      rows += try database.query(
        "SELECT \(columns) \(source)", .text(retraction.accountID), .text(retraction.asOf.description)
      ) { row in (0..<row.columnCount).map { row.value($0) } }
    }
    return rows
  }

  /// The stored amount at the contract's scale.
  private func unscaled(_ row: SQLiteStatement, _ currency: Currency, _ path: String) throws(Fault) -> Int64 {
    let stored =
      isMinor
      ? row.integer(0).flatMap { value in
        currency.minorUnits.map { ScaledDecimal(unscaled: value, scale: $0) }
      } : row.text(0).flatMap { ScaledDecimal($0) }
    guard let value = stored?.rescaled(to: scale)?.unscaled else {
      throw Retractor.unreadable(table, path)
    }
    return value
  }

  /// An amount that is not one that was loaded.
  static func unreadable(_ table: String, _ path: String) -> Fault {
    Fault(
      "stored-amount-unreadable", "an amount in the table \(table) is not one that was loaded",
      at: Place(file: path),
      hint: "Someone changed the amount by hand; mend it before the statement is replaced.",
      status: .dataRefused)
  }
}
