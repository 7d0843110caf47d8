import Records

/// How OFX writes dates.
enum OFXValue {
  enum Day: Equatable {
    case day(CivilDate)
    /// Nothing, or zeros in its place.
    case missing
    case unreadable
  }

  /// The day that is written: eight digits, with a time and a zone behind them or not. A zone changes nothing: the bank's
  /// own day is the one it booked.
  static func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Day {
    if range.isEmpty { return .missing }
    let at = range.lowerBound
    guard bytes.isDigits(at: at, count: 8, before: range.upperBound) else { return .unreadable }
    let year = bytes.pair(at: at) * 100 + bytes.pair(at: at + 2)
    let (month, day) = (bytes.pair(at: at + 4), bytes.pair(at: at + 6))
    if year == 0, month == 0, day == 0 { return .missing }
    guard let date = CivilDate(year: year, month: month, day: day), CivilDate.ofRecords.contains(date) else {
      return .unreadable
    }
    return .day(date)
  }

  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WrittenAmount {
    WrittenAmount.read(bytes, range, scale: BankRow.scale, pointIsDecimal: true)
  }

  /// Whether it consists of zeros: no number of a bank at all.
  static func isZeros(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for at in range where bytes[at] != UInt8(ascii: "0") { return false }
    return true
  }
}
