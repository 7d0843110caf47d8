/// White space at the ends of a value: ASCII blanks and controls used as blanks, the Unicode property
/// White_Space, and the invisible U+200B and U+FEFF.
enum Blanks {
  /// `range` without the blanks at its two ends.
  static func trim(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end {
      let byte = bytes[start]
      if byte > 0x20, byte < 0x80 { break }
      let length = blankLength(bytes, at: start, end: end)
      if length == 0 { break }
      start &+= length
    }
    while start < end {
      let byte = bytes[end &- 1]
      if byte > 0x20, byte < 0x80 { break }
      let length = blankLength(bytes, before: end, start: start)
      if length == 0 { break }
      end &-= length
    }
    return start..<end
  }

  /// Bytes of the blank that begins at `at`; 0 when there is none.
  static func blankLength(_ bytes: Span<UInt8>, at: Int, end: Int) -> Int {
    let byte = bytes[at]
    if byte < 0x80 { return isBlank(byte) ? 1 : 0 }
    guard byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF else { return 0 }
    guard let (scalar, length) = NormalForm.decode(bytes, at, end) else { return 0 }
    return isBlank(scalar) ? length : 0
  }

  /// Bytes of the blank that ends before `end`; 0 when there is none.
  static func blankLength(_ bytes: Span<UInt8>, before end: Int, start: Int) -> Int {
    let last = bytes[end - 1]
    if last < 0x80 { return isBlank(last) ? 1 : 0 }
    for length in 2...3 where end - length >= start && bytes[end - length] >= 0xC0 {
      guard let decoded = NormalForm.decode(bytes, end - length, end), decoded.length == length else {
        return 0
      }
      return isBlank(decoded.scalar) ? length : 0
    }
    return 0
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  static func isBlank(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
      0xFEFF:
      true
    default: false
    }
  }
}
