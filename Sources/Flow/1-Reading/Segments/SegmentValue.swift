import Records

/// How the elements of a segment write numbers and dates.
enum SegmentValue {
  enum Number: Equatable {
    /// Unscaled, at the scale asked for.
    case value(Int64)
    case empty
    /// With the offset of the first byte that does not belong.
    case notANumber(Int)
    /// More than fits.
    case tooLarge
    /// More decimals than the scale has that are not zero.
    case tooFine
  }

  /// Digits with an optional minus or plus before them and one decimal mark, a point or a comma, within.
  ///
  /// - Parameters:
  ///   - scale: decimal places of the result, 0 to 18.
  ///   - implied: decimal places of a number without a mark, 0 to `scale`.
  static func number(_ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int, implied: Int = 0) -> Number {
    if range.isEmpty { return .empty }
    let sign = bytes[range.lowerBound]
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    var value: Int64 = 0
    var decimals: Int?
    var digits = 0
    var (isTooLarge, isTooFine) = (false, false)
    for at in (range.lowerBound + (isSigned ? 1 : 0))..<range.upperBound {
      if let digit = bytes[at].digit {
        digits += 1
        if let places = decimals {
          if places == scale {
            if digit > 0 { isTooFine = true }
            continue
          }
          decimals = places + 1
        }
        let (tens, isOver) = value.multipliedReportingOverflow(by: 10)
        let (sum, isOver2) = tens.addingReportingOverflow(Int64(digit))
        if isOver || isOver2 { isTooLarge = true } else { value = sum }
      } else if decimals == nil, bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ",") {
        decimals = 0
      } else {
        return .notANumber(at)
      }
    }
    guard digits > 0 else { return .notANumber(range.lowerBound) }
    let (scaled, isOver) = value.multipliedReportingOverflow(
      by: ScaledDecimal.power(scale - (decimals ?? implied)))
    if isTooLarge || isOver { return .tooLarge }
    if isTooFine { return .tooFine }
    return .value(sign == UInt8(ascii: "-") ? -scaled : scaled)
  }

  /// Eight digits CCYYMMDD or six YYMMDD, of which 70 to 99 are 1970 to 1999; more digits behind eight are a time. Nil
  /// for anything else, and for a day that records cannot have.
  static func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
    guard range.count == 6 || range.count >= 8, bytes.isDigits(range, count: range.count) else { return nil }
    let at = range.lowerBound
    let date =
      range.count == 6
      ? day(year: bytes.pair(at: at) + (bytes.pair(at: at) < 70 ? 2000 : 1900), bytes, at + 2)
      : day(year: bytes.pair(at: at) * 100 + bytes.pair(at: at + 2), bytes, at + 4)
    guard let date, CivilDate.ofRecords.contains(date) else { return nil }
    return date
  }

  private static func day(year: Int, _ bytes: Span<UInt8>, _ at: Int) -> CivilDate? {
    CivilDate(year: year, month: bytes.pair(at: at), day: bytes.pair(at: at + 2))
  }
}

extension Segment {
  /// A decimal number at `scale`.
  func number(_ range: Range<Int>, scale: Int, implied: Int = 0) -> SegmentValue.Number {
    SegmentValue.number(bytes.span, range, scale: scale, implied: implied)
  }

  /// Nil when it is no day.
  func date(_ range: Range<Int>) -> CivilDate? { SegmentValue.date(bytes.span, range) }

  /// A count, or a control number: digits without leading zeros; else as it stands.
  func figure(_ element: Int) -> String { figure(range(element)) }

  func figure(_ range: Range<Int>) -> String {
    guard !range.isEmpty, bytes.span.isDigits(range, count: range.count) else { return text(range) }
    let digits = bytes[range].drop { $0 == UInt8(ascii: "0") }
    return digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)
  }
}
