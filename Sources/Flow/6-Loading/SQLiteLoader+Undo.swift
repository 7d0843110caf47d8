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

  private func reversal(of run: Int64, ignoring undone: [Int64]) throws(Fault) -> Reversal {
    guard let plan, let database else { preconditionFailure("prepared for writing") }
    if options.text("mode") == Mode.replace.rawValue {
      throw Fault(
        "undo-impossible", "the run replaced the whole table, and what was there before is not kept",
        at: Place(file: path), hint: "Run the pipeline again with the files of the time before.",
        status: .dataRefused)
    }
    return try Reversal(
      of: run, pipeline: plan.pipeline, table: table, locks: options.list("locked_by").map(\.text),
      ignoring: undone, in: database)
  }
}
