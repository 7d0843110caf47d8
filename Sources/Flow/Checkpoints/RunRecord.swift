public import Records

/// One run of a pipeline, as the store remembers it.
public struct RunRecord: Sendable, Hashable {
  /// How far it came.
  public enum Status: String, Sendable, CaseIterable {
    /// Going on now, or killed without a word.
    case running
    /// Finished.
    case done
    /// Stopped by a fault that the same run cannot get past.
    case failed
    /// Stopped where it can be resumed.
    case interrupted
  }

  /// From 1, one after the other in a store.
  public var run: Int64
  /// Name of the pipeline.
  public var pipeline: String
  /// How far it came.
  public var status: Status
  /// What was asked for, in the caller's words: `new`, `full`.
  public var mode: String
  /// Of the pipeline file and everything it names.
  public var specDigest: String
  /// Of the program that began the run.
  public var programVersion: String
  /// Code of the fault that stopped it; nil when none did.
  public var faultCode: String?
  /// The fault in words; nil when none did.
  public var faultMessage: String?
  /// When it began, as the caller writes times.
  public var startedAt: String
  /// When it was last resumed; nil when it never was.
  public var resumedAt: String?
  /// When it ended, whatever the status; nil while it goes on.
  public var endedAt: String?

  /// Can be gone on with: nobody said that it ended for good.
  public var isUnfinished: Bool { status == .running || status == .interrupted }
}

/// One file of a run.
public struct FileRecord: Sendable, Hashable {
  /// How far it came.
  public enum Status: String, Sendable, CaseIterable {
    /// Not begun.
    case pending
    /// Read and proven; its rows go in.
    case loading
    /// All its rows are in.
    case done
    /// Does not prove, does not foot, or is over the reject budget: no row of it is in.
    case refused
    /// Loaded before, in this or another run.
    case skipped
  }

  /// Number of the run.
  public var run: Int64
  /// Its place in the run, from 0.
  public var file: Int
  /// As it was found.
  public var path: String
  /// As messages name it.
  public var name: String
  /// The reader's name.
  public var format: String
  /// Of its bytes: files with the same digest are the same file.
  public var digest: String
  /// In bytes.
  public var size: Int64
  /// How far it came.
  public var status: Status
  /// Rows of its load order that are in, from the first.
  public var rowsCommitted: Int64
  /// What the bytes turned out to be; empty when nobody looked.
  public var encoding: String
  /// What a person should know of it: short facts, one line each.
  public var remarks: [String]

  /// A file that is about to be read.
  public init(
    run: Int64, file: Int, path: String, name: String, format: String, digest: String, size: Int64,
    status: Status = .pending, rowsCommitted: Int64 = 0, encoding: String = "", remarks: [String] = []
  ) {
    self.run = run
    self.file = file
    self.path = path
    self.name = name
    self.format = format
    self.digest = digest
    self.size = size
    self.status = status
    self.rowsCommitted = rowsCommitted
    self.encoding = encoding
    self.remarks = remarks
  }
}

/// A statement met in a file of a run.
public struct StatementRecord: Sendable, Hashable {
  /// Place of the file in the run, from 0.
  public var file: Int
  /// Place of the statement in the file, from 0.
  public var ordinal: Int
  /// Without the list of balances, which is not kept.
  public var statement: Statement
}

/// Rows and money that met one outcome at one stage of a file.
public struct FootingLine: Sendable, Hashable {
  /// Place of the file in the run, from 0.
  public var file: Int
  /// Place of the stage in the pipeline, from 0.
  public var stage: Int
  /// The stage's name.
  public var name: String
  /// `read`, `kept`, `rejected`, `inserted`…
  public var outcome: String
  /// How many and how much.
  public var tally: Tally

  /// A line as it was counted.
  public init(file: Int, stage: Int, name: String, outcome: String, tally: Tally) {
    self.file = file
    self.stage = stage
    self.name = name
    self.outcome = outcome
    self.tally = tally
  }
}

/// A refused record's bad field, with the record's original bytes.
public struct StoredRejection: Sendable, Hashable {
  /// Place of the file in the run, from 0.
  public var file: Int
  /// Place among the file's rejections, from 0.
  public var ordinal: Int
  /// What was refused and why.
  public var rejection: Rejection
  /// The record as it stands in the file.
  public var original: [UInt8]

  /// A rejection about to be kept.
  public init(file: Int, ordinal: Int, rejection: Rejection, original: [UInt8]) {
    self.file = file
    self.ordinal = ordinal
    self.rejection = rejection
    self.original = original
  }
}
