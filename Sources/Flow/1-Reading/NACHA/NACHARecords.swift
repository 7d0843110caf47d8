/// What the records of an ACH file begin with.
enum NACHARecords {
  /// A type, and what a record of the type begins with behind it.
  static func begins(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    func areDigits(_ count: Int) -> Bool { bytes.isDigits(at: start + 1, count: count, before: bytes.count) }
    switch bytes[start] {
    case UInt8(ascii: "1"): return areDigits(2) && bytes[start + 1] == UInt8(ascii: "0")
    case UInt8(ascii: "5"), UInt8(ascii: "8"): return areDigits(3) && bytes[start + 1] == UInt8(ascii: "2")
    case UInt8(ascii: "6"), UInt8(ascii: "7"): return areDigits(2)
    case UInt8(ascii: "9"): return areDigits(6)
    default: return false
    }
  }

  /// What a record may begin with.
  static let types = Array("156789".utf8)

  /// Characters of a record.
  static let length = 94
}

extension PlacedRecord {
  /// Whether it has nothing but nines, as lines have that fill a block of ten.
  func isFill(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.trimmed(range) where bytes[index] != UInt8(ascii: "9") { return false }
    return range.count > 60
  }
}
