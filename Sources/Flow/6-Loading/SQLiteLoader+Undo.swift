public import Components
import Databases
public import Records

/// Taking back what a run did.
extension SQLiteLoader {
  /// What undoing a run of the pipeline would do.
  public func surveyUndo(of run: Int64, ignoring undone: [Int64]) throws(Fault) -> UndoSurvey {
    try reversal(of: run, ignoring: undone).survey()
  }

  /// Takes back what a run did, in the open transaction.
  public func undo(_ run: Int64, ignoring undone: [Int64]) throws(Fault) {
    try reversal(of: run, ignoring: undone).apply()
  }

  /// What the journal has of a run of the pipeline, read line by line.
  public func journal(of run: Int64) throws(Fault) -> JournalState? {
    guard let plan, let database else { return nil }
    return try JournalState.measured(
      JournalState.Run(pipeline: plan.pipeline, number: run), in: database)
  }

  private func reversal(of run: Int64, ignoring undone: [Int64]) throws(Fault) -> Reversal {
    guard let plan else { preconditionFailure("prepared") }
    guard let database else {
      throw Fault(
        "database-not-found", "there is no database here", at: Place(file: path),
        hint: "Check the path of the loader: the run loaded into a database that is gone.",
        status: .inputMissing)
    }
    return try Reversal(
      of: run, pipeline: plan.pipeline, table: table, locks: locks, ignoring: undone, in: database)
  }

  /// What stands against any undo in this mode.
  func checkReversal() throws(Fault) {
    guard options.text("mode") == Mode.replace.rawValue else { return }
    throw Fault(
      "undo-impossible", "the run replaced the whole table, and what was there before is not kept",
      at: Place(file: path), hint: "Run the pipeline again with the files of the time before.",
      status: .dataRefused)
  }
}
