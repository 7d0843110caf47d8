import Records

/// What stands where an interchange is due: its header ISA, and the separators it gives.
///
///     ISA*00*…10…*00*…10…*ZZ*…15…*ZZ*…15…*260105*1200*U*00401*000000001*0*P*:~
///        |                                                                  | segment end
///        element separator                                                  component separator
enum X12Header {
  private static let fixedLength = 106
  /// Headers that wraps and padding make longer are still shorter.
  private static let longest = 1024

  /// - Parameter at: the first byte that is no blank.
  static func read(_ bytes: Span<UInt8>, at: Int, atEnd: Bool) -> SegmentStart {
    guard at < bytes.count else { return atEnd ? .nothing : .needMore }
    guard at + 3 < bytes.count else { return atEnd ? .other("") : .needMore }
    let separator = bytes[at + 3]
    guard bytes[at] == UInt8(ascii: "I"), bytes[at + 1] == UInt8(ascii: "S"),
      bytes[at + 2] == UInt8(ascii: "A"), canSeparate(separator)
    else { return .other(tag(bytes, at)) }
    if bytes.count - at < longest, !atEnd { return .needMore }
    let end = min(bytes.count, at + longest)
    if let behind = behindSeparators(bytes, at, end, separator),
      let marks = marks(bytes, separator, componentAt: behind, end)
    {
      return .found(marks, length: 0, isUsual: behind == at + fixedLength - 2)
    }
    if at + fixedLength <= end, let marks = marks(bytes, separator, componentAt: at + fixedLength - 2, end) {
      return .found(marks, length: 0, isUsual: true)
    }
    return .broken
  }

  /// Behind the sixteenth separator.
  private static func behindSeparators(
    _ bytes: Span<UInt8>, _ at: Int, _ end: Int, _ separator: UInt8
  ) -> Int? {
    var count = 0
    for index in at + 3..<end where bytes[index] == separator {
      count += 1
      if count == 16 { return index + 1 }
    }
    return nil
  }

  /// The separators of a header whose component separator is there; nil when what follows is no segment.
  private static func marks(
    _ bytes: Span<UInt8>, _ separator: UInt8, componentAt: Int, _ end: Int
  ) -> SegmentMarks? {
    var at = componentAt
    var marks = SegmentMarks(
      element: separator, component: nil, release: nil, terminator: nil, hasBinary: true)
    let component = character(bytes, at, end)
    if let first = component.first, first != 10, first != 13 {
      guard canSeparate(first), first != separator else { return nil }
      if component.count == 1 { marks.component = first }
      at += component.count
    }
    while at < end, bytes[at] == 0x20 { at += 1 }
    let terminator = character(bytes, at, end)
    if let first = terminator.first, first != 10, first != 13 {
      guard canSeparate(first), first != separator else { return nil }
      marks.terminator = terminator
      at += terminator.count
    }
    while at < end, bytes[at].isBlank { at += 1 }
    return beginsSegment(bytes, at, end, separator) ? marks : nil
  }

  /// Whether a tag and an element separator stand there, or nothing more.
  private static func beginsSegment(
    _ bytes: Span<UInt8>, _ at: Int, _ end: Int, _ separator: UInt8
  ) -> Bool {
    if at == end { return true }
    var index = at
    while index < end, index - at < 5, bytes[index] != separator {
      guard isWord(bytes[index]) || bytes[index].isBlank else { return false }
      index += 1
    }
    return index < end && index > at && bytes[index] == separator
  }

  /// The bytes of one character of UTF-8; none at the end.
  private static func character(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> [UInt8] {
    guard at < end else { return [] }
    var character = [bytes[at]]
    while at + character.count < end, character.count < 4, bytes[at + character.count] & 0xC0 == 0x80 {
      character.append(bytes[at + character.count])
    }
    return character
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.digit != nil || byte.isCapital || (byte &- 0x20).isCapital
  }

  /// Letters, digits and blanks part nothing; control bytes may.
  private static func canSeparate(_ byte: UInt8) -> Bool { !isWord(byte) && byte != 0x20 }

  /// The letters before the first byte that is none, three at most.
  private static func tag(_ bytes: Span<UInt8>, _ at: Int) -> String {
    var end = at
    while end < bytes.count, end - at < 3, bytes[end].isCapital || bytes[end].digit != nil { end += 1 }
    return end > at + 1 && end < bytes.count && canSeparate(bytes[end]) ? bytes.text(at..<end) : ""
  }
}
