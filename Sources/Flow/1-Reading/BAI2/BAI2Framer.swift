import Records

/// The first field of a physical record.
enum BAI2Code: UInt8, Sendable {
  case fileHeader = 1
  case groupHeader = 2
  case account = 3
  case detail = 16
  case accountTrailer = 49
  case continuation = 88
  case groupTrailer = 98
  case fileTrailer = 99
}

/// The content of one physical record: after its code, without padding and closing slash.
struct BAI2Segment {
  var start: Int
  var end: Int
  /// A slash closed it.
  var isClosed: Bool
}

/// Cuts a block of bytes into logical records: a physical record and what continues it.
///
/// Physical records end at LF, CR, CRLF or CRCRLF; at a slash and blanks before the next record on the same line;
/// and in a file without any line break at the physical length its 01 declares. A record goes on in 88 records
/// and, where its text was not closed by a slash, in lines that carry no record code.
///
/// The framer never keeps bytes: positions are indices into the block it was given last. After `.needMore` it
/// stands at the start of the record that the block does not hold whole.
struct BAI2Framer {
  enum Step {
    case record
    case needMore
    case finished
  }

  /// Where the next physical record starts.
  private(set) var cursor = 0
  /// Line of `cursor`, from 1.
  private(set) var line: Int32 = 1
  /// The logical record found last.
  private(set) var code = BAI2Code.fileHeader
  private(set) var segments: [BAI2Segment] = []
  private(set) var start = 0
  /// After its last byte, line end and padding left out.
  private(set) var end = 0
  private(set) var startLine: Int32 = 1
  /// How many records a trailer counts for it: itself and its 88 records.
  private(set) var physicalRecords: Int64 = 0

  let file: String
  var notes = Notes<BAI2Note>()
  private var layout = Layout.unknown

  private enum Layout: Equatable {
    case unknown
    /// There are line breaks.
    case lines
    /// No line breaks: records follow a slash without blanks.
    case unbroken
    /// No line breaks: records of this length from this offset of the file on.
    case fixed(length: Int64, origin: Int64)
  }

  init(file: String) { self.file = file }

  /// The block has lost its first `count` bytes.
  mutating func drop(_ count: Int) { cursor -= count }

  /// - Parameters:
  ///   - base: offset of the block in the file.
  ///   - atEnd: the block reaches to the end of the file.
  /// - Throws: for a line that is no record.
  mutating func next(_ bytes: Span<UInt8>, base: Int64, atEnd: Bool) throws(Fault) -> Step {
    skipBlanks(bytes, atEnd: atEnd)
    if cursor == bytes.count { return atEnd ? .finished : .needMore }
    (start, startLine) = (cursor, line)
    switch head(bytes, at: cursor, atEnd: atEnd) {
    case .unclear: return .needMore
    case .text, .unknown: throw BAI2Faults.recordUnknown(at: place, isFirst: layout == .unknown)
    case .code(let found):
      guard layout != .unknown || found == .fileHeader else {
        throw BAI2Faults.recordUnknown(at: place, isFirst: true)
      }
      guard found != .continuation else { throw BAI2Faults.outOfPlace(found, at: place) }
      code = found
    }
    if layout == .unknown { layout = recognise(bytes, base: base) }
    segments.removeAll(keepingCapacity: true)
    physicalRecords = 0
    var from = start
    var isWrapped = false
    while true {
      guard let stop = physicalEnd(bytes, from: from, base: base, atEnd: atEnd) else { return rewind() }
      add(bytes, from: from, to: stop.end, isWrapped: isWrapped)
      cursor = stop.next
      let lineStart = skipBlanks(bytes, atEnd: atEnd) ?? cursor
      if cursor == bytes.count { return atEnd ? .record : rewind() }
      switch head(bytes, at: cursor, atEnd: atEnd) {
      case .unclear: return rewind()
      case .code(.continuation): (from, isWrapped) = (cursor, false)
      case .text where code == .detail && stop.isBreak && segments.last?.isClosed == false:
        (from, isWrapped) = (lineStart, true)
        notes.add(.wrappedText, line: line)
      default: return .record
      }
    }
  }

  /// Of the current record.
  var place: Place { Place(file: file, line: Int(startLine)) }

  private mutating func rewind() -> Step {
    (cursor, line) = (start, startLine)
    return .needMore
  }

  /// Skips blanks and line breaks; returns where the last line begins when a break was skipped.
  @discardableResult
  private mutating func skipBlanks(_ bytes: Span<UInt8>, atEnd: Bool) -> Int? {
    var lineStart: Int?
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == BAI2Byte.lineFeed {
        cursor += 1
      } else if byte == BAI2Byte.carriageReturn {
        guard atEnd || cursor + 2 < bytes.count else { return lineStart }
        cursor += breakLength(bytes, at: cursor)
      } else if BAI2Byte.isBlank(byte) {
        cursor += 1
        continue
      } else {
        return lineStart
      }
      line &+= 1  // wraps only beyond two thousand million lines; a block is far smaller than that
      lineStart = cursor
    }
    return lineStart
  }

  /// CR, CRLF and CRCRLF are one line end each.
  private func breakLength(_ bytes: Span<UInt8>, at index: Int) -> Int {
    if index + 1 < bytes.count, bytes[index + 1] == BAI2Byte.lineFeed { return 2 }
    if index + 2 < bytes.count, bytes[index + 1] == BAI2Byte.carriageReturn,
      bytes[index + 2] == BAI2Byte.lineFeed
    {
      return 3
    }
    return 1
  }

  private mutating func add(_ bytes: Span<UInt8>, from: Int, to stop: Int, isWrapped: Bool) {
    var first = from
    if !isWrapped {
      physicalRecords += 1
      first = min(from + 2, stop)
      if first < stop, bytes[first] == BAI2Byte.comma || bytes[first] == BAI2Byte.colon {
        if bytes[first] == BAI2Byte.colon { notes.add(.colonAfter88, line: line) }
        first += 1
      }
    }
    var last = BAI2Byte.trimmedEnd(bytes, first, stop)
    end = last
    let isClosed = last > first && bytes[last - 1] == BAI2Byte.slash
    if isClosed {
      last = BAI2Byte.trimmedEnd(bytes, first, last - 1)
    } else if code != .detail, let slash = strayEnd(bytes, first, last) {
      notes.add(.bytesAfterRecordEnd, line: line)
      last = slash
    }
    segments.append(BAI2Segment(start: first, end: last, isClosed: isClosed))
  }

  /// The slash that ends a record without text although other bytes follow it on the line. Bytes with a comma are
  /// no filling: then the slash is taken as part of a field.
  private func strayEnd(_ bytes: Span<UInt8>, _ first: Int, _ last: Int) -> Int? {
    var slash: Int?
    for index in first..<last {
      if bytes[index] == BAI2Byte.comma, slash != nil { return nil }
      if bytes[index] == BAI2Byte.slash, slash == nil { slash = index }
    }
    return slash
  }
}

// MARK: - Where physical records begin and end

extension BAI2Framer {
  private enum Head {
    case code(BAI2Code)
    /// Looks like a record, but the standard has no such code.
    case unknown
    case text
    /// The block ends too early to tell.
    case unclear
  }

  private func head(_ bytes: Span<UInt8>, at index: Int, atEnd: Bool) -> Head {
    guard index + 2 < bytes.count || atEnd else { return .unclear }
    guard index + 1 < bytes.count, let tens = bytes[index].digit,
      let ones = bytes[index + 1].digit
    else {
      return .text
    }
    let code = BAI2Code(rawValue: tens * 10 + ones)
    let after = index + 2 < bytes.count ? bytes[index + 2] : BAI2Byte.lineFeed
    switch after {
    case BAI2Byte.comma, BAI2Byte.slash: return code.map(Head.code) ?? .unknown
    case BAI2Byte.colon where code == .continuation: return .code(.continuation)
    case BAI2Byte.lineFeed, BAI2Byte.carriageReturn: return code.map(Head.code) ?? .text
    default: return BAI2Byte.isLetter(after) ? .unknown : .text
    }
  }

  private struct Stop {
    /// After the content.
    var end: Int
    /// Where to look for the next record.
    var next: Int
    /// At a line break or the end of the file, not before a record on the same line.
    var isBreak: Bool
  }

  /// Nil when the block ends before the physical record does.
  private func physicalEnd(_ bytes: Span<UInt8>, from: Int, base: Int64, atEnd: Bool) -> Stop? {
    var limit = bytes.count
    var fewestBlanks = 1
    switch layout {
    case .unknown, .lines: break
    case .unbroken: fewestBlanks = 0
    case .fixed(let length, let origin):
      let left = Int(length - (base + Int64(from) - origin) % length)
      guard from + left <= limit || atEnd else { return nil }
      limit = min(limit, from + left)
    }
    var index = nextMark(bytes, from: from, limit: limit)
    while index < limit {
      guard bytes[index] == BAI2Byte.slash else { return Stop(end: index, next: index, isBreak: true) }
      var after = index + 1
      while after < limit, BAI2Byte.isBlank(bytes[after]) { after += 1 }
      if after - index > fewestBlanks, startsRecord(bytes, at: after, limit: limit) {
        return Stop(end: index + 1, next: after, isBreak: false)
      }
      index = nextMark(bytes, from: after, limit: limit)
    }
    if case .fixed = layout { return Stop(end: limit, next: limit, isBreak: true) }
    return atEnd ? Stop(end: limit, next: limit, isBreak: true) : nil
  }

  /// Whether another record starts here, within a line. Within the text of a detail only what can follow it counts,
  /// and only when it is spelt out as a record: text may hold slashes and numbers.
  private func startsRecord(_ bytes: Span<UInt8>, at index: Int, limit: Int) -> Bool {
    guard index + 2 < limit, bytes[index + 2] == BAI2Byte.comma, let tens = bytes[index].digit,
      let ones = bytes[index + 1].digit, let found = BAI2Code(rawValue: tens * 10 + ones)
    else { return false }
    guard code == .detail else { return true }
    switch found {
    case .continuation: return true
    case .detail:
      guard index + 6 < limit else { return false }
      for at in index + 3..<index + 6 where bytes[at].digit == nil { return false }
      return bytes[index + 6] == BAI2Byte.comma || bytes[index + 6] == BAI2Byte.slash
    case .accountTrailer:
      for at in index + 3..<limit {
        let byte = bytes[at]
        if byte == BAI2Byte.slash { return true }
        guard
          byte.digit != nil || byte == BAI2Byte.comma || byte == BAI2Byte.plus
            || byte == BAI2Byte.minus
        else {
          return false
        }
      }
      return false
    default: return false
    }
  }

  /// How a file lays out its records, from its first record on.
  private mutating func recognise(_ bytes: Span<UInt8>, base: Int64) -> Layout {
    for index in cursor..<bytes.count
    where bytes[index] == BAI2Byte.lineFeed || bytes[index] == BAI2Byte.carriageReturn { return .lines }
    // Field 7 of the 01 record is the length of a physical record.
    var commas = 0
    var length = 0
    for index in cursor..<min(bytes.count, cursor + 200) {
      if bytes[index] == BAI2Byte.slash { break }
      if bytes[index] == BAI2Byte.comma {
        commas += 1
      } else if commas == 6, let value = bytes[index].digit, length < 100_000 {
        length = length * 10 + Int(value)
      }
    }
    let second = cursor + length
    if length >= 20, second < bytes.count, case .code = head(bytes, at: second, atEnd: true) {
      notes.add(.fixedLength, line: line)
      return .fixed(length: Int64(length), origin: base + Int64(cursor))
    }
    return .unbroken
  }

  /// The next LF, CR or slash, or `limit`. Eight bytes at a time.
  private func nextMark(_ bytes: Span<UInt8>, from: Int, limit: Int) -> Int {
    var index = from
    let raw = unsafe bytes.bytes  // a view of initialised bytes, for as long as the span
    while index + 8 <= limit {
      // Eight bytes from `index` lie within the span: limit <= count, and any bit pattern is a UInt64.
      let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let hit =
        zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
        | zeroBytes(word ^ 0x2F2F_2F2F_2F2F_2F2F)
      if hit != 0 { return index + hit.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < limit {
      let byte = bytes[index]
      if byte == BAI2Byte.lineFeed || byte == BAI2Byte.carriageReturn || byte == BAI2Byte.slash {
        return index
      }
      index += 1
    }
    return limit
  }

  /// The high bit of the first zero byte and of none before it: a borrow of the subtraction only rises, which is why
  /// it may wrap.
  private func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
