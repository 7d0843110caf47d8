/// A day of the proleptic Gregorian calendar, without time or zone: days since 1970-01-01.
///
/// Standard: ISO 8601-1:2019, 5.2.2.1 (extended calendar date).
/// Years 0001 to 9999. Conversions follow the well-known era arithmetic of civil calendars.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01, negative before.
  public let days: Int32

  /// The value that stands for "no date" in a date column. Never a real day.
  public static let null = Int32.min

  /// The days a record may be dated: 1900-01-01 through 2199-12-31. A day outside is a slip, such as a year 0026: before
  /// every cut-off, or after every period, and so out of sight.
  public static let ofRecords = CivilDate(days: -25_567)...CivilDate(days: 84_005)

  /// The day that many days after 1970-01-01.
  public init(days: Int32) { self.days = days }

  /// Nil unless the day exists in the calendar and the year is within 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= CivilDate.daysIn(month: month, year: year) else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `YYYY-MM-DD` and nothing else.
  public init?(iso text: String) {
    let utf8 = Array(text.utf8)
    guard utf8.count == 10, utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in utf8[range] {
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// 28 to 31.
  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Year 1 to 9999, month 1 to 12, day 1 to 31.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// Appends `YYYY-MM-DD`: ten ASCII bytes. The one writer of dates; for columns see `TextColumn.dates`.
  func append(to bytes: inout [UInt8]) {
    let (year, month, day) = components
    precondition((1...9999).contains(year), "a day lies in the years 1 to 9999")
    func append(_ value: Int) {
      bytes.append(UInt8(48 + value / 10))
      bytes.append(UInt8(48 + value % 10))
    }
    append(year / 100)
    append(year % 100)
    bytes.append(UInt8(ascii: "-"))
    append(month)
    bytes.append(UInt8(ascii: "-"))
    append(day)
  }

  /// `YYYY-MM-DD`; outside the years 1 to 9999, which no record is in, the number of the day.
  public var description: String {
    guard (1...9999).contains(components.year) else { return "day \(days)" }
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Earlier days first.
  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.days < b.days }

  /// The day that many days later; earlier when negative. The result must fit 32 bits.
  public func adding(days count: Int) -> CivilDate { CivilDate(days: days + Int32(count)) }
}
