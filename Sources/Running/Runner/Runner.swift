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
    try request.checkKey(pipeline)
    let lock = try Opening.lock(pipeline, context, wait: request.wait)
    defer { withExtendedLifetime(lock) {} }
    do throws(Fault) {
      return try runLocked()
    } catch {
      note(error)
      throw error
    }
  }

  private func runLocked() throws(Fault) -> [RunReport] {
    try request.checkDays(pipeline)
    try Leftovers.clear(pipeline)
    try Opening.settle(pipeline, context)
    let request = try based(request)
    let left = try MoveJournal.performOpen(pipeline)
    var reports: [RunReport] = []
    if let interrupted = try Worklist.interruptedRetry(pipeline, request) {
      reports.append(try once(interrupted).report)
    }
    var done = try once(request)
    reports.append(done.report)
    if done.isToBeContinued, request.kind == .load {
      // What the run had to read it has read: only files new since are left, and those with the same bytes.
      var rest = request
      rest.isFull = false
      done = try once(rest)
      if done.report.number != nil || done.report.tellsOfRefusals(besides: reports[reports.count - 1]) {
        reports.append(done.report)
      }
    }
    noteLeft(reports)
    for file in done.corrected { try takeUp(file, &reports) }
    reports[0].note(left)
    return reports
  }

  /// Processes again the refused records that were put right in a file; out of the inbox it goes afterwards.
  private func takeUp(_ file: CorrectedRejects, _ reports: inout [RunReport]) throws(Fault) {
    var fault: Fault?
    do throws(Fault) {
      for run in file.runs {
        reports.append(try once(RunRequest(kind: .retry, subject: run, corrections: file.path)).report)
      }
    } catch {
      guard error.refusesFile, pipeline.inbox?.holds(file.path) == true else { throw error }
      reports[reports.count - 1].add(try Worklist.refusedCorrections(file.path, error, pipeline))
      fault = error
    }
    guard pipeline.inbox?.holds(file.path) == true else { return }
    reports[reports.count - 1].note(try settle([try Worklist.corrections(file.path, fault)]))
  }

  /// Moves files away about which there is nothing to do.
  private func settle(_ files: [SettledFile]) throws(Fault) -> MoveJournal.Outcome {
    if files.isEmpty || request.isNarrowed { return MoveJournal.Outcome() }
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .writing))
    guard let filing = Filing(pipeline, store) else { return MoveJournal.Outcome() }
    try store.database.transaction { () throws(Fault) in
      for file in files { try filing.settle(file) }
    }
    return try MoveJournal(pipeline: pipeline, store: store).perform()
  }

  /// Corrections of what a run of corrections refused again are about the run before it; of what a run that processed
  /// refusals again has refused itself, about that one.
  private func based(_ request: RunRequest) throws(Fault) -> RunRequest {
    guard let path = request.corrections, let subject = request.subject,
      let store = try Worklist.store(pipeline)
    else { return request }
    let runs = try CorrectedRejects(path, pipeline, store).runs
    if runs.contains(subject) { return request }
    var based = request
    if let base = runs.last(where: { $0 < subject }), try store.run(subject)?.subject == base {
      based.subject = base
    } else if let later = runs.first(where: { $0 > subject }) {
      var before = try store.run(later)?.subject
      while let run = before, run > subject { before = try store.run(run)?.subject }
      if before == subject { based.subject = later }
    }
    return based
  }

  // MARK: One run

  /// What one run did, and what it leaves for another.
  private struct Done {
    var report: RunReport
    var corrected: [CorrectedRejects]
    var isToBeContinued: Bool
  }

  private func once(_ request: RunRequest) throws(Fault) -> Done {
    var report = RunReport(pipeline)
    let worklist = try Worklist(pipeline, request: request, now: context.wallClock())
    for file in worklist.settled { report.add(file) }
    report.remarks = worklist.remarks
    report.note(try settle(worklist.filings))
    var done = Done(report: report, corrected: worklist.corrected, isToBeContinued: worklist.hasTwins)
    if worklist.jobs.isEmpty, worklist.resumed == nil {
      for (_, file) in worklist.aside { done.report.add(file) }
      return done
    }
    var books = try Books(pipeline, run: worklist.run, isResumed: worklist.resumed != nil)
    let run: Int64
    if let resumed = worklist.resumed {
      run = resumed.number
      report.isResumed = true
      try books.store.setResumed(run, at: context.now())
    } else {
      for old in worklist.abandoned { try books.giveUp(old, pipeline, at: context.now()) }
      var files = worklist.jobs.map(\.stored)
      if let path = request.corrections {
        files.append(try CorrectedRejects.stored(path, ordinal: files.count))
      }
      files += worklist.leftFiles(after: files.count)
      run = try books.begin(newRun(request), files: files, pipeline)
      // Another pipeline took the number, or the books know it: the journal would speak of that run.
      if run != worklist.run { books = try Books(pipeline, run: run, isResumed: false) }
      if let last = try books.lastRunUnknown(before: run, pipeline) {
        report.remarks.append(
          "the checkpoints do not know of runs that the books have, through \(last): they were replaced or restored"
        )
      }
    }
    report.number = run
    try load(worklist.jobs, of: run, books, &report)
    report.files.sort { $0.ordinal < $1.ordinal }
    try finish(run, books, &report)
    for file in try worklist.stillAside(pipeline, books.store) { report.add(file) }
    done.isToBeContinued = done.isToBeContinued || report.isResumed
    done.report = report
    return done
  }

  func newRun(_ request: RunRequest) -> StoredRun { request.run(of: pipeline, at: context.now()) }

  private func load(_ jobs: [FileJob], of run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault)
  {
    let folder = pipeline.temporaryFolder
    let filing = request.isNarrowed ? nil : Filing(pipeline, books.store)
    let journey = FileJourney(
      pipeline: pipeline, context: context, loader: books.loader, store: books.store,
      sharesStore: books.isShared, run: run, fileCount: jobs.count, filing: filing,
      isNarrowed: request.isNarrowed)
    let preparation = FilePreparation(
      pipeline: pipeline, context: context, fileCount: jobs.count,
      spill: { () throws(Fault) in try SpillFile(in: folder) })
    let prepared = PreparedAhead(jobs, width: request.jobs, preparation)
    for job in jobs {
      try context.stop.check()
      let known = try books.reconciled(job, run: run, pipeline: pipeline.name)
      report.add(try journey.load(known, prepared.next()))
      if filing != nil { report.note(try MoveJournal(pipeline: pipeline, store: books.store).perform()) }
    }
  }

  /// A table that is replaced whole stays as it is when anything was refused: half of the new is worse than the old.
  private func leaveTable(_ run: Int64, _ books: Books, _ report: inout RunReport) throws(Fault) {
    report.leaveTable()
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
    let loader = books.loader
    try loader.finish { () throws(Fault) in
      try books.store.database.transaction { () throws(Fault) in
        try books.store.setStatus(isRefused ? .refused : .done, of: run, endedAt: context.now())
        try books.store.setEnd(of: run, replaced: loader.rowsReplaced, readBack: loader.rowsReadBack)
        try RunManifest.write(run, books, pipeline)
      }
    }
    report.replaced = loader.rowsReplaced
    report.rowsReadBack = loader.rowsReadBack
    report.rowsWritten = try books.store.rowsWritten(by: run)
  }
}
