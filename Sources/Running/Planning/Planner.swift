import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Loading
import Reading
public import Records

/// What a run would do, without writing anything to the books: the same reading, stages and comparison.
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
    let worklist = try Worklist(pipeline, request: request, now: context.wallClock())
    let books = try PlannedBooks(
      options: pipeline.loader.options, plan: pipeline.loadPlan(run: 0, isResumed: false),
      hasSeveralFiles: worklist.jobs.count > 1)
    var continuity = Continuity(pipeline, store: try Worklist.store(pipeline))
    let preparation = FilePreparation(
      pipeline: pipeline, context: context, fileCount: worklist.jobs.count,
      spill: { () throws(Fault) in try SpillFile(in: FileInspection.temporaryFolder) })
    var report = PlanReport(run: RunReport(pipeline), breakdown: Breakdown(pipeline.contract))
    report.run.isResumed = worklist.resumed != nil
    report.run.remarks = worklist.remarks
    for job in worklist.jobs {
      let outcome = Result { () throws(Fault) in try preparation.prepare(job) }
      report.run.add(try plan(job, outcome, books, &continuity, &report.breakdown))
    }
    for file in worklist.settled { report.run.add(file) }
    return report
  }

  private func plan(
    _ job: FileJob, _ outcome: Result<PreparedFile, Fault>, _ books: PlannedBooks,
    _ continuity: inout Continuity, _ breakdown: inout Breakdown
  ) throws(Fault) -> FileReport {
    var report = FileReport(job, pipeline)
    var outcome = outcome
    if case .success(var prepared) = outcome {
      try continuity.prove(&prepared, run: .max, cutOff: job.format.cutOff)
      outcome = .success(prepared)
    }
    switch try report.take(outcome, isWaiting: job.isWaiting(in: pipeline)) {
    case .failure(let fault) where fault.meansChanged: report.status = .changed
    case .failure(let fault): report.refuse(fault)
    case .success(let prepared):
      if !prepared.proof.retractions.isEmpty {
        report.retracted = try books.retract(prepared.proof.retractions)
      }
      var loading = try LoadProgress(job.stored, footing: [], contract: pipeline.contract)
      let passage = try prepared.passage(stop: context.stop, contract: pipeline.contract) {
        portion throws(Fault) in
        try loading.take(portion) { batch throws(Fault) in
          let outcomes = try books.classify(batch)
          breakdown.add(batch, outcomes)
          return outcomes
        }
      }
      report.stages = prepared.file.footings + passage.footings + [loading.footing]
      report.noteDuplicates(passage)
      try FootingCheck.verify(report.stages, file: report.path)
    }
    return report
  }
}
