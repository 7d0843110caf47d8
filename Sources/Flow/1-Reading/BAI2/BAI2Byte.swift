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

  /// 0 to 9, or nil. The subtraction wraps to 208...255 for bytes below "0".
  static func digit(_ byte: UInt8) -> UInt8? { byte &- 48 < 10 ? byte &- 48 : nil }

  /// The subtraction wraps to 159...255 for bytes below "a".
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  /// The end of `first..<last` without its trailing blanks.
  static func trimmedEnd(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> Int {
    var end = last
    while end > first, isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
