import Records

/// What stands between the quotes of JSON.
enum JSONText {
  /// Bytes of the escape that begins at a backslash: 2 or 6; 0 when the bytes end within it, -1 when it is none.
  static func escape(_ bytes: Span<UInt8>, at start: Int) -> Int {
    guard start + 1 < bytes.count else { return 0 }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      for at in start + 2..<start + 6 {
        guard at < bytes.count else { return 0 }
        if hex(bytes[at]) == nil { return -1 }
      }
      return 6
    default: return -1
    }
  }

  /// The text of a range with its escapes taken out; nil when one of them is half a character.
  static func unescaped(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        at += 1
        continue
      }
      let kind = bytes[at + 1]
      if kind != UInt8(ascii: "u") {
        text.append(plain(kind))
        at += 2
        continue
      }
      var scalar = unit(bytes, at + 2)
      at += 6
      if scalar & 0xFC00 == 0xD800 {
        guard at + 6 <= range.upperBound, bytes[at] == UInt8(ascii: "\\"),
          bytes[at + 1] == UInt8(ascii: "u"), case let low = unit(bytes, at + 2), low & 0xFC00 == 0xDC00
        else { return nil }
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
        at += 6
      }
      guard let character = Unicode.Scalar(scalar) else { return nil }
      text.append(contentsOf: UTF8.encode(character).map(Array.init) ?? [])
    }
    return text
  }

  /// What a letter after a backslash stands for.
  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: letter
    }
  }

  /// The number of four hexadecimal digits that are known to be there.
  private static func unit(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
    (start..<start + 4).reduce(0) { $0 << 4 | UInt32(hex(bytes[$1]) ?? 0) }
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    if let digit = byte.digit { return digit }
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f") ? letter - 87 : nil
  }
}
