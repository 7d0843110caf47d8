import Records

/// Splits JSON into tokens, strictly, wherever the bytes of a file are cut into pieces.
///
///     text   = value                                one in a document, one in each line
///     value  = object / array / string / number / true / false / null
///     object = { [string : value *(, string : value)] }
///     array  = [ [value *(, value)] ]
///
/// Standard: RFC 8259. Deviations: none within a text; a file of lines is a text in each line that is not blank.
struct JSONTokenizer {
  enum Token: UInt8 {
    case objectStart, objectEnd, arrayStart, arrayEnd
    case name, string, number, yes, no, null
    /// A text ends: the document, or what stands in a line.
    case textEnd
    case fileEnd
    /// The bytes end before the next token does; `used` of them are done with.
    case more
    /// This is not JSON: see `failure`. Nothing follows, but for lines after `skipLine`.
    case failure
  }

  /// What may come next.
  private enum Expected {
    case text, value, valueOrEnd, nameOrEnd, name, colon, commaOrEnd, textEnd, lineEnd, fileEnd
  }

  /// Levels at most.
  static let deepest = 256

  /// Whether each line is a text of its own.
  let isLines: Bool
  /// Index of the next byte in the piece.
  private(set) var used = 0
  /// Index of the first byte of the last token.
  private(set) var start = 0
  /// The last name, string or number in the piece, without quotes.
  private(set) var range = 0..<0
  /// Whether the last name or string has escapes.
  private(set) var isEscaped = false
  private(set) var failure: JSONFailure?
  /// Line of the next byte, from 1; a carriage return before a line feed, or two of them, make one line end with it.
  private(set) var line: Int32 = 1
  /// Offset in the file of the piece's first byte.
  private var offset: Int64 = 0
  /// Offset of the first byte of the line.
  private var lineStart: Int64 = 0
  /// Carriage returns right before the next byte.
  private var returns = 0
  /// The open containers: whether each is an object.
  private var open: [Bool] = []
  private var expected = Expected.text

  init(isLines: Bool) {
    self.isLines = isLines
    open.reserveCapacity(JSONTokenizer.deepest)
  }

  /// Offset of the last token in the file.
  var startOffset: Int64 { offset + Int64(start) }

  /// Offset behind the last token.
  var endOffset: Int64 { offset + Int64(used) }

  /// The next piece begins behind the first `used` bytes of this one: how many they are.
  mutating func advance() -> Int {
    let count = used
    offset += Int64(count)
    start -= count
    used = 0
    return count
  }

  /// Goes on at the next line after a failure in this one.
  mutating func skipLine() {
    open.removeAll(keepingCapacity: true)
    failure = nil
    expected = .lineEnd
  }

  /// The next token of the piece.
  ///
  /// - Parameter atEnd: whether the file ends with the piece.
  mutating func next(_ bytes: Span<UInt8>, atEnd: Bool) -> Token {
    if expected == .lineEnd { skipToLineEnd(bytes) }
    while true {
      skipBlanks(bytes)
      start = used
      guard used < bytes.count else { return atEnd ? endOfFile() : .more }
      let byte = bytes[used]
      switch expected {
      case .text, .value: return value(bytes, byte, atEnd)
      case .valueOrEnd: return byte == UInt8(ascii: "]") ? close() : value(bytes, byte, atEnd)
      case .nameOrEnd where byte == UInt8(ascii: "}"): return close()
      case .nameOrEnd, .name:
        guard byte == UInt8(ascii: "\"") else { return fail() }
        return string(bytes, atEnd, as: .name)
      case .colon:
        guard byte == UInt8(ascii: ":") else { return fail() }
        used += 1
        expected = .value
      case .commaOrEnd:
        let isObject = open.last == true
        if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close() }
        guard byte == UInt8(ascii: ",") else { return fail() }
        used += 1
        expected = isObject ? .name : .value
      case .textEnd, .lineEnd:
        guard isLines, byte == 10 || byte == 13 else { return fail() }
        takeLineEnd(byte)
        expected = .text
        return .textEnd
      case .fileEnd: return fail()
      }
    }
  }

  private mutating func endOfFile() -> Token {
    switch expected {
    case .textEnd, .lineEnd:
      expected = .fileEnd
      return .textEnd
    case .fileEnd: return .fileEnd
    case .text where isLines: return .fileEnd
    default: return fail(isOver: true)
    }
  }

  // MARK: Values

  @inline(__always)
  private mutating func value(_ bytes: Span<UInt8>, _ byte: UInt8, _ atEnd: Bool) -> Token {
    switch byte {
    case UInt8(ascii: "\""): return string(bytes, atEnd, as: .string)
    case UInt8(ascii: "{"): return push(isObject: true)
    case UInt8(ascii: "["): return push(isObject: false)
    case UInt8(ascii: "-"), 48...57: return number(bytes, atEnd)
    case UInt8(ascii: "t"): return word("true", bytes, atEnd, .yes)
    case UInt8(ascii: "f"): return word("false", bytes, atEnd, .no)
    case UInt8(ascii: "n"): return word("null", bytes, atEnd, .null)
    default: return fail()
    }
  }

  private mutating func push(isObject: Bool) -> Token {
    if open.count == JSONTokenizer.deepest {
      failure = failure(JSONReason.tooDeep.flaw, at: startOffset)
      return .failure
    }
    open.append(isObject)
    expected = isObject ? .nameOrEnd : .valueOrEnd
    used += 1
    return isObject ? .objectStart : .arrayStart
  }

  private mutating func close() -> Token {
    used += 1
    let isObject = open.removeLast()
    ended()
    return isObject ? .objectEnd : .arrayEnd
  }

  /// A value is complete.
  @inline(__always)
  private mutating func ended() { expected = open.isEmpty ? .textEnd : .commaOrEnd }

  private mutating func string(_ bytes: Span<UInt8>, _ atEnd: Bool, as token: Token) -> Token {
    var at = used + 1
    var hasEscape = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        range = used + 1..<at
        isEscaped = hasEscape
        used = at + 1
        if token == .name { expected = .colon } else { ended() }
        return token
      }
      if byte == UInt8(ascii: "\\") {
        hasEscape = true
        let length = JSONText.escape(bytes, at: at)
        if length > 0 {
          at += length
          continue
        }
        // What is cut off may still be one.
        if length == 0 { break }
        used = at
        return fail("expected an escape like \\n or \\u00e4 after \\")
      }
      if byte < 0x20 {
        used = at
        return fail("expected no control character within a text, or the quote at its end")
      }
      at += 1
    }
    guard atEnd else { return .more }
    used = bytes.count
    return fail("expected the quote at the end of a text, but the file ends")
  }

  private mutating func number(_ bytes: Span<UInt8>, _ atEnd: Bool) -> Token {
    var at = used
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let whole = at
    at = JSONTokenizer.digits(bytes, at)
    // No other digit follows a zero at the beginning.
    if at > whole + 1, bytes[whole] == 48 {
      used = whole + 1
      return fail("expected no digit after a zero that begins a number")
    }
    var isWhole = at > whole
    if isWhole, at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      let from = at + 1
      at = JSONTokenizer.digits(bytes, from)
      isWhole = at > from
    }
    if isWhole, at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      let from = at
      at = JSONTokenizer.digits(bytes, from)
      isWhole = at > from
    }
    // Where the piece ends, the number may go on.
    if at == bytes.count, !atEnd { return .more }
    guard isWhole else {
      used = at
      return fail("expected a digit")
    }
    range = used..<at
    isEscaped = false
    used = at
    ended()
    return .number
  }

  /// Index of the first byte from `start` on that is no digit.
  @inline(__always)
  private static func digits(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at].digit != nil { at += 1 }
    return at
  }

  private mutating func word(
    _ letters: StaticString, _ bytes: Span<UInt8>, _ atEnd: Bool, _ token: Token
  ) -> Token {
    let count = letters.utf8CodeUnitCount
    var length = 0
    // The letters of a literal live for ever, and `length` stays below their number.
    while length < count, used + length < bytes.count,
      unsafe bytes[used + length] == letters.utf8Start[length]
    {
      length += 1
    }
    if length < count {
      if used + length == bytes.count, !atEnd { return .more }
      return fail("expected \(letters)")
    }
    used += count
    ended()
    return token
  }

  // MARK: Blanks and lines

  /// Steps over blanks, and over line ends where no text of a line is open.
  @inline(__always)
  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    let staysInLine = isLines && expected != .text
    while used < bytes.count {
      let byte = bytes[used]
      if byte > 0x20 { break }
      if byte == 10 || byte == 13 {
        if staysInLine { return }
        takeLineEnd(byte)
      } else if byte == 0x20 || byte == 9 {
        returns = 0
        used += 1
      } else {
        break
      }
    }
    if used < bytes.count { returns = 0 }
  }

  private mutating func skipToLineEnd(_ bytes: Span<UInt8>) {
    while used < bytes.count, bytes[used] != 10, bytes[used] != 13 { used += 1 }
  }

  private mutating func takeLineEnd(_ byte: UInt8) {
    if byte == 13 {
      line += 1
      returns += 1
    } else {
      if returns == 0 { line += 1 }
      if returns > 1 { line -= 1 }
      returns = 0
    }
    used += 1
    lineStart = offset + Int64(used)
  }

  // MARK: Failures

  /// Something else stands here than what may.
  private mutating func fail(isOver: Bool = false) -> Token {
    let what: String
    switch expected {
    case .text, .value: what = "a value"
    case .valueOrEnd: what = "a value or ]"
    case .nameOrEnd: what = "a name in quotes or }"
    case .name: what = "a name in quotes"
    case .colon: what = ": after the name"
    case .commaOrEnd: what = open.last == true ? ", or }" : ", or ]"
    case .textEnd, .lineEnd, .fileEnd: what = isLines ? "the end of the line" : "the end of the document"
    }
    return fail("expected " + what + (isOver ? ", but the file ends" : ""))
  }

  private mutating func fail(_ fact: String) -> Token {
    failure = failure(JSONReason.notWellFormed.flaw(fact), at: endOffset)
    return .failure
  }

  /// What is wrong with the last token.
  func failure(_ flaw: Flaw) -> JSONFailure { failure(flaw, at: startOffset) }

  private func failure(_ flaw: Flaw, at offset: Int64) -> JSONFailure {
    JSONFailure(flaw: flaw, offset: offset, line: line, column: Int(offset - lineStart) + 1)
  }
}

/// What makes a document unreadable, or a line of a file of lines.
struct JSONFailure {
  var flaw: Flaw
  /// Offset in the file.
  var offset: Int64
  var line: Int32
  /// From 1, in bytes.
  var column: Int
}
