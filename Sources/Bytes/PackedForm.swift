import Records

/// How a file is packed, by its first bytes.
enum PackedForm {
  /// How many first bytes tell.
  static let headSize = 4

  /// - Parameter head: the first `headSize` bytes, or all there are.
  static func of(_ head: some Collection<UInt8>) -> FileSurvey.Compression {
    if head.starts(with: [0x1F, 0x8B, 0x08]) { return .gzip }
    guard head.starts(with: [0x50, 0x4B]) else { return .none }
    // A member, the end of an empty archive, or a part of a split one.
    let marks: [[UInt8]] = [[3, 4], [5, 6], [7, 8]]
    return marks.contains { head.dropFirst(2).starts(with: $0) } ? .zip : .none
  }

  /// - Throws: `read-failed`.
  static func of(_ raw: RawBytes) throws(Fault) -> FileSurvey.Compression {
    var head: [UInt8] = []
    while head.count < headSize {
      if try raw.read(at: Int64(head.count), into: &head, atMost: headSize - head.count) == 0 { break }
    }
    return of(head)
  }
}
