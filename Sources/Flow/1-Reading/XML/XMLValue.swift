import Records

/// Reads what stands in the elements of a message: amounts, dates, numbers.
enum XMLValue {
  enum Amount {
    /// At the scale that was asked for.
    case value(Int64)
    case empty, notANumber, tooLarge
    /// Decimals beyond those of the scale that are not zero.
    case tooPrecise
  }

  /// Digits with a point, as `xs:decimal` has them, without a minus: money has its direction beside it.
  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int = BankRow.scale) -> Amount {
    if range.isEmpty { return .empty }
    var value: Int64 = 0
    var places = -1
    var digits = 0
    var isOver = false
    var isFine = true
    for at in range {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), places < 0 {
        places = 0
        continue
      }
      if byte == UInt8(ascii: "+"), at == range.lowerBound { continue }
      guard byte >= 48, byte <= 57 else { return .notANumber }
      digits += 1
      if places >= scale {
        if byte != 48 { isFine = false }
        continue
      }
      if places >= 0 { places += 1 }
      push(byte, &value, &isOver)
    }
    guard digits > 0 else { return .notANumber }
    for _ in max(places, 0)..<scale { push(48, &value, &isOver) }
    if isOver { return .tooLarge }
    return isFine ? .value(value) : .tooPrecise
  }

  /// An amount that may have a minus.
  static func signedAmount(_ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int = BankRow.scale) -> Amount {
    guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "-") else {
      return amount(bytes, range, scale: scale)
    }
    let digits = range.lowerBound + 1..<range.upperBound
    guard let first = digits.first, bytes[first] != UInt8(ascii: "+") else { return .notANumber }
    let read = amount(bytes, digits, scale: scale)
    if case .value(let value) = read { return .value(-value) }
    return read
  }

  @inline(__always)
  private static func push(_ digit: UInt8, _ value: inout Int64, _ isOver: inout Bool) {
    let (tens, high) = value.multipliedReportingOverflow(by: 10)
    let (sum, over) = tens.addingReportingOverflow(Int64(digit) - 48)
    if high || over { isOver = true } else { value = sum }
  }

  /// The day of a date, or of a date with a time, as it is written there: `2026-01-31`, `2026-01-31T23:59:59+01:00`. Nil
  /// when there is none.
  static func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
    guard range.count >= 10 else { return nil }
    let at = range.lowerBound
    guard bytes[at + 4] == UInt8(ascii: "-"), bytes[at + 7] == UInt8(ascii: "-"),
      let year = number(bytes, at..<at + 4), let month = number(bytes, at + 5..<at + 7),
      let day = number(bytes, at + 8..<at + 10)
    else { return nil }
    if range.count > 10 {
      let behind = bytes[at + 10]
      let isTimeOrZone =
        behind == UInt8(ascii: "T") || behind == UInt8(ascii: "Z") || behind == UInt8(ascii: "+")
        || behind == UInt8(ascii: "-") || behind == 32
      guard isTimeOrZone else { return nil }
    }
    return CivilDate(year: year, month: month, day: day)
  }

  /// Whether a time stands behind the date, and is midnight.
  static func isMidnight(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 19, bytes[range.lowerBound + 10] == UInt8(ascii: "T") else { return false }
    for at in range.lowerBound + 11..<range.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "0"), UInt8(ascii: ":"), UInt8(ascii: "."): continue
      // A zone says nothing of the time.
      case UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"): return at >= range.lowerBound + 19
      default: return false
      }
    }
    return true
  }

  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for at in range {
      guard bytes[at] >= 48, bytes[at] <= 57 else { return nil }
      value = value * 10 + Int(bytes[at] - 48)
    }
    return value
  }

  /// A whole number of at most 18 digits; nil when it is none.
  static func count(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty, range.count <= 18 else { return nil }
    return number(bytes, range).map(Int64.init)
  }

  static func currency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Currency? {
    guard range.count == 3 else { return nil }
    let at = range.lowerBound
    return Currency(bytes[at], bytes[at + 1], bytes[at + 2])
  }

  /// Four letters as one number, for comparison with `code`; 0 for anything else.
  static func code(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    guard range.count == 4 else { return 0 }
    return range.reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
  }

  /// Four ASCII letters as one number.
  static func code(_ text: StaticString) -> UInt32 {
    text.withUTF8Buffer { letters in
      // The letters of a literal live for ever.
      unsafe letters.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// +1 for money into the account, -1 for money out of it; 0 when neither is said.
  static func side(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64 {
    switch code(bytes, range) {
    case credit: 1
    case debit: -1
    default: 0
    }
  }

  static func flag(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    return bytes[first] == UInt8(ascii: "t") || bytes[first] == UInt8(ascii: "1")
      || bytes[first] == UInt8(ascii: "T")
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { bytes[$0] }, as: UTF8.self)
  }

  /// A short text. What is longer than any such field is cut: it is repeated for every record.
  static func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String { text(bytes, range.prefix(140)) }

  /// Without blanks at both ends.
  @inline(__always)
  static func trimmed(_ bytes: Span<UInt8>, _ first: Int, _ count: Int) -> Range<Int> {
    var start = first
    var end = first + count
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 9 || byte == 13 }

  private static let credit = code("CRDT")
  private static let debit = code("DBIT")
}
