import Checkpoints
import Components
import Databases
import Loading
public import Records

/// Maps rows that are in the books again, after a mapping changed: the sources are not read, and no record becomes
/// another.
///
/// All rows change in one transaction, with the checkpoint of a run of its own, which can be taken back.
public struct Remapping {
  private let pipeline: Pipeline
  private let context: RunContext

  /// Of this pipeline, with its mappings as they are now.
  public init(_ pipeline: Pipeline, context: RunContext) {
    self.pipeline = pipeline
    self.context = context
  }

  /// Says what would change, and does it unless it is a trial; without any change there is no run.
  ///
  /// - Throws: `remap-impossible` (78), `run-unknown`, `run-unfinished`, `run-undone`, `books-empty`.
  public func remap(_ request: RemapRequest, isTrial: Bool, wait: Int = 0) throws(Fault) -> RemapReport {
    let plan = try RemapPlan(pipeline)
    _ = try request.choice(pipeline)
    guard SQLiteDatabase.exists(at: pipeline.destinationPath), SQLiteDatabase.exists(at: pipeline.storePath)
    else {
      throw Fault(
        "books-empty", "\(pipeline.name) has not loaded anything yet", at: pipeline.place,
        hint: "daybook run loads its files.", status: .usage)
    }
    if isTrial { return try survey(request, plan) }
    let lock = try Opening.lock(pipeline, context, wait: wait)
    defer { withExtendedLifetime(lock) {} }
    if let finished = try Opening.settle(pipeline, context).remap, finished.request == request {
      return finished.report
    }
    var report = try survey(request, plan)
    report.isTrial = false
    if report.hasChanges && report.excess == nil { return try begin(request, plan) }
    if report.refused.isEmpty { return report }
    // What was refused is to be found in the history; the same once is enough.
    report.toldBy = try runThatTold(request)
    return report.toldBy == nil ? try begin(request, plan) : report
  }

  /// The pipeline's last run, when it was this one already and nothing has happened since.
  private func runThatTold(_ request: RemapRequest) throws(Fault) -> Int64? {
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard let last = try store.runs(of: pipeline.name).first, last.kind == .remap,
      last.request == request.text, last.specDigest == pipeline.digest, last.status != .abandoned
    else { return nil }
    return last.number
  }

  // MARK: Trial

  /// What would change: the same way through the rows, over a connection that cannot write.
  private func survey(_ request: RemapRequest, _ plan: RemapPlan) throws(Fault) -> RemapReport {
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    try Remapping.check(request, pipeline, store)
    let loader = SQLiteLoader(options: pipeline.loader.options)
    try loader.prepare(pipeline.loadPlan(run: 0, isResumed: false), writing: false)
    guard try loader.hasTable else {
      throw Fault(
        "books-empty", "\(pipeline.name) has not loaded anything yet", at: pipeline.place,
        hint: "daybook run loads its files.", status: .usage)
    }
    defer { loader.abort() }
    var pass = RemapPass(pipeline, plan, loader: loader, stop: context.stop)
    try pass.run(
      try request.choice(pipeline), ignoring: try Remapping.ignored(pipeline, store), writing: false)
    return Remapping.report(pass, request, pipeline, number: nil)
  }

  private static func check(
    _ request: RemapRequest, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) {
    let all = try store.runs(of: pipeline.name)
    if let running = all.first(where: { $0.status == .running }) {
      throw Fault(
        "run-unfinished", "run \(running.number) was interrupted and is not finished", at: pipeline.place,
        hint: "Finish it with daybook run first.", status: .tryAgain)
    }
    guard case .run(let number) = request else { return }
    guard let run = all.first(where: { $0.number == number }) else {
      throw Fault(
        "run-unknown", "\(pipeline.name) has no run \(number)",
        hint: "It has: \(all.prefix(10).map { "\($0.number)" }.joined(separator: ", ")).", status: .usage)
    }
    if run.kind == .undo {
      throw Fault(
        "run-undone", "run \(number) took back another run, and has no rows of its own",
        hint: "daybook history shows which runs loaded rows.", status: .usage)
    }
    if let by = run.undoneBy {
      throw Fault(
        "run-undone", "run \(number) was taken back by run \(by), and has no rows any more",
        hint: "To put it back, undo run \(by).", status: .usage)
    }
  }

  /// Runs that make no row theirs: what was taken back, and what only mapped rows again.
  private static func ignored(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) -> [Int64] {
    let remaps = try store.runs(of: pipeline.name).filter { $0.kind == .remap }.map(\.number)
    return try store.undoneRuns(of: pipeline.name) + remaps
  }

  private static func report(
    _ pass: RemapPass, _ request: RemapRequest, _ pipeline: Pipeline, number: Int64?
  ) -> RemapReport {
    RemapReport(
      number: number, isTrial: number == nil, pipeline: pipeline.name, books: pipeline.booksTitle,
      title: request.title, excess: excess(pass, pipeline),
      changes: pass.changes.summary(pass.plan.targets.map(\.name)), footing: pass.footing,
      lockedKeys: pass.lockedKeys, refused: pass.refused)
  }

  private static func excess(_ pass: RemapPass, _ pipeline: Pipeline) -> Fault? {
    let read = pass.footing.arrived.rows
    if pipeline.budget.allows(rejected: pass.refusedRows, of: read) { return nil }
    return Fault(
      "budget-exceeded",
      "\(pass.refusedRows) of \(counted(read, "row")) refused, and \(pipeline.budget) may be",
      hint: "Nothing was changed: complete the mapping, or raise on_reject.", status: .dataRefused)
  }

  // MARK: Work

  private func begin(_ request: RemapRequest, _ plan: RemapPlan) throws(Fault) -> RemapReport {
    var subject: Int64?
    if case .run(let run) = request { subject = run }
    let run = StoredRun(
      number: 0, kind: .remap, subject: subject, pipeline: pipeline.name, company: pipeline.company,
      request: request.text, specDigest: pipeline.digest, program: programVersion, status: .running,
      startedAt: context.now())
    let begun = try Books.begin(run, pipeline)
    return try Remapping.apply(request, plan, begun.run, begun.books, pipeline, context)
  }

  /// Finishes what was interrupted: where the rows are in, the run is closed; otherwise it is done now, or given up when
  /// the pipeline or a mapping has changed since.
  @discardableResult
  static func finish(
    _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) -> (request: RemapRequest, report: RemapReport)? {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return nil }
    let reading = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard let run = try reading.unfinishedRemap(of: pipeline.name) else { return nil }
    let books = try Books(pipeline, run: run.number, isResumed: true)
    if try books.loader.lastMark(of: pipeline.name) == mark(run.number, pipeline) {
      try close(run.number, books, pipeline, context)
      return nil
    }
    guard run.specDigest == pipeline.digest, let request = RemapRequest(text: run.request) else {
      try giveUp(run.number, books, pipeline, context)
      return nil
    }
    return (request, try apply(request, RemapPlan(pipeline), run.number, books, pipeline, context))
  }

  private static func mark(_ run: Int64, _ pipeline: Pipeline) -> LoadMark {
    LoadMark(pipeline: pipeline.name, run: run, file: 0, rows: 1)
  }

  private static func apply(
    _ request: RemapRequest, _ plan: RemapPlan, _ run: Int64, _ books: Books, _ pipeline: Pipeline,
    _ context: RunContext
  ) throws(Fault) -> RemapReport {
    guard let loader = books.loader as? SQLiteLoader else { preconditionFailure("the only destination") }
    var pass = RemapPass(pipeline, plan, loader: loader, stop: context.stop)
    let ignored = try ignored(pipeline, books.store).filter { $0 != run }
    try loader.begin()
    do throws(Fault) {
      try pass.run(try request.choice(pipeline), ignoring: ignored, writing: true)
      let report = report(pass, request, pipeline, number: run)
      if report.excess != nil {
        loader.abort()
        try refuse(report, run, books, pipeline, context)
        return report
      }
      try loader.commit(mark(run, pipeline)) { () throws(Fault) in
        // Where the store is apart, this is an intent, and the mark tells whether the rows followed.
        try books.store.database.transaction { () throws(Fault) in
          try save(report, .loading, books.store, pipeline)
          if books.isShared { try close(run, books, pipeline, context) }
        }
      }
      if !books.isShared { try close(run, books, pipeline, context) }
      return report
    } catch {
      loader.abort()
      // What would stop every attempt must not stand in the way of other runs.
      if error.status == .dataRefused || error.status == .specInvalid {
        try giveUp(run, books, pipeline, context)
      }
      throw error
    }
  }

  // MARK: Checkpoint

  /// The rows count as one file of the run: the table.
  private static func save(
    _ report: RemapReport, _ status: StoredFile.Status, _ store: CheckpointStore, _ pipeline: Pipeline
  ) throws(Fault) {
    guard let run = report.number else { preconditionFailure("a run has a number") }
    let path = pipeline.destinationPath
    let file = StoredFile(
      ordinal: 0, path: path, format: pipeline.loader.spec.name, digest: "", size: 0, status: status,
      rowsCommitted: Int64(report.footing.left["updated"]?.rows ?? 0),
      remarks: report.excess.map { "\($0.code): \($0.message)" } ?? report.title)
    try store.save(file, of: run)
    try store.save([report.footing], run: run, file: 0)
    try store.save(report.refused, run: run, file: 0, path: pipeline.shown(path))
  }

  private static func close(
    _ run: Int64, _ books: Books, _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) {
    try books.store.database.transaction { () throws(Fault) in
      for var file in try books.store.files(of: run) {
        file.status = .loaded
        try books.store.save(file, of: run)
      }
      try books.store.setStatus(.done, of: run, endedAt: context.now())
      try RunManifest.write(run, books, pipeline)
    }
  }

  /// Nothing is changed, for too much would be refused.
  private static func refuse(
    _ report: RemapReport, _ run: Int64, _ books: Books, _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) {
    try books.store.database.transaction { () throws(Fault) in
      try save(report, .refused, books.store, pipeline)
      try books.store.setStatus(.refused, of: run, endedAt: context.now())
      try RunManifest.write(run, books, pipeline)
    }
  }

  /// The rows are as they were, and the run says so.
  private static func giveUp(
    _ run: Int64, _ books: Books, _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) {
    try books.store.database.transaction { () throws(Fault) in
      try forget(run, books.store)
      try books.giveUp(run, pipeline, at: context.now())
    }
  }

  /// What an attempt wrote whose rows did not follow.
  private static func forget(_ run: Int64, _ store: CheckpointStore) throws(Fault) {
    for var file in try store.files(of: run) {
      file.status = .pending
      file.rowsCommitted = 0
      try store.save(file, of: run)
      try store.save([StageFooting](), run: run, file: file.ordinal)
      try store.save([RefusedRecord](), run: run, file: file.ordinal, path: "")
    }
  }
}
