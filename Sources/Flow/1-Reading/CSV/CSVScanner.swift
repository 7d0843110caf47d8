import Records

/// Cuts records into fields, eight bytes at a time.
///
/// It works in a window of a file that is followed by `padding` zero bytes, so that every load is within memory.
struct CSVScanner: Sendable {
  /// Zero bytes that must follow the window.
  static let padding = 16

  /// How a record ended.
  struct End {
    /// False when the window ends before the record does: nothing else is of use then.
    var isComplete: Bool
    /// Fields of the record; those beyond the capacity are counted all the same.
    var fields: Int
    /// Where the record's bytes end, and where the next record starts.
    var stop: Int
    var next: Int
    /// Line ends from the record's start to the next record.
    var lines: Int
  }

  /// What is rare, kept aside from the scan: cleared by the caller before each record.
  struct Notes {
    /// Fields with doubled quotes or escapes that still stand in the bytes.
    var escaped: [Int] = []
    /// Fields with text after the closing quote: where the field starts, that text starts, and both end.
    var misplaced: [(field: Int, start: Int, at: Int, end: Int)] = []
    /// Where the quote stands that was open when the window ended, counted in line ends from the record's start.
    var openQuoteLines: Int?

    var isEmpty: Bool { escaped.isEmpty && misplaced.isEmpty }

    mutating func clear() {
      escaped.removeAll(keepingCapacity: true)
      misplaced.removeAll(keepingCapacity: true)
      openQuoteLines = nil
    }
  }

  private let delimiter: UInt8
  /// 256 when there is none, which no byte equals.
  private let quote: UInt16
  private let escape: UInt16
  private let delimiters: UInt64
  private let quotes: UInt64

  /// Eight line feeds, and four times carriage return and line feed.
  private static let lineFeeds: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
  private static let lineEnds: UInt64 = 0x0A0D_0A0D_0A0D_0A0D
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let blanks: UInt64 = 0x2020_2020_2020_2020

  init(_ dialect: CSVDialect) {
    delimiter = dialect.delimiter
    quote = dialect.quote.map(UInt16.init) ?? 256
    escape = dialect.escape.map(UInt16.init) ?? 256
    delimiters = UInt64(dialect.delimiter) &* CSVScanner.ones
    quotes = UInt64(dialect.quote ?? 0) &* CSVScanner.ones
  }

  /// Scans the record that starts at `start`.
  ///
  /// - Parameters:
  ///   - base: `count` bytes and the padding.
  ///   - isLast: the file ends with the window.
  ///   - fields: room for `capacity` views, in bytes from `base`; escapes still stand in them.
  @inline(__always)
  func scan(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, isLast: Bool,
    fields: UnsafeMutablePointer<TextView>, capacity: Int, notes: inout Notes
  ) -> End {
    var end = End(isComplete: false, fields: 0, stop: count, next: count, lines: 0)
    var at = start
    while true {
      // `at <= count`, and the padding follows.
      if unsafe base[at] == 0x20 || base[at] == 9 { at = unsafe openingQuote(base, at, count) ?? at }
      let isQuoted = unsafe UInt16(base[at]) == quote && at < count
      let scanned =
        isQuoted
        ? unsafe quotedField(base, from: at, count: count, isLast: isLast, &end, &notes)
        : unsafe plainField(base, from: at, count: count, &end, &notes)
      guard let (view, stop) = scanned else { return end }
      // Within the room given.
      if end.fields < capacity { unsafe fields[end.fields] = view }
      end.fields &+= 1
      // Reads only below `count`.
      if stop < count, unsafe base[stop] == delimiter {
        at = stop &+ 1
        continue
      }
      return unsafe lineEnd(base, at: stop, count: count, isLast: isLast, end)
    }
  }

  /// Where the quote stands that opens a field behind the blanks at `at`; nil when the field is plain, blanks and all.
  private func openingQuote(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int? {
    var at = at
    // Reads only below `count`.
    while at < count, unsafe base[at] == 0x20 || base[at] == 9, unsafe base[at] != delimiter { at &+= 1 }
    return unsafe at < count && UInt16(base[at]) == quote ? at : nil
  }

  /// A field without quotes, and where it stops.
  @inline(__always)
  private func plainField(
    _ base: UnsafePointer<UInt8>, from at: Int, count: Int, _ end: inout End, _ notes: inout Notes
  ) -> (view: TextView, stop: Int)? {
    let stop = unsafe plainEnd(base, from: at, count: count, &end, &notes)
    // Windows are far smaller than 2 GB.
    return (
      TextView(start: UInt32(truncatingIfNeeded: at), length: Int32(truncatingIfNeeded: stop &- at)), stop
    )
  }

  /// The text of a quoted field, and where the field stops; nil when the window ends before.
  @inline(__always)
  private func quotedField(
    _ base: UnsafePointer<UInt8>, from at: Int, count: Int, isLast: Bool, _ end: inout End,
    _ notes: inout Notes
  ) -> (view: TextView, stop: Int)? {
    let opened = end.lines
    let start = at &+ 1
    guard let text = unsafe quotedText(base, from: start, count: count, isLast: isLast, &end.lines) else {
      notes.openQuoteLines = opened
      return nil
    }
    if text.isEscaped { notes.escaped.append(end.fields) }
    var stop = text.end &+ 1
    // Reads only below `count`.
    if stop < count, unsafe base[stop] != delimiter, unsafe base[stop] != 10, unsafe base[stop] != 13 {
      stop = unsafe afterQuote(base, from: stop, count: count, field: end.fields, start: at, &notes)
    }
    // Windows are far smaller than 2 GB.
    let length = Int32(truncatingIfNeeded: text.end &- start)
    return (TextView(start: UInt32(truncatingIfNeeded: start), length: length), stop)
  }

  /// Where the next line starts, and whether the whole line end is in the window.
  @inline(__always)
  private func lineEnd(
    _ base: UnsafePointer<UInt8>, at stop: Int, count: Int, isLast: Bool, _ end: End
  ) -> End {
    var end = end
    end.stop = stop
    guard stop < count else {
      end.isComplete = isLast
      return end
    }
    end.lines &+= 1
    end.isComplete = true
    // Reads only below `count`.
    if unsafe base[stop] == 10 {
      end.next = stop &+ 1
      return end
    }
    // A carriage return may be followed by a line feed, or by another return and a line feed.
    guard isLast || stop &+ 2 < count else {
      end.isComplete = false
      return end
    }
    end.next = unsafe CSVScanner.afterReturn(base, at: stop, count: count)
    return end
  }

  /// Where the first line starts, from the one at `start` on, that has more in it than blanks, and how many lines are
  /// stepped over: a file may be made of them, and most of its bytes come out of a few.
  ///
  /// - Parameters:
  ///   - base: `count` bytes and the padding.
  ///   - isLast: the file ends with the window.
  func blankLines(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, isLast: Bool
  ) -> (next: Int, lines: Int) {
    var (next, lines, at) = (start, 0, start)
    // Reads below `count`, and eight bytes at once only where the padding follows them.
    while at < count {
      if at == next {
        let word = unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
        let ends = word == CSVScanner.lineFeeds ? 8 : word == CSVScanner.lineEnds ? 4 : 0
        if ends > 0, at &+ 8 <= count {
          (at, next, lines) = (at &+ 8, at &+ 8, lines &+ ends)
          continue
        }
      }
      let byte = unsafe base[at]
      if byte == 10 {
        (at, next, lines) = (at &+ 1, at &+ 1, lines &+ 1)
      } else if byte == 13 {
        guard isLast || at &+ 2 < count else { break }
        at = unsafe CSVScanner.afterReturn(base, at: at, count: count)
        (next, lines) = (at, lines &+ 1)
      } else if byte == 0x20 || byte == 9, byte != delimiter, UInt16(byte) != escape {
        at &+= 1
      } else {
        break
      }
    }
    return (next, lines)
  }

  /// Where the line end that starts with a carriage return at `at` is over: CR, CRLF and CRCRLF are one line end.
  static func afterReturn(_ base: UnsafePointer<UInt8>, at: Int, count: Int) -> Int {
    // Reads only below `count`.
    if at &+ 1 < count, unsafe base[at &+ 1] == 10 { return at &+ 2 }
    if at &+ 2 < count, unsafe base[at &+ 1] == 13, unsafe base[at &+ 2] == 10 { return at &+ 3 }
    return at &+ 1
  }

  /// The delimiter, line end or end of the window that ends a field without quotes.
  @inline(__always)
  private func plainEnd(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, _ end: inout End, _ notes: inout Notes
  ) -> Int {
    if escape != 256 { return unsafe escapedEnd(base, from: start, count: count, &end, &notes) }
    var at = start
    while true {
      // `at <= count` at every load, and 16 bytes of padding follow; they stop the loop, being zero.
      let word = unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
      let hits = CSVScanner.hits(word, delimiters)
      if hits == 0 {
        at &+= 8
        if at >= count { return count }
        continue
      }
      // The lowest hit is exact: a delimiter or a byte below 0x20.
      at &+= hits.trailingZeroBitCount &>> 3
      if at >= count { return count }
      let byte = unsafe base[at]
      if byte == delimiter || byte == 10 || byte == 13 { return at }
      at &+= 1
    }
  }

  /// The same where an escape takes the meaning of the byte after it.
  private func escapedEnd(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, _ end: inout End, _ notes: inout Notes
  ) -> Int {
    var at = start
    // Reads only below `count`.
    while at < count {
      let byte = unsafe base[at]
      if byte == delimiter || byte == 10 || byte == 13 { return at }
      if UInt16(byte) == escape {
        if notes.escaped.last != end.fields { notes.escaped.append(end.fields) }
        // An escaped line end is text, and is counted as a line end all the same.
        at = at &+ 1 < count ? unsafe step(base, at &+ 1, count, &end.lines) : count
      } else {
        at &+= 1
      }
    }
    return count
  }

  /// Where the text of a quoted field ends, at its closing quote; nil when the window ends before.
  @inline(__always)
  private func quotedText(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, isLast: Bool, _ lines: inout Int
  ) -> (end: Int, isEscaped: Bool)? {
    if escape != 256 { return unsafe escapedText(base, from: start, count: count, isLast: isLast, &lines) }
    var at = start
    var isEscaped = false
    while at < count {
      // `at < count` at every load, and 16 bytes of padding follow.
      let word = unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
      let hits = CSVScanner.hits(word, quotes)
      if hits == 0 {
        at &+= 8
        continue
      }
      at &+= hits.trailingZeroBitCount &>> 3
      if at >= count { return nil }
      let byte = unsafe base[at]
      if UInt16(byte) == quote {
        guard let closes = unsafe closes(base, at, count, isLast) else { return nil }
        if closes { return (at, isEscaped) }
        isEscaped = true
        at &+= 2
      } else {
        at = unsafe step(base, at, count, &lines)
      }
    }
    return nil
  }

  /// The same where an escape takes the meaning of the byte after it.
  private func escapedText(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int, isLast: Bool, _ lines: inout Int
  ) -> (end: Int, isEscaped: Bool)? {
    var at = start
    var isEscaped = false
    // Reads only below `count`.
    while at < count {
      let byte = unsafe base[at]
      if UInt16(byte) == escape {
        isEscaped = true
        at = at &+ 1 < count ? unsafe step(base, at &+ 1, count, &lines) : count
      } else if UInt16(byte) == quote {
        guard let closes = unsafe closes(base, at, count, isLast) else { return nil }
        if closes { return (at, isEscaped) }
        isEscaped = true
        at &+= 2
      } else {
        at = unsafe step(base, at, count, &lines)
      }
    }
    return nil
  }

  /// Whether the quote at `at` closes its field; else it is the first of two. Nil when that lies beyond the window.
  @inline(__always)
  private func closes(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int, _ isLast: Bool) -> Bool? {
    // At the very end of the window only the end of the file tells a closing quote from a doubled one.
    if at &+ 1 == count { return isLast ? true : nil }
    // Reads only below `count`.
    return unsafe UInt16(base[at &+ 1]) != quote
  }

  /// A high bit for bytes that are those of `pattern` or below 0x20, exact for the lowest: a borrow only rises.
  @inline(__always)
  private static func hits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let apart = word ^ pattern
    return ((apart &- ones) & ~apart | (word &- blanks) & ~word) & highs
  }

  /// Steps over one byte of text, or over one line end, which is counted.
  private func step(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int, _ lines: inout Int) -> Int {
    // `at < count`.
    switch unsafe base[at] {
    case 10:
      lines &+= 1
      return at &+ 1
    case 13:
      lines &+= 1
      return unsafe CSVScanner.afterReturn(base, at: at, count: count)
    default: return at &+ 1
    }
  }

  /// The end of a field that does not end with its closing quote: blanks there mean nothing, text is misplaced.
  private func afterQuote(
    _ base: UnsafePointer<UInt8>, from closed: Int, count: Int, field: Int, start: Int, _ notes: inout Notes
  ) -> Int {
    var at = closed
    // Reads only below `count`.
    while at < count, unsafe base[at] == 0x20 || base[at] == 9, unsafe base[at] != delimiter { at &+= 1 }
    guard at < count, unsafe base[at] != delimiter, unsafe base[at] != 10, unsafe base[at] != 13 else {
      return at
    }
    let misplaced = at
    while at < count, unsafe base[at] != delimiter, unsafe base[at] != 10, unsafe base[at] != 13 { at &+= 1 }
    notes.misplaced.append((field, start, misplaced, at))
    return at
  }

  /// Takes doubled quotes and escapes out of a field's bytes, in place; returns the shorter view.
  func unescape(_ base: UnsafeMutablePointer<UInt8>, _ view: TextView) -> TextView {
    let start = Int(view.start)
    let end = start + Int(view.length)
    // A field that starts right after a quote was quoted; elsewhere quotes are text.
    let isQuoted = unsafe start > 0 && UInt16(base[start - 1]) == quote
    var from = start
    var to = start
    // Both stay within the view.
    while from < end {
      let byte = unsafe UInt16(base[from])
      let isDoubled = unsafe isQuoted && byte == quote && from + 1 < end && UInt16(base[from + 1]) == quote
      if (byte == escape || isDoubled) && from + 1 < end { from += 1 }
      unsafe base[to] = base[from]
      from += 1
      to += 1
    }
    return TextView(start: view.start, length: Int32(to - start))
  }
}
