import Databases
public import Records

/// Runs that were taken back, and those that took them back.
extension CheckpointStore {
  /// The run that takes back another one, and was interrupted.
  public func unfinishedUndo(of pipeline: String) throws(Fault) -> StoredRun? {
    try runs(of: pipeline).first { $0.kind == .undo && $0.status == .running }
  }

  /// The run that maps rows anew, and was interrupted.
  public func unfinishedRemap(of pipeline: String) throws(Fault) -> StoredRun? {
    try runs(of: pipeline).first { $0.kind == .remap && $0.status == .running }
  }

  /// Runs that together changed nothing: those taken back, and what took them back.
  public func undoneRuns(of pipeline: String) throws(Fault) -> [Int64] {
    try runs(of: pipeline).flatMap { run in run.undoneBy.map { [run.number, $0] } ?? [] }.sorted()
  }

  /// Notes that `undo` took back `run`: the files of a load count as new again. Where an undoing is taken back, what it
  /// had taken back stands again, and so on down to the load.
  public func setUndone(_ run: StoredRun, by undo: Int64) throws(Fault) {
    var subject: StoredRun? = run
    var by: Int64? = undo
    while let run = subject {
      try database.run(
        "UPDATE daybook_runs SET undone_by = ? WHERE run = ?", SQLiteValue(by), .integer(run.number))
      let stands = by == nil
      try setFiles(of: run.number, from: stands ? .undone : .loaded, to: stands ? .loaded : .undone)
      guard run.kind == .undo, let next = run.subject else { return }
      by = by == nil ? run.number : nil
      subject = try self.run(next)
    }
  }

  /// Whether the run inserted or updated rows, by its footing.
  public func hasWrittenRows(_ run: Int64) throws(Fault) -> Bool {
    try !database.query(
      """
      SELECT 1 FROM daybook_footing WHERE run = ? AND name = 'load' AND outcome IN ('inserted', 'updated') AND rows > 0
      LIMIT 1
      """, .integer(run)
    ) { _ in true }.isEmpty
  }

  /// The last standing run behind these that found rows of their accounts and days in the books, and so did not bring
  /// them itself.
  public func runSharingRows(with runs: ClosedRange<Int64>, of pipeline: String) throws(Fault) -> Int64? {
    try database.query(
      """
      SELECT max(l.run) FROM daybook_statements s
        JOIN daybook_statements l ON l.account_id = s.account_id AND l.run > ?2
          AND l.as_of >= coalesce(s.starts, s.as_of) AND coalesce(l.starts, l.as_of) <= s.as_of
        JOIN daybook_runs r ON r.run = l.run AND r.pipeline = ?3 AND r.undone_by IS NULL AND r.kind = 'load'
        JOIN daybook_runs m ON m.run = s.run AND m.pipeline = ?3 AND m.undone_by IS NULL AND m.kind != 'undo'
      WHERE s.run BETWEEN ?1 AND ?2 AND EXISTS (
        SELECT 1 FROM daybook_footing f WHERE f.run = l.run AND f.file = l.file AND f.name = 'load'
          AND f.outcome IN ('unchanged', 'duplicate') AND f.rows > 0)
      """, .integer(runs.lowerBound), .integer(runs.upperBound), .text(pipeline)
    ) { $0.integer(0) }.first ?? nil
  }

  /// The last standing run behind these that set aside a provisional report of the bank, because these had brought the
  /// booked one of its day.
  public func runSetAside(by runs: ClosedRange<Int64>, of pipeline: String) throws(Fault) -> Int64? {
    try database.query(
      """
      SELECT max(l.run) FROM daybook_statements s
        JOIN daybook_statements l ON l.account_id = s.account_id AND l.run > ?2 AND l.interim = 1
          AND l.source = 'bank' AND l.refused = 0 AND l.as_of BETWEEN coalesce(s.starts, s.as_of) AND s.as_of
        JOIN daybook_runs r ON r.run = l.run AND r.pipeline = ?3 AND r.undone_by IS NULL AND r.kind = 'load'
        JOIN daybook_runs m ON m.run = s.run AND m.pipeline = ?3 AND m.undone_by IS NULL AND m.kind != 'undo'
      WHERE s.run BETWEEN ?1 AND ?2 AND s.interim = 0 AND s.refused = 0 AND EXISTS (
        SELECT 1 FROM daybook_footing f WHERE f.run = l.run AND f.file = l.file AND f.stage > 0
          AND f.name NOT IN ('load', 'load*') AND f.outcome = 'duplicate' AND f.rows > 0)
      """, .integer(runs.lowerBound), .integer(runs.upperBound), .text(pipeline)
    ) { $0.integer(0) }.first ?? nil
  }

  private func setFiles(of run: Int64, from: StoredFile.Status, to: StoredFile.Status) throws(Fault) {
    try database.run(
      "UPDATE daybook_files SET status = ? WHERE run = ? AND status = ?", .text(to.rawValue), .integer(run),
      .text(from.rawValue))
  }
}
