import Records

/// Cuts a block into records: at line ends, and behind 94 characters where there is none.
struct NACHAFramer {
  let file: String
  var notes = Notes<NACHANote>()
  /// The next byte to look at, and its line.
  private(set) var cursor = 0
  private(set) var line: Int32 = 1
  private var column = 1
  private var ahead: NACHARecord?
  private var isFirst = true
  /// Where `cursor`, `line` and `column` are to go when the record ahead is taken.
  private var behind = (cursor: 0, line: Int32(1), column: 1)

  /// Bytes that the longest record, its line end and what is looked at behind it can have.
  private static let reach = 1024
  static let length = 94

  init(file: String) { self.file = file }

  var place: Place { Place(file: file, line: Int(line), column: column) }

  /// A state to come back to with `restore`.
  var mark: (cursor: Int, line: Int32, column: Int) { (cursor, line, column) }

  mutating func restore(_ mark: (cursor: Int, line: Int32, column: Int)) {
    (cursor, line, column) = mark
    ahead = nil
  }

  /// The first `count` bytes of the block are gone.
  mutating func drop(_ count: Int) {
    cursor -= count
    ahead = nil
  }

  /// The next record, which stays the next one; nil when the block does not hold it whole, or is used up.
  ///
  /// - Throws: `record-unknown`, `file-not-nacha`.
  mutating func peek(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> NACHARecord? {
    if let ahead { return ahead }
    passBlanks(bytes, atEnd: atEnd)
    guard cursor < bytes.count, atEnd || bytes.count - cursor >= NACHAFramer.reach else { return nil }
    guard NACHAFramer.types.contains(bytes[cursor]) else {
      throw isFirst ? NACHAFaults.notNACHA(at: place) : NACHAFaults.recordUnknown(at: place)
    }
    let (end, isASCII) = recordEnd(bytes)
    let next = try nextStart(bytes, behind: end)
    behind = (next, line, column + (end - cursor))
    isFirst = false
    ahead = NACHARecord(range: cursor..<end, line: line, isASCII: isASCII)
    return ahead
  }

  /// Goes behind the record that was looked at.
  mutating func take() {
    (cursor, line, column) = behind
    ahead = nil
  }

  private static let types = Array("156789".utf8)

  /// Line ends, blanks and control bytes before a record. CR and CRLF end a line as LF does, and so does CRCRLF.
  private mutating func passBlanks(_ bytes: Span<UInt8>, atEnd: Bool) {
    while cursor < bytes.count, bytes[cursor].isBlank {
      // What follows a CR decides whether it is a line end of its own.
      if bytes[cursor] == 13, cursor + 2 >= bytes.count, !atEnd { return }
      let endsLine = bytes[cursor] == 10 || (bytes[cursor] == 13 && !isBeforeLineFeed(bytes))
      cursor += 1
      column += 1
      guard endsLine else { continue }
      line &+= 1  // wraps only beyond two thousand million lines
      column = 1
    }
  }

  /// Whether the CR at the cursor is followed by LF, or by CR and LF.
  private func isBeforeLineFeed(_ bytes: Span<UInt8>) -> Bool {
    var next = cursor + 1
    if next + 1 < bytes.count, bytes[next] == 13 { next += 1 }
    return next < bytes.count && bytes[next] == 10
  }

  /// Behind the 94th character, or before the line end.
  private func recordEnd(_ bytes: Span<UInt8>) -> (end: Int, isASCII: Bool) {
    var index = cursor
    var characters = 0
    var isASCII = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 10 || byte == 13 { break }
      if byte >= 0x80 { isASCII = false }
      if !byte.continuesCharacter {
        if characters == NACHAFramer.length { break }
        characters += 1
      }
      index += 1
    }
    return (index, isASCII)
  }

  /// Where the next record is to be looked for: behind the line, or right there where no line end stands between them.
  private mutating func nextStart(_ bytes: Span<UInt8>, behind end: Int) throws(Fault) -> Int {
    var index = end
    while index < bytes.count, bytes[index].isBlank, bytes[index] != 10, bytes[index] != 13 { index += 1 }
    if index == bytes.count || bytes[index].isBlank || looksLikeRecord(bytes, at: end) { return end }
    // A few characters too many are passed over; more would be a record that is lost.
    var characters = 0
    while index < bytes.count, bytes[index] != 10, bytes[index] != 13 {
      characters += 1
      index += 1
    }
    let isAlone = column == 1 && characters < NACHAFramer.length
    guard isAlone else {
      throw NACHAFaults.recordUnknown(at: Place(file: file, line: Int(line), column: column + end - cursor))
    }
    notes.add(.linesTooLong, line: line)
    return index
  }

  /// A type, what a record of the type begins with behind it, and more of the line than a few characters too many.
  private func looksLikeRecord(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    guard start + NACHAFramer.least <= bytes.count else { return false }
    for index in start..<start + NACHAFramer.least where bytes[index] == 10 || bytes[index] == 13 {
      return false
    }
    func areDigits(_ count: Int) -> Bool { bytes.isDigits(at: start + 1, count: count, before: bytes.count) }
    switch bytes[start] {
    case UInt8(ascii: "1"): return areDigits(2) && bytes[start + 1] == UInt8(ascii: "0")
    case UInt8(ascii: "5"), UInt8(ascii: "8"): return areDigits(3) && bytes[start + 1] == UInt8(ascii: "2")
    case UInt8(ascii: "6"), UInt8(ascii: "7"): return areDigits(2)
    case UInt8(ascii: "9"): return areDigits(6)
    default: return false
    }
  }

  /// Bytes that the shortest record has, were its trailing blanks stripped.
  private static let least = 20
}
