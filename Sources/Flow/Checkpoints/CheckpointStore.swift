public import Databases
public import Records

/// What survives a crash: runs, their files and how far each is loaded, statements, footings, refusals.
///
/// The tables are named `daybook_…` and live in the books themselves or in a database of their own. Everything but
/// the columns ending in `_at` (times) and `_ms` (how long something took) depends only on the inputs and the pipeline, so two stores of the same history are
/// equal. Writes become part of an open transaction, so that rows and their checkpoint commit together.
public final class CheckpointStore {
  /// Where the tables are.
  public let database: SQLiteDatabase
  /// Version of the tables.
  static let schemaVersion: Int64 = 2
  /// False for a database without the tables that is open for reading: it answers like an empty store.
  let hasTables: Bool

  /// - Throws: `checkpoints-too-new` when a newer program wrote the store.
  public init(_ database: SQLiteDatabase) throws(Fault) {
    self.database = database
    if database.access == .writing {
      try database.transaction { () throws(Fault) in
        // Looked at within the transaction: another pipeline may make them at this moment.
        if try !CheckpointStore.isThere(in: database) {
          try CheckpointStore.create(in: database)
        } else {
          try CheckpointStore.migrate(database)
        }
      }
    }
    hasTables = try CheckpointStore.isThere(in: database)
    guard hasTables else { return }
    let version =
      try database.query("SELECT schema FROM daybook_meta") { row in row.integer(0) ?? 0 }.first ?? 0
    if version < CheckpointStore.schemaVersion {
      throw Fault(
        "checkpoints-too-old", "an older version of the program wrote these checkpoints",
        at: Place(file: database.path),
        hint: "Run the pipeline once, which brings them up to date.", status: .specInvalid)
    }
    if version > CheckpointStore.schemaVersion {
      throw Fault(
        "checkpoints-too-new", "a newer version of the program wrote these checkpoints",
        at: Place(file: database.path),
        hint: "Install that version, or name another file under checkpoints.", status: .specInvalid)
    }
  }

  private static func isThere(in database: SQLiteDatabase) throws(Fault) -> Bool {
    try !database.query("SELECT 1 FROM sqlite_schema WHERE name = 'daybook_meta'") { _ in true }.isEmpty
  }

  private static let decisionsTable = """
    CREATE TABLE daybook_decisions (
      run INTEGER NOT NULL, file INTEGER NOT NULL, decision INTEGER NOT NULL, statement INTEGER NOT NULL,
      record INTEGER NOT NULL, fate TEXT NOT NULL, occurrence INTEGER NOT NULL, code TEXT, reason TEXT, hint TEXT,
      field TEXT, value TEXT, byte_offset INTEGER, byte_length INTEGER, line INTEGER,
      PRIMARY KEY (run, file, decision)) WITHOUT ROWID;
    """

  /// Brings a store of an older program up to date; does nothing where there is none, or nothing to do.
  public static func bringUpToDate(at path: String) throws(Fault) {
    guard SQLiteDatabase.exists(at: path) else { return }
    let database = try SQLiteDatabase(path: path, access: .reading)
    guard try isThere(in: database) else { return }
    let version = try database.query("SELECT schema FROM daybook_meta") { $0.integer(0) ?? 0 }.first ?? 0
    if version < schemaVersion { _ = try CheckpointStore(SQLiteDatabase(path: path, access: .writing)) }
  }

  /// Brings the tables of version 1 up to date.
  private static func migrate(_ database: SQLiteDatabase) throws(Fault) {
    let version = try database.query("SELECT schema FROM daybook_meta") { $0.integer(0) ?? 0 }.first
    guard version == 1 else { return }
    try database.execute(
      """
      ALTER TABLE daybook_runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'load';
      ALTER TABLE daybook_runs ADD COLUMN subject INTEGER;
      ALTER TABLE daybook_runs ADD COLUMN undone_by INTEGER;
      ALTER TABLE daybook_runs ADD COLUMN fault TEXT;
      ALTER TABLE daybook_runs ADD COLUMN fault_message TEXT;
      ALTER TABLE daybook_runs ADD COLUMN fault_place TEXT;
      ALTER TABLE daybook_runs ADD COLUMN fault_hint TEXT;
      \(timingTable)
      \(moneyTable)
      ALTER TABLE daybook_rejects ADD COLUMN statement INTEGER NOT NULL DEFAULT -1;
      ALTER TABLE daybook_rejects ADD COLUMN retried_by INTEGER;
      \(decisionsTable)
      ALTER TABLE daybook_statements ADD COLUMN starts TEXT;
      ALTER TABLE daybook_statements ADD COLUMN sequence TEXT;
      ALTER TABLE daybook_statements ADD COLUMN source TEXT NOT NULL DEFAULT 'bank';
      ALTER TABLE daybook_statements ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
      UPDATE daybook_statements SET refused = 1 - proves;
      CREATE INDEX daybook_statements_by_account ON daybook_statements (account_id);
      ALTER TABLE daybook_checks ADD COLUMN kind TEXT NOT NULL DEFAULT 'control_totals';
      ALTER TABLE daybook_checks ADD COLUMN currency TEXT;
      ALTER TABLE daybook_checks ADD COLUMN warns INTEGER NOT NULL DEFAULT 0;
      UPDATE daybook_checks SET kind = 'record_counts' WHERE name LIKE '%-count';
      ALTER TABLE daybook_files ADD COLUMN file_digest TEXT NOT NULL DEFAULT '';
      ALTER TABLE daybook_files ADD COLUMN member TEXT;
      \(createMoves)
      UPDATE daybook_meta SET schema = \(schemaVersion);
      ALTER TABLE daybook_meta ADD COLUMN manifests_from INTEGER NOT NULL DEFAULT 1;
      UPDATE daybook_meta SET manifests_from = (SELECT coalesce(max(run), 0) + 1 FROM daybook_runs);
      \(manifestTables)
      """)
  }

  private static func create(in database: SQLiteDatabase) throws(Fault) {
    try database.execute(
      """
      CREATE TABLE daybook_meta (schema INTEGER NOT NULL, manifests_from INTEGER NOT NULL DEFAULT 1);
      INSERT INTO daybook_meta VALUES (\(schemaVersion), 1);
      \(manifestTables)
      CREATE TABLE daybook_runs (
        run INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, company TEXT, request TEXT NOT NULL, spec TEXT NOT NULL,
        program TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL, resumed_at TEXT, ended_at TEXT,
        kind TEXT NOT NULL DEFAULT 'load', subject INTEGER, undone_by INTEGER, fault TEXT, fault_message TEXT,
        fault_place TEXT, fault_hint TEXT);
      \(timingTable)
      \(moneyTable)
      CREATE TABLE daybook_files (
        run INTEGER NOT NULL, file INTEGER NOT NULL, path TEXT NOT NULL, format TEXT NOT NULL, digest TEXT NOT NULL,
        size INTEGER NOT NULL, status TEXT NOT NULL, rows_committed INTEGER NOT NULL, rows_before INTEGER NOT NULL,
        retracted TEXT, remarks TEXT NOT NULL, file_digest TEXT NOT NULL DEFAULT '', member TEXT,
        PRIMARY KEY (run, file)) WITHOUT ROWID;
      CREATE INDEX daybook_files_by_digest ON daybook_files (digest);
      CREATE TABLE daybook_statements (
        run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, statement_id TEXT NOT NULL,
        account_id TEXT NOT NULL, currency TEXT NOT NULL, as_of TEXT, opening TEXT, closing TEXT,
        records INTEGER NOT NULL, total TEXT NOT NULL, disposition TEXT NOT NULL, interim INTEGER NOT NULL,
        proves INTEGER NOT NULL, line INTEGER NOT NULL, starts TEXT, sequence TEXT,
        source TEXT NOT NULL DEFAULT 'bank', refused INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run, file, statement)) WITHOUT ROWID;
      CREATE INDEX daybook_statements_by_account ON daybook_statements (account_id);
      CREATE TABLE daybook_balances (
        run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, balance INTEGER NOT NULL,
        code TEXT NOT NULL, name TEXT NOT NULL, amount TEXT, items INTEGER,
        PRIMARY KEY (run, file, statement, balance)) WITHOUT ROWID;
      CREATE TABLE daybook_checks (
        run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, "check" INTEGER NOT NULL,
        name TEXT NOT NULL, stated TEXT NOT NULL, computed TEXT NOT NULL, holds INTEGER NOT NULL,
        line INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT 'control_totals', currency TEXT,
        warns INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run, file, statement, "check")) WITHOUT ROWID;
      CREATE TABLE daybook_footing (
        run INTEGER NOT NULL, file INTEGER NOT NULL, stage INTEGER NOT NULL, name TEXT NOT NULL,
        outcome TEXT NOT NULL, currency TEXT NOT NULL, rows INTEGER, amount TEXT,
        PRIMARY KEY (run, file, stage, outcome, currency)) WITHOUT ROWID;
      \(decisionsTable)
      CREATE TABLE daybook_rejects (
        run INTEGER NOT NULL, file INTEGER NOT NULL, reject INTEGER NOT NULL, path TEXT NOT NULL,
        line INTEGER NOT NULL, record INTEGER NOT NULL, stage TEXT NOT NULL, field TEXT NOT NULL, value TEXT,
        code TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL, original TEXT NOT NULL,
        byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL, shown_line TEXT, shown_column INTEGER NOT NULL,
        statement INTEGER NOT NULL DEFAULT -1, retried_by INTEGER,
        PRIMARY KEY (run, file, reject)) WITHOUT ROWID;
      \(createMoves)
      """)
  }

  // MARK: Runs

  /// Opens the next run with its files; returns its number.
  public func begin(_ run: StoredRun, files: [StoredFile]) throws(Fault) -> Int64 {
    try database.transaction { () throws(Fault) in
      let last =
        try database.query("SELECT max(run) FROM daybook_runs") { row in row.integer(0) ?? 0 }.first ?? 0
      let number = last + 1
      try database.run(
        "INSERT INTO daybook_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        .integer(number),
        .text(run.pipeline),
        SQLiteValue(run.company), .text(run.request), .text(run.specDigest), .text(run.program),
        .text(run.status.rawValue), .text(run.startedAt), SQLiteValue(run.resumedAt),
        SQLiteValue(run.endedAt), .text(run.kind.rawValue), SQLiteValue(run.subject),
        SQLiteValue(run.undoneBy), SQLiteValue(run.stop?.code), SQLiteValue(run.stop?.message),
        SQLiteValue(run.stop?.place), SQLiteValue(run.stop?.hint))
      for file in files { try save(file, of: number) }
      return number
    }
  }

  /// The number that the next run will get.
  public func nextRun() throws(Fault) -> Int64 { (try runs().first?.number ?? 0) + 1 }

  /// Closes a run; what stopped an earlier attempt at it is overcome.
  public func setStatus(_ status: StoredRun.Status, of run: Int64, endedAt: String) throws(Fault) {
    try database.run(
      """
      UPDATE daybook_runs SET status = ?, ended_at = ?, fault = NULL, fault_message = NULL, fault_place = NULL,
        fault_hint = NULL
      WHERE run = ?
      """, .text(status.rawValue), .text(endedAt), .integer(run))
  }

  /// Notes that an interrupted run was taken up; what stopped the attempt before is overcome.
  public func setResumed(_ run: Int64, at time: String) throws(Fault) {
    try database.run(
      """
      UPDATE daybook_runs SET resumed_at = ?, fault = NULL, fault_message = NULL, fault_place = NULL,
        fault_hint = NULL
      WHERE run = ?
      """, .text(time), .integer(run))
  }

  /// Newest first; of one pipeline, or of all.
  public func runs(of pipeline: String? = nil) throws(Fault) -> [StoredRun] {
    try select("WHERE ?1 IS NULL OR pipeline = ?1 ORDER BY run DESC", SQLiteValue(pipeline))
  }

  /// Nil when there is no such run.
  public func run(_ number: Int64) throws(Fault) -> StoredRun? {
    try select("WHERE run = ?", .integer(number)).first
  }

  /// The run of a pipeline that is going on or was interrupted.
  public func unfinishedRun(of pipeline: String) throws(Fault) -> StoredRun? {
    try select("WHERE pipeline = ? AND status = 'running' ORDER BY run DESC", .text(pipeline)).first
  }

  private func select(_ condition: String, _ value: SQLiteValue) throws(Fault) -> [StoredRun] {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT run, pipeline, company, request, spec, program, status, started_at, resumed_at, ended_at,
        kind, subject, undone_by, fault, fault_message, fault_place, fault_hint
      FROM daybook_runs \(condition)
      """, value
    ) { row in
      StoredRun(
        number: row.integer(0) ?? 0, kind: StoredRun.Kind(rawValue: row.text(10) ?? "") ?? .load,
        subject: row.integer(11), undoneBy: row.integer(12), pipeline: row.text(1) ?? "",
        company: row.text(2),
        request: row.text(3) ?? "",
        specDigest: row.text(4) ?? "", program: row.text(5) ?? "",
        status: StoredRun.Status(rawValue: row.text(6) ?? "") ?? .abandoned, startedAt: row.text(7) ?? "",
        resumedAt: row.text(8), endedAt: row.text(9),
        stop: row.text(13).map { code in
          StoredRun.Stop(
            code: code, message: row.text(14) ?? "", place: row.text(15) ?? "", hint: row.text(16) ?? "")
        })
    }
  }

  // MARK: Files

  /// Adds a file of a run, or replaces what is known of it.
  public func save(_ file: StoredFile, of run: Int64) throws(Fault) {
    try database.run(
      "INSERT OR REPLACE INTO daybook_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      .integer(run),
      SQLiteValue(file.ordinal), .text(file.path), .text(file.format), .text(file.digest),
      .integer(file.size),
      .text(file.status.rawValue), .integer(file.rowsCommitted), .integer(file.rowsBefore),
      SQLiteValue(file.retracted), .text(file.remarks), .text(file.fileDigest), SQLiteValue(file.member))
  }

  /// In the order of the run.
  public func files(of run: Int64) throws(Fault) -> [StoredFile] {
    guard hasTables else { return [] }
    return try database.query(
      "SELECT \(CheckpointStore.fileColumns) FROM daybook_files f WHERE run = ? ORDER BY file", .integer(run),
      row: CheckpointStore.file)
  }

  /// Of a run `r`: it was about all days of its files.
  static let isWhole = "r.request NOT LIKE '%--from%' AND r.request NOT LIKE '%--through%'"

  /// The run of the pipeline that loaded these bytes, under whatever name.
  ///
  /// - Parameter request: what is asked for now: a run that was asked for some days only has loaded a file for that
  ///   request and for no other.
  public func runThatLoaded(_ digest: String, pipeline: String, request: String = "") throws(Fault) -> Int64?
  {
    guard hasTables else { return nil }
    return try database.query(
      """
      SELECT max(f.run) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE f.digest = ? AND r.pipeline = ? AND f.status = 'loaded'
        AND (r.request = ? OR \(CheckpointStore.isWhole))
      """, .text(digest), .text(pipeline), .text(request)
    ) { row in row.integer(0) }.first ?? nil
  }

  /// Where these bytes came first: the run of the pipeline, and their place among its files.
  public func firstLoad(of digest: String, pipeline: String) throws(Fault) -> (run: Int64, file: Int)? {
    guard hasTables else { return nil }
    return try database.query(
      """
      SELECT f.run, f.file FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE f.digest = ? AND r.pipeline = ? AND f.status = 'loaded' ORDER BY f.run, f.file LIMIT 1
      """, .text(digest), .text(pipeline)
    ) { row in (row.integer(0) ?? 0, Int(row.integer(1) ?? 0)) }.first
  }

  /// How many files of the pipeline have brought records into the destination, or were found to have none.
  public func loadedFiles(of pipeline: String) throws(Fault) -> Int {
    guard hasTables else { return 0 }
    return try database.query(
      """
      SELECT count(DISTINCT f.digest) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE r.pipeline = ? AND (f.status = 'loaded' OR f.rows_committed > 0)
      """, .text(pipeline)
    ) { row in Int(row.integer(0) ?? 0) }.first ?? 0
  }

  /// Rows that files of the pipeline have inserted, less those that statements have taken out again.
  ///
  /// - Parameter inLastRunOnly: what earlier runs inserted is no longer there.
  public func rowsInserted(by pipeline: String, inLastRunOnly: Bool) throws(Fault) -> Int {
    guard hasTables else { return 0 }
    return try database.query(
      """
      WITH loaded AS (
        SELECT f.run, f.file, f.retracted FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
        WHERE r.pipeline = ?1 AND f.status = 'loaded')
      SELECT coalesce((SELECT sum(g.rows) FROM daybook_footing g JOIN loaded USING (run, file)
          WHERE g.name IN ('load', 'load*') AND g.outcome = 'inserted' AND g.currency = ''
            AND (?2 = 0 OR run = (SELECT max(run) FROM loaded))), 0)
        - coalesce((SELECT sum(CAST(retracted AS INTEGER)) FROM loaded
          WHERE ?2 = 0 OR run = (SELECT max(run) FROM loaded)), 0)
      """, .text(pipeline), .integer(inLastRunOnly ? 1 : 0)
    ) { row in Int(row.integer(0) ?? 0) }.first ?? 0
  }

  /// How many refusals a run noted of the file with these bytes.
  public func refusalCount(of digest: String, run: Int64) throws(Fault) -> Int {
    guard hasTables else { return 0 }
    return try database.query(
      """
      SELECT count(*) FROM daybook_files f JOIN daybook_rejects j ON j.run = f.run AND j.file = f.file
      WHERE f.run = ? AND f.digest = ?
      """, .integer(run), .text(digest)
    ) { row in Int(row.integer(0) ?? 0) }.first ?? 0
  }

  /// The finished run that refused these bytes, and stands, when the pipeline was exactly this one.
  ///
  /// - Parameter request: as in `runThatLoaded`.
  public func runThatRefused(
    _ digest: String, pipeline: String, specDigest: String, request: String = ""
  ) throws(Fault) -> Int64? {
    guard hasTables else { return nil }
    return try database.query(
      """
      SELECT max(f.run) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE f.digest = ? AND r.pipeline = ? AND r.spec = ? AND f.status = 'refused' AND r.status = 'refused'
        AND r.undone_by IS NULL AND (r.request = ? OR \(CheckpointStore.isWhole))
      """, .text(digest), .text(pipeline), .text(specDigest), .text(request)
    ) { row in row.integer(0) }.first ?? nil
  }
}
