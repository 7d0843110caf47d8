import Records

/// `ddMMyy`: letters for the digits of year, month and day; everything else stands for itself.
struct FixedDateFormat: Sendable, Hashable {
  private var letters: [UInt8] = []
  private var hasLongYear = false

  init() {}

  /// Nil unless there are two letters M, two d, and two or four y.
  init?(_ text: String) {
    letters = Array(text.utf8)
    let years = letters.count { $0 == UInt8(ascii: "y") }
    guard years == 2 || years == 4, letters.count(where: { $0 == UInt8(ascii: "M") }) == 2,
      letters.count(where: { $0 == UInt8(ascii: "d") }) == 2
    else { return nil }
    hasLongYear = years == 4
  }

  /// Of two digits of a year, 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069. Nil for anything else than a day.
  func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
    guard range.count == letters.count else { return nil }
    var (year, month, day) = (0, 0, 0)
    for offset in 0..<letters.count {
      let byte = bytes[range.lowerBound + offset]
      switch letters[offset] {
      case UInt8(ascii: "y"), UInt8(ascii: "M"), UInt8(ascii: "d"):
        guard let digit = byte.digit else { return nil }
        if letters[offset] == UInt8(ascii: "y") { year = year * 10 + Int(digit) }
        if letters[offset] == UInt8(ascii: "M") { month = month * 10 + Int(digit) }
        if letters[offset] == UInt8(ascii: "d") { day = day * 10 + Int(digit) }
      default: guard byte == letters[offset] else { return nil }
      }
    }
    return CivilDate(year: hasLongYear ? year : year + (year < 70 ? 2000 : 1900), month: month, day: day)
  }
}

/// How fixed width files write numbers.
enum FixedNumber {
  enum Reading: Equatable {
    /// Unscaled.
    case value(Int64)
    case notDigits
    case tooLarge
    case tooFine
  }

  /// Digits, perhaps with a sign before or behind them, or with the sign punched over the last digit.
  ///
  /// - Parameters:
  ///   - decimals: how many of the digits are decimals, 0 to 18.
  ///   - scale: decimal places of the value.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isOverpunched: Bool, decimals: Int, scale: Int
  ) -> Reading {
    var digits = range
    var isNegative = false
    var last: UInt8?
    if isOverpunched, let punched = overpunch(bytes, range) {
      digits = range.lowerBound..<punched.start
      (isNegative, last) = (punched.isNegative, punched.digit)
    } else {
      (digits, isNegative) = signed(bytes, range)
    }
    guard !digits.isEmpty || last != nil else { return .notDigits }
    if digits.count + (last == nil ? 0 : 1) <= mostDigits {
      guard let digits = small(bytes, digits, last) else { return .notDigits }
      let value = isNegative ? -digits : digits
      if decimals == scale { return .value(value) }
      return scaled(value, from: decimals, to: scale)
    }
    var value: Int128 = 0
    for index in digits {
      guard let digit = bytes[index].digit else { return .notDigits }
      // Of more digits than 128 bits hold only that they are too many is of interest.
      value = min(value * 10 + Int128(digit), tooLarge)
    }
    if let last { value = min(value * 10 + Int128(last), tooLarge) }
    return scaled(isNegative ? -value : value, from: decimals, to: scale)
  }

  /// So many digits fit in 64 bits, whatever they are.
  private static let mostDigits = 18

  private static func small(_ bytes: Span<UInt8>, _ digits: Range<Int>, _ last: UInt8?) -> Int64? {
    var value: Int64 = 0
    for index in digits {
      guard let digit = bytes[index].digit else { return nil }
      value = value * 10 + Int64(digit)
    }
    return last.map { value * 10 + Int64($0) } ?? value
  }

  private static let tooLarge = Int128(Int64.max) * 1_000_000_000_000_000_000

  private static func scaled(_ value: Int64, from decimals: Int, to scale: Int) -> Reading {
    guard decimals < scale else { return scaled(Int128(value), from: decimals, to: scale) }
    let (result, isOver) = value.multipliedReportingOverflow(by: ScaledDecimal.power(scale - decimals))
    return isOver || result == ScaledDecimal.null ? .tooLarge : .value(result)
  }

  private static func scaled(_ value: Int128, from decimals: Int, to scale: Int) -> Reading {
    let power = Int128(ScaledDecimal.power(abs(decimals - scale)))
    if abs(value) >= tooLarge { return .tooLarge }
    if decimals > scale, value % power != 0 { return .tooFine }
    let (result, isOver) =
      decimals > scale ? (value / power, false) : value.multipliedReportingOverflow(by: power)
    guard !isOver, let unscaled = Int64(exactly: result), unscaled != ScaledDecimal.null else {
      return .tooLarge
    }
    return .value(unscaled)
  }

  private static func signed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Range<Int>, Bool) {
    guard let first = range.first, let last = range.last else { return (range, false) }
    for (at, rest) in [(first, range.dropFirst()), (last, range.dropLast())]
    where bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      return (rest, bytes[at] == UInt8(ascii: "-"))
    }
    return (range, false)
  }

  /// The last character as digit and sign: {ABCDEFGHI are 0 to 9, }JKLMNOPQR are -0 to -9; é and è stand for the braces in
  /// the French code page of seven bits. Nil when it is none of them.
  private static func overpunch(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (start: Int, digit: UInt8, isNegative: Bool)? {
    guard let at = range.last else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "{"): return (at, 0, false)
    case UInt8(ascii: "}"): return (at, 0, true)
    case UInt8(ascii: "A")...UInt8(ascii: "I"): return (at, bytes[at] - UInt8(ascii: "A") + 1, false)
    case UInt8(ascii: "J")...UInt8(ascii: "R"): return (at, bytes[at] - UInt8(ascii: "J") + 1, true)
    case 0xA9 where range.count > 1 && bytes[at - 1] == 0xC3: return (at - 1, 0, false)
    case 0xA8 where range.count > 1 && bytes[at - 1] == 0xC3: return (at - 1, 0, true)
    default: return nil
    }
  }
}
