import Records

/// A date as QIF writes it: three numbers, of which the order of the first two is not said.
///
///     12/29/10   29.12.2010   1/ 1'05   2026-01-31
///
/// Two digits of a year behind an apostrophe are of this century; else 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069.
struct QIFDate {
  /// What the first number is, where the year is last.
  enum Order: String {
    case monthFirst = "mdy"
    case dayFirst = "dmy"
  }

  /// What a date says of the order.
  enum Evidence: Equatable {
    /// It is a day in this order only.
    case order(Order)
    /// It is one day in any order.
    case none
    /// It is two days.
    case open
    /// It is no day in any order.
    case impossible
  }

  private var first: Int
  private var second: Int
  private var year: Int
  private var isYearFirst: Bool

  /// Nil unless the range is three numbers with a slash, a dash, a point or an apostrophe between; blanks may pad them.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var at = range.lowerBound
    guard let one = QIFDate.number(bytes, &at, range.upperBound),
      QIFDate.mark(bytes, &at, range.upperBound) != nil,
      let two = QIFDate.number(bytes, &at, range.upperBound),
      let mark = QIFDate.mark(bytes, &at, range.upperBound),
      let three = QIFDate.number(bytes, &at, range.upperBound), at == range.upperBound
    else { return nil }
    isYearFirst = one.digits == 4
    let years = isYearFirst ? one : three
    (first, second) = isYearFirst ? (two.value, three.value) : (one.value, two.value)
    guard years.digits == 4 || years.digits <= 2 else { return nil }
    year = years.value
    if years.digits <= 2 { year += mark == UInt8(ascii: "'") || year < 70 ? 2000 : 1900 }
  }

  /// One to four digits, and the blanks around them.
  private static func number(
    _ bytes: Span<UInt8>, _ at: inout Int, _ end: Int
  ) -> (value: Int, digits: Int)? {
    while at < end, bytes[at].isBlank { at += 1 }
    let start = at
    var value = 0
    while at < end, at - start < 4, let digit = bytes[at].digit {
      value = value * 10 + Int(digit)
      at += 1
    }
    let digits = at - start
    while at < end, bytes[at].isBlank { at += 1 }
    return digits > 0 ? (value, digits) : nil
  }

  private static func mark(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> UInt8? {
    guard at < end else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "'"): break
    default: return nil
    }
    at += 1
    return bytes[at - 1]
  }

  var evidence: Evidence {
    if isYearFirst { return day(.monthFirst) == nil ? .impossible : .none }
    switch (day(.monthFirst), day(.dayFirst)) {
    case (nil, nil): return .impossible
    case (_, nil): return .order(.monthFirst)
    case (nil, _): return .order(.dayFirst)
    case (let a, let b): return a == b ? .none : .open
    }
  }

  /// Nil when it is no day in that order, or one outside `CivilDate.ofRecords`.
  func day(_ order: Order) -> CivilDate? {
    let isMonthFirst = isYearFirst || order == .monthFirst
    let date = CivilDate(
      year: year, month: isMonthFirst ? first : second, day: isMonthFirst ? second : first)
    return date.flatMap { CivilDate.ofRecords.contains($0) ? $0 : nil }
  }
}
