// Field 86 of German banks and of those that took after them: `166?00TEXT?109310?20PURPOSE?21…?31ACCOUNT?32NAME`.
extension MT940Details {
  /// How a text with numbered fields is laid out.
  struct Numbered {
    /// The byte before each number, the bank's choice.
    var separator: UInt8
    /// Where the first field begins.
    var start: Int
    /// The code of the kind of entry; empty when there is none.
    var code: Range<Int>
  }

  private static let separators = Array("?><^~|@#$*!".utf8)

  /// Nil when the text is not written this way: it begins, perhaps after three digits, with a separator and the number
  /// of a known field.
  static func numbered(_ text: Span<UInt8>) -> Numbered? {
    var at = 0
    while at < text.count, text[at] == 0x20 { at += 1 }
    var code = at..<at
    if text.isDigits(at: at, count: 3, before: text.count) {
      code = at..<at + 3
      at += 3
    }
    guard at < text.count, separators.contains(text[at]), field(text, at, text[at]) != nil else { return nil }
    return Numbered(separator: text[at], start: at, code: code)
  }

  /// The number of the field that begins at a separator; nil where it is no field: separators may stand in text.
  private static func field(_ text: Span<UInt8>, _ at: Int, _ separator: UInt8) -> Int? {
    guard text[at] == separator, text.isDigits(at: at + 1, count: 2, before: text.count) else {
      return nil
    }
    switch Int(text[at + 1] - 48) * 10 + Int(text[at + 2] - 48) {
    case let number where number == 0 || number == 10 || (20...36).contains(number): return number
    case let number where number == 38 || (60...79).contains(number) || number == 99: return number
    default: return nil
    }
  }

  mutating func addNumbered(_ text: Span<UInt8>, _ layout: Numbered) {
    MT940Details.append(text, layout.code, to: &code)
    var isNameFull = false
    var at = layout.start
    while at < text.count {
      // `at` stands at a field.
      let number = MT940Details.field(text, at, layout.separator) ?? 99
      var end = text.first(layout.separator, from: at + 3, before: text.count)
      while end < text.count, MT940Details.field(text, end, layout.separator) == nil {
        end = text.first(layout.separator, from: end + 1, before: text.count)
      }
      let value = at + 3..<end
      at = end
      switch number {
      case 0: addLine(text, value)
      case 20...29, 60...69: pieces.append(value)
      case 31: if account.isEmpty { MT940Details.append(text, text.trimmed(value), to: &account) }
      case 32, 33: isNameFull = addNameField(text, value, isCut: isNameFull)
      case 35, 36, 70...79: others.append(value)
      case 38: setIBAN(text, text.trimmed(value))
      default: break
      }
    }
    trimName()
    addPurpose(text)
    for at in others.indices { addLine(text, others[at]) }
  }

  /// Whether the field has all its 27 characters, so that the next one goes on without a blank.
  private mutating func addNameField(_ text: Span<UInt8>, _ value: Range<Int>, isCut: Bool) -> Bool {
    let isFull = MT940Details.characters(text, value) >= 27
    if !name.isEmpty, !isCut { name.append(0x20) }
    MT940Details.append(text, isFull || isCut ? value : text.trimmed(value), to: &name)
    return isFull
  }

  /// The whole account where another field has a part of it.
  private mutating func setIBAN(_ text: Span<UInt8>, _ value: Range<Int>) {
    guard MT940Details.isIBAN(text, value) else { return addLine(text, value) }
    account.removeAll(keepingCapacity: true)
    MT940Details.append(text, value, to: &account)
  }

  private static func characters(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where text[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Purpose lines; where SEPA keywords stand among them, fields are cut anywhere, keywords too.
  private mutating func addPurpose(_ text: Span<UInt8>) {
    for at in pieces.indices { MT940Details.append(text, pieces[at], to: &purpose) }
    let joined = purpose
    guard var keyword = MT940Details.keyword(joined.span, from: 0) else {
      for at in pieces.indices { addLine(text, pieces[at]) }
      return
    }
    addLine(joined.span, 0..<keyword)
    while true {
      let next = MT940Details.keyword(joined.span, from: keyword + 5)
      addKeyed(joined.span, keyword, joined.span.trimmed(keyword + 5..<(next ?? joined.count)))
      guard let next else { return }
      keyword = next
    }
  }

  private mutating func addKeyed(_ text: Span<UInt8>, _ keyword: Int, _ value: Range<Int>) {
    let word = keyword..<keyword + 5
    if value.isEmpty { return }
    let isShort = MT940Details.characters(text, value) <= 35
    if MT940Details.isEqual(text, word, "SVWZ+") {
      addLine(text, value)
    } else if MT940Details.isEqual(text, word, "EREF+"), isShort {
      setEndToEndID(text, value)
    } else if MT940Details.isEqual(text, word, "KREF+"), isShort, reference.isEmpty {
      MT940Details.append(text, value, to: &reference)
    } else {
      // Longer than an identification can be: text without its own keyword runs on.
      addLine(text, keyword..<value.upperBound)
    }
  }

  /// The first one stands; that there is none is written as a word.
  mutating func setEndToEndID(_ text: Span<UInt8>, _ value: Range<Int>) {
    guard endToEndID.isEmpty, !MT940Details.isEqual(text, value, "NOTPROVIDED") else { return }
    MT940Details.append(text, value, to: &endToEndID)
  }

  /// Where the next SEPA keyword begins: four capitals and a plus.
  private static func keyword(_ text: Span<UInt8>, from: Int) -> Int? {
    guard from + 4 < text.count else { return nil }
    var plus = from + 3
    while true {
      plus = text.first(UInt8(ascii: "+"), from: plus + 1, before: text.count)
      if plus == text.count { return nil }
      var word: UInt32 = 0
      for at in plus - 4..<plus { word = word << 8 | UInt32(text[at]) }
      if keywords.contains(word) { return plus - 4 }
    }
  }

  /// Four letters each, the first one highest.
  private static let keywords: [UInt32] = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "COAM", "OAMT",
  ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}
