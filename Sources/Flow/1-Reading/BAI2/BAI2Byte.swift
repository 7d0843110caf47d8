/// The bytes that mean something in BAI2.
enum BAI2Byte {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let comma = UInt8(ascii: ",")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")

  /// What banks fill records and blocks with: blank, tab, NUL and the old end-of-file mark.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0 || byte == 0x1A }

  /// The subtraction wraps to 159...255 for bytes below "a".
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  /// The end of `first..<last` without its trailing blanks.
  static func trimmedEnd(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> Int {
    var end = last
    while end > first, isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }
}
