import Checkpoints
import Components
import Databases
import Deduplicating
import Loading
import Records

/// The destination of a pipeline and its checkpoint store, open for writing.
struct Books {
  let loader: any Loader
  let store: CheckpointStore
  /// The store is the destination itself: rows and checkpoints commit in one transaction.
  let isShared: Bool

  init(_ pipeline: Pipeline, run: Int64, isResumed: Bool, isReversal: Bool = false) throws(Fault) {
    let database = try SQLiteDatabase(path: pipeline.storePath, access: .writing)
    isShared = pipeline.sharesStore
    loader = SQLiteLoader(options: pipeline.loader.options, sharing: isShared ? database : nil)
    // The destination is checked first: a table that does not take the records leaves no trace in the store.
    var plan = pipeline.loadPlan(run: run, isResumed: isResumed)
    plan.isReversal = isReversal
    try loader.prepare(plan, writing: true)
    if !isShared {
      // The order of the two commits must survive a power cut, so each is on the disk before the next begins.
      try database.execute("PRAGMA synchronous = FULL")
      try (loader as? SQLiteLoader)?.database?.execute("PRAGMA synchronous = FULL")
    }
    store = try CheckpointStore(database)
  }

  /// Opens a run of its own for something other than a load; where another pipeline took the number meanwhile, the books
  /// are opened again, for the journal would speak of that pipeline's run.
  static func begin(
    _ run: StoredRun, _ pipeline: Pipeline, isReversal: Bool = false
  ) throws(Fault) -> (run: Int64, books: Books) {
    let number = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading)).nextRun()
    let books = try Books(pipeline, run: number, isResumed: false, isReversal: isReversal)
    let begun = try books.begin(run, files: [], pipeline)
    if begun == number { return (begun, books) }
    return (begun, try Books(pipeline, run: begun, isResumed: false, isReversal: isReversal))
  }

  /// Gives the run its number, behind all that the store and the destination know of.
  func begin(_ run: StoredRun, files: [StoredFile], _ pipeline: Pipeline) throws(Fault) -> Int64 {
    try store.begin(run, files: files, after: try loader.lastRun(of: pipeline.name))
  }

  /// The last run before this one, when the destination has it and the store has not.
  func lastRunUnknown(before run: Int64, _ pipeline: Pipeline) throws(Fault) -> Int64? {
    let last = try loader.lastRun(of: pipeline.name)
    guard last > 0, last == run - 1, try store.run(last) == nil else { return nil }
    return last
  }

  /// Closes a run that is given up: what it committed stays, and its manifest says what that is.
  func giveUp(_ run: Int64, _ pipeline: Pipeline, at time: String) throws(Fault) {
    try store.database.transaction { () throws(Fault) in
      for file in try store.files(of: run) where file.status == .loading {
        guard let (known, isOneBehind) = try reconciled(file, run: run, pipeline: pipeline.name) else {
          continue
        }
        let stages = try store.footing(
          run: run, file: file.ordinal, scale: pipeline.contract.footingScale)
        // A checkpoint has the footing one commit before and after: one of them is true.
        let stands = known.status == .pending ? [] : isOneBehind ? stages.prefix(1) : stages.suffix(1)
        try store.save(known, of: run)
        try store.save(Array(stands), run: run, file: file.ordinal)
      }
      try store.setStatus(.abandoned, of: run, endedAt: time)
      try RunManifest.write(run, self, pipeline)
    }
  }

  /// The file as the books really are: where the store is apart, the last commit may not have reached them.
  func reconciled(_ job: FileJob, run: Int64, pipeline: String) throws(Fault) -> FileJob {
    guard job.isBegun else { return job }
    return try job.leveled(try reconciled(job.stored, run: run, pipeline: pipeline))
  }

  /// Nil when the two do not belong together.
  private func reconciled(
    _ file: StoredFile, run: Int64, pipeline: String
  ) throws(Fault) -> (StoredFile, isOneBehind: Bool)? {
    if isShared { return (file, false) }
    return Books.level(file, of: run, with: try loader.lastMark(of: pipeline))
  }

  /// The file as the destination's last mark has it; nil when the two do not belong together.
  static func level(
    _ file: StoredFile, of run: Int64, with last: LoadMark?
  ) -> (StoredFile, isOneBehind: Bool)? {
    // A file without rows has a mark of none: its retractions are made.
    let mark = last.flatMap { $0.run == run && $0.file == file.ordinal ? $0 : nil }
    let rows = mark?.rows ?? 0
    if mark != nil, rows == file.rowsCommitted { return (file, false) }
    guard rows == file.rowsBefore else { return nil }
    var file = file
    file.rowsCommitted = rows
    if mark != nil { return (file, true) }
    file.status = .pending
    file.rowsBefore = 0
    file.retracted = nil
    return (file, false)
  }
}

extension FileJob {
  /// The job with its file as the books really are.
  ///
  /// - Parameter found: nil when checkpoints and books do not belong together.
  func leveled(_ found: (file: StoredFile, isOneBehind: Bool)?) throws(Fault) -> FileJob {
    guard let found else {
      throw Fault(
        "checkpoints-do-not-match", "the checkpoints and the books do not belong together",
        at: Place(file: stored.path),
        hint: "One of the two was restored or replaced; restore the other as well.", status: .dataRefused)
    }
    var job = self
    job.stored = found.file
    job.isOneBehind = found.isOneBehind
    return job
  }
}

extension Pipeline {
  /// Absolute path of the database the records go to.
  var destinationPath: String { loader.options.text("path") ?? "" }

  /// The checkpoint store is the destination itself, under whatever name.
  var sharesStore: Bool { WholeFile.resolved(storePath) == WholeFile.resolved(destinationPath) }

  /// Whether records that are in the books already would be recognised or replaced, and not load twice.
  var canLoadAgain: Bool {
    dedup != nil || !loader.options.list("key").isEmpty || replacesTable
  }

  /// A run's records take the place of all that the table held.
  var replacesTable: Bool { loader.options.text("mode") == "replace" }

  /// Absolute path of the checkpoint store.
  var storePath: String { checkpoints ?? destinationPath }

  /// Where the records are, for people.
  var booksTitle: String { "\(shown(destinationPath)), table \(loader.options.text("table") ?? "")" }

  /// Beside the destination, where there is room for what is loaded.
  var temporaryFolder: String { WholeFile.directory(of: destinationPath) }

  /// Beside the destination, one file a run.
  func rejectsPath(run: Int64) -> String {
    WholeFile.directory(of: destinationPath) + "/\(name).run-\(run).rejects.csv"
  }

  /// The fields that may come over all formats, in the order of the contract, mapped ones behind.
  func loadPlan(run: Int64, isResumed: Bool) -> LoadPlan {
    var schema = RecordSchema([])
    for rule in contract.fields {
      if let type = formats.lazy.compactMap({ $0.loaded.type(of: rule.name) }).first {
        schema.set(Field(rule.name, type))
      }
    }
    for format in formats {
      for field in format.loaded.fields where schema.index(of: field.name) == nil { schema.set(field) }
    }
    return LoadPlan(
      pipeline: name, contract: contract, schema: schema, key: dedup?.key ?? [],
      keepsFirst: dedup?.keepsFirst ?? false, run: run, isResumed: isResumed)
  }
}
