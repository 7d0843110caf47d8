public import Databases
public import Records

/// What survives a crash: runs, their files with how far each is loaded, statements and their proofs, footing, and
/// every refused record. Lives in tables of an SQLite file that begin with `daybook_`. Used by one thread.
///
/// A call makes a transaction of its own unless one is open on the connection; then it is part of that one, and
/// commits with the rows.
public final class CheckpointStore {
  /// The connection.
  public let database: SQLiteDatabase
  /// False when a reader met no checkpoints: there are no runs.
  let isThere: Bool

  /// Makes the tables when they are missing, unless the database was opened for reading.
  ///
  /// - Throws: `checkpoints-unknown` when another version of the program made them.
  public init(_ database: SQLiteDatabase) throws(Fault) {
    self.database = database
    isThere = try CheckpointSchema.open(database)
  }

  /// Begins a run: the next number, running.
  ///
  /// - Parameter time: as it is to be shown; the store has no clock.
  public func begin(
    pipeline: String, mode: String, specDigest: String, programVersion: String, at time: String
  ) throws(Fault) -> RunRecord {
    try database.transaction { () throws(Fault) in
      let last = try database.query("SELECT max(run) FROM daybook_runs") { $0.integer(0) ?? 0 }
      let record = RunRecord(
        run: (last.first ?? 0) + 1, pipeline: pipeline, status: .running, mode: mode, specDigest: specDigest,
        programVersion: programVersion, startedAt: time)
      try database.run(
        """
        INSERT INTO daybook_runs (run, pipeline, status, mode, spec_digest, program_version, started_at)
        VALUES (?, ?, 'running', ?, ?, ?, ?)
        """, .integer(record.run), .text(pipeline), .text(mode), .text(specDigest), .text(programVersion),
        .text(time))
      return record
    }
  }

  /// Goes on with a run that was interrupted.
  public func resume(_ run: Int64, at time: String) throws(Fault) {
    try database.run(
      """
      UPDATE daybook_runs
      SET status = 'running', resumed_at = ?, ended_at = NULL, fault_code = NULL, fault_message = NULL WHERE run = ?
      """, .text(time), .integer(run))
  }

  /// Ends a run, for good or until it is resumed.
  ///
  /// - Parameter fault: what stopped it; nil when nothing did.
  public func finish(_ run: Int64, _ status: RunRecord.Status, fault: Fault? = nil, at time: String)
    throws(Fault)
  {
    try database.run(
      "UPDATE daybook_runs SET status = ?, fault_code = ?, fault_message = ?, ended_at = ? WHERE run = ?",
      .text(status.rawValue), SQLiteValue(fault?.code), SQLiteValue(fault?.message), .text(time),
      .integer(run))
  }

  /// The last run of a pipeline, whatever became of it.
  public func latestRun(of pipeline: String) throws(Fault) -> RunRecord? {
    try runs("WHERE pipeline = ? ORDER BY run DESC LIMIT 1", .text(pipeline)).first
  }

  /// The last run of a pipeline when it can be gone on with. A later run that ended makes an earlier one history.
  public func unfinishedRun(of pipeline: String) throws(Fault) -> RunRecord? {
    guard let latest = try latestRun(of: pipeline), latest.isUnfinished else { return nil }
    return latest
  }

  /// Runs from the newest; of one pipeline, or of all.
  public func runs(of pipeline: String? = nil, limit: Int = 1000) throws(Fault) -> [RunRecord] {
    try runs(
      "WHERE ?1 IS NULL OR pipeline = ?1 ORDER BY run DESC LIMIT ?2", SQLiteValue(pipeline),
      SQLiteValue(limit))
  }

  /// Nil when there is no run of that number.
  public func run(_ number: Int64) throws(Fault) -> RunRecord? {
    try runs("WHERE run = ?", .integer(number)).first
  }

  private func runs(_ condition: String, _ values: SQLiteValue...) throws(Fault) -> [RunRecord] {
    guard isThere else { return [] }
    let statement = try database.prepare(
      """
      SELECT run, pipeline, status, mode, spec_digest, program_version, fault_code, fault_message,
        started_at, resumed_at, ended_at
      FROM daybook_runs \(condition)
      """)
    try statement.bind(values)
    var records: [RunRecord] = []
    while try statement.step() {
      records.append(
        RunRecord(
          run: statement.integer(0) ?? 0, pipeline: statement.text(1) ?? "",
          status: statement.text(2).flatMap(RunRecord.Status.init) ?? .failed, mode: statement.text(3) ?? "",
          specDigest: statement.text(4) ?? "", programVersion: statement.text(5) ?? "",
          faultCode: statement.text(6),
          faultMessage: statement.text(7), startedAt: statement.text(8) ?? "", resumedAt: statement.text(9),
          endedAt: statement.text(10)))
    }
    return records
  }
}
