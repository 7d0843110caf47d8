import Records

/// A look at the end of an archive before libzip makes room for what stands there.
///
///     directory, [zip64 end, zip64 locator], end = PK 5 6, disks, entries, size of the directory … comment
///
/// Room for the directory is made by the numbers the end states, and a few bytes can state billions of entries.
enum ZipTail {
  /// The longest comment, the end, and the locator before it.
  private static let longest = 65_535 + 22 + 20
  /// Bytes at most of a directory.
  private static let largestDirectory: UInt64 = 67_108_864

  /// - Throws: `zip-members-too-many`, `read-failed`.
  static func check(_ raw: RawBytes, size: Int64, limits: InflateLimits) throws(Fault) {
    let start = max(0, size - Int64(longest))
    let tail = try bytes(raw, from: start, count: Int(size - start))
    guard tail.count >= 4 else { return }
    // Every place that could be taken for an end counts, for which one libzip takes is its own affair.
    for at in 0...tail.count - 4 where tail[at] == 0x50 && tail[at + 1] == 0x4B {
      switch (tail[at + 2], tail[at + 3]) {
      case (5, 6):
        let entries = number(tail, at + 10, 2)
        let directory = number(tail, at + 12, 4)
        // All bits set: the number stands in the zip64 end.
        if entries != 0xFFFF, directory != 0xFFFF_FFFF { try judge(entries, directory, raw.name, limits) }
      case (6, 7):
        guard let offset = number(tail, at + 8, 8), let offset = Int64(exactly: offset), offset < size else {
          continue
        }
        let end = try bytes(raw, from: offset, count: 56)
        guard end.starts(with: [0x50, 0x4B, 6, 6]) else { continue }
        try judge(number(end, 32, 8), number(end, 40, 8), raw.name, limits)
      default: continue
      }
    }
  }

  private static func judge(
    _ entries: UInt64?, _ directory: UInt64?, _ file: String, _ limits: InflateLimits
  ) throws(Fault) {
    guard let entries, let directory else { return }
    if entries > UInt64(clamping: limits.members) || directory > largestDirectory {
      throw ZipFaults.tooManyMembers(file, limit: limits.members)
    }
  }

  private static func bytes(_ raw: RawBytes, from start: Int64, count: Int) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let got = try raw.read(at: start + Int64(bytes.count), into: &bytes, atMost: count - bytes.count)
      if got == 0 { break }
    }
    return bytes
  }

  /// A number of `count` bytes, the lowest first; nil when it does not lie in the bytes.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64? {
    guard at >= 0, at + count <= bytes.count else { return nil }
    return bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
