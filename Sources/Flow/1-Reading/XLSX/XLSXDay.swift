import Records

/// Days and times as a workbook counts them: days since its first one, with the time of the day as their fraction.
///
/// Standard: ISO/IEC 29500-1, 18.17.4. Day 1 is 1900-01-01, and there is a day 60, 1900-02-29, that never was; or day 0 is
/// 1904-01-01.
enum XLSXDay {
  private static let secondsOfDay = 86_400
  /// Units of a fraction of a day.
  private static let whole: Int64 = 1_000_000_000_000

  /// Appends what the cell shows: `2026-01-31`, `2026-01-31T23:59:59`, `23:59:59`; of a day at midnight the day alone.
  /// Times are rounded to the second, and what is less than a millisecond before midnight is midnight.
  ///
  /// - Returns: false when there is no such day.
  static func append(
    _ number: XLSXNumber, as format: XLSXNumberFormat, from1904: Bool, to bytes: inout [UInt8]
  ) -> Bool {
    guard let (days, fraction) = number.serial else { return false }
    let seconds = Int((fraction * Int64(secondsOfDay) + whole / 2) / whole)
    if format == .duration {
      append(time: days * secondsOfDay + seconds, to: &bytes)
      return true
    }
    if format == .time, days == 0, seconds < secondsOfDay {
      append(time: seconds, to: &bytes)
      return true
    }
    if format == .date {
      let isMidnight = (fraction / 1000 * 86_400_000 + 500_000_000) / 1_000_000_000 == 86_400_000
      return append(day: days + (isMidnight ? 1 : 0), from1904, to: &bytes)
    }
    guard append(day: days + seconds / secondsOfDay, from1904, to: &bytes) else { return false }
    if seconds % secondsOfDay != 0 {
      bytes.append(UInt8(ascii: "T"))
      append(time: seconds % secondsOfDay, to: &bytes)
    }
    return true
  }

  private static func append(day: Int, _ from1904: Bool, to bytes: inout [UInt8]) -> Bool {
    let last = from1904 ? 2_957_003 : 2_958_465
    guard day <= last, from1904 || day >= 1, from1904 || day != 60 else { return false }
    let first = from1904 ? -24_107 : day < 60 ? -25_568 : -25_569
    let (year, month, number) = CivilDate(days: Int32(first + day)).components
    append(year, places: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(month, places: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(number, places: 2, to: &bytes)
    return true
  }

  /// `HH:MM:SS`; more digits for hours beyond 99.
  private static func append(time seconds: Int, to bytes: inout [UInt8]) {
    append(seconds / 3600, places: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds / 60 % 60, places: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds % 60, places: 2, to: &bytes)
  }

  private static func append(_ number: Int, places: Int, to bytes: inout [UInt8]) {
    if number >= 10 || places > 1 { append(number / 10, places: places - 1, to: &bytes) }
    bytes.append(48 + UInt8(number % 10))
  }

  /// Bytes of a day written in ISO 8601 that count: without a time that is midnight.
  static func withoutMidnight(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard range.count > 11, text[range.lowerBound + 10] == UInt8(ascii: "T") else { return range }
    for at in range.lowerBound + 11..<range.upperBound {
      let byte = text[at]
      if byte != 48, byte != UInt8(ascii: ":"), byte != UInt8(ascii: ".") { return range }
    }
    return range.lowerBound..<range.lowerBound + 10
  }
}
