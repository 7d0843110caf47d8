/// The texts of cells as they stand in XML.
enum XLSXText {
  /// Appends a text with its escapes resolved: `_x000D_` is the character of that number, `_x005F_` an underscore.
  ///
  /// Standard: ISO/IEC 29500-1, 22.9.2.19 (ST_Xstring). Halves of a surrogate pair that belong together are one character; one
  /// alone, and zero, stay as they are written.
  static func append(_ text: Span<UInt8>, _ range: Range<Int>, to bytes: inout [UInt8]) {
    var at = range.lowerBound
    var copied = at
    while at < range.upperBound {
      guard text[at] == UInt8(ascii: "_"), let (scalar, length) = escape(text, at, range.upperBound) else {
        at += 1
        continue
      }
      copy(text, copied..<at, to: &bytes)
      bytes.append(contentsOf: String(Character(scalar)).utf8)
      at += length
      copied = at
    }
    copy(text, copied..<range.upperBound, to: &bytes)
  }

  /// Appends a piece of a text as it is.
  @inline(__always)
  static func copy(_ text: Span<UInt8>, _ range: Range<Int>, to bytes: inout [UInt8]) {
    // The range lies within the text, and the array is another memory.
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// The character of an escape, and how many bytes it is written in.
  private static func escape(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> (Unicode.Scalar, Int)? {
    guard let first = unit(text, at, end) else { return nil }
    if let scalar = Unicode.Scalar(first) { return first == 0 ? nil : (scalar, 7) }
    guard first < 0xDC00, let second = unit(text, at + 7, end), second >> 10 == 0xDC00 >> 10,
      let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF))
    else { return nil }
    return (scalar, 14)
  }

  /// The number of `_xHHHH_`.
  private static func unit(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> UInt32? {
    guard at + 7 <= end, text[at] == UInt8(ascii: "_"), text[at + 1] | 0x20 == UInt8(ascii: "x"),
      text[at + 6] == UInt8(ascii: "_")
    else { return nil }
    var value: UInt32 = 0
    for index in at + 2..<at + 6 {
      let byte = text[index]
      if let digit = byte.digit {
        value = value << 4 | UInt32(digit)
      } else if byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "f") {
        value = value << 4 | UInt32((byte | 0x20) - UInt8(ascii: "a") + 10)
      } else {
        return nil
      }
    }
    return value
  }
}
