import Records

/// The bytes of a text after inflating: of a gzip file, of a member of a zip file, of all parts of a package, or of a
/// file as it is.
struct PlainBytes {
  private enum Form {
    case asIs
    case gzip(Inflater)
    case member(ZipMember)
    case parts(ZipParts)
  }

  let compression: FileSurvey.Compression
  private var raw: RawBytes
  private let form: Form

  /// A file that is no archive.
  ///
  /// - Parameter compression: `none` or `gzip`.
  init(_ raw: RawBytes, compression: FileSurvey.Compression, limits: InflateLimits) {
    precondition(compression == .none || compression == .gzip, "of an archive its members are read")
    self.raw = raw
    self.compression = compression
    form = compression == .gzip ? .gzip(Inflater(limits: limits)) : .asIs
  }

  /// A member of an archive.
  init(_ raw: RawBytes, member: ZipMember) {
    self.raw = raw
    compression = .zip
    form = .member(member)
  }

  /// A package.
  init(_ raw: RawBytes, parts: ZipParts) {
    self.raw = raw
    compression = .package
    form = .parts(parts)
  }

  /// The file, or the archive and the member.
  var name: String {
    if case .member(let member) = form { return member.name }
    return raw.name
  }

  /// Bytes of the file consumed, before inflating; of a member and of a package after inflating.
  var bytesRead: Int64 {
    switch form {
    case .asIs, .gzip: raw.position
    case .member(let member): member.position
    case .parts(let parts): parts.position
    }
  }

  /// See `RawBytes.state`.
  func state() throws(Fault) -> FileState? { try raw.state() }

  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  mutating func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    switch form {
    case .asIs: try raw.read(into: &buffer, atMost: count)
    case .gzip(let inflater): try inflater.read(from: &raw, into: &buffer, atMost: count)
    case .member(let member): try member.read(into: &buffer, atMost: count)
    case .parts(let parts): try parts.read(into: &buffer, atMost: count)
    }
  }
}
