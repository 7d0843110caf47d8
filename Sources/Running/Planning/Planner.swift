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
    try loader.prepare(pipeline.loadPlan(isResumed: false), writing: false)
    var report = PlanReport(
      run: RunReport(
        number: nil, pipeline: pipeline.name, company: pipeline.company, books: pipeline.booksTitle,
        scale: pipeline.contract.footingScale), breakdown: Breakdown(pipeline.contract))
    report.run.isResumed = worklist.resumed != nil
    for job in worklist.jobs {
      report.run.files.append(try plan(job, loader, worklist.jobs.count, &report.breakdown))
    }
    report.run.files += worklist.settled
    return report
  }

  private func plan(
    _ job: FileJob, _ loader: any Loader, _ fileCount: Int, _ breakdown: inout Breakdown
  ) throws(Fault) -> FileReport {
    let shown = pipeline.shown(job.stored.path)
    var report = FileReport(
      ordinal: job.stored.ordinal, path: shown, format: job.format.reader.spec.name,
      digest: job.stored.digest,
      status: .loaded)
    let preparation = FilePreparation(pipeline: pipeline, context: context) { () throws(Fault) in
      try SpillFile(in: FileInspection.temporaryFolder)
    }
    let prepared: PreparedFile
    do throws(Fault) {
      prepared = try preparation.prepare(job, shown: shown, fileCount: fileCount)
    } catch  where error.status == .dataRefused {
      report.status = .refused
      report.remarks.append("\(error.code): \(error.message)")
      return report
    }
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
        let outcomes = try loader.classify(batch)
        breakdown.add(batch, outcomes)
        return outcomes
      }
    }
    report.stages = prepared.file.footings + passage.footings + [loading.footing]
    try FootingCheck.verify(report.stages, file: shown)
    return report
  }
}

/// What a run would do.
public struct PlanReport: Sendable {
  /// As the run would report it.
  public var run: RunReport
  /// Rows and money by outcome, account and month.
  public var breakdown: Breakdown
}
