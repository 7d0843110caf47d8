public import Checkpoints
public import Records

/// What one call of `daybook run` asks for.
public struct RunRequest: Sendable {
  /// What is done: load what is new, or process again what an earlier run refused.
  public var kind: StoredRun.Kind
  /// The run whose refusals are meant; nil for a load.
  public var subject: Int64?
  /// Path of the refused records as they were put right; nil when they come as they were.
  public var corrections: String?
  /// Reads files again that were loaded before.
  public var isFull: Bool
  /// Narrows the pipeline's cut-off for this run.
  public var from: CivilDate?
  /// The last day that arrives; nil for the pipeline's own.
  public var through: CivilDate?
  /// Seconds to wait for another run of the pipeline.
  public var wait: Int
  /// Files in memory at once, 1 to 16: while one is loaded the next are read. Decides how long a run takes, and
  /// nothing else.
  public var jobs: Int

  /// A plain run unless said otherwise.
  public init(
    kind: StoredRun.Kind = .load, subject: Int64? = nil, corrections: String? = nil, isFull: Bool = false,
    from: CivilDate? = nil, through: CivilDate? = nil, wait: Int = 0, jobs: Int = 1
  ) {
    self.kind = kind
    self.subject = subject
    self.corrections = corrections
    self.isFull = isFull
    self.from = from
    self.through = through
    self.wait = wait
    self.jobs = jobs
  }

  /// What a run refused, once more.
  ///
  /// - Parameter corrections: absolute path of the refused records as they were put right.
  public static func retry(of run: Int64, corrections: String?) -> RunRequest {
    RunRequest(kind: .retry, subject: run, corrections: corrections)
  }

  /// What a run left for a person to decide, decided.
  public static func accept(of run: Int64) -> RunRequest { RunRequest(kind: .accept, subject: run) }

  /// Only a part of each file's days is asked for.
  var isNarrowed: Bool { from != nil || through != nil }

  /// What decides which records arrive, as it would be given on the command line.
  var text: String {
    var words = subject.map { ["\(kind.rawValue) \($0)"] } ?? []
    if isFull { words.append("--full") }
    if let from { words.append("--from \(from)") }
    if let through { words.append("--through \(through)") }
    return words.joined(separator: " ")
  }

  /// The run of a pipeline that does it; its number is given by the store.
  func run(of pipeline: Pipeline, at time: String) -> StoredRun {
    StoredRun(
      number: 0, kind: kind, subject: subject, pipeline: pipeline.name, company: pipeline.company,
      request: text, specDigest: pipeline.digest, program: programVersion, status: .running, startedAt: time)
  }

  /// - Throws: `key-undeclared` when files are to be read again, and would be loaded twice.
  func checkKey(_ pipeline: Pipeline) throws(Fault) {
    guard isFull || isNarrowed, !pipeline.canLoadAgain else { return }
    throw Fault(
      "key-undeclared", "nothing identifies a record, so reading a file again would load it twice",
      at: pipeline.place,
      hint: "Add a dedup stage, or leave --full, --from and --through out.", status: .usage)
  }

  /// - Throws: `cut-off-impossible` when no date tells which records are asked for.
  func checkDays(_ pipeline: Pipeline) throws(Fault) {
    guard isNarrowed, !pipeline.formats.allSatisfy(\.hasCutOff) else { return }
    throw Fault(
      "cut-off-impossible", "no date of the records can decide what --from and --through ask for",
      at: pipeline.place,
      hint: "Leave them out, or give the contract an effective date.", status: .usage)
  }
}

/// What a run takes from outside: the time, and who runs it. Nothing of it decides what is loaded.
public struct RunContext: Sendable {
  /// The time as it goes into the history.
  public var now: @Sendable () -> String
  /// The time that tells whether a file of an inbox has settled: nanoseconds since 1970-01-01T00:00:00Z.
  public var wallClock: @Sendable () -> Int64
  /// Who holds the lock, for others: process, host.
  public var holder: String
  /// Raised when the run should end.
  public var stop: StopFlag
  /// Told now and then how far the run is; from any thread.
  public var observe: @Sendable (RunProgress) -> Void
  /// Nanoseconds of a clock that never goes back, to tell how long things took; from any thread.
  public var clock: @Sendable () -> Int64 = { 0 }

  /// What the caller lends to a run. Without a wall clock every file of an inbox has settled.
  public init(
    now: @escaping @Sendable () -> String, wallClock: @escaping @Sendable () -> Int64 = { .max },
    holder: String, stop: StopFlag,
    observe: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.now = now
    self.wallClock = wallClock
    self.holder = holder
    self.stop = stop
    self.observe = observe
  }
}

/// How far a run is.
public struct RunProgress: Sendable {
  /// Which of the two ways through a file is gone.
  public enum Phase: String, Sendable { case reading, loading }

  /// Which of the two ways through the file is gone.
  public var phase: Phase
  /// As the user would write it.
  public var file: String
  /// Number of the file, from 1, of how many.
  public var number: Int
  /// How many files the run has.
  public var files: Int
  /// Bytes read of the file's bytes, or rows loaded of the file's rows.
  public var done: Int64
  /// All there are of them.
  public var total: Int64
  /// Records read, or rows loaded.
  public var records: Int
}

/// The version that history and `--version` show.
public let programVersion = "0.1.0"
