import Databases
public import Records

/// How long one step of a file's journey took, over all its batches.
public struct StepTiming: Sendable, Hashable {
  /// `read`, a stage, `dedup` or `spool` for the packing, `drain`, `load`; `file` for the whole of a file.
  public var step: String
  /// Milliseconds by a clock that never goes back. Steps on different threads overlap.
  public var milliseconds: Int64

  /// A step and how long it took.
  public init(step: String, milliseconds: Int64) {
    self.step = step
    self.milliseconds = milliseconds
  }
}

/// How long things took: told to people, and never decided upon.
extension CheckpointStore {
  static let timingTable = """
    CREATE TABLE daybook_timings (
      run INTEGER NOT NULL, file INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL,
      took_ms INTEGER NOT NULL, PRIMARY KEY (run, file, step)) WITHOUT ROWID;
    """

  /// Replaces how long the steps of a file took.
  public func save(_ timings: [StepTiming], run: Int64, file: Int) throws(Fault) {
    try database.run(
      "DELETE FROM daybook_timings WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
    let insert = try database.prepare("INSERT INTO daybook_timings VALUES (?, ?, ?, ?, ?)")
    for (at, timing) in timings.enumerated() {
      try insert.run([
        .integer(run), SQLiteValue(file), SQLiteValue(at), .text(timing.step), .integer(timing.milliseconds),
      ])
    }
  }

  /// In the order of the flow.
  public func timings(run: Int64, file: Int) throws(Fault) -> [StepTiming] {
    guard hasTables else { return [] }
    return try database.query(
      "SELECT name, took_ms FROM daybook_timings WHERE run = ? AND file = ? ORDER BY step", .integer(run),
      SQLiteValue(file)
    ) { row in StepTiming(step: row.text(0) ?? "", milliseconds: row.integer(1) ?? 0) }
  }
}
