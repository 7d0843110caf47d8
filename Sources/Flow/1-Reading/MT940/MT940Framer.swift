import Records

/// Cuts a block of bytes into the fields of messages; an entry and what speaks of it are one piece.
///
/// A field begins at a line with a tag that the standard knows and runs to the next such line, the end of the message
/// or the next block: other lines that begin with a colon or a dash belong to the field. Lines end at LF, CR, CRLF or
/// CRCRLF. What stands before the first tag of a message is passed over.
///
/// The framer never keeps bytes: positions are indices into the block it was given last. After `.needMore` it stands
/// at the start of the piece that the block does not hold whole.
struct MT940Framer {
  enum Step {
    case piece
    case needMore
    case finished
  }

  /// One field: its tag, and where its lines begin in `lines`.
  struct Part {
    var tag: MT940Tag
    var firstLine: Int
  }

  private struct Line {
    var start: Int
    /// Before its line end.
    var end: Int
    /// Where the next line begins.
    var next: Int
  }

  /// Where the next piece starts.
  private(set) var cursor = 0
  /// The fields of the piece found last: one, or an entry with its details.
  private(set) var parts: [Part] = []
  /// The lines of its fields in turn, without tags and line ends.
  private(set) var lines: [Range<Int>] = []
  private(set) var start = 0
  /// Behind its last byte that is no blank.
  private(set) var end = 0
  private(set) var startLine: Int32 = 1
  /// Of `cursor`, from 1.
  private var line: Int32 = 1
  /// The line at `cursor`, when it was looked at already.
  private var ahead: (line: Line, mark: Mark)?

  let file: String

  init(file: String) { self.file = file }

  /// Of the current piece.
  var place: Place { Place(file: file, line: Int(startLine)) }

  /// The lines of one field of the piece.
  func lines(of part: Int) -> Range<Int> {
    parts[part].firstLine..<(part + 1 < parts.count ? parts[part + 1].firstLine : lines.count)
  }

  /// The block has lost its first `count` bytes.
  mutating func drop(_ count: Int) {
    cursor -= count
    ahead = nil
  }

  /// - Parameter atEnd: the block reaches to the end of the file.
  mutating func next(_ bytes: Span<UInt8>, atEnd: Bool) -> Step {
    while true {
      guard let (first, mark) = peek(bytes, atEnd: atEnd) else {
        return cursor < bytes.count || !atEnd ? .needMore : .finished
      }
      (start, end, startLine) = (first.start, first.start, line)
      parts.removeAll(keepingCapacity: true)
      lines.removeAll(keepingCapacity: true)
      switch mark {
      case .none:
        pass(first)
        add(.preamble, bytes, first.start..<first.end)
        return .piece
      case .envelope(let after):
        add(.envelope, bytes, first.start..<(after ?? first.end))
        take(first, upTo: after)
        return .piece
      case .end:
        pass(first)
        add(.end, bytes, first.start..<first.end)
        return .piece
      case .blank: pass(first)
      case .tag(let tag, let content):
        pass(first)
        add(tag, bytes, content..<first.end)
        return field(bytes, tag, atEnd: atEnd)
      }
    }
  }

  /// The rest of a field, and of an entry what follows it.
  private mutating func field(_ bytes: Span<UInt8>, _ first: MT940Tag, atEnd: Bool) -> Step {
    while true {
      guard let (next, mark) = peek(bytes, atEnd: atEnd) else {
        if atEnd, cursor == bytes.count { return .piece }
        (cursor, line, ahead) = (start, startLine, nil)
        return .needMore
      }
      switch mark {
      case .none:
        pass(next)
        addLine(bytes, next.start..<next.end)
      case .blank: pass(next)
      case .tag(let tag, let content) where first == .entry && tag.continuesEntry:
        pass(next)
        add(tag, bytes, content..<next.end)
      default: return .piece
      }
    }
  }

  private mutating func add(_ tag: MT940Tag, _ bytes: Span<UInt8>, _ content: Range<Int>) {
    parts.append(Part(tag: tag, firstLine: lines.count))
    addLine(bytes, content)
  }

  private mutating func addLine(_ bytes: Span<UInt8>, _ content: Range<Int>) {
    lines.append(content)
    let used = bytes.trimmed(content)
    end = used.isEmpty ? max(end, content.lowerBound) : used.upperBound
  }

  // MARK: Lines

  private mutating func pass(_ passed: Line) {
    cursor = passed.next
    line &+= 1  // wraps only beyond two thousand million lines; a block is far smaller than that
    ahead = nil
  }

  /// Passes a line, or of one that holds more than a block only that part.
  private mutating func take(_ taken: Line, upTo end: Int?) {
    guard let end else { return pass(taken) }
    cursor = end
    ahead = nil
  }

  private mutating func peek(_ bytes: Span<UInt8>, atEnd: Bool) -> (line: Line, mark: Mark)? {
    if let ahead { return ahead }
    guard let found = lineAtCursor(bytes, atEnd: atEnd) else { return nil }
    ahead = (found, mark(bytes, found))
    return ahead
  }

  /// Nil when the block does not hold it whole, or is used up.
  private func lineAtCursor(_ bytes: Span<UInt8>, atEnd: Bool) -> Line? {
    bytes.line(from: cursor, atEnd: atEnd).map { Line(start: cursor, end: $0.end, next: $0.next) }
  }
}

// MARK: - What a line begins with

extension MT940Framer {
  private enum Mark {
    /// Nothing that is known: it goes on with what stands before it.
    case none
    case blank
    /// With where its content begins.
    case tag(MT940Tag, Int)
    /// With where the text block begins, when it does on the same line.
    case envelope(Int?)
    case end
  }

  private func mark(_ bytes: Span<UInt8>, _ line: Line) -> Mark {
    var at = line.start
    while at < line.end, bytes[at] < 0x20 { at += 1 }
    guard at < line.end else { return .blank }
    switch bytes[at] {
    case UInt8(ascii: ":"): return tag(bytes, at, line.end)
    case UInt8(ascii: "-"): return isEnd(bytes, at, line.end) ? endMark(bytes, line) : .none
    case UInt8(ascii: " "): return bytes.trimmed(at..<line.end).isEmpty ? .blank : .none
    default:
      guard let digit = brace(bytes, at, line.end, open: true), digit + 1 < line.end,
        bytes[digit].digit != nil, bytes[digit + 1] == UInt8(ascii: ":")
      else { return .none }
      return .envelope(textBlock(bytes, line))
    }
  }

  private func tag(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Mark {
    guard at + 3 < end else { return .none }
    if bytes[at + 3] == UInt8(ascii: ":") {
      return MT940Tag(bytes[at + 1], bytes[at + 2], nil).map { .tag($0, at + 4) } ?? .none
    }
    guard at + 4 < end, bytes[at + 4] == UInt8(ascii: ":") else { return .none }
    if let tag = MT940Tag(bytes[at + 1], bytes[at + 2], bytes[at + 3]) { return .tag(tag, at + 5) }
    // The kind of message as a line of its own: `:940:`.
    let isKind = bytes[at + 1] == UInt8(ascii: "9") && bytes[at + 2] == UInt8(ascii: "4")
    return isKind && at + 5 == end ? .envelope(nil) : .none
  }

  /// A dash alone, or one that closes the text block.
  private func isEnd(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Bool {
    brace(bytes, at + 1, end, open: false) != nil
      || bytes.trimmed(at + 1..<end).isEmpty
  }

  /// Other blocks may stand behind the one that ends, and the next message with them.
  private func endMark(_ bytes: Span<UInt8>, _ line: Line) -> Mark {
    textBlock(bytes, line).map { .envelope($0) } ?? .end
  }

  /// Where the tag behind a `{4:` of the line begins; nil when there is none on it.
  private func textBlock(_ bytes: Span<UInt8>, _ line: Line) -> Int? {
    for index in line.start..<line.end where bytes[index] == UInt8(ascii: "4") {
      guard index + 2 < line.end, bytes[index + 1] == UInt8(ascii: ":"), index > line.start,
        bytes[index + 2] == UInt8(ascii: ":"), isBrace(bytes, before: index, line.start)
      else { continue }
      return index + 2
    }
    return nil
  }

  /// Behind the brace at `at`; nil when there is none. In the Swedish code page of seven bits the braces are the letters
  /// ä and å.
  private func brace(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, open: Bool) -> Int? {
    guard at < end else { return nil }
    if bytes[at] == (open ? UInt8(ascii: "{") : UInt8(ascii: "}")) { return at + 1 }
    guard at + 1 < end, bytes[at] == 0xC3, bytes[at + 1] == (open ? 0xA4 : 0xA5) else { return nil }
    return at + 2
  }

  private func isBrace(_ bytes: Span<UInt8>, before index: Int, _ start: Int) -> Bool {
    if bytes[index - 1] == UInt8(ascii: "{") { return true }
    return index - 2 >= start && bytes[index - 2] == 0xC3 && bytes[index - 1] == 0xA4
  }
}
