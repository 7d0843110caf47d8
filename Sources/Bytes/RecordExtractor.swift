public import Records

/// Goes through a file once more and gives back the bytes of places in it: what stands beside rejections.
public enum RecordExtractor {
  /// The bytes of one place.
  public struct Excerpt: Sendable, Hashable {
    /// The bytes of the range, as far as the limit and the file reach.
    public var bytes: [UInt8]
    /// The line that the first byte of the range lies in, without its end; of a line longer than the reach
    /// only the part around that byte.
    public var line: [UInt8]
    /// Index of the range's first byte in `line`.
    public var position: Int
  }

  /// How far a line is followed to either side.
  public static let reach = 4096

  /// Reads the file from its beginning to the last range.
  ///
  /// - Parameters:
  ///   - ranges: offsets in the decoded bytes, sorted by their lower bounds; they may overlap and be empty.
  ///   - limit: bytes at most of one excerpt.
  ///   - body: takes each range's index in `ranges` and its excerpt, in order.
  /// - Throws: what reading throws, `file-changed` among it; what `body` throws.
  public static func extract(
    _ ranges: [Range<Int64>], from path: String, survey: FileSurvey, limit: Int = 65_536,
    _ body: (Int, Excerpt) throws(Fault) -> Void
  ) throws(Fault) {
    try extract(ranges, from: try ByteSource(path: path, survey: survey), limit: limit, body)
  }

  /// The same from an open source that nothing was read from yet.
  public static func extract(
    _ ranges: [Range<Int64>], from source: ByteSource, limit: Int = 65_536,
    _ body: (Int, Excerpt) throws(Fault) -> Void
  ) throws(Fault) {
    var window = Window(source: source)
    for (index, range) in ranges.enumerated() {
      precondition(range.lowerBound >= 0, "offsets from 0")
      let end = min(range.upperBound, range.lowerBound + Int64(limit))
      try window.move(
        from: range.lowerBound - Int64(reach), through: max(end, range.lowerBound + Int64(reach)))
      try body(index, window.excerpt(range.lowerBound..<end))
    }
  }
}

/// The part of a file that is in memory, moving towards its end.
private struct Window {
  let source: ByteSource
  private var bytes: [UInt8] = []
  /// Offset of `bytes[0]` in the file, and how many first bytes are no longer needed.
  private var base: Int64 = 0
  private var passed = 0

  private static let blockSize = 1_048_576

  init(source: ByteSource) { self.source = source }

  /// Reads until the window reaches `end` or the file ends, and lets go of what lies before `start`.
  mutating func move(from start: Int64, through end: Int64) throws(Fault) {
    while true {
      passed = Int(max(Int64(passed), min(start - base, Int64(bytes.count))))
      if base + Int64(bytes.count) >= end { return }
      if passed >= Window.blockSize || passed == bytes.count {
        bytes.removeFirst(passed)
        base += Int64(passed)
        passed = 0
      }
      if try source.read(into: &bytes, atMost: Window.blockSize) == 0 { return }
    }
  }

  func excerpt(_ range: Range<Int64>) -> RecordExtractor.Excerpt {
    let count = bytes.count
    let start = Int(min(max(range.lowerBound - base, 0), Int64(count)))
    let end = Int(min(max(range.upperBound - base, 0), Int64(count)))
    var first = start
    while first > max(passed, start - RecordExtractor.reach), !isLineEnd(bytes[first - 1]) { first -= 1 }
    var last = start
    while last < min(count, start + RecordExtractor.reach), !isLineEnd(bytes[last]) { last += 1 }
    return RecordExtractor.Excerpt(
      bytes: Array(bytes[start..<end]), line: Array(bytes[first..<last]), position: start - first)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}
