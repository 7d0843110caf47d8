import Databases
public import Records

/// A statement of a run with everything that was kept of its proof.
public struct ProvenStatement: Sendable, Hashable {
  /// One thing it states against what its records come to.
  public struct Check: Sendable, Hashable {
    /// Kebab-case: `account-control-total`.
    public var name: String
    /// What the file states.
    public var stated: String
    /// What its records come to.
    public var computed: String
    /// Line that states it, from 1.
    public var line: Int
    /// Of both, where they are money in one currency.
    public var currency: Currency
    /// Whether both are the same.
    public var holds: Bool
    /// The pipeline lets the statement pass when it fails.
    public var isWarning: Bool
  }

  /// Number within its file, from 0.
  public var number: Int
  /// The bank's name for it; may be empty.
  public var statementID: String
  /// The account it reports.
  public var accountID: String
  /// Of all its amounts.
  public var currency: Currency
  /// First day of its period; nil when it speaks of one day.
  public var starts: String?
  /// The day it speaks of, the last of its period.
  public var asOf: String?
  /// Booked balance before its records; nil when not stated.
  public var opening: String?
  /// Booked balance after its records; nil when not stated.
  public var closing: String?
  /// How many records could be read.
  public var records: Int
  /// Their sum.
  public var total: String
  /// `update`, `delete`, `replace`, `test`.
  public var disposition: String
  /// The file calls it interim.
  public var isInterim: Bool
  /// Every check of it held.
  public var proves: Bool
  /// None of its records were loaded.
  public var isRefused: Bool
  /// Line of its first record, from 1.
  public var line: Int
  /// The file has records only, and the statement was made of those of one account.
  public var isMadeOfRecords: Bool
  /// Every balance and total stated, in the order of the file.
  public var balances: [Statement.Balance] = []
  /// In the order of the file.
  public var checks: [Check] = []
}

/// What a report shows of one run beside its footing.
extension CheckpointStore {
  /// The statements of a file with their balances and checks, in the order of the file; those that were made of records
  /// and have nothing to prove are left out.
  public func provenStatements(run: Int64, file: Int) throws(Fault) -> [ProvenStatement] {
    guard hasTables else { return [] }
    let known = try columns(of: "daybook_statements")
    var found = try database.query(
      """
      SELECT statement, statement_id, account_id, currency, \(known.contains("starts") ? "starts" : "NULL"), as_of,
        opening, closing, records, total, disposition, interim, proves,
        \(known.contains("refused") ? "refused" : "1 - proves"), line,
        \(known.contains("source") ? "source <> 'bank'" : "0")
      FROM daybook_statements WHERE run = ? AND file = ? ORDER BY statement
      """, .integer(run), SQLiteValue(file), row: CheckpointStore.provenStatement)
    let places = Dictionary(uniqueKeysWithValues: found.indices.map { (found[$0].number, $0) })
    for (number, balance) in try balances(run: run, file: file) {
      if let at = places[number] { found[at].balances.append(balance) }
    }
    for (number, checks) in try checks(run: run, file: file) {
      if let at = places[number] { found[at].checks = checks }
    }
    return found.filter { !$0.isMadeOfRecords || !$0.checks.isEmpty }
  }

  private static func provenStatement(_ row: SQLiteStatement) -> ProvenStatement {
    ProvenStatement(
      number: Int(row.integer(0) ?? 0), statementID: row.text(1) ?? "", accountID: row.text(2) ?? "",
      currency: Currency(row.text(3) ?? "") ?? .none, starts: row.text(4), asOf: row.text(5),
      opening: row.text(6), closing: row.text(7), records: Int(row.integer(8) ?? 0),
      total: row.text(9) ?? "", disposition: row.text(10) ?? "", isInterim: row.integer(11) == 1,
      proves: row.integer(12) == 1, isRefused: row.integer(13) == 1, line: Int(row.integer(14) ?? 0),
      isMadeOfRecords: row.integer(15) == 1)
  }

  private func balances(run: Int64, file: Int) throws(Fault) -> [(Int, Statement.Balance)] {
    try database.query(
      """
      SELECT statement, code, name, amount, items FROM daybook_balances WHERE run = ? AND file = ?
      ORDER BY statement, balance
      """, .integer(run), SQLiteValue(file)
    ) { row in
      (
        Int(row.integer(0) ?? 0),
        Statement.Balance(
          code: row.text(1) ?? "", name: row.text(2) ?? "", amount: row.text(3).flatMap { ScaledDecimal($0) },
          itemCount: row.integer(4))
      )
    }
  }

  /// Which later run processed each refusal of a run again, by the refusal's name (`run/file/number`).
  public func retries(of run: Int64) throws(Fault) -> [String: Int64] {
    guard hasTables else { return [:] }
    let found = try database.query(
      "SELECT file, reject, retried_by FROM daybook_rejects WHERE run = ? AND retried_by IS NOT NULL",
      .integer(run)
    ) { row in ("\(run)/\(row.integer(0) ?? 0)/\(row.integer(1) ?? 0)", row.integer(2) ?? 0) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// SHA-256 of the run's manifest, in hexadecimal; nil when none is kept.
  public func manifestDigest(of run: Int64) throws(Fault) -> String? {
    guard hasTables, try !columns(of: "daybook_manifests").isEmpty else { return nil }
    return try database.query("SELECT digest FROM daybook_manifests WHERE run = ?", .integer(run)) { row in
      row.text(0) ?? ""
    }.first
  }

  private func columns(of table: String) throws(Fault) -> Set<String> {
    Set(try database.query("SELECT name FROM pragma_table_info(?)", .text(table)) { $0.text(0) ?? "" })
  }
}
