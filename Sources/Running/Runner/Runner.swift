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

  /// A run of the pipeline, narrowed to what is asked for.
  public init(_ pipeline: Pipeline, request: RunRequest, context: RunContext) {
    self.pipeline = pipeline.narrowed(to: request)
    self.request = request
    self.context = context
  }

  /// - Returns: one report, or two when an interrupted run was finished first and there were new files besides.
  /// - Throws: what stopped the run. What was committed stays, and the next run goes on from there.
  public func run() throws(Fault) -> [RunReport] {
    if request.isFull || request.isNarrowed, !pipeline.canLoadAgain {
      throw Fault(
        "key-undeclared", "nothing identifies a record, so reading a file again would load it twice",
        at: pipeline.place,
        hint: "Add a dedup stage, or leave --full, --from and --through out.", status: .usage)
    }
    let lock = try RunLock(
      store: pipeline.storePath, pipeline: pipeline.name, holder: "\(context.holder), since \(context.now())",
      wait: request.wait)
    defer { withExtendedLifetime(lock) {} }
    if request.isNarrowed, !pipeline.formats.allSatisfy(\.hasCutOff) {
      throw Fault(
        "cut-off-impossible", "no date of the records can decide what --from and --through ask for",
        at: pipeline.place,
        hint: "Leave them out, or give the contract an effective date.", status: .usage)
    }
    try Leftovers.clear(pipeline)
    try Undoing.finish(pipeline, context)
    try Remapping.finish(pipeline, context)
    let first = try once(request)
    if !first.isResumed { return [first] }
    // What the interrupted run had to read again it has read: only files new since are left.
    var rest = request
    rest.isFull = false
    let second = try once(rest)
    return second.number == nil ? [first] : [first, second]
  }

  // MARK: One run

  private func once(_ request: RunRequest) throws(Fault) -> RunReport {
    var report = RunReport(
      number: nil, pipeline: pipeline.name, company: pipeline.company, books: pipeline.booksTitle,
      scale: pipeline.contract.footingScale)
    let worklist = try Worklist(pipeline, request: request)
    report.files = worklist.settled
    if worklist.jobs.isEmpty, worklist.resumed == nil { return report }
    let books = try Books(pipeline, run: worklist.run, isResumed: worklist.resumed != nil)
    let run: Int64
    if let resumed = worklist.resumed {
      run = resumed.number
      report.isResumed = true
      try books.store.setResumed(run, at: context.now())
    } else {
      for old in worklist.abandoned { try books.store.setStatus(.abandoned, of: old, endedAt: context.now()) }
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

  private func load(_ jobs: [FileJob], of run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault)
  {
    let folder = pipeline.temporaryFolder
    let journey = FileJourney(
      pipeline: pipeline, context: context, loader: books.loader, store: books.store,
      sharesStore: books.isShared,
      run: run, fileCount: jobs.count, spill: { () throws(Fault) in try SpillFile(in: folder) })
    for job in jobs {
      try context.stop.check()
      report.files.append(try journey.load(try books.reconciled(job, run: run, pipeline: pipeline.name)))
    }
  }

  /// A table that is replaced whole stays as it is when anything was refused: half of the new is worse than the old.
  private func leaveTable(_ run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    for at in report.files.indices where report.files[at].status == .loaded {
      report.files[at].status = .refused
      report.files[at].remarks.append(
        "not loaded, because another file of the run or a statement was refused")
    }
    try books.store.database.transaction { () throws(Fault) in
      for file in try books.store.files(of: run) where file.status == .loaded {
        var waiting = file
        waiting.status = .pending
        waiting.rowsCommitted = 0
        waiting.rowsBefore = 0
        try books.store.save(waiting, of: run)
      }
      try books.store.setStatus(.refused, of: run, endedAt: context.now())
    }
  }

  private func finish(_ run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    let refusals = try books.store.refusals(of: run)
    if !refusals.isEmpty {
      let path = pipeline.rejectsPath(run: run)
      try AtomicFile.write(RejectsFile.text(run: run, refusals), to: path)
      report.rejectsFile = WholeFile.resolved(path)
    }
    // A run taken up again answers for what its earlier attempts refused as well.
    let hasRefusedFile = try books.store.files(of: run).contains { $0.status == .refused }
    let hasRefusedStatement = try books.store.hasUnprovenStatement(run)
    let isRefused = hasRefusedFile || hasRefusedStatement
    report.isRefused = isRefused
    if isRefused, pipeline.replacesTable { return try leaveTable(run, books, &report) }
    try books.loader.finish { () throws(Fault) in
      try books.store.setStatus(isRefused ? .refused : .done, of: run, endedAt: context.now())
    }
  }
}
