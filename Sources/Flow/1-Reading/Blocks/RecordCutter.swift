import Records

/// Cuts a block into records of fixed places: at line ends, and behind so many characters where there is none.
struct RecordCutter {
  let file: String
  /// Characters of a record; nil where only line ends tell.
  let length: Int?
  /// What a file is refused with whose records are shifted.
  let shifted: @Sendable (Place) -> Fault
  /// The next byte to look at, and its line.
  private(set) var cursor = 0
  private(set) var line: Int32 = 1
  private var column = 1
  private var ahead: PlacedRecord?
  /// Where `cursor` and `column` are to go when the record ahead is taken.
  private var behind = (cursor: 0, column: 1)

  /// Bytes that a character has at most.
  private static let widest = 4

  init(file: String, length: Int?, shifted: @escaping @Sendable (Place) -> Fault) {
    self.file = file
    self.length = length
    self.shifted = shifted
  }

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
  /// - Parameter begins: whether a record begins at a place of the block; asked where no line end stands before it.
  /// - Throws: what `shifted` makes, where characters stand behind a record that begin none.
  mutating func peek(
    _ bytes: Span<UInt8>, atEnd: Bool, begins: (Span<UInt8>, Int) -> Bool
  ) throws(Fault) -> PlacedRecord? {
    if let ahead { return ahead }
    passBlanks(bytes, atEnd: atEnd)
    guard cursor < bytes.count, atEnd || holdsRecord(bytes) else { return nil }
    var record = record(bytes)
    let next = try nextStart(bytes, behind: record.range.upperBound, begins: begins)
    record.isCut = next.isCut
    behind = (next.at, column + (next.at - cursor))
    ahead = record
    return record
  }

  /// Goes behind the record that was looked at.
  mutating func take() {
    (cursor, column) = behind
    ahead = nil
  }

  /// Whether the block has the record whole, and as much behind it as is looked at.
  private func holdsRecord(_ bytes: Span<UInt8>) -> Bool {
    // Twice the record, as characters too many are looked through, and a line end.
    if let length { return bytes.count - cursor >= 2 * RecordCutter.widest * length + 2 }
    return bytes.lineEnd(from: cursor) < bytes.count
  }

  /// Line ends, and lines of blanks and control bytes only. CR and CRLF end a line as LF does, and so does CRCRLF.
  private mutating func passBlanks(_ bytes: Span<UInt8>, atEnd: Bool) {
    while true {
      var index = cursor
      while index < bytes.count, bytes[index].isBlank, bytes[index] != 10, bytes[index] != 13 { index += 1 }
      if index == bytes.count {
        if atEnd { (cursor, column) = (index, column + index - cursor) }
        return
      }
      guard bytes[index].isBlank else { return }
      // What follows a CR decides whether it is a line end of its own.
      if bytes[index] == 13, index + 2 >= bytes.count, !atEnd { return }
      cursor = index + lineEnd(bytes, at: index)
      line &+= 1  // wraps only beyond two thousand million lines
      column = 1
    }
  }

  /// Bytes of the line end that begins there.
  private func lineEnd(_ bytes: Span<UInt8>, at start: Int) -> Int {
    if bytes[start] == 10 { return 1 }
    var next = start + 1
    if next + 1 < bytes.count, bytes[next] == 13 { next += 1 }
    return next < bytes.count && bytes[next] == 10 ? next + 1 - start : 1
  }

  /// Up to the last place, or to the line end.
  private func record(_ bytes: Span<UInt8>) -> PlacedRecord {
    let end = length.map { min(bytes.count, cursor + $0) } ?? bytes.count
    let stop = bytes.endOfASCII(from: cursor, before: end)
    if stop == end || bytes[stop] < 0x80 {
      return PlacedRecord(range: cursor..<stop, line: line, isASCII: true)
    }
    var index = cursor
    var characters = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 10 || byte == 13 { break }
      if !byte.continuesCharacter {
        if characters == length { break }
        characters += 1
      }
      index += 1
    }
    return PlacedRecord(range: cursor..<index, line: line, isASCII: false)
  }

  /// Where the next record is to be looked for: behind the line, or right there where no line end stands between them.
  private func nextStart(
    _ bytes: Span<UInt8>, behind end: Int, begins: (Span<UInt8>, Int) -> Bool
  ) throws(Fault) -> (at: Int, isCut: Bool) {
    guard let length else { return (end, false) }
    var index = end
    while index < bytes.count, bytes[index].isBlank, bytes[index] != 10, bytes[index] != 13 { index += 1 }
    if index == bytes.count || bytes[index] == 10 || bytes[index] == 13 { return (end, false) }
    if isLong(bytes, from: end), begins(bytes, end) { return (end, false) }
    // A few characters too many are passed over; more would be a record that is lost.
    var characters = 0
    while index < bytes.count, bytes[index] != 10, bytes[index] != 13 {
      characters += 1
      index += 1
    }
    guard column == 1, characters < length else {
      throw shifted(Place(file: file, line: Int(line), column: column + end - cursor))
    }
    return (index, true)
  }

  /// Whether more of the line follows than a few characters too many.
  private func isLong(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    guard start + RecordCutter.least <= bytes.count else { return false }
    for index in start..<start + RecordCutter.least where bytes[index] == 10 || bytes[index] == 13 {
      return false
    }
    return true
  }

  /// Bytes that the shortest record has, were its trailing blanks stripped.
  private static let least = 20
}
