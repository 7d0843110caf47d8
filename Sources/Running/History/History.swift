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

  // MARK: Accounts

  /// Everything that is kept of every run, newest first.
  func accounts() throws(Fault) -> [RunAccount] {
    guard let store else { return [] }
    var found: [RunAccount] = []
    for run in try runs() { found.append(try RunAccount(run, status: status(run), pipeline, store)) }
    return found
  }

  /// Everything that is kept of one run.
  func account(of number: Int64) throws(Fault) -> RunAccount {
    guard let store, let run = try store.run(number) else {
      throw Fault("run-unknown", "\(pipeline.name) has no run \(number)", status: .usage)
    }
    var account = try RunAccount(run, status: status(run), pipeline, store)
    try account.addEvidence(store)
    return account
  }

  /// A line for every run, newest first.
  public func text() throws(Fault) -> String {
    let accounts = try accounts()
    return accounts.isEmpty ? "\(pipeline.name) has not run yet\n" : RunAccount.table(accounts)
  }

  /// The same for programs.
  public func json() throws(Fault) -> String {
    OrderedJSON.array(try accounts().map { OrderedJSON.object($0.members) }).text() + "\n"
  }

  /// Everything known of one run.
  public func text(of number: Int64) throws(Fault) -> String { try account(of: number).text }

  /// The same for programs.
  public func json(of number: Int64) throws(Fault) -> String { try account(of: number).json.text() + "\n" }

  /// The same as a page that opens from disk and prints.
  public func html(of number: Int64) throws(Fault) -> [UInt8] { RunPage(try account(of: number)).bytes }

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
