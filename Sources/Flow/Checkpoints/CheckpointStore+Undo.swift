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
  /// had taken back stands again.
  public func setUndone(_ run: StoredRun, by undo: Int64) throws(Fault) {
    try database.run(
      "UPDATE daybook_runs SET undone_by = ? WHERE run = ?", .integer(undo), .integer(run.number))
    if run.kind == .undo, let subject = run.subject {
      try database.run("UPDATE daybook_runs SET undone_by = NULL WHERE run = ?", .integer(subject))
      try setFiles(of: subject, from: .undone, to: .loaded)
      if let first = try self.run(subject), first.kind == .undo, let loaded = first.subject {
        // The undoing of a load stands again: so the load does not.
        try database.run(
          "UPDATE daybook_runs SET undone_by = ? WHERE run = ?", .integer(subject), .integer(loaded))
        try setFiles(of: loaded, from: .loaded, to: .undone)
      }
    } else {
      try setFiles(of: run.number, from: .loaded, to: .undone)
    }
  }

  private func setFiles(of run: Int64, from: StoredFile.Status, to: StoredFile.Status) throws(Fault) {
    try database.run(
      "UPDATE daybook_files SET status = ? WHERE run = ? AND status = ?", .text(to.rawValue), .integer(run),
      .text(from.rawValue))
  }
}
