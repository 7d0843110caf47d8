import Bytes
import Checkpoints
import Components
import Databases
import Loading
import Records

/// The manifest of a run: what went in, by which program and rules, what came out, and the manifest before.
///
/// Canonical JSON on one line, without times: the same run of the same files is the same text. One half is what the
/// store keeps of the run, which can be made again and compared (`recorded`); the other half says by what it was made.
enum RunManifest {
  /// Writes the manifest of a run that was just closed. Part of the transaction that closed it.
  static func write(_ run: Int64, _ books: Books, _ pipeline: Pipeline) throws(Fault) {
    guard let stored = try books.store.run(run) else { preconditionFailure("the run was begun") }
    let previous = try books.store.lastManifest()
    // Who gives up a run of another pipeline text does not know by what it was made.
    let isOwn = stored.specDigest == pipeline.digest
    let members =
      try recorded(stored, books.store, scale: pipeline.contract.footingScale) { pipeline.shown($0.path) }
      + [
        ("contract", isOwn ? contract(of: pipeline) : .null),
        ("mappings", isOwn ? mappings(of: pipeline) : .null),
        ("program", .string(ProgramDigest.sha256)), ("journal", try journal(of: stored, books)),
        ("table", try table(of: pipeline, books)), ("previous", previous.map { .string($0) } ?? .null),
      ]
    try books.store.save(
      StoredManifest(run: run, previous: previous, text: OrderedJSON.object(members).text()))
  }

  /// What the store keeps of a run.
  ///
  /// - Parameters:
  ///   - scale: decimal places of the money.
  ///   - shown: the path of a file as the manifest has it.
  static func recorded(
    _ run: StoredRun, _ store: CheckpointStore, scale: Int, shown: (StoredFile) -> String
  ) throws(Fault) -> [(String, OrderedJSON)] {
    let files = try store.files(of: run.number)
    var totals = Conservation(refused: Tally(scale: scale))
    for file in files {
      let stages = try store.footing(run: run.number, file: file.ordinal, scale: scale)
      totals.add(
        Conservation(stages, isRefused: file.status == .refused || file.status == .pending))
    }
    func optional(_ text: String?) -> OrderedJSON { text.map { .string($0) } ?? .null }
    var members: [(String, OrderedJSON)] = [
      ("run", .integer(Int(run.number))), ("kind", .string(run.kind.rawValue)),
      ("subject", run.subject.map { .integer(Int($0)) } ?? .null), ("pipeline", .string(run.pipeline)),
      ("company", optional(run.company)), ("request", .string(run.request)),
      ("status", .string(run.status.rawValue)), ("stop", optional(run.stop?.code)),
      ("replaced", run.rowsReplaced.map { .integer($0) } ?? .null), ("spec", .string(run.specDigest)),
      ("version", .string(run.program)), ("scale", .integer(scale)),
      ("files", .array(files.map { member($0, shown($0)) })),
      ("totals", totals.json),
    ]
    for evidence in try store.evidence(of: run.number) {
      members.append(
        (
          evidence.part,
          .object([("lines", .integer(Int(evidence.rows))), ("digest", .string(evidence.digest))])
        ))
    }
    return members
  }

  private static func contract(of pipeline: Pipeline) -> OrderedJSON {
    .object([
      ("name", .string(pipeline.contract.title)),
      ("sha256", .string(PipelineDigest.of(pipeline.contract))),
    ])
  }

  private static func mappings(of pipeline: Pipeline) -> OrderedJSON {
    .array(
      pipeline.mappings.map { mapping in
        .object([
          ("path", .string(pipeline.shown(mapping.path))),
          ("table", mapping.table.map { .string($0) } ?? .null), ("sha256", .string(mapping.digest)),
        ])
      })
  }

  private static func member(_ file: StoredFile, _ path: String) -> OrderedJSON {
    .object([
      ("path", .string(path)), ("format", .string(file.format)), ("sha256", .string(file.digest)),
      ("size", .integer(Int(file.size))),
      // That a run was taken back says another run.
      ("status", .string((file.status == .undone ? .loaded : file.status).rawValue)),
      ("rows", .integer(Int(file.rowsCommitted))),
      ("retracted", file.retracted.map { .string($0) } ?? .null),
    ])
  }

  /// What the run has written into the journal, as it was written: what an undo goes by.
  private static func journal(of run: StoredRun, _ books: Books) throws(Fault) -> OrderedJSON {
    guard let database = books.database else { return .null }
    let written = try JournalState.written(
      JournalState.Run(pipeline: run.pipeline, number: run.number), in: database)
    return .object([
      ("lines", .integer(Int(written.digest.count))), ("digest", .string(written.digest.text)),
    ])
  }

  /// What the manifest says of the run's journal; nil when it says nothing.
  static func journal(of manifest: StoredManifest, in database: SQLiteDatabase) throws(Fault) -> JournalState?
  {
    try database.query(
      "SELECT ?1 ->> '$.journal.lines', ?1 ->> '$.journal.digest' WHERE json_valid(?1)",
      .text(manifest.text)
    ) { JournalState(lines: $0.integer(0) ?? 0, digest: $0.text(1) ?? "") }.first ?? nil
  }

  /// What the table should hold from here on.
  private static func table(of pipeline: Pipeline, _ books: Books) throws(Fault) -> OrderedJSON {
    let state = try books.database.flatMap { database throws(Fault) in
      try TableState.read(pipeline.tableName, in: database)
    }
    return .object([
      ("path", pipeline.manifestPath.map { .string($0) } ?? .null), ("name", .string(pipeline.tableName)),
      ("rows", state.map { .integer(Int($0.digest.count)) } ?? .null),
      ("digest", state.map { .string($0.digest.text) } ?? .null),
    ])
  }
}

extension Books {
  /// Where the table is.
  fileprivate var database: SQLiteDatabase? { (loader as? SQLiteLoader)?.database }
}

extension Pipeline {
  var tableName: String { loader.options.text("table") ?? "" }

  /// Where the table is, as manifests say it: nil for the checkpoint store itself, wherever that is.
  var manifestPath: String? { sharesStore ? nil : WholeFile.resolved(destinationPath) }
}
