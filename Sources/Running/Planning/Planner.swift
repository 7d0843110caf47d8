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
    let worklist = try Worklist(pipeline, request: request)
    let loader = SQLiteLoader(options: pipeline.loader.options)
    try loader.prepare(pipeline.loadPlan(run: 0, isResumed: false), writing: false)
    var continuity = Continuity(pipeline, store: try Worklist.store(pipeline))
    let comparison = PlannedBooks(loader, scratch: try scratch(worklist.jobs.count))
    var report = PlanReport(
      run: RunReport(
        number: nil, pipeline: pipeline.name, company: pipeline.company, books: pipeline.booksTitle,
        scale: pipeline.contract.footingScale), breakdown: Breakdown(pipeline.contract))
    report.run.isResumed = worklist.resumed != nil
    for job in worklist.jobs {
      report.run.files.append(try plan(job, comparison, worklist.jobs.count, &continuity, &report.breakdown))
    }
    report.run.files += worklist.settled
    return report
  }

  /// A private temporary database for what earlier files of the plan would have loaded; nil for a single file.
  private func scratch(_ fileCount: Int) throws(Fault) -> (any Loader)? {
    if fileCount < 2 { return nil }
    let temporary = try SQLiteDatabase(path: "", access: .writing)
    let scratch = SQLiteLoader(options: pipeline.loader.options, sharing: temporary)
    try scratch.prepare(pipeline.loadPlan(run: 0, isResumed: false), writing: true)
    try scratch.begin()
    return scratch
  }

  private func plan(
    _ job: FileJob, _ books: PlannedBooks, _ fileCount: Int, _ continuity: inout Continuity,
    _ breakdown: inout Breakdown
  ) throws(Fault) -> FileReport {
    let shown = pipeline.shown(job.stored.path)
    var report = FileReport(
      ordinal: job.stored.ordinal, path: shown, format: job.format.reader.spec.name,
      digest: job.stored.digest,
      status: .loaded)
    let preparation = FilePreparation(pipeline: pipeline, context: context) { () throws(Fault) in
      try SpillFile(in: FileInspection.temporaryFolder)
    }
    var prepared: PreparedFile
    do throws(Fault) {
      prepared = try preparation.prepare(job, shown: shown, fileCount: fileCount)
    } catch  where error.status == .dataRefused {
      report.status = .refused
      report.remarks.append("\(error.code): \(error.message)")
      return report
    }
    try continuity.prove(&prepared, run: .max, cutOff: job.format.cutOff)
    report.statements = prepared.file.statements
    report.remarks = prepared.file.remarks
    report.refused = prepared.refused
    report.stages = prepared.file.footings
    if let excess = prepared.excess {
      report.status = .refused
      report.remarks.append("\(excess.code): \(excess.message)")
      return report
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
    try FootingCheck.verify(report.stages, file: shown)
    return report
  }
}

/// The books as they would be by the time a file of a plan is loaded: what is in them, and what the files before it
/// would have brought.
private struct PlannedBooks {
  private let books: any Loader
  private let scratch: (any Loader)?

  init(_ books: any Loader, scratch: (any Loader)?) {
    self.books = books
    self.scratch = scratch
  }

  func classify(_ batch: RecordBatch) throws(Fault) -> [Outcome] {
    let outcomes = try books.classify(batch)
    guard let scratch else { return outcomes }
    let among = try scratch.load(batch, from: Provenance(run: 0, file: ""))
    // What no earlier file brought meets the books as they are.
    return zip(among, outcomes).map { $0 == .inserted ? $1 : $0 }
  }
}

/// What a run would do.
public struct PlanReport: Sendable {
  /// As the run would report it.
  public var run: RunReport
  /// Rows and money by outcome, account and month.
  public var breakdown: Breakdown
}
