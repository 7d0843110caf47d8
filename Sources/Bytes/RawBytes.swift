import Records

/// The bytes of a file, or of an array in tests, one after the other and not interpreted.
struct RawBytes {
  enum Origin {
    case file(InputFile)
    case memory([UInt8], name: String)
  }

  private let origin: Origin
  /// Bytes handed out so far.
  private(set) var position: Int64 = 0

  init(_ origin: Origin) { self.origin = origin }

  var name: String {
    switch origin {
    case .file(let file): file.path
    case .memory(_, let name): name
    }
  }

  /// Nil for memory, which does not change.
  func state() throws(Fault) -> FileState? {
    if case .file(let file) = origin { return try file.state() }
    return nil
  }

  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  mutating func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    let got = try read(at: position, into: &buffer, atMost: count)
    position += Int64(got)
    return got
  }

  /// Appends up to `count` bytes from `offset` on to `buffer`; returns how many, 0 at the end and behind it.
  func read(at offset: Int64, into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    switch origin {
    case .file(let file):
      return try file.read(at: offset, appendingTo: &buffer, atMost: count)
    case .memory(let bytes, _):
      let piece = bytes.dropFirst(Int(offset)).prefix(count)
      buffer.append(contentsOf: piece)
      return piece.count
    }
  }
}
