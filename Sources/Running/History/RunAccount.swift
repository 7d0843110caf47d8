import Checkpoints
import Components
import Records

/// Everything that is kept of one run, as reports show it.
struct RunAccount {
  /// One file of the run.
  struct File {
    var stored: StoredFile
    /// What became of it, its stages, its refusals.
    var report: FileReport
    /// In the words of the reports: `loaded`, `loaded, and taken back since`.
    var status: String
    var statements: [ProvenStatement] = []
    var money: [MoneyLine] = []
    var timings: [StepTiming] = []
  }

  /// All refusals with one code.
  struct Reason {
    var code: String
    var count: Int
    /// How many of them a later run has processed again.
    var retried: Int
    /// `file:line:column` of the first.
    var place: String
    var reason: String
    var hint: String
  }

  /// A refusal with the run that processed it again.
  struct Refusal {
    var path: String
    var name: String
    var refused: RefusedRecord
    var retriedBy: Int64?
  }

  let run: StoredRun
  /// `done`, `interrupted`…
  let status: String
  /// Where the records are, for people.
  let books: String
  /// Decimal places of the money.
  let scale: Int
  private(set) var files: [File] = []
  private(set) var refusals: [Refusal] = []
  /// SHA-256 of its manifest; nil when none is kept.
  private(set) var manifest: String?
  /// Rows that it wrote, of which the last attempt at it read back its own.
  private(set) var rowsWritten: Int?
  /// What it took back, where it is an undoing.
  private(set) var undoing: StageFooting?
  /// Runs that are about this one, in the order of their numbers.
  private(set) var followers: [StoredRun] = []

  /// - Parameter status: in words.
  init(_ run: StoredRun, status: String, _ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) {
    self.run = run
    self.status = status
    books = pipeline.booksTitle
    scale = pipeline.contract.footingScale
    manifest = try store.manifestDigest(of: run.number)
    if run.kind == .undo {
      undoing = try store.footing(run: run.number, file: 0, scale: scale).first
    }
    let retries = try store.retries(of: run.number)
    refusals = try store.refusals(of: run.number).map {
      Refusal(path: $0.path, name: $0.name, refused: $0.refused, retriedBy: retries[$0.name])
    }
    let byFile = Dictionary(grouping: refusals) { $0.name.split(separator: "/").dropFirst().first ?? "" }
    for stored in try store.files(of: run.number) {
      let own = byFile["\(stored.ordinal)"] ?? []
      files.append(try file(stored, own.map(\.refused), pipeline, store))
    }
  }

  private func file(
    _ stored: StoredFile, _ refused: [RefusedRecord], _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> File {
    let wasLoaded = stored.status == .loaded || stored.status == .undone
    var report = FileReport(
      ordinal: stored.ordinal, path: pipeline.shown(stored.path), format: stored.format,
      digest: stored.digest,
      status: wasLoaded ? .loaded : FileReport.Status(stored.status))
    if report.status != .unfinished {
      report.stages = try store.footing(run: run.number, file: stored.ordinal, scale: scale)
    }
    report.refused = refused
    report.remarks = stored.remarks.split(separator: "\n").map(String.init)
    if stored.status == .pending { report.remarks.append("not loaded") }
    if stored.status == .loading {
      report.remarks.append(
        "so far the first \(counted(stored.rowsCommitted, "row")) of its load order"
      )
    }
    report.retracted = stored.retracted.flatMap { Tally(text: $0, scale: scale) }
    let word = stored.status == .unread ? "not read" : report.status.rawValue
    return File(
      stored: stored, report: report,
      status: stored.status == .undone ? "\(word), and taken back since" : word)
  }

  /// What is too much for a list of runs: later runs about this one, statements, money by month, how long it took.
  mutating func addEvidence(_ store: CheckpointStore) throws(Fault) {
    rowsWritten = try store.rowsWritten(by: run.number)
    followers = try store.runs(of: run.pipeline).filter { $0.subject == run.number }.reversed()
    for at in files.indices {
      let file = files[at].stored.ordinal
      files[at].statements = try store.provenStatements(run: run.number, file: file)
      files[at].money = try store.money(run: run.number, file: file)
      files[at].timings = try store.timings(run: run.number, file: file)
    }
  }

  /// Over all files, or of an undoing.
  var conservation: Conservation {
    if let undoing { return Conservation([undoing]) }
    var total = Conservation(refused: Tally(scale: scale))
    for file in files { total.add(file.report.conservation) }
    return total
  }

  /// What the run was: `load`, `undo of run 2`, `remap of the rows from 2026-01-01 on`.
  var title: String {
    if run.kind == .remap, let request = RemapRequest(text: run.request) {
      return "remap of \(request.title)"
    }
    return run.kind.rawValue + (run.subject.map { " of run \($0)" } ?? "")
  }

  /// What was asked for beyond that: `--full`.
  var options: String? {
    if run.kind == .remap { return nil }
    let own = run.subject.map { "\(run.kind.rawValue) \($0)" } ?? ""
    let rest = run.request.hasPrefix(own) ? run.request.dropFirst(own.count) : run.request[...]
    let text = rest.drop { $0 == " " }
    return text.isEmpty ? nil : String(text)
  }

  /// Refusals by code, in the order in which they came first.
  var reasons: [Reason] {
    var found: [Reason] = []
    for refusal in refusals {
      let rejection = refusal.refused.rejection
      let at: Int
      if let known = found.firstIndex(where: { $0.code == rejection.code }) {
        at = known
      } else {
        at = found.count
        found.append(
          Reason(
            code: rejection.code, count: 0, retried: 0, place: refusal.place, reason: rejection.reason,
            hint: rejection.hint))
      }
      found[at].count += 1
      if refusal.retriedBy != nil { found[at].retried += 1 }
    }
    return found
  }
}

extension RunAccount.Refusal {
  /// `file:line:column`, as far as it is known.
  var place: String {
    let line = Int(refused.rejection.origin.line)
    return Place(file: path, line: line, column: line > 0 ? refused.column : 0).description
  }
}

extension RunAccount.File {
  /// How long the whole file took; nil where that is not known.
  var milliseconds: Int64? { timings.last { $0.step == "file" }?.milliseconds }

  /// The steps in the order of the flow, with the rows that came to each where they were counted.
  var steps: [(timing: StepTiming, rows: Int?)] {
    var stages = report.stages[...]
    return timings.filter { $0.step != "file" }.map { timing in
      // Draining is timed, and counts nothing of its own.
      guard let next = stages.first, next.stage == timing.step else { return (timing, nil) }
      stages.removeFirst()
      return (timing, next.arrived.rows)
    }
  }
}

extension ProvenStatement {
  /// `2026-01-01 to 2026-01-31`, or the one day; empty when it names none.
  var period: String {
    guard let asOf else { return "" }
    guard let starts, starts != asOf else { return asOf }
    return "\(starts) to \(asOf)"
  }
}

extension ProvenStatement.Check {
  /// What is stated less what was computed; nil when they are not numbers.
  var difference: String? { Statement.Check.difference(stated, computed) }

  /// Whether it holds, and what follows when it does not.
  var verdict: String { holds ? "holds" : isWarning ? "does not hold: warned" : "does not hold" }
}

/// Rows a second; nil where nothing was timed.
func rate(_ rows: Int?, _ milliseconds: Int64) -> Int? {
  guard let rows, milliseconds > 0 else { return nil }
  return Int(Int64(rows) * 1000 / milliseconds)
}
