import Checkpoints
import Components
import Databases
public import Records

/// What the checkpoint store of a pipeline remembers: read only, and allowed while a run is going on.
public struct History {
  private let pipeline: Pipeline
  private let store: CheckpointStore?

  /// A pipeline that never ran has an empty history.
  public init(_ pipeline: Pipeline) throws(Fault) {
    self.pipeline = pipeline
    if SQLiteDatabase.exists(at: pipeline.storePath) {
      store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    } else {
      store = nil
    }
  }

  /// The run of that number, or the last one.
  ///
  /// - Throws: `run-unknown` (usage).
  public func run(_ number: String?) throws(Fault) -> Int64 {
    let runs = try runs()
    guard let number else {
      guard let last = runs.first else {
        throw Fault(
          "run-unknown", "\(pipeline.name) has not run yet", hint: "daybook run loads its files.",
          status: .usage)
      }
      return last.number
    }
    guard let wanted = Int64(number), runs.contains(where: { $0.number == wanted }) else {
      throw Fault(
        "run-unknown", "\(pipeline.name) has no run \(number)",
        hint: runs.isEmpty
          ? "It has not run yet."
          : "It has: \(runs.prefix(10).map { "\($0.number)" }.joined(separator: ", ")).",
        status: .usage)
    }
    return wanted
  }

  private func runs() throws(Fault) -> [StoredRun] { try store?.runs(of: pipeline.name) ?? [] }

  private func status(_ run: StoredRun) -> String {
    if run.status != .running { return run.status.rawValue }
    return RunLock.isHeld(store: pipeline.storePath, pipeline: pipeline.name) ? "running" : "interrupted"
  }

  // MARK: Every run

  /// A line for every run, newest first.
  public func text() throws(Fault) -> String {
    let runs = try runs()
    if runs.isEmpty { return "\(pipeline.name) has not run yet\n" }
    var lines: [String] = []
    for run in runs {
      let total = try conservation(of: run.number)
      let parts = Conservation.outcomes.compactMap { name in total.parts[name].map { "\($0.rows) \(name)" } }
      let request = run.request.isEmpty ? "" : " (\(run.request))"
      lines.append(
        "run \(run.number)\(request)  \(run.startedAt)  \(status(run))  \(total.read.rows) read"
          + (parts.isEmpty ? "" : ": ") + parts.joined(separator: ", "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for programs.
  public func json() throws(Fault) -> String {
    var members: [OrderedJSON] = []
    for run in try runs() { members.append(try object(run, withFiles: false)) }
    return OrderedJSON.array(members).text() + "\n"
  }

  // MARK: One run

  /// Everything known of one run; empty when there is no such run.
  public func text(of number: Int64) throws(Fault) -> String {
    guard let run = try store?.run(number) else { return "" }
    var lines = ["\(pipeline.name): run \(number), \(status(run)) → \(pipeline.booksTitle)"]
    lines.append(
      "started \(run.startedAt)" + (run.resumedAt.map { ", taken up again \($0)" } ?? "")
        + (run.endedAt.map { ", ended \($0)" } ?? "") + ", daybook \(run.program)")
    if !run.request.isEmpty { lines.append("asked for \(run.request)") }
    lines.append("pipeline \(run.specDigest)")
    for report in try reports(of: number) { lines += [""] + report.lines + ["  sha256 \(report.digest)"] }
    lines += [""] + (try conservation(of: number).lines(title: "run \(number)"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for programs.
  public func json(of number: Int64) throws(Fault) -> String {
    guard let run = try store?.run(number) else { return "" }
    return try object(run, withFiles: true).text() + "\n"
  }

  private func object(_ run: StoredRun, withFiles: Bool) throws(Fault) -> OrderedJSON {
    var members: [(String, OrderedJSON)] = [
      ("run", .integer(Int(run.number))), ("pipeline", .string(run.pipeline)),
      ("company", run.company.map { .string($0) } ?? .null), ("status", .string(status(run))),
      ("request", .string(run.request)), ("started_at", .string(run.startedAt)),
      ("resumed_at", run.resumedAt.map { .string($0) } ?? .null),
      ("ended_at", run.endedAt.map { .string($0) } ?? .null), ("program", .string(run.program)),
      ("pipeline_sha256", .string(run.specDigest)), ("totals", try conservation(of: run.number).json),
    ]
    if withFiles { members.append(("files", .array(try reports(of: run.number).map(\.json)))) }
    return .object(members)
  }

  /// The files of a run as they were reported.
  private func reports(of run: Int64) throws(Fault) -> [FileReport] {
    guard let store else { return [] }
    let refusals = try store.refusals(of: run)
    var reports: [FileReport] = []
    for file in try store.files(of: run) {
      var report = FileReport(
        ordinal: file.ordinal, path: pipeline.shown(file.path), format: file.format, digest: file.digest,
        status: FileReport.Status(file.status))
      report.stages =
        file.status == .loaded || file.status == .refused
        ? try store.footing(run: run, file: file.ordinal, scale: pipeline.contract.footingScale) : []
      report.refused = refusals.filter { $0.path == report.path }.map(\.refused)
      report.remarks = file.remarks.split(separator: "\n").map(String.init)
      let counts = try store.statementCounts(run: run, file: file.ordinal)
      if counts.all > 0 {
        report.remarks.append("\(counted(counts.all, "statement")), \(counts.proven) proven")
      }
      if file.status == .pending { report.remarks.append("not loaded") }
      if file.status == .loading {
        report.remarks.append("the first \(file.rowsCommitted) rows of its load order are done")
      }
      report.retracted = file.retracted.flatMap { Tally(text: $0, scale: pipeline.contract.footingScale) }
      reports.append(report)
    }
    return reports
  }

  private func conservation(of run: Int64) throws(Fault) -> Conservation {
    var total = Conservation(refused: Tally(scale: pipeline.contract.footingScale))
    for report in try reports(of: run) { total.add(report.conservation) }
    return total
  }

  // MARK: Refusals

  /// What a run refused, in the console form.
  ///
  /// - Parameter path: how a file is shown, from its path in the books.
  public func rejectsText(of run: Int64, path: (String) -> String) throws(Fault) -> String {
    let refusals = try store?.refusals(of: run) ?? []
    if refusals.isEmpty { return "run \(run) refused nothing\n" }
    return refusals.map { RejectionText.console($0.refused, path: path($0.path)) }.joined(separator: "\n")
      + "\n"
  }

  /// The same as the run's file of rejects.
  public func rejectsCSV(of run: Int64) throws(Fault) -> [UInt8] {
    RejectsFile.text(run: run, try store?.refusals(of: run) ?? [])
  }

  /// The same for programs.
  public func rejectsJSON(of run: Int64) throws(Fault) -> String {
    let members = (try store?.refusals(of: run) ?? []).map { $0.refused.json(path: $0.path) }
    return OrderedJSON.array(members).text() + "\n"
  }
}
