import Bytes
import Checkpoints
import Components
import Loading
import Records

/// Runs of a pipeline that are tried and forgotten: the same journeys of the same files, on books and checkpoints of
/// their own that have what a run would ask for.
final class Rehearsal {
  private let pipeline: Pipeline
  private let context: RunContext
  private let books: PlannedBooks
  /// The real one; nil when the pipeline never ran.
  private let known: CheckpointStore?
  /// That of the rehearsal.
  let store: CheckpointStore
  var report: RunReport
  var breakdown: Breakdown {
    get { sheet.breakdown }
    set { sheet.breakdown = newValue }
  }
  private let sheet: Sheet
  private let isOneLoad: Bool
  /// Accounts whose statements the own store has.
  private var accounts: Set<String> = []

  /// What would become of rows, as the books tell it.
  private final class Sheet {
    var breakdown: Breakdown
    init(_ breakdown: Breakdown) { self.breakdown = breakdown }
  }

  init(_ pipeline: Pipeline, _ worklist: Worklist, _ context: RunContext) throws(Fault) {
    self.pipeline = pipeline
    self.context = context
    let sheet = Sheet(Breakdown(pipeline.contract))
    self.sheet = sheet
    report = RunReport(pipeline)
    books = try PlannedBooks(
      options: pipeline.loader.options, plan: pipeline.loadPlan(run: 0, isResumed: false)
    ) { batch, outcomes in sheet.breakdown.add(batch, outcomes) }
    store = try CheckpointStore(books.database)
    known = try Worklist.store(pipeline)
    isOneLoad = worklist.resumed == nil && worklist.corrected.isEmpty
    if let known {
      try store.takeRuns(of: known)
      if !isOneLoad { try store.takeOpen(of: known) }
      for old in worklist.abandoned { try store.setStatus(.abandoned, of: old, endedAt: "") }
    }
  }

  /// Does what the list says.
  func add(_ worklist: Worklist, _ request: RunRequest) throws(Fault) {
    if worklist.resumed != nil { report.isResumed = true }
    report.remarks += worklist.remarks
    let told = Set(report.files.map(\.digest))
    for file in worklist.settled where !told.contains(file.digest) { report.add(file) }
    if worklist.jobs.isEmpty {
      for (_, file) in worklist.aside { report.add(file) }
      return
    }
    let run = try begin(worklist, request)
    let journey = FileJourney(
      pipeline: pipeline, context: context, loader: books, store: store, sharesStore: true, run: run,
      fileCount: worklist.jobs.count, filing: nil, isNarrowed: request.isNarrowed, isTrial: true)
    let preparation = FilePreparation(
      pipeline: pipeline, context: context, fileCount: worklist.jobs.count,
      spill: { () throws(Fault) in try SpillFile(in: FileInspection.temporaryFolder) })
    for (at, job) in worklist.jobs.enumerated() {
      try context.stop.check()
      books.isLast = isOneLoad && at == worklist.jobs.count - 1
      let outcome = Result { () throws(Fault) in try preparation.prepare(job) }
      if case .success(let prepared) = outcome { try takeStatements(of: prepared) }
      let before = breakdown
      let file = try journey.load(leveled(job, run), outcome)
      if file.status != .loaded { breakdown = before }
      report.add(file)
    }
    report.files.sort { $0.ordinal < $1.ordinal }
    try store.setStatus(report.isRefused ? .refused : .done, of: run, endedAt: "")
    for file in try worklist.stillAside(pipeline, store) { report.add(file) }
  }

  private func begin(_ worklist: Worklist, _ request: RunRequest) throws(Fault) -> Int64 {
    if let resumed = worklist.resumed { return resumed.number }
    var files = worklist.jobs.map(\.stored)
    if let path = request.corrections {
      files.append(try CorrectedRejects.stored(path, ordinal: files.count))
    }
    return try store.begin(
      request.run(of: pipeline, at: ""), files: files, after: try books.lastRun(of: pipeline.name))
  }

  /// As a run finds it: where the store is apart, the last commit may not have reached the books.
  private func leveled(_ job: FileJob, _ run: Int64) throws(Fault) -> FileJob {
    guard job.isBegun, !pipeline.sharesStore else { return job }
    return try job.leveled(Books.level(job.stored, of: run, with: try books.lastMark(of: pipeline.name)))
  }

  /// What the file is held against.
  private func takeStatements(of prepared: PreparedFile) throws(Fault) {
    guard let known else { return }
    for account in Set(prepared.file.statements.map(\.accountID)).subtracting(accounts).sorted() {
      try store.takeStatements(of: account, of: known)
      accounts.insert(account)
    }
  }
}
