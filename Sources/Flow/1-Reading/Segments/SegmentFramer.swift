import Records

/// Finds the segments of an interchange in a block of bytes.
///
/// A segment runs to its terminator; line ends, blanks and control bytes around it are passed over. The framer never keeps
/// bytes: positions are indices into the block it was given last. After `.needMore` it stands at the start of what the
/// block does not hold whole.
struct SegmentFramer {
  enum Step {
    case segment
    case needMore
    case finished
  }

  let file: String
  /// What parts the segments; set once the interchange is known.
  var marks = SegmentMarks(element: 0, component: nil, release: nil, terminator: nil)
  /// Where the next segment starts.
  private(set) var cursor = 0
  private(set) var start = 0
  /// Behind its last byte that is no blank, before its terminator.
  private(set) var end = 0
  private(set) var startLine: Int32 = 1
  /// Up to three bytes of its tag, the first one highest.
  private(set) var tag: UInt32 = 0
  /// A segment's bytes did not end where their number says.
  private(set) var isBinaryBroken = false
  /// Of `cursor`, from 1. Wraps only beyond two thousand million lines; a block is far smaller than that.
  private(set) var line: Int32 = 1

  init(file: String) { self.file = file }

  /// Its tag where it looks like one; else what it is called in words.
  var tagText: String {
    let letters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: tag >> $0) }.filter { $0 != 0 }
    let isTag = letters.count > 1 && letters.allSatisfy { $0.isCapital || $0.digit != nil }
    return isTag ? String(decoding: letters, as: UTF8.self) : "something that is no segment"
  }

  /// Of the current segment.
  var place: Place { Place(file: file, line: Int(startLine)) }

  /// The block has lost its first `count` bytes.
  mutating func drop(_ count: Int) { cursor -= count }

  /// Passes bytes that are no segment and hold no line end.
  mutating func pass(_ count: Int) { cursor += count }

  /// Passes blanks, line ends and control bytes, and the byte order mark; false when only the next block tells whether
  /// more follow.
  mutating func skipBlanks(_ bytes: Span<UInt8>, atEnd: Bool) -> Bool {
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == 0xEF, cursor + 2 < bytes.count, bytes[cursor + 1] == 0xBB, bytes[cursor + 2] == 0xBF {
        cursor += 3
        continue
      }
      guard byte.isBlank else { return true }
      // Whether a CR is a line end of its own shows behind it.
      if byte == 13, cursor + 2 >= bytes.count, !atEnd { return false }
      if SegmentFramer.isLineEnd(bytes, cursor) { line &+= 1 }
      cursor += 1
    }
    return atEnd
  }

  /// LF, and a CR that is not part of CRLF or CRCRLF.
  private static func isLineEnd(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    if bytes[at] != 13 { return bytes[at] == 10 }
    let next = at + 1 < bytes.count ? bytes[at + 1] : 0
    return next != 10 && (next != 13 || at + 2 >= bytes.count || bytes[at + 2] != 10)
  }

  /// - Parameter atEnd: the block reaches to the end of the file, which ends the last segment as well.
  mutating func next(_ bytes: Span<UInt8>, atEnd: Bool) -> Step {
    while true {
      guard skipBlanks(bytes, atEnd: atEnd) else { return .needMore }
      if cursor == bytes.count { return atEnd ? .finished : .needMore }
      guard find(bytes, atEnd: atEnd) else { return .needMore }
      // Nothing between two terminators is no segment.
      if end > start { return .segment }
    }
  }

  /// The segment at the cursor; false when the block does not hold it whole.
  private mutating func find(_ bytes: Span<UInt8>, atEnd: Bool) -> Bool {
    readTag(bytes)
    isBinaryBroken = false
    var found = cursor
    if marks.hasBinary, tag == 0x42_494E || tag == 0x42_4453 {  // BIN, BDS
      guard let behind = binaryEnd(bytes, atEnd: atEnd) else { return false }
      found = behind
    }
    var lines: Int32 = 0
    guard let stop = terminator(bytes, from: found, atEnd: atEnd, &lines) else { return false }
    for at in cursor..<found where SegmentFramer.isLineEnd(bytes, at) { lines &+= 1 }
    (start, startLine, end) = (cursor, line, stop.end)
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    // Some end their segments with the component separator and a line end.
    if marks.terminator == nil, end > start, bytes[end - 1] == marks.component { end -= 1 }
    cursor = stop.next
    line &+= lines
    return true
  }

  private mutating func readTag(_ bytes: Span<UInt8>) {
    tag = 0
    var (at, count) = (cursor, 0)
    while at < bytes.count, count < 3, bytes[at] != marks.element, bytes[at] != marks.component,
      bytes[at] != marks.terminator?[0]
    {
      if bytes[at] != 10, bytes[at] != 13 {
        tag = tag << 8 | UInt32(bytes[at])
        count += 1
      } else if marks.terminator == nil {
        break
      }
      at += 1
    }
  }

  /// The end of the segment from `from` on, and where the next one may begin; nil when the block ends before.
  private func terminator(
    _ bytes: Span<UInt8>, from: Int, atEnd: Bool, _ lines: inout Int32
  ) -> (end: Int, next: Int)? {
    let first = marks.terminator?[0] ?? 10
    let release = marks.release
    let endsWithLine = marks.terminator == nil
    var at = from
    while at < bytes.count {
      let byte = bytes[at]
      if byte == first {
        if endsWithLine { return (at, at) }
        switch tail(bytes, at, atEnd: atEnd) {
        case nil: return nil
        case true?: return (at, at + (marks.terminator?.count ?? 1))
        case false?: break
        }
      }
      if byte == 13, endsWithLine { return (at, at) }
      if byte <= 13, SegmentFramer.isLineEnd(bytes, at) { lines &+= 1 }
      at += 1
      if byte == release {
        // A wrap may part the release mark from its character.
        while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 {
          if SegmentFramer.isLineEnd(bytes, at) { lines &+= 1 }
          at += 1
        }
        at += 1
      }
    }
    return atEnd ? (bytes.count, bytes.count) : nil
  }

  /// Whether the bytes of the terminator behind its first one follow; nil when the block ends before.
  private func tail(_ bytes: Span<UInt8>, _ at: Int, atEnd: Bool) -> Bool? {
    guard let terminator = marks.terminator, terminator.count > 1 else { return true }
    guard at + terminator.count <= bytes.count else { return atEnd ? false : nil }
    for place in 1..<terminator.count where bytes[at + place] != terminator[place] { return false }
    return true
  }

  /// Where the terminator of a segment stands that carries bytes by their number: `BIN*count*bytes`,
  /// `BDS*filter*count*bytes`. Where none stands there, the start of the segment; nil when the block ends before.
  private mutating func binaryEnd(_ bytes: Span<UInt8>, atEnd: Bool) -> Int? {
    var separators = tag == 0x42494E ? 2 : 3
    var (at, count) = (cursor, 0)
    while at < bytes.count, separators > 0 {
      if bytes[at] == marks.element {
        separators -= 1
      } else if separators == 1 {
        guard let digit = bytes[at].digit, count < 1 << 40 else { break }
        count = count * 10 + Int(digit)
      }
      at += 1
    }
    if at == bytes.count, separators > 0, !atEnd { return nil }
    guard separators == 0 else {
      isBinaryBroken = true
      return cursor
    }
    if count > bytes.count - at, !atEnd { return nil }
    if let end = binaryEnd(bytes, at, count) { return end }
    isBinaryBroken = true
    return cursor
  }

  /// Counted in bytes, and where that does not meet a terminator, in characters.
  private func binaryEnd(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    if count <= bytes.count - start, isEnd(bytes, start + count) { return start + count }
    var (at, left) = (start, count)
    while at < bytes.count, left > 0 || bytes[at] & 0xC0 == 0x80 {
      if bytes[at] & 0xC0 != 0x80 { left -= 1 }
      at += 1
    }
    return left == 0 && isEnd(bytes, at) ? at : nil
  }

  private func isEnd(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    if at == bytes.count { return true }
    guard let terminator = marks.terminator else { return bytes[at] == 10 || bytes[at] == 13 }
    return bytes[at] == terminator[0] && tail(bytes, at, atEnd: true) == true
  }
}
