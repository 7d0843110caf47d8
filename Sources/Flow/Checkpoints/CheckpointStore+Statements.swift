import Databases
public import Records

/// A statement as the checkpoint store remembers it: without its balances and checks.
public struct StoredStatement: Sendable, Hashable {
  /// The run that loaded it.
  public var run: Int64
  /// Number of its file within the run.
  public var file: Int
  /// Absolute path of its file.
  public var path: String
  /// SHA-256 of its file, in hexadecimal.
  public var digest: String
  /// What it states.
  public var statement: Statement
  /// Every check of it held.
  public var proves: Bool
  /// Everything it states of itself alone, in one text: equal when the same statement came again. Empty where it was
  /// not asked for.
  public var content: String
  /// None of its records were loaded.
  public var isRefused: Bool
}

extension CheckpointStore {
  /// The statements of every file that stands in the books, in the order they were loaded in; refused ones among them,
  /// also those of a file of which nothing was loaded.
  ///
  /// - Parameters:
  ///   - account: nil for all.
  ///   - since: only of this run and later ones.
  ///   - near: only those that speak of one of these days; nil for all.
  ///   - withContent: whether what each states of itself is needed as well.
  public func statements(
    of pipeline: String, account: String? = nil, since: Int64 = 0, near days: ClosedRange<CivilDate>? = nil,
    withContent: Bool = false
  ) throws(Fault) -> [StoredStatement] {
    guard hasTables else { return [] }
    let content = withContent ? CheckpointStore.contentColumns : "NULL, NULL"
    // The account's index serves only where the account is asked for as it is.
    let ofAccount = account == nil ? "?2 IS NULL" : "s.account_id = ?2"
    return try database.query(
      """
      SELECT s.run, s.file, f.path, f.digest, s.statement_id, s.account_id, s.currency, s.starts, s.as_of, s.sequence,
        s.source, s.opening, s.closing, s.records, s.total, s.disposition, s.interim, s.proves, s.refused, s.line,
        \(content)
      FROM daybook_statements s JOIN daybook_files f ON f.run = s.run AND f.file = s.file
        JOIN daybook_runs r ON r.run = s.run
      WHERE r.pipeline = ?1 AND \(ofAccount) AND s.run >= ?3
        AND (f.status = 'loaded' OR f.status = 'refused' AND s.refused = 1 AND r.undone_by IS NULL)
        AND (?4 IS NULL OR s.as_of >= ?4 AND coalesce(s.starts, s.as_of) <= ?5)
      ORDER BY s.run, s.file, s.statement
      """, .text(pipeline), SQLiteValue(account), .integer(since), SQLiteValue(days?.lowerBound.description),
      SQLiteValue(days?.upperBound.description)
    ) { CheckpointStore.statement($0, withContent: withContent) }
  }

  /// Numbers of the statements of a file that were refused.
  public func refusedStatements(run: Int64, file: Int) throws(Fault) -> Set<Int> {
    guard hasTables else { return [] }
    return Set(
      try database.query(
        "SELECT statement FROM daybook_statements WHERE run = ? AND file = ? AND refused = 1", .integer(run),
        SQLiteValue(file)
      ) { row in Int(row.integer(0) ?? 0) })
  }

  /// The last run of the pipeline that loaded a file.
  public func lastLoad(of pipeline: String) throws(Fault) -> Int64? {
    guard hasTables else { return nil }
    return try database.query(
      """
      SELECT max(f.run) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE r.pipeline = ? AND f.status = 'loaded'
      """, .text(pipeline)
    ) { row in row.integer(0) }.first ?? nil
  }

  /// The balances and the totals that a statement states of itself.
  private static let contentColumns = """
    s.balances,
    (SELECT group_concat(line, ';') FROM (
      SELECT c.name || ' ' || c.stated AS line FROM daybook_checks c
      WHERE c.run = s.run AND c.file = s.file AND c.first_statement = s.statement AND c.name LIKE 'account-%'
      ORDER BY c."check"))
    """

  private static func content(_ statement: Statement, balances: String?, totals: String?) -> String {
    [
      statement.opening?.description, statement.closing?.description, String(statement.recordCount),
      statement.recordsTotal.description, balances, totals,
    ].map { $0 ?? "" }.joined(separator: "|")
  }

  private static func statement(_ row: SQLiteStatement, withContent: Bool) -> StoredStatement {
    var statement = Statement(
      statementID: row.text(4) ?? "", accountID: row.text(5) ?? "",
      currency: Currency(row.text(6) ?? "") ?? .none, line: Int32(clamping: row.integer(19) ?? 0))
    statement.starts = row.text(7).flatMap { CivilDate(iso: $0) }
    statement.asOf = row.text(8).flatMap { CivilDate(iso: $0) }
    statement.sequence = row.text(9)
    statement.source = row.text(10).flatMap { Statement.Source(rawValue: $0) } ?? .bank
    statement.opening = row.text(11).flatMap { ScaledDecimal($0) }
    statement.closing = row.text(12).flatMap { ScaledDecimal($0) }
    statement.recordCount = Int(row.integer(13) ?? 0)
    statement.recordsTotal =
      row.text(14).flatMap { ScaledDecimal($0) } ?? ScaledDecimal(unscaled: 0, scale: 0)
    statement.disposition = row.text(15).flatMap { Statement.Disposition(rawValue: $0) } ?? .update
    statement.isInterim = row.integer(16) == 1
    return StoredStatement(
      run: row.integer(0) ?? 0, file: Int(row.integer(1) ?? 0), path: row.text(2) ?? "",
      digest: row.text(3) ?? "", statement: statement, proves: row.integer(17) == 1,
      content: withContent ? content(statement, balances: row.text(20), totals: row.text(21)) : "",
      isRefused: row.integer(18) == 1)
  }
}
