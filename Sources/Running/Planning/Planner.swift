import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Loading
import Reading
public import Records

/// What a run would do, without writing anything to the books: the same reading, stages, review and comparison.
///
/// Limits: the review holds every file against the books as they are, without what the files before it would bring.
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
    let store = try Worklist.store(pipeline)
    var continuity = Continuity(pipeline, store: store)
    let review = store.flatMap { IdentityReview(pipeline, books.books, $0, context.stop) }
    let preparation = FilePreparation(
      pipeline: pipeline, context: context, fileCount: worklist.jobs.count,
      spill: { () throws(Fault) in try SpillFile(in: FileInspection.temporaryFolder) })
    var report = PlanReport(run: RunReport(pipeline), breakdown: Breakdown(pipeline.contract))
    report.run.isResumed = worklist.resumed != nil
    report.run.remarks = worklist.remarks
    for job in worklist.jobs {
      var outcome = Result { () throws(Fault) in try preparation.prepare(job) }
      if case .success(var prepared) = outcome {
        try continuity.prove(&prepared, run: .max, cutOff: job.format.cutOff)
        try prepared.review(job, run: worklist.run, by: review)
        outcome = .success(prepared)
      }
      report.run.add(try plan(job, outcome, books, &report.breakdown))
    }
    for file in worklist.settled { report.run.add(file) }
    return report
  }

  private func plan(
    _ job: FileJob, _ outcome: Result<PreparedFile, Fault>, _ books: PlannedBooks,
    _ breakdown: inout Breakdown
  ) throws(Fault) -> FileReport {
    var report = FileReport(job, pipeline)
    switch try report.take(outcome, isWaiting: job.isWaiting(in: pipeline)) {
    case .failure(let fault) where fault.meansChanged: report.status = .changed
    case .failure(let fault): report.refuse(fault)
    case .success(let prepared):
      report.retracted = try takenOut(prepared, books)
      var loading = try LoadProgress(job.stored, footing: [], contract: pipeline.contract)
      let passage = try prepared.passage(stop: context.stop, contract: pipeline.contract) {
        portion throws(Fault) in
        try loading.take(portion) { batch throws(Fault) in
          let outcomes = try books.classify(batch)
          breakdown.add(batch, outcomes)
          return outcomes
        }
      }
      report.take(prepared.file.footings + passage.footings + [loading.footing])
      report.noteDuplicates(passage)
      try FootingCheck.verify(report.stages, file: report.path)
    }
    return report
  }

  /// What the books would lose before the file's first row.
  private func takenOut(_ prepared: PreparedFile, _ books: PlannedBooks) throws(Fault) -> Tally? {
    let (retractions, verdict) = (prepared.proof.retractions, prepared.verdict)
    var taken = Tally(scale: pipeline.contract.footingScale)
    if !retractions.isEmpty { taken.add(try books.retract(retractions)) }
    for (account, days) in verdict.provisional {
      taken.add(try books.takeOut(provisional: account, days))
    }
    for (rows, number) in verdict.superseded { taken.add(try books.books.unmatched(rows, of: number)) }
    return taken.rows == 0 && retractions.isEmpty ? nil : taken
  }
}
