import Records

/// How SWIFT statement messages write numbers and dates.
enum MT940Value {
  /// Decimal places of every amount.
  static let scale = BankRow.scale

  enum Amount: Equatable {
    /// Unscaled, at `scale`.
    case value(Int64)
    /// With the offset of the first byte that does not belong.
    case notANumber(Int)
    /// More than fits.
    case tooLarge
    /// More than four decimals that are not zero.
    case tooFine
  }

  /// What was read of an amount, and where it ends.
  struct Figure {
    var amount: Amount
    /// Behind its last byte.
    var end: Int
    /// The decimal mark; nil when there is none.
    var mark: UInt8?
    /// Digits behind it, as far as they count: four at most.
    var decimals: Int
  }

  /// Digits with a comma, a point or nothing for the decimals, as far as they go; never signed.
  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Figure {
    var at = range.lowerBound
    var value: Int64 = 0
    var mark: UInt8?
    var decimals = 0
    var (isTooLarge, isTooFine) = (false, false)
    while at < range.upperBound {
      let byte = bytes[at]
      if let digit = byte.digit {
        if mark != nil, decimals == scale {
          if digit > 0 { isTooFine = true }
        } else {
          // Eighteen digits fit in 64 bits; whether their four decimals do shows below.
          if value >= 100_000_000_000_000_000 { isTooLarge = true }
          if !isTooLarge { value = value * 10 + Int64(digit) }
          if mark != nil { decimals += 1 }
        }
      } else if mark == nil, at > range.lowerBound, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") {
        mark = byte
      } else {
        break
      }
      at += 1
    }
    func figure(_ amount: Amount) -> Figure {
      Figure(amount: amount, end: at, mark: mark, decimals: decimals)
    }
    guard at > range.lowerBound else { return figure(.notANumber(at)) }
    if at < range.upperBound, bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ".") {
      return figure(.notANumber(at))
    }
    let (scaled, isOver) = value.multipliedReportingOverflow(by: ScaledDecimal.power(scale - decimals))
    if isTooLarge || isOver { return figure(.tooLarge) }
    return figure(isTooFine ? .tooFine : .value(scaled))
  }

  /// Six digits YYMMDD; 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069. The 29th and 30th of a February that has no
  /// such day, which months of thirty days bring about, are its last day. Nil for anything else.
  static func date(_ bytes: Span<UInt8>, at: Int) -> (date: CivilDate, isClamped: Bool)? {
    let year = bytes.pair(at: at)
    return date(
      year: year + (year < 70 ? 2000 : 1900), month: bytes.pair(at: at + 2), day: bytes.pair(at: at + 4))
  }

  /// Four digits MMDD in the year that brings them nearest to a date; nil when no year around it has such a day.
  static func date(_ bytes: Span<UInt8>, at: Int, near: CivilDate) -> (date: CivilDate, isClamped: Bool)? {
    let year = near.components.year
    let (month, day) = (bytes.pair(at: at), bytes.pair(at: at + 2))
    var best: (date: CivilDate, isClamped: Bool)?
    for candidate in [year, year - 1, year + 1] {
      guard let found = date(year: candidate, month: month, day: day), isNearer(found, best, near) else {
        continue
      }
      best = found
    }
    return best
  }

  /// A day that exists goes before one that was made to fit.
  private static func isNearer(
    _ a: (date: CivilDate, isClamped: Bool), _ b: (date: CivilDate, isClamped: Bool)?, _ near: CivilDate
  ) -> Bool {
    guard let b else { return true }
    if a.isClamped != b.isClamped { return b.isClamped }
    return abs(Int(a.date.days) - Int(near.days)) < abs(Int(b.date.days) - Int(near.days))
  }

  private static func date(year: Int, month: Int, day: Int) -> (date: CivilDate, isClamped: Bool)? {
    if let date = CivilDate(year: year, month: month, day: day) { return (date, false) }
    guard month == 2, day == 29 || day == 30 else { return nil }
    return CivilDate(year: year, month: 2, day: CivilDate.daysIn(month: 2, year: year)).map { ($0, true) }
  }

  /// Three letters in capitals.
  static func currency(_ bytes: Span<UInt8>, at: Int, end: Int) -> Currency? {
    guard at + 3 <= end else { return nil }
    for index in at..<at + 3 where !bytes[index].isCapital { return nil }
    return Currency(bytes[at], bytes[at + 1], bytes[at + 2])
  }
}
