import Records

/// Reads texts as they are meant: entities, sections, comments and line ends.
enum OFXText {
  /// Appends a value. A line end with the blanks around it becomes a line feed.
  static func append(_ bytes: Span<UInt8>, _ value: OFXFramer.Value, to text: inout [UInt8]) {
    let start = text.count
    var at = value.range.lowerBound
    while at < value.range.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "<"): at = section(bytes, at, value.range.upperBound, to: &text)
      case UInt8(ascii: "&"): at = entity(bytes, at, value.range.upperBound, to: &text)
      case 10, 13:
        while text.count > start, text[text.count - 1].isBlank { text.removeLast() }
        if text.count > start { text.append(10) }
        while at < value.range.upperBound, bytes[at].isBlank { at += 1 }
      default:
        text.append(bytes[at])
        at += 1
      }
    }
    while text.count > start, text[text.count - 1].isBlank { text.removeLast() }
  }

  /// A value of one column, for people: as it is meant.
  static func string(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) -> String {
    if value.isPlain { return bytes.text(value.range) }
    var text: [UInt8] = []
    append(bytes, value, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// What begins at a `<` within a text; returns where it ends.
  private static func section(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, to text: inout [UInt8]) -> Int {
    guard case .other(let behind) = OFXFramer.markup(bytes, at: at) else {
      text.append(bytes[at])
      return at + 1
    }
    if OFXFramer.begins(bytes, at, "<![CDATA[") {
      for index in at + 9..<max(at + 9, behind - 3) { text.append(bytes[index]) }
    }
    return min(behind, end)
  }

  /// Bytes at most between `&` and `;`.
  private static let longestEntity = 10

  /// What an `&` begins; a text that is none of the known entities stays as it is.
  private static func entity(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, to text: inout [UInt8]) -> Int {
    var semicolon = at + 1
    let limit = min(end, at + 2 + longestEntity)
    while semicolon < limit, bytes[semicolon] != UInt8(ascii: ";") { semicolon += 1 }
    guard semicolon < limit, let scalar = scalar(bytes, at + 1..<semicolon) else {
      text.append(bytes[at])
      return at + 1
    }
    text.append(contentsOf: String(scalar).utf8)
    return semicolon + 1
  }

  private static func scalar(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Unicode.Scalar? {
    guard let first = name.first else { return nil }
    if bytes[first] == UInt8(ascii: "#") { return number(bytes, first + 1..<name.upperBound) }
    let word = bytes.text(name)
    return named.first { $0.0 == word }?.1
  }

  private static let named: [(String, Unicode.Scalar)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " "),
  ]

  /// `38`, `x26`; nil for what is no character of a text.
  private static func number(_ bytes: Span<UInt8>, _ digits: Range<Int>) -> Unicode.Scalar? {
    guard let first = digits.first else { return nil }
    let isHexadecimal = bytes[first] == UInt8(ascii: "x") || bytes[first] == UInt8(ascii: "X")
    let range = isHexadecimal ? first + 1..<digits.upperBound : digits
    guard range.count <= 7, let value = UInt32(bytes.text(range), radix: isHexadecimal ? 16 : 10),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return scalar.properties.generalCategory == .control ? nil : scalar
  }
}
