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
  let pipeline: Pipeline
  let request: RunRequest
  let context: RunContext

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
    do throws(Fault) {
      return try runLocked()
    } catch {
      note(error)
      throw error
    }
  }

  private func runLocked() throws(Fault) -> [RunReport] {
    if request.isNarrowed, !pipeline.formats.allSatisfy(\.hasCutOff) {
      throw Fault(
        "cut-off-impossible", "no date of the records can decide what --from and --through ask for",
        at: pipeline.place,
        hint: "Leave them out, or give the contract an effective date.", status: .usage)
    }
    try Leftovers.clear(pipeline)
    try Undoing.finish(pipeline, context)
    try Remapping.finish(pipeline, context)
    var reports: [RunReport] = []
    if let interrupted = try interruptedRetry() { reports.append(try once(interrupted).report) }
    var done = try once(request)
    reports.append(done.report)
    if done.report.isResumed, request.kind == .load {
      // What the interrupted run had to read again it has read: only files new since are left.
      var rest = request
      rest.isFull = false
      done = try once(rest)
      if done.report.number != nil { reports.append(done.report) }
    }
    for file in done.corrected {
      for run in file.runs {
        reports.append(try once(RunRequest(kind: .retry, subject: run, corrections: file.path)).report)
      }
    }
    return reports
  }

  /// What a run that was processing refusals again, and was interrupted, was asked for.
  private func interruptedRetry() throws(Fault) -> RunRequest? {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return nil }
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard let run = try store.unfinishedRun(of: pipeline.name), run.kind == .retry || run.kind == .accept
    else {
      return nil
    }
    let wanted = try Worklist.request(of: run, pipeline, store)
    return wanted.text == request.text ? nil : wanted
  }

  // MARK: One run

  private func once(_ request: RunRequest) throws(Fault) -> (report: RunReport, corrected: [CorrectedRejects])
  {
    var report = RunReport(pipeline)
    let worklist = try Worklist(pipeline, request: request)
    for file in worklist.settled { report.add(file) }
    report.remarks = worklist.remarks
    if worklist.jobs.isEmpty, worklist.resumed == nil { return (report, worklist.corrected) }
    var books = try Books(pipeline, run: worklist.run, isResumed: worklist.resumed != nil)
    let run: Int64
    if let resumed = worklist.resumed {
      run = resumed.number
      report.isResumed = true
      try books.store.setResumed(run, at: context.now())
    } else {
      for old in worklist.abandoned { try books.store.setStatus(.abandoned, of: old, endedAt: context.now()) }
      var files = worklist.jobs.map(\.stored)
      if let path = request.corrections {
        files.append(try CorrectedRejects.stored(path, ordinal: files.count))
      }
      run = try books.store.begin(newRun(request), files: files)
      // Another pipeline took the number: the journal would speak of its run.
      if run != worklist.run { books = try Books(pipeline, run: run, isResumed: false) }
    }
    report.number = run
    try load(worklist.jobs, of: run, books, &report)
    report.files.sort { $0.ordinal < $1.ordinal }
    try finish(run, books, &report)
    return (report, worklist.corrected)
  }

  func newRun(_ request: RunRequest) -> StoredRun {
    StoredRun(
      number: 0, kind: request.kind, subject: request.subject, pipeline: pipeline.name,
      company: pipeline.company, request: request.text,
      specDigest: pipeline.digest, program: programVersion, status: .running, startedAt: context.now())
  }

  private func load(_ jobs: [FileJob], of run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault)
  {
    let folder = pipeline.temporaryFolder
    let journey = FileJourney(
      pipeline: pipeline, context: context, loader: books.loader, store: books.store,
      sharesStore: books.isShared, run: run, fileCount: jobs.count)
    let preparation = FilePreparation(
      pipeline: pipeline, context: context, fileCount: jobs.count,
      spill: { () throws(Fault) in try SpillFile(in: folder) })
    let prepared = PreparedAhead(jobs, width: request.jobs, preparation)
    for job in jobs {
      try context.stop.check()
      let known = try books.reconciled(job, run: run, pipeline: pipeline.name)
      report.add(try journey.load(known, prepared.next()))
    }
  }

  /// A table that is replaced whole stays as it is when anything was refused: half of the new is worse than the old.
  private func leaveTable(_ run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    for at in report.files.indices where report.files[at].status == .loaded {
      report.files[at].status = .refused
      report.files[at].retracted = nil
      report.files[at].remarks.append(
        "not loaded, because another file of the run or a statement was refused")
    }
    try books.store.database.transaction { () throws(Fault) in
      for file in try books.store.files(of: run) where file.status == .loaded {
        var waiting = file
        waiting.status = .pending
        waiting.rowsCommitted = 0
        waiting.rowsBefore = 0
        waiting.retracted = nil
        try books.store.save(waiting, of: run)
      }
      try books.store.setStatus(.refused, of: run, endedAt: context.now())
      try RunManifest.write(run, books, pipeline)
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
    let hasRefusedStatement = try books.store.hasRefusedStatement(run)
    let isRefused = hasRefusedFile || hasRefusedStatement
    if isRefused { report.isRefused = true }
    if isRefused, pipeline.replacesTable { return try leaveTable(run, books, &report) }
    report.replaced = try books.loader.finish { () throws(Fault) in
      try books.store.database.transaction { () throws(Fault) in
        try books.store.setStatus(isRefused ? .refused : .done, of: run, endedAt: context.now())
        try RunManifest.write(run, books, pipeline)
      }
    }
    report.rowsReadBack = books.loader.rowsReadBack
  }
}
