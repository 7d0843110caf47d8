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

  private func setFiles(of run: Int64, from: StoredFile.Status, to: StoredFile.Status) throws(Fault) {
    try database.run(
      "UPDATE daybook_files SET status = ? WHERE run = ? AND status = ?", .text(to.rawValue), .integer(run),
      .text(from.rawValue))
  }
}
