import Bytes
import Checkpoints
import Components
import Databases
import Loading
public import Records

/// Holds the books against what was written down of them: the chain of manifests link by link, what the store says of
/// each run against its manifest, and the table against its digest. Writes nothing.
public struct Verification {
  private let pipeline: Pipeline

  /// Of the store and the table of a pipeline.
  public init(_ pipeline: Pipeline) { self.pipeline = pipeline }

  /// - Throws: `books-not-found`; what keeps the books from being read.
  public func verify() throws(Fault) -> VerificationReport {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { throw nothingThere() }
    let database = try SQLiteDatabase(path: pipeline.storePath, access: .reading)
    if pipeline.sharesStore {
      return try database.snapshot { () throws(Fault) in try report(database, books: database) }
    }
    guard SQLiteDatabase.exists(at: pipeline.destinationPath) else {
      return try database.snapshot { () throws(Fault) in try report(database, books: nil) }
    }
    let books = try SQLiteDatabase(path: pipeline.destinationPath, access: .reading)
    let watch = try SQLiteDatabase(path: pipeline.storePath, access: .reading)
    while true {
      let version = try watch.version()
      let found = try database.snapshot { () throws(Fault) -> VerificationReport? in
        // A snapshot is of the moment it is first read.
        _ = try database.hasTable("")
        return try books.snapshot { () throws(Fault) -> VerificationReport? in
          _ = try books.hasTable("")
          // A run that went on between the two would be in the one and not in the other.
          return try watch.version() == version ? try report(database, books: books) : nil
        }
      }
      if let found { return found }
    }
  }

  /// - Parameters:
  ///   - database: the store, in one unchanging state, also while a run is going on.
  ///   - books: the same of the table's database; nil when it is gone.
  private func report(_ database: SQLiteDatabase, books: SQLiteDatabase?) throws(Fault) -> VerificationReport
  {
    var report = VerificationReport(pipeline: pipeline.name, books: pipeline.booksTitle)
    let store = try CheckpointStore(database)
    guard store.hasRuns else { throw nothingThere() }
    let manifests = try store.manifests()
    let runs = try store.runs().sorted { $0.number < $1.number }
    let chain = ManifestChain(manifests)
    report.runs = runs.count
    report.manifests = manifests.count
    report.last = chain.order.last?.digest
    report.problems = chain.problems
    report.problems += try missing(runs, manifests, store)
    // What older versions of the program wrote down has another form.
    let first = try store.firstManifestRun()
    for manifest in manifests where manifest.isSound && manifest.run >= first {
      report.problems += try RecordCheck(store, pipeline).problems(of: manifest)
    }
    report.problems += undoings(runs, manifests, database)
    if let books {
      try checkTable(&report, runs, chain, books)
    } else if !manifests.isEmpty {
      report.problems.append(.init(nil, "table-missing", "the database of the books is gone"))
    }
    report.problems.sort { ($0.run ?? .max) < ($1.run ?? .max) }
    return report
  }

  /// Books that are gone are not books that nobody changed.
  private func nothingThere() -> Fault {
    Fault(
      "books-not-found", "there are no books to verify: \(pipeline.name) has not run, or its books are gone",
      at: Place(file: pipeline.shown(pipeline.storePath)),
      hint: "Run the pipeline; or restore the books from a copy.", status: .inputMissing)
  }

  /// Every run that ended has a manifest, and every manifest a run.
  private func missing(
    _ runs: [StoredRun], _ manifests: [StoredManifest], _ store: CheckpointStore
  ) throws(Fault) -> [VerificationReport.Problem] {
    let told = Set(manifests.map(\.run))
    let known = Set(runs.map(\.number))
    let first = try store.firstManifestRun()
    var problems: [VerificationReport.Problem] = []
    for run in runs where run.number >= first && run.status != .running && run.status != .failed {
      if !told.contains(run.number) {
        problems.append(
          .init(run.number, "manifest-missing", "the run ended, and its manifest is not there any more"))
      }
    }
    return problems + Verification.gaps(known, through: max(known.max() ?? 0, told.max() ?? 0))
  }

  /// Numbers that no run of the history has; those that follow one another are told as one.
  private static func gaps(_ known: Set<Int64>, through last: Int64) -> [VerificationReport.Problem] {
    var problems: [VerificationReport.Problem] = []
    var before: Int64 = 0
    for number in known.sorted().filter({ $0 > 0 && $0 <= last }) + [
      last.addingReportingOverflow(1).partialValue
    ] {
      let first = before + 1
      if number - first == 1 {
        problems.append(.init(first, "run-missing", "the run is not in the history any more"))
      } else if number > first {
        problems.append(
          .init(
            first, "run-missing", "this run and those through \(number - 1) are not in the history any more"))
      }
      before = number
    }
    return problems
  }

  /// Which runs were taken back follows from the manifests of the undoings.
  private func undoings(
    _ runs: [StoredRun], _ manifests: [StoredManifest], _ database: SQLiteDatabase
  ) -> [VerificationReport.Problem] {
    let told = Set(manifests.map(\.run))
    let byNumber = Dictionary(uniqueKeysWithValues: runs.map { ($0.number, $0) })
    var undone: [Int64: Int64] = [:]
    for run in runs where run.kind == .undo && run.status == .done && told.contains(run.number) {
      guard let subject = run.subject else { continue }
      // As the store does it: what an undoing took back stands again when that is taken back, and so on down.
      var (number, by): (Int64, Int64?) = (subject, run.number)
      while let taken = byNumber[number] {
        undone[number] = by
        guard taken.kind == .undo, let next = taken.subject else { break }
        by = by == nil ? number : nil
        number = next
      }
    }
    return runs.filter { $0.undoneBy != undone[$0.number] }.map { run in
      .init(
        run.number, "undo-changed",
        run.undoneBy.map { "the history says that run \($0) took it back, and that run did not" }
          ?? "run \(undone[run.number] ?? 0) took it back, and the history does not say so any more")
    }
  }

  // MARK: The table

  private func checkTable(
    _ report: inout VerificationReport, _ runs: [StoredRun], _ chain: ManifestChain, _ books: SQLiteDatabase
  ) throws(Fault) {
    report.problems += try JournalCheck(pipeline, runs, chain, books).problems()
    let name = pipeline.tableName
    guard let written = try TableState.read(name, in: books) else {
      if chain.order.contains(where: { !$0.text.isEmpty }), try told(chain, books) != nil {
        report.problems.append(
          .init(nil, "table-record-missing", "what is written down of the table \(name) is gone"))
      }
      return
    }
    let found = try TableState.measured(name, columns: written.columns, in: books)
    report.table = VerificationReport.Table(
      name: name, rows: found.digest.count, expected: written.digest.count, isEqual: found == written)
    if found != written { report.problems.append(Verification.difference(name, found, written)) }
    // A run that has not ended has changed the table since the last manifest.
    if runs.contains(where: { $0.status == .running }) { return }
    guard let (run, rows, digest) = try told(chain, books), try !othersLoad(runs, books) else { return }
    if rows != written.digest.count || digest != written.digest.text {
      report.problems.append(
        .init(
          nil, "table-record-changed",
          "what is written down of the table \(name) is not what the manifest of run \(run) says: "
            + "\(counted(rows, "row")) then, \(written.digest.count) now"))
    }
  }

  private static func difference(_ name: String, _ found: TableState, _ written: TableState)
    -> VerificationReport.Problem
  {
    let (now, then) = (found.digest.count, written.digest.count)
    let what =
      now == then
      ? "as many rows as were loaded, \(now), and not with the same contents: values were changed, or rows exchanged"
      : now < then
        ? "\(counted(now, "row")), and \(then) were loaded: \(counted(then - now, "row")) gone"
        : "\(counted(now, "row")), and \(then) were loaded: \(counted(now - then, "row")) more"
    return .init(nil, "table-changed", "the rows of \(name) were changed past Daybook: it has \(what)")
  }

  /// What the last manifest that speaks of the table says.
  private func told(_ chain: ManifestChain, _ books: SQLiteDatabase) throws(Fault) -> (Int64, Int64, String)?
  {
    for manifest in chain.order.reversed() where manifest.isSound {
      let found = try books.query(
        """
        SELECT ?1 ->> '$.table.rows', ?1 ->> '$.table.digest'
        WHERE ?1 ->> '$.table.name' = ?2 COLLATE NOCASE AND ?1 ->> '$.table.path' IS ?3
        """, .text(manifest.text), .text(pipeline.tableName), SQLiteValue(pipeline.manifestPath)
      ) { row in (row.integer(0), row.text(1)) }
      if let (rows, digest) = found.first, let rows, let digest { return (manifest.run, rows, digest) }
    }
    return nil
  }

  /// Pipelines with another store load into the table as well: the manifests here do not tell the whole story.
  private func othersLoad(_ runs: [StoredRun], _ books: SQLiteDatabase) throws(Fault) -> Bool {
    guard try books.hasTable("daybook_changes") else { return false }
    let names = Set(runs.map(\.pipeline))
    return try books.query(
      "SELECT DISTINCT pipeline FROM daybook_changes WHERE table_name = ? COLLATE NOCASE",
      .text(pipeline.tableName)
    ) { $0.text(0) ?? "" }.contains { !names.contains($0) }
  }
}
