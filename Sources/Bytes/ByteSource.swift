public import Records

/// The text of one file as UTF-8, piece by piece: unzipped, decoded, without its byte order mark. That of a package is the
/// text of its parts, one after the other, each of which can be opened alone.
///
/// Offsets of origins count in the bytes this gives. Used by one thread.
public final class ByteSource {
  /// The path as the user wrote it, and behind it the member of a zip file: `Inbox/january.zip/bank.csv`.
  public let name: String
  /// The encoding of the file.
  public let encoding: TextEncoding
  /// What the survey of the file remarked.
  public let remarks: [String]
  /// Of a part of a package, how many bytes of the package's text come before its own; nil where it is decoded, so that
  /// its places are none of the package. 0 for a file.
  public let start: Int64?

  private let raw: RawBytes
  private let corrections: [Correction]
  private var plain: PlainBytes
  private var transcoder: Transcoder?
  private let survey: FileSurvey
  /// Bytes at most that one read returns.
  private let chunk: Int
  private var markLeft: Int
  /// Bytes before decoding.
  private var undecoded: [UInt8] = []
  /// Decoded bytes, and how many of them are handed out.
  private var decoded: [UInt8] = []
  private var used = 0
  private var isAtEnd = false
  /// Nil unless records were put right; then decoded bytes on their way, and how many of them are handed out.
  private var corrector: Corrector?
  private var corrected: [UInt8] = []
  private var given = 0

  private static let blockSize = 65_536
  private static let mostAtOnce = 16_777_216

  /// Opens a file that was surveyed, and in a zip file the member that was.
  ///
  /// - Parameter corrections: what is read in place of the bytes there, apart from each other.
  /// - Throws: `file-changed` when it is no longer the file that was surveyed; what opening throws.
  public convenience init(path: String, survey: FileSurvey, corrections: [Correction] = []) throws(Fault) {
    let file = try InputFile(path: path)
    guard try file.state() == survey.state else { throw fileChanged(path) }
    try self.init(RawBytes(.file(file)), survey: survey, chunk: Int.max, start: 0, corrections: corrections)
  }

  /// Bytes in memory, for tests.
  ///
  /// - Parameters:
  ///   - encoding: the declared one; the bytes are surveyed like a file.
  ///   - chunk: bytes at most that one read returns, at least 1.
  public convenience init(
    bytes: [UInt8], name: String, encoding: TextEncoding? = nil, chunk: Int = Int.max
  ) throws(Fault) {
    precondition(chunk > 0, "chunks of at least one byte")
    let survey = try FileSurvey.of(bytes: bytes, name: name, declared: encoding)
    try self.init(
      RawBytes(.memory(bytes, name: name)), survey: survey, chunk: chunk, start: 0, corrections: [])
  }

  private init(
    _ raw: RawBytes, survey: FileSurvey, chunk: Int, start: Int64?, corrections: [Correction]
  ) throws(Fault) {
    self.raw = raw
    plain = try survey.plain(raw)
    name = plain.name
    encoding = survey.encoding
    remarks = survey.remarks
    transcoder = Transcoder(survey.encoding)
    self.survey = survey
    markLeft = survey.markLength
    self.chunk = chunk
    self.start = start
    self.corrections = corrections
    if !corrections.isEmpty { corrector = Corrector(corrections) }
  }

  /// The parts of a package, the list of their content types first; none for any other file.
  public var parts: [ZipArchive.Member] { survey.parts }

  /// `FileSurvey.size`.
  public var size: Int64 { survey.size }

  /// Bytes before decoding.
  private var contentSize: Int64 {
    survey.compression == .package ? parts.reduce(0) { $0 + $1.size } : survey.size
  }

  /// The text of one part of a package, from its beginning, whatever was read of the package so far.
  ///
  /// - Throws: `file-changed`, `zip-damaged`, `read-failed`.
  public func open(_ part: ZipArchive.Member) throws(Fault) -> ByteSource {
    let found = try survey.part(part, in: raw)
    let start = parts.prefix { $0.index != part.index }.reduce(0) { $0 + $1.size } + Int64(found.markLength)
    let isExact = found.encoding == .utf8
    let end = start + part.size
    let own = corrections.filter { isExact && $0.offset >= start && $0.offset < end }.map { correction in
      Correction(offset: correction.offset - start, length: correction.length, bytes: correction.bytes)
    }
    return try ByteSource(
      raw, survey: found, chunk: chunk, start: isExact ? start : nil, corrections: own)
  }

  /// Bytes consumed so far of `FileSurvey.size`: before unzipping and decoding, of a zip file's member after unzipping. Of
  /// a package the bytes of its parts.
  public var bytesRead: Int64 { plain.bytesRead }

  /// Appends up to `count` bytes of UTF-8 to `buffer`; returns how many, 0 only at the end. A character may be cut
  /// in two by the end of a read.
  ///
  /// - Throws: `file-changed`, `read-failed`, `gzip-truncated`, `gzip-damaged`, `zip-damaged`.
  public func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    let count = min(count, chunk, ByteSource.mostAtOnce)
    precondition(count > 0, "reads of at least one byte")
    if corrector == nil { return try readDecoded(into: &buffer, atMost: count) }
    while given == corrected.count {
      corrected.removeAll(keepingCapacity: true)
      given = 0
      var piece: [UInt8] = []
      if try readDecoded(into: &piece, atMost: min(chunk, ByteSource.blockSize)) == 0 {
        corrector?.finish(into: &corrected)
        if corrected.isEmpty { return 0 }
      }
      corrector?.pass(piece[...], into: &corrected)
    }
    let size = min(count, corrected.count - given)
    buffer.append(contentsOf: corrected[given..<given + size])
    given += size
    return size
  }

  private func readDecoded(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    if transcoder == nil { return try readPlain(into: &buffer, atMost: count) }
    while used == decoded.count, !isAtEnd {
      decoded.removeAll(keepingCapacity: true)
      used = 0
      undecoded.removeAll(keepingCapacity: true)
      if try readPlain(into: &undecoded, atMost: min(chunk, ByteSource.blockSize)) > 0 {
        transcoder?.append(undecoded, to: &decoded)
      } else {
        transcoder?.finish(to: &decoded)
      }
    }
    let given = min(count, decoded.count - used)
    buffer.append(contentsOf: decoded[used..<used + given])
    used += given
    return given
  }

  /// Bytes after inflating and after the byte order mark.
  private func readPlain(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    if isAtEnd { return 0 }
    while markLeft > 0 {
      var mark: [UInt8] = []
      let got = try plain.read(into: &mark, atMost: markLeft)
      // The survey saw the mark: a file without it is another file.
      guard got > 0 else { throw fileChanged(name) }
      markLeft -= got
    }
    let got = try plain.read(into: &buffer, atMost: count)
    if got == 0 {
      isAtEnd = true
      let now = try plain.state()
      guard now == nil || now == survey.state, plain.bytesRead == contentSize else { throw fileChanged(name) }
    }
    return got
  }
}
