import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Loading
import Reading
public import Records

/// What a run would do, without writing anything to the books: the run itself, file by file, tried on a copy of what it
/// would touch of books and checkpoints.
public struct Planner {
  private let pipeline: Pipeline
  private let request: RunRequest
  private let context: RunContext

  /// A plan of the pipeline, narrowed to what is asked for.
  public init(_ pipeline: Pipeline, request: RunRequest, context: RunContext) {
    self.pipeline = pipeline.narrowed(to: request)
    self.request = request
    self.context = context
  }

  /// Reads everything a run would read and compares it with the books.
  public func plan() throws(Fault) -> PlanReport {
    try request.checkKey(pipeline)
    try request.checkDays(pipeline)
    let interrupted = try Worklist.interruptedRetry(pipeline, request)
    var worklist = try Worklist(pipeline, request: interrupted ?? request, now: context.wallClock())
    let rehearsal = try Rehearsal(pipeline, worklist, context)
    try rehearsal.add(worklist, interrupted ?? request)
    if interrupted != nil || worklist.resumed != nil {
      // As the run does: what is new since comes behind what was interrupted.
      var rest = request
      if interrupted == nil { rest.isFull = false }
      worklist = try Worklist(after: pipeline, rest, in: rehearsal.store, now: context.wallClock())
      try rehearsal.add(worklist, rest)
    }
    for file in worklist.corrected { try retry(file, rehearsal) }
    if pipeline.replacesTable, rehearsal.report.isRefused {
      rehearsal.report.leaveTable()
      rehearsal.breakdown = Breakdown(pipeline.contract)
    }
    return PlanReport(run: rehearsal.report, breakdown: rehearsal.breakdown)
  }

  /// Refused records that were put right, each in its own file.
  private func retry(_ file: CorrectedRejects, _ rehearsal: Rehearsal) throws(Fault) {
    do throws(Fault) {
      for run in file.runs {
        let request = RunRequest(kind: .retry, subject: run, corrections: file.path)
        try rehearsal.add(
          Worklist(after: pipeline, request, in: rehearsal.store, now: context.wallClock()), request)
      }
    } catch {
      guard error.refusesFile, pipeline.inbox?.holds(file.path) == true else { throw error }
      rehearsal.report.add(try Worklist.refusedCorrections(file.path, error, pipeline))
    }
  }
}
