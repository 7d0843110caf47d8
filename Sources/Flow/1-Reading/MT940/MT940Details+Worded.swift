// Field 86 of Dutch banks: `/TRTP/SEPA OVERBOEKING/IBAN/NL…/BIC/…/NAME/…/REMI/…/EREF/…`.
extension MT940Details {
  private static let words: [StaticString] = [
    "TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "KREF", "PREF", "MARF", "CSID", "CNTP", "BENM", "ORDP",
    "ULTC", "ULTD", "ULTB", "PURP", "RTRN", "ISDT", "ADDR", "SVCL", "ACCW",
  ]

  /// Whether a line begins with a word of this dialect.
  static func isWorded(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let used = bytes.trimmed(line)
    return word(bytes.extracting(used), 0) != nil
  }

  /// The letters of the word that begins at a slash; nil where the slash belongs to a value.
  private static func word(_ text: Span<UInt8>, _ slash: Int) -> Range<Int>? {
    guard slash < text.count, text[slash] == UInt8(ascii: "/") else { return nil }
    var end = slash + 1
    while end < text.count, end < slash + 6, text[end].isCapital { end += 1 }
    guard end < text.count, text[end] == UInt8(ascii: "/") else { return nil }
    let letters = slash + 1..<end
    return words.contains { isEqual(text, letters, $0) } ? letters : nil
  }

  mutating func addWorded(_ text: Span<UInt8>) {
    var at = 0
    while at < text.count, MT940Details.word(text, at) == nil { at += 1 }
    while let word = MT940Details.word(text, at) {
      var end = word.upperBound + 1
      // The slash that ends a word may begin the next one: `/BENM//NAME/`.
      while end < text.count, MT940Details.word(text, end) == nil { end += 1 }
      var value = text.trimmed(min(word.upperBound + 1, end)..<end)
      while value.last.map({ text[$0] == UInt8(ascii: "/") }) == true { value.removeLast() }
      add(text, word, value)
      at = end
    }
  }

  private mutating func add(_ text: Span<UInt8>, _ word: Range<Int>, _ value: Range<Int>) {
    func isWord(_ name: StaticString) -> Bool { MT940Details.isEqual(text, word, name) }
    if value.isEmpty || isWord("BIC") { return }
    if isWord("REMI") {
      addLine(text, MT940Details.remittance(text, value))
    } else if isWord("TRTP") {
      addLine(text, value)
    } else if isWord("IBAN"), account.isEmpty {
      MT940Details.append(text, text.trimmed(value), to: &account)
    } else if isWord("NAME") || isWord("ORDP") || isWord("BENM"), name.isEmpty {
      addName(text, value)
    } else if isWord("EREF"), endToEndID.isEmpty {
      setEndToEndID(text, value)
    } else if isWord("KREF"), reference.isEmpty {
      MT940Details.append(text, value, to: &reference)
    } else if isWord("CNTP") {
      addCounterparty(text, value)
    } else {
      addLine(text, word.lowerBound - 1..<value.upperBound)
    }
  }

  /// `USTD//text` is unstructured text; `STRD/CUR/…` stays as it is.
  private static func remittance(_ text: Span<UInt8>, _ value: Range<Int>) -> Range<Int> {
    guard value.count > 6, isEqual(text, value.lowerBound..<value.lowerBound + 6, "USTD//") else {
      return value
    }
    return value.lowerBound + 6..<value.upperBound
  }

  /// `account/BIC/name/city`.
  private mutating func addCounterparty(_ text: Span<UInt8>, _ value: Range<Int>) {
    var start = value.lowerBound
    var place = 0
    while start <= value.upperBound, place < 3 {
      var end = start
      while end < value.upperBound, text[end] != UInt8(ascii: "/") { end += 1 }
      let part = text.trimmed(start..<end)
      if place == 0, account.isEmpty { MT940Details.append(text, part, to: &account) }
      if place == 2, name.isEmpty { addName(text, part) }
      (start, place) = (end + 1, place + 1)
    }
  }
}
