public import Databases
public import Records

/// What survives a crash: runs, their files and how far each is loaded, statements, footings, refusals.
///
/// The tables are named `daybook_…` and live in the books themselves or in a database of their own. Everything but
/// the columns ending in `_at` (times) and `_ms` (how long something took), and the number of rows read back, depends
/// only on the inputs and the pipeline, so two stores of the same history are equal. Writes become part of an open
/// transaction, so that rows and their checkpoint commit together.
public final class CheckpointStore {
  /// Where the tables are.
  public let database: SQLiteDatabase
  /// Version of the tables.
  static let schemaVersion: Int64 = 4
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

  /// Brings a store of an older program up to date; does nothing where there is none, or nothing to do.
  public static func bringUpToDate(at path: String) throws(Fault) {
    guard SQLiteDatabase.exists(at: path) else { return }
    let database = try SQLiteDatabase(path: path, access: .reading)
    guard try isThere(in: database) else { return }
    let version = try database.query("SELECT schema FROM daybook_meta") { $0.integer(0) ?? 0 }.first ?? 0
    if version < schemaVersion { _ = try CheckpointStore(SQLiteDatabase(path: path, access: .writing)) }
  }

  // MARK: Runs

  /// Opens the next run with its files; returns its number.
  ///
  /// - Parameter known: the greatest number that the books know of, where the store may have been replaced.
  public func begin(_ run: StoredRun, files: [StoredFile], after known: Int64 = 0) throws(Fault) -> Int64 {
    try database.transaction { () throws(Fault) in
      let last =
        try database.query("SELECT max(run) FROM daybook_runs") { row in row.integer(0) ?? 0 }.first ?? 0
      let number = max(last, known) + 1
      try database.run(
        """
        INSERT INTO daybook_runs (run, pipeline, company, request, spec, program, status, started_at, resumed_at,
          ended_at, kind, subject, undone_by, fault, fault_message, fault_place, fault_hint)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, .integer(number),
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

  /// Closes a run; what stopped an earlier attempt at it is overcome, unless the run is given up.
  public func setStatus(_ status: StoredRun.Status, of run: Int64, endedAt: String) throws(Fault) {
    try database.run(
      "UPDATE daybook_runs SET status = ?, ended_at = ? WHERE run = ?", .text(status.rawValue),
      .text(endedAt), .integer(run))
    if status != .abandoned { try forgetStop(of: run) }
  }

  /// Notes what the destination said when the run came to its end.
  ///
  /// - Parameters:
  ///   - replaced: rows of a table that was replaced; nil when none was.
  ///   - readBack: rows that the last attempt read back and found as they were written.
  public func setEnd(of run: Int64, replaced: Int?, readBack: Int) throws(Fault) {
    try database.run(
      "UPDATE daybook_runs SET rows_replaced = ?, rows_read_back = ? WHERE run = ?",
      SQLiteValue(replaced.map { Int64($0) }),
      SQLiteValue(readBack), .integer(run))
  }

  /// Notes that an interrupted run was taken up; what stopped the attempt before is overcome.
  public func setResumed(_ run: Int64, at time: String) throws(Fault) {
    try database.run("UPDATE daybook_runs SET resumed_at = ? WHERE run = ?", .text(time), .integer(run))
    try forgetStop(of: run)
  }

  private func forgetStop(of run: Int64) throws(Fault) {
    try database.run(
      "UPDATE daybook_runs SET fault = NULL, fault_message = NULL, fault_place = NULL, fault_hint = NULL WHERE run = ?",
      .integer(run))
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
        kind, subject, undone_by, fault, fault_message, fault_place, fault_hint, rows_replaced, rows_read_back
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
        }, rowsReplaced: row.integer(17).map { Int($0) }, rowsReadBack: row.integer(18).map { Int($0) })
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

  /// Rows that the files of a run have inserted or updated, over all its attempts.
  public func rowsWritten(by run: Int64) throws(Fault) -> Int {
    guard hasTables else { return 0 }
    return try database.query(
      """
      SELECT coalesce(sum(rows), 0) FROM daybook_footing
      WHERE run = ? AND name IN ('load', 'load*') AND outcome IN ('inserted', 'updated') AND currency = ''
      """, .integer(run)
    ) { row in Int(row.integer(0) ?? 0) }.first ?? 0
  }

  /// How many refusals a run noted of the file with these bytes.
  public func refusalCount(of digest: String, run: Int64) throws(Fault) -> Int {
    guard hasTables else { return 0 }
    return try database.query(
      """
      SELECT count(*) FROM daybook_files f JOIN daybook_rejects j ON j.run = f.run AND j.file = f.file
      WHERE f.run = ? AND f.digest = ? AND j.code <> 'statement-unproven'
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
