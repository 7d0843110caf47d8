import Records

/// One record of fixed places in the block at hand: a line, or a part of one that has so many characters.
struct PlacedRecord {
  /// Its bytes, without a line end and without what stands behind its last place.
  var range: Range<Int>
  /// Line of its first byte, from 1.
  var line: Int32
  /// Every character is one byte.
  var isASCII: Bool
  /// Characters behind its last place were passed over.
  var isCut = false

  /// Its first byte.
  func type(_ bytes: Span<UInt8>) -> UInt8 { bytes[range.lowerBound] }

  /// Characters `first` through `last`, counted from 1; less where the record ends before.
  func field(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> Range<Int> {
    if isASCII {
      let start = min(range.lowerBound + first - 1, range.upperBound)
      return start..<min(range.lowerBound + last, range.upperBound)
    }
    let start = place(bytes, of: first)
    return start..<max(start, place(bytes, of: last + 1))
  }

  /// The same without the blanks around it.
  func value(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> Range<Int> {
    bytes.trimmed(field(bytes, first, last))
  }

  /// The same as text.
  func text(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> String {
    bytes.text(value(bytes, first, last))
  }

  /// The first byte of a character, counted from 1; the end where the record has fewer.
  private func place(_ bytes: Span<UInt8>, of character: Int) -> Int {
    var left = character
    for index in range where !bytes[index].continuesCharacter {
      left -= 1
      if left == 0 { return index }
    }
    return range.upperBound
  }
}

extension UInt8 {
  /// Whether it is the second or a later byte of a character of UTF-8.
  var continuesCharacter: Bool { self & 0xC0 == 0x80 }
}

extension Span where Element == UInt8 {
  /// The number that digits make, at most 38 of them; nil for anything else, and where there is none.
  func number(_ range: Range<Int>) -> Int128? {
    guard !range.isEmpty, range.count <= 38 else { return nil }
    if range.count <= 18 { return smallNumber(range).map { Int128($0) } }
    var value: Int128 = 0
    for index in range {
      guard let digit = self[index].digit else { return nil }
      value = value * 10 + Int128(digit)
    }
    return value
  }

  /// The number that at most 18 digits make; nil for anything else.
  private func smallNumber(_ range: Range<Int>) -> Int64? {
    var value: Int64 = 0
    for index in range {
      guard let digit = self[index].digit else { return nil }
      value = value * 10 + Int64(digit)
    }
    return value
  }
}
