@_spi(_Unicode) import Swift

/// Unicode normalization form C, so that one text has one spelling in bytes.
///
/// Standard: Unicode Standard Annex #15. Nearly all text of banks is ASCII or passes the quick check below;
/// what does not goes through the normalizer of the standard library.
enum NormalForm {
  /// True when every byte of the range is ASCII, which is in normal form.
  static func isASCII(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    // Bytes have no padding or invariants to look past.
    let raw = unsafe bytes.bytes
    var high: UInt64 = 0
    while at &+ 8 <= end {
      // Any eight bytes are a UInt64, and the load checks its bounds.
      high |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      at &+= 8
    }
    var rest: UInt8 = 0
    while at < end {
      rest |= bytes[at]
      at &+= 1
    }
    return high & 0x8080_8080_8080_8080 == 0 && rest < 0x80
  }

  /// True when the text is surely in normal form; false when it may not be.
  static func passesQuickCheck(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    while at < end {
      let byte = bytes[at]
      if byte < 0x80 {
        at &+= 1
      } else if byte >= 0xC2, byte <= 0xCB, at &+ 1 < end, bytes[at &+ 1] & 0xC0 == 0x80 {
        // U+0080 to U+02FF: what most of Europe writes.
        at &+= 2
      } else {
        guard let (scalar, length) = decode(bytes, at, end), isStable(scalar) else { return false }
        at &+= length
      }
    }
    return true
  }

  /// Appends the text in normal form.
  static func append(_ text: String, to arena: inout [UInt8]) {
    for scalar in text._nfc {
      if let units = UTF8.encode(scalar) { arena.append(contentsOf: units) }
    }
  }

  /// The bytes of a word of the pipeline in normal form.
  static func bytes(of text: String) -> [UInt8] {
    var result: [UInt8] = []
    append(text, to: &result)
    return result
  }

  /// One scalar of two to four bytes and its length; nil when the bytes are not well-formed UTF-8.
  static func decode(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> (scalar: UInt32, length: Int)? {
    let lead = bytes[at]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4, at + length <= end else { return nil }
    var scalar = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length {
      let byte = bytes[at + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    guard scalar >= least, scalar <= 0x10_FFFF, !(0xD800...0xDFFF).contains(scalar) else { return nil }
    return (scalar, length)
  }

  /// Scalars that never change under normalization and never join with the one before them: combining class
  /// 0, quick check "yes". Not all of them, only the ranges that statements are full of.
  static func isStable(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xA0...0x2FF: true  // Latin-1 to spacing modifiers
    case 0x388...0x482, 0x48A...0x52F: true  // Greek, Cyrillic
    case 0x5D0...0x5EA, 0x620...0x64A: true  // Hebrew and Arabic letters
    case 0xE01...0xE37: true  // Thai letters
    case 0x1E00...0x1EFF: true  // Latin with marks
    case 0x2002...0x20C0: true  // punctuation, currency signs
    case 0x2190...0x2328, 0x2500...0x27BF: true  // arrows, mathematics, boxes, dingbats
    case 0x3000...0x3029, 0x3041...0x3096, 0x309B...0x30FF: true  // kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF: true  // ideographs
    case 0xAC00...0xD7A3: true  // Hangul syllables
    case 0xFF01...0xFFEF: true  // full and half width
    case 0x1F300...0x1FAFF: true  // pictographs
    default: false
    }
  }

  /// The range as a string; bytes that are not UTF-8 become U+FFFD.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for at in range { copy.append(bytes[at]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
