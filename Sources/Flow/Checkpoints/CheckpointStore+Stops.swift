import Databases
public import Records

/// Runs that a fault stopped.
extension CheckpointStore {
  /// Whether there is anything that could remember a run.
  public static func isKept(at path: String) throws(Fault) -> Bool {
    guard SQLiteDatabase.exists(at: path) else { return false }
    return try CheckpointStore(SQLiteDatabase(path: path, access: .reading)).hasTables
  }

  /// Notes what stopped a run; it stays as unfinished as it is. What it can never overcome is not forgotten for
  /// something else.
  public func setStop(_ fault: Fault, of run: Int64) throws(Fault) {
    let stop = StoredRun.Stop(fault)
    try database.run(
      """
      UPDATE daybook_runs SET fault = ?, fault_message = ?, fault_place = ?, fault_hint = ?
      WHERE run = ? AND fault IS NOT ?
      """, .text(stop.code), .text(stop.message), .text(stop.place), .text(stop.hint), .integer(run),
      .text(StoredRun.damage))
  }

  /// Notes a fault that came before a run had begun. Where one is unfinished it could not be taken up, and the note is
  /// its own. The same fault again, with nothing in between, is one run that was tried again.
  ///
  /// - Parameter attempt: the run that did not come to be, with the status `failed`, its fault and its times.
  public func note(_ attempt: StoredRun, fault: Fault) throws(Fault) {
    try database.transaction { () throws(Fault) in
      if let unfinished = try unfinishedRun(of: attempt.pipeline) {
        return try setStop(fault, of: unfinished.number)
      }
      if let last = try runs(of: attempt.pipeline).first, last.status == .failed, last.stop == attempt.stop,
        last.kind == attempt.kind, last.request == attempt.request, last.specDigest == attempt.specDigest
      {
        return try database.run(
          "UPDATE daybook_runs SET resumed_at = ?, ended_at = ? WHERE run = ?",
          .text(attempt.startedAt), SQLiteValue(attempt.endedAt), .integer(last.number))
      }
      _ = try begin(attempt, files: [])
    }
  }
}
