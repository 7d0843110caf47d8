import Records

/// What the text of an entry says, by the dialect it is written in: fields with numbers, words between slashes, or plain
/// lines.
///
/// What has a field of its own goes there. All other text is the description, in its order, on lines of its own. The
/// buffers are kept from entry to entry.
struct MT940Details {
  /// UTF-8 each; empty when the text has none.
  private(set) var description: [UInt8] = []
  var name: [UInt8] = []
  var account: [UInt8] = []
  var endToEndID: [UInt8] = []
  /// The account holder's reference.
  var reference: [UInt8] = []
  /// Three digits: the German banks' number of the kind of entry.
  var code: [UInt8] = []

  /// The text joined over its physical lines.
  var text: [UInt8] = []
  /// The purpose joined over its fields.
  var purpose: [UInt8] = []
  /// The fields of the purpose, and those that go on with the description behind it.
  var pieces: [Range<Int>] = []
  var others: [Range<Int>] = []

  mutating func clear() {
    description.removeAll(keepingCapacity: true)
    name.removeAll(keepingCapacity: true)
    account.removeAll(keepingCapacity: true)
    endToEndID.removeAll(keepingCapacity: true)
    reference.removeAll(keepingCapacity: true)
    code.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    purpose.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
  }

  /// Adds a line to the description, without blanks around it; nothing when it is empty.
  mutating func addLine(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let used = bytes.trimmed(range)
    if used.isEmpty { return }
    if !description.isEmpty { description.append(10) }
    MT940Details.append(bytes, used, to: &description)
  }

  /// Field 61's supplementary details: an account where it is nothing else and the text names none, else text.
  mutating func addSupplement(_ bytes: Span<UInt8>, _ lines: ArraySlice<Range<Int>>) {
    for line in lines {
      let used = bytes.trimmed(line)
      if account.isEmpty, MT940Details.isIBAN(bytes, used) {
        MT940Details.append(bytes, used, to: &account)
      } else {
        addLine(bytes, used)
      }
    }
  }

  /// Field 86, all of an entry's taken together. Words between slashes may begin on a later line; what stands before
  /// them is plain.
  mutating func addText(_ bytes: Span<UInt8>, _ lines: ArraySlice<Range<Int>>) {
    join(bytes, lines)
    if let layout = MT940Details.numbered(text.span) {
      let joined = text
      return addNumbered(joined.span, layout)
    }
    let worded = lines.firstIndex { MT940Details.isWorded(bytes, $0) }
    for line in lines[..<(worded ?? lines.endIndex)] { addLine(bytes, line) }
    guard let worded else { return }
    join(bytes, lines[worded...])
    let joined = text
    addWorded(joined.span)
  }

  /// Wraps fall anywhere: lines are joined with nothing between.
  private mutating func join(_ bytes: Span<UInt8>, _ lines: ArraySlice<Range<Int>>) {
    text.removeAll(keepingCapacity: true)
    for line in lines { MT940Details.append(bytes, line, to: &text) }
  }

  /// Field NS: lines of two digits and a value. 01 to 14 are text, 15 and 16 the other party; the rest is text that
  /// keeps its number.
  mutating func addNational(_ bytes: Span<UInt8>, _ lines: ArraySlice<Range<Int>>) {
    for line in lines {
      guard bytes.isDigits(at: line.lowerBound, count: 2, before: line.upperBound) else {
        addLine(bytes, line)
        continue
      }
      let number = Int(bytes[line.lowerBound] - 48) * 10 + Int(bytes[line.lowerBound + 1] - 48)
      let value = line.lowerBound + 2..<line.upperBound
      switch number {
      case 1...14: addLine(bytes, value)
      case 15, 16: addName(bytes, value)
      default: if !bytes.trimmed(value).isEmpty { addLine(bytes, line) }
      }
    }
  }

  /// Goes on with the name, a blank between.
  mutating func addName(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if !name.isEmpty { name.append(0x20) }
    MT940Details.append(bytes, bytes.trimmed(range), to: &name)
  }

  /// Takes blanks off the end of the name: a field that is full may end with one.
  mutating func trimName() {
    while let last = name.last, last.isBlank { name.removeLast() }
  }

  // MARK: Bytes

  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to buffer: inout [UInt8]) {
    // The buffer pointer is used within the call only.
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
  }

  /// Two capitals, two digits, and 11 to 30 capitals and digits more.
  static func isIBAN(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (15...34).contains(range.count) else { return false }
    for (place, index) in range.enumerated() {
      let byte = bytes[index]
      let isDigit = byte.digit != nil
      switch place {
      case 0, 1: if !byte.isCapital { return false }
      case 2, 3: if !isDigit { return false }
      default: if !isDigit, !byte.isCapital { return false }
      }
    }
    return true
  }

  static func isEqual(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for (place, index) in range.enumerated() {
        // The letters of a literal live for ever, and there are as many as in the range.
        if unsafe bytes[index] != letters[place] { return false }
      }
      return true
    }
  }
}
