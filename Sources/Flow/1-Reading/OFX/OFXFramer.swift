import Records

/// Finds the tags of a document and the texts behind them; the one tokenizer of SGML and XML dialects.
///
///     <TRNAMT>-12.50            a start tag and its text, which ends at the next tag, closed or not
///     </STMTTRN>                an end tag
///     <MEMO/>                   says nothing and is passed over
///     <!-- … --> <? … > <! … >  passed over; <![CDATA[ … ]]> is text
///
/// A `<` that begins nothing of this is text. What stands before the first tag is the header, and passed over too.
///
/// The framer never keeps bytes: positions are indices into the block it was given last.
struct OFXFramer {
  enum Step {
    case tag
    /// The block ends before the next tag does.
    case needMore
    case finished
  }

  /// A place to go back to.
  struct Mark {
    var offset = 0
    var line: Int32 = 1
  }

  /// A text without the blanks around it.
  struct Value {
    var range = 0..<0
    /// It stands there as it is meant: no entities, sections, comments or line ends are within.
    var isPlain = true

    var isEmpty: Bool { range.isEmpty }
  }

  /// Behind what was found last.
  private(set) var cursor = Mark()
  /// Of the tag found last.
  private(set) var start = Mark()
  /// The tag found last; nil when it means nothing to the reader.
  private(set) var tag: OFXTag?
  /// Whether it is an end tag.
  private(set) var isEnd = false
  private let table = OFXTagTable()

  /// Bytes at most from the `<` of a tag to its `>`: what is longer is text.
  private static let longestTag = 512

  /// The block has lost its first `count` bytes.
  mutating func drop(_ count: Int) { cursor.offset -= count }

  mutating func goBack(to mark: Mark) { cursor = mark }

  /// - Parameter atEnd: the block reaches to the end of the file.
  mutating func next(_ bytes: Span<UInt8>, atEnd: Bool) -> Step {
    while true {
      skipText(bytes, atEnd: atEnd)
      guard cursor.offset < bytes.count, bytes[cursor.offset] == OFXFramer.less else {
        return atEnd ? .finished : .needMore
      }
      switch OFXFramer.markup(bytes, at: cursor.offset) {
      case .tag(let name, let isEnd, let end):
        start = cursor
        self.isEnd = isEnd
        tag = table.tag(bytes, name)
        // Right behind its name it ends: no line does within.
        if name.upperBound + 1 == end { cursor.offset = end } else { pass(bytes, to: end) }
        return .tag
      case .other(let end): pass(bytes, to: end)
      case .text: cursor.offset += 1
      case .open:
        if !atEnd { return .needMore }
        cursor.offset += 1
      case .unended:
        if !atEnd { return .needMore }
        pass(bytes, to: bytes.count)
      }
    }
  }

  /// The text behind the start tag found last, up to the next tag; nil when the block does not hold it whole.
  mutating func value(_ bytes: Span<UInt8>, atEnd: Bool) -> Value? {
    var at = cursor.offset
    var line = cursor.line
    // The first byte that is not text as it is meant.
    var firstOther = Int.max
    search: while true {
      at = bytes.first(from: at, before: bytes.count) { word in
        word.marks(OFXFramer.less) | word.marks(UInt8(ascii: "&")) | word.marks(10) | word.marks(13)
      }
      guard at < bytes.count else {
        if atEnd { break }
        return nil
      }
      switch bytes[at] {
      case OFXFramer.less:
        switch OFXFramer.markup(bytes, at: at) {
        case .tag: break search
        case .other(let end):
          firstOther = min(firstOther, at)
          for index in at..<end where OFXFramer.endsLine(bytes, index) { line &+= 1 }
          at = end
          continue
        case .text: break
        case .open: if !atEnd { return nil }
        case .unended:
          if !atEnd { return nil }
          break search
        }
      case UInt8(ascii: "&"): firstOther = min(firstOther, at)
      case 10, 13:
        firstOther = min(firstOther, at)
        // Wraps only beyond two thousand million lines.
        if OFXFramer.endsLine(bytes, at) { line &+= 1 }
      default: break
      }
      at += 1
    }
    let range = bytes.trimmed(cursor.offset..<at)
    cursor = Mark(offset: at, line: line)
    return Value(range: range, isPlain: firstOther >= range.upperBound)
  }

  // MARK: Text

  private mutating func skipText(_ bytes: Span<UInt8>, atEnd: Bool) {
    var at = cursor.offset
    var line = cursor.line
    while true {
      at = bytes.first(from: at, before: bytes.count) { word in
        word.marks(OFXFramer.less) | word.marks(10) | word.marks(13)
      }
      guard at < bytes.count, bytes[at] != OFXFramer.less else { break }
      // Returns at the end of a block: the next one says what they are.
      if !atEnd, bytes[at] == 13, at + 2 >= bytes.count { break }
      if OFXFramer.endsLine(bytes, at) { line &+= 1 }
      at += 1
    }
    cursor = Mark(offset: at, line: line)
  }

  private mutating func pass(_ bytes: Span<UInt8>, to end: Int) {
    for at in cursor.offset..<end where OFXFramer.endsLine(bytes, at) { cursor.line &+= 1 }
    cursor.offset = end
  }

  /// LF, or CR that no LF follows at once or behind one more CR.
  static func endsLine(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    if bytes[at] == 10 { return true }
    guard bytes[at] == 13 else { return false }
    if at + 1 < bytes.count, bytes[at + 1] == 10 { return false }
    return !(at + 2 < bytes.count && bytes[at + 1] == 13 && bytes[at + 2] == 10)
  }

  // MARK: Markup

  enum Markup {
    /// With where it ends.
    case tag(name: Range<Int>, isEnd: Bool, end: Int)
    /// A comment, an instruction, a declaration, a section, an element without content.
    case other(end: Int)
    /// No markup at all.
    case text
    /// The block ends before the tag does.
    case open
    /// The block ends before a comment, an instruction, a declaration or a section does.
    case unended
  }

  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")

  /// What begins at a `<`.
  static func markup(_ bytes: Span<UInt8>, at: Int) -> Markup {
    guard at + 1 < bytes.count else { return .open }
    switch bytes[at + 1] {
    case UInt8(ascii: "?"): return passed(bytes, from: at + 2, to: ">")
    case UInt8(ascii: "!"):
      if isOpen(bytes, at, "<!--") || isOpen(bytes, at, "<![CDATA[") { return .open }
      if begins(bytes, at, "<!--") { return passed(bytes, from: at + 4, to: "-->") }
      if begins(bytes, at, "<![CDATA[") { return passed(bytes, from: at + 9, to: "]]>") }
      return passed(bytes, from: at + 2, to: ">")
    default: return tag(bytes, at)
    }
  }

  private static func tag(_ bytes: Span<UInt8>, _ at: Int) -> Markup {
    let isEnd = bytes[at + 1] == UInt8(ascii: "/")
    let first = at + (isEnd ? 2 : 1)
    guard first < bytes.count else { return .open }
    guard isLetter(bytes[first]) else { return .text }
    let limit = min(bytes.count, at + longestTag)
    var name = first
    while name < limit, isOfName(bytes[name]) { name += 1 }
    var end = name
    while end < limit, bytes[end] != greater, bytes[end] != less { end += 1 }
    guard end < limit else { return limit == bytes.count ? .open : .text }
    guard bytes[end] == greater else { return .text }
    // Behind the name may stand attributes.
    guard name == end || bytes[name].isBlank || bytes[name] == UInt8(ascii: "/") else { return .text }
    if bytes[end - 1] == UInt8(ascii: "/") { return .other(end: end + 1) }
    return .tag(name: first..<name, isEnd: isEnd, end: end + 1)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte & 0xDF).isCapital }

  /// Letters, digits, and `.` `_` `-` `:`; by one bit for each character of ASCII.
  @inline(__always)
  private static func isOfName(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0x07FF_6000_0000_0000 : byte < 128 ? 0x07FF_FFFE_87FF_FFFE : 0
    return bits >> UInt64(byte & 63) & 1 == 1
  }

  static func begins(_ bytes: Span<UInt8>, _ at: Int, _ letters: StaticString) -> Bool {
    let count = letters.utf8CodeUnitCount
    return at + count <= bytes.count && agrees(bytes, at, letters, count)
  }

  /// Whether the block ends within these letters.
  private static func isOpen(_ bytes: Span<UInt8>, _ at: Int, _ letters: StaticString) -> Bool {
    let left = bytes.count - at
    return left < letters.utf8CodeUnitCount && agrees(bytes, at, letters, left)
  }

  private static func agrees(_ bytes: Span<UInt8>, _ at: Int, _ letters: StaticString, _ count: Int) -> Bool {
    letters.withUTF8Buffer { wanted in
      for index in 0..<count {
        // The letters of a literal live for ever, and there are at least `count`.
        if unsafe bytes[at + index] != wanted[index] { return false }
      }
      return true
    }
  }

  private static func passed(_ bytes: Span<UInt8>, from: Int, to end: StaticString) -> Markup {
    var at = from
    while at < bytes.count {
      if bytes[at] == end.withUTF8Buffer({ unsafe $0[0] }), begins(bytes, at, end) {
        return .other(end: at + end.utf8CodeUnitCount)
      }
      at += 1
    }
    return .unended
  }
}
