import Records

/// The bytes of a file after inflating, when it is a gzip file; as they are, when not.
struct PlainBytes {
  let compression: FileSurvey.Compression
  private var raw: RawBytes
  private let inflater: Inflater?

  /// Looks at the first bytes: a gzip file starts with 1F 8B 08.
  init(_ raw: RawBytes, limits: InflateLimits) throws(Fault) {
    var probe = raw
    var head: [UInt8] = []
    while head.count < 3 { if try probe.read(into: &head, atMost: 3 - head.count) == 0 { break } }
    self.init(raw, compression: head == [0x1F, 0x8B, 0x08] ? .gzip : .none, limits: limits)
  }

  init(_ raw: RawBytes, compression: FileSurvey.Compression, limits: InflateLimits) {
    self.raw = raw
    self.compression = compression
    inflater = compression == .gzip ? Inflater(limits: limits) : nil
  }

  /// Bytes of the file consumed, before inflating.
  var bytesRead: Int64 { raw.position }

  /// See `RawBytes.state`.
  func state() throws(Fault) -> FileState? { try raw.state() }

  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  mutating func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    guard let inflater else { return try raw.read(into: &buffer, atMost: count) }
    return try inflater.read(from: &raw, into: &buffer, atMost: count)
  }
}
