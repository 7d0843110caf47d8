import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Filtering
import Loading
public import Records

/// Runs a pipeline: takes up what was interrupted, then every file that was not loaded before, one after another.
public struct Runner {
  private let pipeline: Pipeline
  private let request: RunRequest
  private let context: RunContext

  public init(_ pipeline: Pipeline, request: RunRequest, context: RunContext) {
    self.pipeline = pipeline.narrowed(to: request)
    self.request = request
    self.context = context
  }

  /// - Returns: one report, or two when an interrupted run was finished first and there were new files besides.
  /// - Throws: what stopped the run. What was committed stays, and the next run goes on from there.
  public func run() throws(Fault) -> [RunReport] {
    let lock = try RunLock(
      store: pipeline.storePath, pipeline: pipeline.name, holder: "\(context.holder), since \(context.now())",
      wait: request.wait)
    defer { withExtendedLifetime(lock) {} }
    try Leftovers.clear(pipeline)
    let first = try once()
    if !first.isResumed { return [first] }
    let second = try once()
    return second.number == nil ? [first] : [first, second]
  }

  // MARK: One run

  private func once() throws(Fault) -> RunReport {
    var report = RunReport(
      number: nil, pipeline: pipeline.name, company: pipeline.company, books: pipeline.booksTitle,
      scale: pipeline.contract.footingScale)
    let worklist = try Worklist(pipeline, request: request)
    report.files = worklist.settled
    if worklist.jobs.isEmpty, worklist.resumed == nil { return report }
    let books = try Books(pipeline, isResumed: worklist.resumed != nil)
    let run: Int64
    if let resumed = worklist.resumed {
      run = resumed.number
      report.isResumed = true
      try books.store.setResumed(run, at: context.now())
    } else {
      try abandonUnfinished(books.store)
      run = try books.store.begin(newRun(), files: worklist.jobs.map(\.stored))
    }
    report.number = run
    try load(worklist.jobs, of: run, books, &report)
    report.files.sort { $0.ordinal < $1.ordinal }
    try finish(run, books, &report)
    return report
  }

  private func newRun() -> StoredRun {
    StoredRun(
      number: 0, pipeline: pipeline.name, company: pipeline.company, request: request.text,
      specDigest: pipeline.digest, program: programVersion, status: .running, startedAt: context.now())
  }

  /// An interrupted run of another pipeline text or request is closed: its files are read again.
  private func abandonUnfinished(_ store: CheckpointStore) throws(Fault) {
    while let old = try store.unfinishedRun(of: pipeline.name) {
      try store.setStatus(.abandoned, of: old.number, endedAt: context.now())
    }
  }

  private func load(_ jobs: [FileJob], of run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    let folder = pipeline.temporaryFolder
    let journey = FileJourney(
      pipeline: pipeline, context: context, loader: books.loader, store: books.store, sharesStore: books.isShared,
      run: run, fileCount: jobs.count, spill: { () throws(Fault) in try SpillFile(in: folder) })
    for job in jobs {
      try context.stop.check()
      report.files.append(try journey.load(try books.reconciled(job, run: run, pipeline: pipeline.name)))
    }
  }

  private func finish(_ run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    let refusals = try books.store.refusals(of: run)
    if !refusals.isEmpty {
      let path = pipeline.rejectsPath(run: run)
      try AtomicFile.write(RejectsFile.text(run: run, refusals), to: path)
      report.rejectsFile = path
    }
    // A run taken up again answers for what its earlier attempts refused as well.
    let hasRefusedFile = try books.store.files(of: run).contains { $0.status == .refused }
    let hasRefusedStatement = try books.store.hasUnprovenStatement(run)
    let isRefused = hasRefusedFile || hasRefusedStatement
    report.isRefused = isRefused
    try books.loader.finish { () throws(Fault) in
      try books.store.setStatus(isRefused ? .refused : .done, of: run, endedAt: context.now())
    }
  }
}
