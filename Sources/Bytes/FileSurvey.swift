import Dispatch
public import Records
import Synchronization

/// One look at a whole file before it is read: whether it can be read, what it is encoded in, and what it is
/// known by afterwards.
public struct FileSurvey: Sendable, Hashable {
  /// How the file is packed.
  public enum Compression: String, Sendable, Hashable, CaseIterable {
    case none, gzip
  }

  /// Bytes of the file as it lies on the disk.
  public let size: Int64
  /// When it was last written: nanoseconds since 1970-01-01T00:00:00Z.
  public let modified: Int64
  /// Number of the file on its file system.
  public let inode: UInt64
  /// SHA-256 of the file as it lies on the disk, 64 lower-case hexadecimal digits.
  public let digest: String
  /// How the file is packed, seen by its first bytes.
  public let compression: Compression
  /// The encoding to read it in, found in the whole file.
  public let encoding: TextEncoding
  /// Bytes of the byte order mark, which is no part of the text: 0, 2 or 3.
  public let markLength: Int
  /// What a person should know although the file can be read: short facts, no values.
  public let remarks: [String]

  /// Surveys the file. Memory does not grow with the file.
  ///
  /// - Parameter declared: the encoding the pipeline or the format states; nil when none is.
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`, `file-changed`, `read-failed`,
  ///   `gzip-truncated`, `gzip-damaged`, `file-inflates-too-much`.
  public static func of(
    path: String, declared: TextEncoding?, limits: InflateLimits = InflateLimits()
  ) throws(Fault) -> FileSurvey {
    let file = try InputFile(path: path)
    let state = try file.state()
    let survey = try look(at: RawBytes(.file(file)), state: state, declared: declared, limits: limits)
    guard try file.state() == state else { throw fileChanged(path) }
    return survey
  }

  /// What a file is known by that cannot be surveyed: SHA-256 of its bytes as they lie on the disk, and their number.
  ///
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`, `file-changed`, `read-failed`.
  public static func digest(of path: String) throws(Fault) -> (digest: String, size: Int64) {
    let file = try InputFile(path: path)
    let state = try file.state()
    let digest = try digest(of: RawBytes(.file(file)))
    guard try file.state() == state else { throw fileChanged(path) }
    return (digest, state.size)
  }

  /// Surveys bytes in memory.
  static func of(bytes: [UInt8], name: String, declared: TextEncoding?) throws(Fault) -> FileSurvey {
    let state = FileState(size: Int64(bytes.count), modified: 0, inode: 0)
    return try look(
      at: RawBytes(.memory(bytes, name: name)), state: state, declared: declared, limits: InflateLimits())
  }

  var state: FileState { FileState(size: size, modified: modified, inode: inode) }

  /// Bytes read at once.
  private static let blockSize = 1_048_576

  private static func look(
    at raw: RawBytes, state: FileState, declared: TextEncoding?, limits: InflateLimits
  ) throws(Fault) -> FileSurvey {
    let digest = Mutex<Result<String, Fault>>(.success(""))
    let text = Mutex<Result<Text, Fault>?>(nil)
    // Two walks at their own pace: the digest is the slower one.
    let walks: @Sendable (Int) -> Void = { walk in
      if walk == 0 {
        let result = Result { () throws(Fault) in try self.digest(of: raw) }
        digest.withLock { $0 = result }
      } else {
        let result = Result { () throws(Fault) in try self.text(of: raw, declared: declared, limits: limits) }
        text.withLock { $0 = result }
      }
    }
    if state.size <= blockSize {
      walks(0)
      walks(1)
    } else {
      DispatchQueue.concurrentPerform(iterations: 2, execute: walks)
    }
    guard let found = text.withLock({ $0 }) else { preconditionFailure("both walks have ended") }
    return FileSurvey(state: state, digest: try digest.withLock { $0 }.get(), text: try found.get())
  }

  private init(state: FileState, digest: String, text: Text) {
    size = state.size
    modified = state.modified
    inode = state.inode
    self.digest = digest
    compression = text.compression
    encoding = text.finding.encoding
    markLength = text.finding.markLength
    remarks = text.finding.remarks
  }

  private static func digest(of raw: RawBytes) throws(Fault) -> String {
    var raw = raw
    var digest = Digest()
    var block: [UInt8] = []
    block.reserveCapacity(blockSize)
    while try raw.read(into: &block, atMost: blockSize) > 0 {
      digest.update(block)
      block.removeAll(keepingCapacity: true)
    }
    return digest.finish()
  }

  private struct Text: Sendable {
    var compression: Compression
    var finding: EncodingScan.Finding
  }

  private static func text(
    of raw: RawBytes, declared: TextEncoding?, limits: InflateLimits
  ) throws(Fault) -> Text {
    var plain = try PlainBytes(raw, limits: limits)
    var block: [UInt8] = []
    block.reserveCapacity(blockSize)
    while block.count < EncodingScan.headSize {
      if try plain.read(into: &block, atMost: blockSize - block.count) == 0 { break }
    }
    var scan = EncodingScan(head: Array(block.prefix(EncodingScan.headSize)), declared: declared)
    while !block.isEmpty {
      scan.scan(block)
      block.removeAll(keepingCapacity: true)
      _ = try plain.read(into: &block, atMost: blockSize)
    }
    return Text(compression: plain.compression, finding: scan.finish())
  }
}

/// The file is not the one that was surveyed.
func fileChanged(_ path: String) -> Fault {
  Fault(
    "file-changed", "the file changed while it was read", at: Place(file: path),
    hint: "It is probably still being written: run again when it is complete.", status: .tryAgain)
}
