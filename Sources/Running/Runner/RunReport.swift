import Checkpoints
public import Components
public import Records

/// What one run did with one file.
public struct FileReport: Sendable {
  /// What became of the file.
  public enum Status: String, Sendable, CaseIterable {
    /// Its records are in the books, as far as the stages let them.
    case loaded
    /// Nothing of it is in the books.
    case refused
    /// The same bytes were loaded before.
    case nothingNew = "nothing new"
    /// Other bytes came under its name before it was read: nothing of it is in the books.
    case changed
    /// Its run was interrupted before it was loaded.
    case unfinished = "not finished"
  }

  /// Number within the run, from 0.
  public var ordinal: Int
  /// As the user would write it.
  public var path: String
  /// The reader's name.
  public var format: String
  /// SHA-256 of its bytes, in hexadecimal.
  public var digest: String
  /// What became of the file.
  public var status: Status
  /// Every stage in the order of the flow; the last is `load`, or missing when the file was refused.
  public var stages: [StageFooting] = []
  /// Everything the file states about itself.
  public var statements: [Statement] = []
  /// In the order of the file.
  public var refused: [RefusedRecord] = []
  /// What a person should know of the file, one fact each.
  public var remarks: [String] = []
  /// Why the file was left where it is, unread; its place is the file. It is told again as long as it lies there. Nil for
  /// every other file.
  var left: Fault?
  /// Rows that a deleting or replacing statement took out of the books.
  public var retracted: Tally?
  /// How long each step took, and last the whole; empty for a file that was not loaded by this attempt.
  var timings: [StepTiming] = []
  /// What came to the loader, by account and month.
  var money: [MoneyLine] = []

  /// A file about which nothing more is known yet.
  public init(ordinal: Int, path: String, format: String, digest: String, status: Status) {
    self.ordinal = ordinal
    self.path = path
    self.format = format
    self.digest = digest
    self.status = status
  }

  /// read = loaded + unchanged + duplicate + before cut-off + filtered + rejected.
  public var conservation: Conservation { Conservation(stages, isRefused: status != .loaded) }
}

/// What one run did.
public struct RunReport: Sendable {
  /// Number of the run in its checkpoint store; nil when there was nothing new and so no run.
  public var number: Int64?
  /// Name of the pipeline.
  public var pipeline: String
  /// The books the records belong to; nil when the pipeline names none.
  public var company: String?
  /// True when an interrupted run was taken up again.
  public var isResumed = false
  /// True when a file or a statement is refused: by this run, over all its attempts, or before and unchanged since.
  public internal(set) var isRefused = false
  /// What is to be tried again: a file that changed while it was read, may not be read, or could not be moved.
  var trouble: ExitStatus?
  /// In the order of the run; those with nothing to do among them.
  public internal(set) var files: [FileReport] = []
  /// What a person should know of the run as a whole, one fact each.
  public var remarks: [String] = []
  /// Where the records are, for people.
  public var books: String
  /// Rows that the run has inserted or updated over all its attempts; nil when the run changed no table.
  public var rowsWritten: Int?
  /// Those of them that this attempt wrote, read back after their commit, and found as written.
  public var rowsReadBack: Int?
  /// The file of refused records; nil when none was.
  public var rejectsFile: String?
  /// Rows that were in a replaced table before; nil when none was replaced.
  public var replaced: Int?
  /// Decimal places of the money.
  public var scale: Int

  /// A report without a run and without files yet.
  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline.name
    company = pipeline.company
    books = pipeline.booksTitle
    scale = pipeline.contract.footingScale
  }

  /// Adds what became of a file.
  mutating func add(_ file: FileReport) {
    files.append(file)
    if file.status == .changed { trouble = .tryAgain }
    if let left = file.left, left.status != .dataRefused {
      trouble = trouble ?? left.status
    } else if file.status == .refused || file.statements.contains(where: \.isRefused)
      || file.refused.contains(where: { Worklist.reviewCodes.contains($0.rejection.code) })
    {
      isRefused = true
    }
  }

  /// Whether it has refused files that another report has not: a run that was taken up looks at nothing else.
  func tellsOfRefusals(besides other: RunReport) -> Bool {
    let told = Set(other.files.map(\.digest))
    return other.isResumed && files.contains { $0.status == .refused && !told.contains($0.digest) }
  }

  /// A table that is replaced whole stays as it is: no file of the run is loaded.
  mutating func leaveTable() {
    for at in files.indices where files[at].status == .loaded {
      files[at].status = .refused
      files[at].retracted = nil
      files[at].remarks.append("not loaded, because another file of the run or a statement was refused")
    }
  }

  /// Adds what became of moves.
  mutating func note(_ moves: MoveJournal.Outcome) {
    remarks += moves.remarks
    if let status = moves.trouble { trouble = trouble ?? status }
  }

  /// 65 when a file or a statement is refused, 75 when a file changed while it was read, 77 when one may not be read, what
  /// kept a file from being moved; else done.
  public var status: ExitStatus { isRefused ? .dataRefused : trouble ?? .done }

  /// What deleting and replacing statements took out, over all files; nil when none could.
  public var retracted: Tally? {
    let taken = files.compactMap(\.retracted)
    if taken.isEmpty { return nil }
    return taken.reduce(into: Tally(scale: scale)) { $0.add($1) }
  }

  /// Over all files that were read.
  public var conservation: Conservation {
    var total = Conservation(refused: Tally(scale: scale))
    for file in files where file.status != .nothingNew { total.add(file.conservation) }
    return total
  }
}

extension FileReport.Status {
  /// As the checkpoint store remembers it.
  init(_ status: StoredFile.Status) {
    switch status {
    case .loaded: self = .loaded
    case .refused, .unread: self = .refused
    case .changed: self = .changed
    case .pending, .loading, .undone: self = .unfinished
    }
  }
}
