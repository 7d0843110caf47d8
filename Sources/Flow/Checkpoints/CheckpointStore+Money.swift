import Databases
public import Records

/// What a file brought for one account in one month and currency.
public struct MoneyLine: Sendable, Hashable {
  /// As the records name it, empty where they name none; nil for all that were too many to be told apart.
  public var account: String?
  /// `2026-01`; empty without a date.
  public var month: String
  /// Of the amount.
  public var currency: Currency
  /// Records that came to the loader, whatever it did with them.
  public var rows: Int
  /// Their sum, exact.
  public var amount: String

  /// A line of its parts.
  public init(account: String?, month: String, currency: Currency, rows: Int, amount: String) {
    self.account = account
    self.month = month
    self.currency = currency
    self.rows = rows
    self.amount = amount
  }
}

/// Money by account and month.
extension CheckpointStore {
  static let moneyTable = """
    CREATE TABLE daybook_money (
      run INTEGER NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL, account TEXT, month TEXT NOT NULL,
      currency TEXT NOT NULL, rows INTEGER NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (run, file, line)
    ) WITHOUT ROWID;
    """

  /// Replaces what a file brought.
  public func save(_ lines: [MoneyLine], run: Int64, file: Int) throws(Fault) {
    try database.run(
      "DELETE FROM daybook_money WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
    let insert = try database.prepare("INSERT INTO daybook_money VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    for (at, line) in lines.enumerated() {
      try insert.run([
        .integer(run), SQLiteValue(file), SQLiteValue(at), SQLiteValue(line.account), .text(line.month),
        .text(line.currency.description), SQLiteValue(line.rows), .text(line.amount),
      ])
    }
  }

  /// By account, month and currency.
  public func money(run: Int64, file: Int) throws(Fault) -> [MoneyLine] {
    guard hasTables else { return [] }
    return try database.query(
      "SELECT account, month, currency, rows, amount FROM daybook_money WHERE run = ? AND file = ? ORDER BY line",
      .integer(run), SQLiteValue(file)
    ) { row in
      MoneyLine(
        account: row.text(0), month: row.text(1) ?? "", currency: Currency(row.text(2) ?? "") ?? .none,
        rows: Int(row.integer(3) ?? 0), amount: row.text(4) ?? "0")
    }
  }
}
