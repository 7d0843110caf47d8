public import Records

/// One run as the checkpoint store remembers it.
public struct StoredRun: Sendable, Hashable {
  /// How far the run is.
  public enum Status: String, Sendable, CaseIterable {
    /// Going on, or interrupted: the next run takes it up again.
    case running
    /// Every file is loaded.
    case done
    /// Done, and at least one file or statement was refused.
    case refused
    /// Interrupted, and not taken up again because the pipeline or the request had changed.
    case abandoned
    /// Stopped by a fault before it began: it has no files, and nothing to take up.
    case failed
  }

  /// What stopped a run: the fault without its time, and as every fault without amounts, names and accounts.
  public struct Stop: Sendable, Hashable {
    /// The fault's code.
    public var code: String
    /// The fact.
    public var message: String
    /// `file:line:column`, as far as it is known; empty when there is none.
    public var place: String
    /// What to do; empty when nothing is advised.
    public var hint: String

    /// A stop as it was kept.
    public init(code: String, message: String, place: String, hint: String) {
      self.code = code
      self.message = message
      self.place = place
      self.hint = hint
    }

    /// What a fault says.
    public init(_ fault: Fault) {
      self.init(
        code: fault.code, message: fault.message, place: fault.place?.description ?? "",
        hint: fault.hint ?? "")
    }
  }

  /// What a run does to the books.
  public enum Kind: String, Sendable, CaseIterable {
    /// Loads what is new in the sources.
    case load
    /// Takes back what its subject did.
    case undo
    /// Processes again what its subject refused.
    case retry
    /// Loads what its subject left for a person to decide.
    case accept
    /// Maps rows that are in the books anew.
    case remap
  }

  /// 1, 2, 3, … within a store.
  public var number: Int64
  /// What it does.
  public var kind: Kind
  /// The run that it is about; nil for a load.
  public var subject: Int64?
  /// The run that took it back; nil while it stands.
  public var undoneBy: Int64?
  /// Name of the pipeline.
  public var pipeline: String
  /// The books the records belong to; nil when the pipeline names none.
  public var company: String?
  /// What was asked for: empty, or `--full`, `--from D`, `--through D` as given.
  public var request: String
  /// SHA-256 of everything in the pipeline that decides what a run does.
  public var specDigest: String
  /// Version of the program.
  public var program: String
  /// How far the run is.
  public var status: Status
  /// Times as the caller gave them.
  public var startedAt: String
  /// When it was taken up again; nil when it never was.
  public var resumedAt: String?
  /// When it ended; nil while it has not.
  public var endedAt: String?
  /// What stopped its last attempt; nil while none did, and again once a later attempt has come to the end.
  public var stop: Stop?
  /// Rows of the table that it replaced; nil when it replaced none, or has not ended.
  public var rowsReplaced: Int?
  /// Rows that its last attempt read back after their commit, and found as they were written; nil while it has not ended.
  public var rowsReadBack: Int?

  /// A run; its number is given by the store when it begins.
  public init(
    number: Int64, kind: Kind = .load, subject: Int64? = nil, undoneBy: Int64? = nil, pipeline: String,
    company: String?, request: String, specDigest: String, program: String, status: Status, startedAt: String,
    resumedAt: String? = nil, endedAt: String? = nil, stop: Stop? = nil, rowsReplaced: Int? = nil,
    rowsReadBack: Int? = nil
  ) {
    self.number = number
    self.kind = kind
    self.subject = subject
    self.undoneBy = undoneBy
    self.pipeline = pipeline
    self.company = company
    self.request = request
    self.specDigest = specDigest
    self.program = program
    self.status = status
    self.startedAt = startedAt
    self.resumedAt = resumedAt
    self.endedAt = endedAt
    self.stop = stop
    self.rowsReplaced = rowsReplaced
    self.rowsReadBack = rowsReadBack
  }

  /// Rows it committed were found not to be as they were written: no later attempt can come to the end.
  public var isDamaged: Bool { stop?.code == StoredRun.damage }

  /// The code of the fault that says so.
  public static let damage = "read-back-differs"
}

/// One file of a run as the checkpoint store remembers it.
public struct StoredFile: Sendable, Hashable {
  /// How far the file is.
  public enum Status: String, Sendable, CaseIterable {
    /// Found, nothing of it in the books.
    case pending
    /// Its first rows are in the books.
    case loading
    case loaded
    /// Nothing of it is in the books.
    case refused
    /// It was loaded, and its run was taken back.
    case undone
    /// Other bytes came under its name before it was read: nothing of it is in the books.
    case changed
    /// It could not be looked at, and counts as new: it has no digest, and its remarks say why.
    case unread
  }

  /// Number within the run, from 0.
  public var ordinal: Int
  /// Absolute, where it was found; of a member, the archive's path and the member's name.
  public var path: String
  /// Name of its reader.
  public var format: String
  /// SHA-256 of its bytes, in hexadecimal.
  public var digest: String
  /// The same of the file as it lies on the disk, where it is packed.
  public var fileDigest: String
  /// Name of the member, of an archive that holds several.
  public var member: String?
  /// Bytes.
  public var size: Int64
  /// How far the file is.
  public var status: Status
  /// Rows of its load order that are in the books, from the first.
  public var rowsCommitted: Int64
  /// The same one commit earlier: where the books stand when the last commit did not reach them.
  public var rowsBefore: Int64
  /// Rows that its statements took out of the books, and their money: `12 rows, 3.00 EUR`; nil when none could.
  public var retracted: String?
  /// What a person should know of the file, one a line.
  public var remarks: String

  /// A file; unless said otherwise nothing of it is in the books.
  public init(
    ordinal: Int, path: String, format: String, digest: String, fileDigest: String? = nil,
    member: String? = nil,
    size: Int64, status: Status = .pending,
    rowsCommitted: Int64 = 0, rowsBefore: Int64 = 0, retracted: String? = nil, remarks: String = ""
  ) {
    self.ordinal = ordinal
    self.path = path
    self.format = format
    self.digest = digest
    self.fileDigest = fileDigest ?? digest
    self.member = member
    self.size = size
    self.status = status
    self.rowsCommitted = rowsCommitted
    self.rowsBefore = rowsBefore
    self.retracted = retracted
    self.remarks = remarks
  }
}

extension StoredFile {
  /// Absolute path of what lay on the disk.
  public var diskPath: String {
    // In bytes: a name may begin with a mark that joins the slash before it to one character.
    member.map { String(decoding: path.utf8.dropLast($0.utf8.count + 1), as: UTF8.self) } ?? path
  }
}
