import Dispatch
public import Records
import Synchronization

/// One look at a whole file before it is read: whether it can be read, what it is encoded in, and what it is
/// known by afterwards.
///
/// What is packed is known by what is in it: a statement, the same statement gzipped and as a member of a zip file
/// have one digest, for they are the same bytes to whoever reads them. A package, a zip file whose members are the parts
/// of one document, is a file like another and known by its bytes; its text is that of its parts in their order.
public struct FileSurvey: Sendable, Hashable {
  /// How the file is packed.
  public enum Compression: String, Sendable, Hashable, CaseIterable {
    case none, gzip, zip, package
  }

  /// Bytes of the file as it lies on the disk; of a zip file's member, after inflating.
  public let size: Int64
  /// SHA-256 of the content after inflating, of a package of its bytes as they are, 64 lower-case hexadecimal digits: what
  /// the file is known by.
  public let digest: String
  /// SHA-256 of the file as it lies on the disk: what tells whether it is still there.
  public let fileDigest: String
  /// How the file is packed, seen by its first bytes.
  public let compression: Compression
  /// The member of a zip file that was surveyed; nil for a file that is none.
  public let member: String?
  /// The parts of a package, the list of their content types first; none for any other file.
  public let parts: [ZipArchive.Member]
  /// The encoding to read it in, found in the whole file; of a package each part is read in its own.
  public let encoding: TextEncoding
  /// Bytes of the byte order mark, which is no part of the text: 0, 2 or 3.
  public let markLength: Int
  /// What a person should know although the file can be read: short facts, no values.
  public let remarks: [String]
  let state: FileState
  private let memberIndex: Int64

  /// When the file was last written: nanoseconds since 1970-01-01T00:00:00Z.
  public var modified: Int64 { state.modified }
  /// Number of the file on its file system.
  public var inode: UInt64 { state.inode }

  /// Surveys the file; of a zip file, its only member. Memory does not grow with the file.
  ///
  /// - Parameters:
  ///   - declared: the encoding the pipeline or the format states; nil when none is. Then what an XML document
  ///     declares of itself counts.
  ///   - followsLinks: whether a symbolic link as the path's last part is followed.
  ///   - digests: false for a look at a file that nobody will know again: `fileDigest` is empty then, and so is `digest`
  ///     where the file is not packed.
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`, `file-changed`, `read-failed`,
  ///   `gzip-truncated`, `gzip-damaged`, `file-inflates-too-much`, `archive-nested`, `zip-members-several`,
  ///   `zip-empty`, `encoding-unknown`, and what `ZipArchive` throws.
  public static func of(
    path: String, declared: TextEncoding?, followsLinks: Bool = true, limits: InflateLimits = InflateLimits(),
    digests: Bool = true
  ) throws(Fault) -> FileSurvey {
    let file = try InputFile(path: path, followsLinks: followsLinks)
    let state = try file.state()
    let survey = try of(
      RawBytes(.file(file)), state: state, declared: declared, limits: limits, digests: digests)
    guard try file.state() == state else { throw fileChanged(path) }
    return survey
  }

  /// What a file is known by that cannot be surveyed: SHA-256 of its bytes as they lie on the disk, and their number.
  ///
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`, `file-changed`, `read-failed`.
  public static func digest(of path: String) throws(Fault) -> (digest: String, size: Int64) {
    let file = try InputFile(path: path)
    let state = try file.state()
    let digest = try digestOf(RawBytes(.file(file)))
    guard try file.state() == state else { throw fileChanged(path) }
    return (digest, state.size)
  }

  /// Surveys one member of a zip file.
  ///
  /// - Throws: `file-changed` when the archive is no longer the one that was opened; `archive-nested`,
  ///   `zip-damaged`, `read-failed`, and what opening a file throws.
  public static func of(
    _ member: ZipArchive.Member, in archive: ZipArchive, declared: TextEncoding?
  ) throws(Fault) -> FileSurvey {
    let file = try InputFile(path: archive.path)
    guard try file.state() == archive.state else { throw fileChanged(archive.path) }
    let survey = try look(at: member, of: archive, RawBytes(.file(file)), declared: declared)
    guard try file.state() == archive.state else { throw fileChanged(archive.path) }
    return survey
  }

  /// Surveys bytes in memory.
  static func of(bytes: [UInt8], name: String, declared: TextEncoding?) throws(Fault) -> FileSurvey {
    let state = FileState(size: Int64(bytes.count), modified: 0, inode: 0)
    return try of(
      RawBytes(.memory(bytes, name: name)), state: state, declared: declared, limits: InflateLimits())
  }

  /// The content of the bytes that were surveyed, from its beginning.
  func plain(_ raw: RawBytes) throws(Fault) -> PlainBytes {
    // The survey has inflated the whole content within its limits.
    if compression == .package {
      return PlainBytes(raw, parts: try ZipParts(raw, archiveSize: state.size, parts: parts))
    }
    guard let member else { return PlainBytes(raw, compression: compression, limits: .passed) }
    return PlainBytes(
      raw,
      member: try ZipMember(
        raw, archiveSize: state.size, name: member, index: memberIndex, limits: .passed))
  }

  /// Bytes read at once.
  private static let blockSize = 1_048_576

  private static func of(
    _ raw: RawBytes, state: FileState, declared: TextEncoding?, limits: InflateLimits, digests: Bool = true
  ) throws(Fault) -> FileSurvey {
    let compression = try PackedForm.of(raw)
    guard compression == .zip else {
      guard digests else {
        let plain = PlainBytes(raw, compression: compression, limits: limits)
        let text = try text(of: plain, declared: declared)
        return FileSurvey(state: state, fileDigest: "", text: text, member: nil, remarks: [])
      }
      return try look(at: raw, compression, state: state, declared: declared, limits: limits)
    }
    let archive = try ZipArchive(raw, state: state, limits: limits)
    if archive.isPackage { return FileSurvey(of: archive) }
    guard let member = archive.members.first else { throw ZipFaults.empty(raw.name) }
    guard archive.members.count == 1 else {
      throw ZipFaults.severalMembers(raw.name, archive.members.count)
    }
    return try look(at: member, of: archive, raw, declared: declared)
  }

  private static func look(
    at member: ZipArchive.Member, of archive: ZipArchive, _ raw: RawBytes, declared: TextEncoding?
  ) throws(Fault) -> FileSurvey {
    let plain = PlainBytes(
      raw,
      member: try ZipMember(
        raw, archiveSize: archive.state.size, name: member.name, index: member.index, limits: archive.limits))
    let text = try text(of: plain, declared: declared)
    return FileSurvey(
      state: archive.state, fileDigest: archive.digest, text: text, member: member, remarks: archive.remarks)
  }

  private static func look(
    at raw: RawBytes, _ compression: Compression, state: FileState, declared: TextEncoding?,
    limits: InflateLimits
  ) throws(Fault) -> FileSurvey {
    let digest = Mutex<Result<String, Fault>>(.success(""))
    let text = Mutex<Result<Text, Fault>?>(nil)
    // Two walks at their own pace: the digest is the slower one.
    let walks: @Sendable (Int) -> Void = { walk in
      if walk == 0 {
        let result = Result { () throws(Fault) in try digestOf(raw) }
        digest.withLock { $0 = result }
      } else {
        let result = Result { () throws(Fault) in
          try self.text(
            of: PlainBytes(raw, compression: compression, limits: limits), declared: declared)
        }
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
    return FileSurvey(
      state: state, fileDigest: try digest.withLock { $0 }.get(), text: try found.get(), member: nil,
      remarks: [])
  }

  private init(
    state: FileState, fileDigest: String, text: Text, member: ZipArchive.Member?, remarks: [String]
  ) {
    self.state = state
    self.fileDigest = fileDigest
    size = member?.size ?? state.size
    digest = text.digest ?? fileDigest
    self.member = member?.name
    memberIndex = member?.index ?? 0
    parts = []
    compression = text.compression
    encoding = text.finding.encoding
    markLength = text.finding.markLength
    self.remarks = remarks + text.finding.remarks
  }

  /// A package: what its archive has checked is all there is to see before its parts are read.
  private init(of package: ZipArchive) {
    state = package.state
    fileDigest = package.digest
    digest = package.digest
    size = package.state.size
    member = nil
    memberIndex = 0
    parts = package.members
    compression = .package
    encoding = .utf8
    markLength = 0
    remarks = []
  }

  /// One part of a package, in the encoding that its beginning tells: UTF-8 unless it is UTF-16.
  ///
  /// - Throws: `file-changed`, `zip-damaged`, `read-failed`.
  func part(_ part: ZipArchive.Member, in raw: RawBytes) throws(Fault) -> FileSurvey {
    let member = try ZipMember(
      raw, archiveSize: state.size, name: part.name, index: part.index, limits: .passed)
    var head: [UInt8] = []
    while head.count < EncodingScan.headSize,
      try member.read(into: &head, atMost: EncodingScan.headSize - head.count) > 0
    {}
    var finding = EncodingScan(head: head, declared: .utf8).finish()
    finding.remarks = []
    return FileSurvey(
      state: state, fileDigest: fileDigest,
      text: Text(compression: .zip, digest: nil, finding: finding), member: part, remarks: [])
  }

  private struct Text: Sendable {
    var compression: Compression
    /// Nil for a file that is not packed: its digest is that of the file.
    var digest: String?
    var finding: EncodingScan.Finding
  }

  private static func text(of content: PlainBytes, declared: TextEncoding?) throws(Fault) -> Text {
    var plain = content
    var block: [UInt8] = []
    block.reserveCapacity(blockSize)
    while block.count < EncodingScan.headSize {
      if try plain.read(into: &block, atMost: blockSize - block.count) == 0 { break }
    }
    let isPacked = plain.compression != .none
    if isPacked, PackedForm.of(block) != .none { throw ZipFaults.nested(plain.name) }
    let stated =
      declared == nil ? XMLDeclaration.encoding(in: Array(block.prefix(EncodingScan.headSize))) : nil
    var scan = EncodingScan(
      head: Array(block.prefix(EncodingScan.headSize)),
      declared: declared ?? stated.flatMap { TextEncoding(named: $0) })
    var digest = Digest()
    while !block.isEmpty {
      scan.scan(block)
      if isPacked { digest.update(block) }
      block.removeAll(keepingCapacity: true)
      _ = try plain.read(into: &block, atMost: blockSize)
    }
    let finding = scan.finish()
    if let stated, TextEncoding(named: stated) == nil, CodePage(finding.encoding) != nil {
      throw XMLDeclaration.unknown(stated, plain.name)
    }
    return Text(compression: plain.compression, digest: isPacked ? digest.finish() : nil, finding: finding)
  }
}

/// The digest of all the bytes. Memory does not grow with them.
func digestOf(_ raw: RawBytes) throws(Fault) -> String {
  var raw = raw
  var digest = Digest()
  var block: [UInt8] = []
  block.reserveCapacity(1_048_576)
  while try raw.read(into: &block, atMost: 1_048_576) > 0 {
    digest.update(block)
    block.removeAll(keepingCapacity: true)
  }
  return digest.finish()
}

/// The file is not the one that was surveyed.
func fileChanged(_ path: String) -> Fault {
  Fault(
    "file-changed", "the file changed while it was read", at: Place(file: path),
    hint: "It is probably still being written: run again when it is complete.", status: .tryAgain)
}
