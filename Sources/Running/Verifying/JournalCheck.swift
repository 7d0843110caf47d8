import Bytes
import Checkpoints
import Databases
import Loading
import Records

/// Holds the journal beside the table, line by line, against what was written down of it and what the manifests say.
struct JournalCheck {
  private let manifestPath: String?
  private let runs: [StoredRun]
  private let chain: ManifestChain
  private let books: SQLiteDatabase

  init(_ pipeline: Pipeline, _ runs: [StoredRun], _ chain: ManifestChain, _ books: SQLiteDatabase) {
    manifestPath = pipeline.manifestPath
    self.runs = runs
    self.chain = chain
    self.books = books
  }

  func problems() throws(Fault) -> [VerificationReport.Problem] {
    var problems: [VerificationReport.Problem] = []
    var told = try told()
    let pipelines = Set(runs.map(\.pipeline))
    // Numbers up to here are the history's to answer for.
    let last = (runs.map(\.number) + chain.order.map(\.run)).max() ?? 0
    var unknown: Int64 = 0
    for run in try JournalState.runs(in: books) {
      let found = try JournalState.measured(run, in: books)
      let written = try JournalState.written(run, in: books)
      let expected = told.removeValue(forKey: run) ?? written
      // Pipelines with another store load into the table as well.
      let isOurs = pipelines.contains(run.pipeline)
      if isOurs { unknown = max(unknown, run.number) }
      if found == expected, written == expected { continue }
      problems.append(JournalCheck.changed(isOurs ? run.number : nil, run, found, expected))
    }
    for (run, state) in told where state != JournalState() {
      problems.append(JournalCheck.changed(run.number, run, JournalState(), state))
    }
    if unknown > last {
      problems.append(
        .init(unknown, "run-missing", "the journal has a run of this number, and the history has not"))
    }
    return problems
  }

  /// What the manifests say of the runs whose journal is in this database.
  private func told() throws(Fault) -> [JournalState.Run: JournalState] {
    let byNumber = Dictionary(runs.map { ($0.number, $0.pipeline) }) { first, _ in first }
    var told: [JournalState.Run: JournalState] = [:]
    for manifest in chain.order where manifest.isSound {
      let isHere = try books.query(
        "SELECT ?1 ->> '$.table.path' IS ?2", .text(manifest.text), SQLiteValue(manifestPath)
      ) { $0.integer(0) == 1 }.first
      guard isHere == true, let name = byNumber[manifest.run],
        let state = try RunManifest.journal(of: manifest, in: books)
      else { continue }
      told[JournalState.Run(pipeline: name, number: manifest.run)] = state
    }
    return told
  }

  private static func changed(
    _ number: Int64?, _ run: JournalState.Run, _ found: JournalState, _ expected: JournalState
  ) -> VerificationReport.Problem {
    let (now, then) = (found.digest.count, expected.digest.count)
    let whose = number == nil ? " (run \(run.number) of \(run.pipeline))" : ""
    return .init(
      number, "journal-changed",
      "the journal of what it did to the table is not as it was written\(whose): "
        + (now == then
          ? "\(counted(Int(now), "line")), with other contents" : "\(then) lines then, \(now) now"))
  }
}
