public import Records

/// What one call of `daybook run` asks for.
public struct RunRequest: Sendable {
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
    isFull: Bool = false, from: CivilDate? = nil, through: CivilDate? = nil, wait: Int = 0, jobs: Int = 1
  ) {
    self.isFull = isFull
    self.from = from
    self.through = through
    self.wait = wait
    self.jobs = jobs
  }

  /// Only a part of each file's days is asked for.
  var isNarrowed: Bool { from != nil || through != nil }

  /// What decides which records arrive, as it would be given on the command line.
  var text: String {
    var words: [String] = []
    if isFull { words.append("--full") }
    if let from { words.append("--from \(from)") }
    if let through { words.append("--through \(through)") }
    return words.joined(separator: " ")
  }
}

/// What a run takes from outside: the time, and who runs it. Nothing of it decides what is loaded.
public struct RunContext: Sendable {
  /// The time as it goes into the history.
  public var now: @Sendable () -> String
  /// Who holds the lock, for others: process, host.
  public var holder: String
  /// Raised when the run should end.
  public var stop: StopFlag
  /// Told now and then how far the run is; from any thread.
  public var observe: @Sendable (RunProgress) -> Void

  /// What the caller lends to a run.
  public init(
    now: @escaping @Sendable () -> String, holder: String, stop: StopFlag,
    observe: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.now = now
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
