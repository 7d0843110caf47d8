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

  /// The file as the books really are: where the store is apart, the last commit may not have reached them.
  func reconciled(_ job: FileJob, run: Int64, pipeline: String) throws(Fault) -> FileJob {
    var job = job
    guard !isShared, job.isBegun else { return job }
    let last = try loader.lastMark(of: pipeline)
    // A file without rows has a mark of none: its retractions are made.
    let mark = last.flatMap { $0.run == run && $0.file == job.stored.ordinal ? $0 : nil }
    let rows = mark?.rows ?? 0
    if mark != nil, rows == job.stored.rowsCommitted { return job }
    guard rows == job.stored.rowsBefore else {
      throw Fault(
        "checkpoints-do-not-match", "the checkpoints and the books do not belong together",
        at: Place(file: job.stored.path),
        hint: "One of the two was restored or replaced; restore the other as well.", status: .dataRefused)
    }
    if mark == nil {
      job.stored.status = .pending
      job.stored.rowsCommitted = 0
      job.stored.rowsBefore = 0
      job.stored.retracted = nil
    } else {
      job.stored.rowsCommitted = rows
      job.isOneBehind = true
    }
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
