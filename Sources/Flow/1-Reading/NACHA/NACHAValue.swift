import Records

/// How ACH files write dates.
enum NACHAValue {
  /// Six digits YYMMDD; 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069. Nil for anything else.
  static func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
    guard bytes.isDigits(range, count: 6) else { return nil }
    let year = bytes.pair(at: range.lowerBound)
    return CivilDate(
      year: year + (year < 70 ? 2000 : 1900), month: bytes.pair(at: range.lowerBound + 2),
      day: bytes.pair(at: range.lowerBound + 4))
  }

  /// Three digits, the day of a year from 001, in the year that brings it nearest to a date; nil for anything else.
  static func dayOfYear(_ bytes: Span<UInt8>, _ range: Range<Int>, near: CivilDate) -> CivilDate? {
    guard let number = bytes.number(bytes.trimmed(range)), (1...366).contains(number) else { return nil }
    let year = near.components.year
    let days = [year - 1, year, year + 1].compactMap { year -> CivilDate? in
      guard let first = CivilDate(year: year, month: 1, day: 1) else { return nil }
      let day = first.adding(days: Int(number) - 1)
      return day.components.year == year ? day : nil
    }
    return days.min { abs($0.days - near.days) < abs($1.days - near.days) }
  }

  /// Whether a field has blanks and zeros only: it says nothing.
  static func isNothing(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range where !bytes[index].isBlank && bytes[index] != UInt8(ascii: "0") { return false }
    return true
  }
}
