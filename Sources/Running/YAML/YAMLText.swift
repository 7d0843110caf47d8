import Records

/// The bytes of a YAML file with its line starts, so that a mark of the parser becomes a place counted in
/// bytes.
///
/// Lines end at LF, CR LF, CR, NEL, LS and PS, as YAML 1.1 has it.
struct YAMLText {
  /// As the user wrote it.
  let file: String
  /// Valid UTF-8 without a byte order mark.
  let bytes: [UInt8]
  private let lineStarts: [Int]

  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    var starts = [0]
    var at = 0
    while at < bytes.count {
      let length = Self.breakLength(bytes, at)
      at += max(length, 1)
      if length > 0 { starts.append(at) }
    }
    lineStarts = starts
  }

  /// - Parameters:
  ///   - line: from 0.
  ///   - character: characters before it on its line.
  func place(line: Int, character: Int) -> Place {
    guard line < lineStarts.count else { return Place(file: file, line: line + 1, column: character + 1) }
    var at = lineStarts[line]
    var left = character
    while left > 0, at < bytes.count {
      at += 1
      while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
      left -= 1
    }
    return Place(file: file, line: line + 1, column: at - lineStarts[line] + 1)
  }

  /// - Parameter offset: of a byte.
  func place(offset: Int) -> Place {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Place(file: file, line: low + 1, column: offset - lineStarts[low] + 1)
  }

  /// The text of a line, counted from 1; empty where there is none.
  func line(_ number: Int) -> String {
    guard lineStarts.indices.contains(number - 1) else { return "" }
    let end = lineStarts.indices.contains(number) ? lineStarts[number] : bytes.count
    return String(decoding: bytes[lineStarts[number - 1]..<end], as: UTF8.self)
  }

  /// Bytes of the line break at `at`; 0 where there is none.
  private static func breakLength(_ bytes: [UInt8], _ at: Int) -> Int {
    func next(_ ahead: Int) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }
    switch bytes[at] {
    case 0x0A: return 1
    case 0x0D: return next(1) == 0x0A ? 2 : 1
    case 0xC2: return next(1) == 0x85 ? 2 : 0
    case 0xE2: return next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9) ? 3 : 0
    default: return 0
    }
  }
}

/// Offset of the first byte that is not UTF-8; nil when all are.
///
/// Standard: RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
func firstNotUTF8(_ bytes: [UInt8]) -> Int? {
  var at = 0
  while at < bytes.count {
    let lead = bytes[at]
    if lead < 0x80 {
      at += 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return at
    }
    guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return at }
    for ahead in 2..<max(length, 2) where bytes[at + ahead] & 0xC0 != 0x80 { return at }
    at += length
  }
  return nil
}
