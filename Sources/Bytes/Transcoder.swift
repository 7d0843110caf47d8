/// Turns text of another encoding into UTF-8, piece by piece.
///
/// What stands for nothing (a half of a surrogate pair, a byte the code page leaves out) becomes U+FFFD; a survey
/// has seen to it that only damaged UTF-16 comes to that.
struct Transcoder {
  private enum Form {
    /// The UTF-8 of each byte from 0x80, three places each; 0 fills up. 384 values.
    case codePage([UInt8])
    case utf16(isBigEndian: Bool)
  }

  private let form: Form
  /// The first byte of a code unit whose second is still to come.
  private var halfUnit: UInt8?
  /// The high half of a surrogate pair whose low one is still to come.
  private var high: UInt16?

  /// Nil for UTF-8, which needs nothing.
  init?(_ encoding: TextEncoding) {
    if encoding == .utf8 { return nil }
    guard let page = CodePage(encoding) else {
      form = .utf16(isBigEndian: encoding == .utf16BigEndian)
      return
    }
    var table: [UInt8] = []
    for scalar in page.scalars {
      var bytes: [UInt8] = []
      Transcoder.append(scalar == 0 ? 0xFFFD : UInt32(scalar), to: &bytes)
      table += bytes + repeatElement(0, count: 3 - bytes.count)
    }
    form = .codePage(table)
  }

  /// Appends the UTF-8 of the next bytes.
  mutating func append(_ bytes: [UInt8], to text: inout [UInt8]) {
    switch form {
    case .codePage(let table):
      text.reserveCapacity(text.count + bytes.count + bytes.count / 8)
      for byte in bytes {
        guard byte >= 0x80 else {
          text.append(byte)
          continue
        }
        let at = Int(byte & 0x7F) * 3
        text.append(table[at])
        if table[at + 1] != 0 { text.append(table[at + 1]) }
        if table[at + 2] != 0 { text.append(table[at + 2]) }
      }
    case .utf16(let isBigEndian):
      text.reserveCapacity(text.count + bytes.count)
      for byte in bytes {
        guard let before = halfUnit else {
          halfUnit = byte
          continue
        }
        halfUnit = nil
        let unit = isBigEndian ? UInt16(before) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(before)
        take(unit, to: &text)
      }
    }
  }

  /// Appends what an early end leaves open.
  mutating func finish(to text: inout [UInt8]) {
    if high != nil { Transcoder.append(0xFFFD, to: &text) }
    if halfUnit != nil { Transcoder.append(0xFFFD, to: &text) }
    high = nil
    halfUnit = nil
  }

  private mutating func take(_ unit: UInt16, to text: inout [UInt8]) {
    if let first = high {
      high = nil
      if unit & 0xFC00 == 0xDC00 {
        let scalar = UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF)
        Transcoder.append(scalar + 0x10000, to: &text)
        return
      }
      Transcoder.append(0xFFFD, to: &text)
    }
    switch unit & 0xFC00 {
    case 0xD800: high = unit
    case 0xDC00: Transcoder.append(0xFFFD, to: &text)
    default: Transcoder.append(UInt32(unit), to: &text)
    }
  }

  /// - Parameter scalar: a Unicode scalar value: no surrogate, at most 0x10FFFF.
  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: text.append(UInt8(scalar))
    case 0x80..<0x800:
      text.append(0xC0 | UInt8(scalar >> 6))
      text.append(0x80 | UInt8(scalar & 0x3F))
    case 0x800..<0x10000:
      text.append(0xE0 | UInt8(scalar >> 12))
      text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      text.append(0x80 | UInt8(scalar & 0x3F))
    default:
      text.append(0xF0 | UInt8(scalar >> 18))
      text.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      text.append(0x80 | UInt8(scalar & 0x3F))
    }
  }
}
