/// A number as a workbook writes it, in decimal digits and never in binary.
///
///     12.340000000000001      1.2E-05      -46000.75
///
/// The digits are those after the leading zeros; the value is 0.d1d2d3… times ten to the `power`.
struct XLSXNumber: Equatable {
  private(set) var isNegative = false
  /// Each 0 to 9; the first and the last are not 0. Empty for zero.
  private(set) var digits: [UInt8] = []
  private(set) var power = 0

  /// Digits that Excel keeps of a number; a binary fraction holds as many for certain.
  static let certainDigits = 15
  /// Digits at most that a binary fraction is written in.
  private static let mostDigits = 17
  /// Ten to this power at most, and to its negative at least, is what a binary fraction reaches.
  private static let mostPower = 400

  /// Nil when the text is no number: a sign, digits with a point, an exponent.
  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    var at = range.lowerBound
    let end = range.upperBound
    if at < end, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
      isNegative = text[at] == UInt8(ascii: "-")
      at += 1
    }
    var (hasDigits, hasPoint) = (false, false)
    while at < end {
      if let digit = text[at].digit {
        hasDigits = true
        if digit != 0 || !digits.isEmpty { digits.append(digit) }
        if !hasPoint, !digits.isEmpty { power += 1 }
        if hasPoint, digits.isEmpty { power -= 1 }
      } else if text[at] == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      at += 1
    }
    guard hasDigits else { return nil }
    if at < end {
      guard text[at] | 0x20 == UInt8(ascii: "e"), let exponent = XLSXNumber.exponent(text, at + 1..<end)
      else {
        return nil
      }
      power += exponent
    }
    trim()
    if power.magnitude > XLSXNumber.mostPower { return nil }
  }

  private static func exponent(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var digits = range
    var sign = 1
    if let first = range.first, text[first] == UInt8(ascii: "-") || text[first] == UInt8(ascii: "+") {
      sign = text[first] == UInt8(ascii: "-") ? -1 : 1
      digits = range.dropFirst()
    }
    guard !digits.isEmpty, digits.count <= 4 else { return nil }
    var value = 0
    for at in digits {
      guard let digit = text[at].digit else { return nil }
      value = value * 10 + Int(digit)
    }
    return sign * value
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { (isNegative, power) = (false, 0) }
  }

  /// The number with as many decimals at most; halves are rounded away from zero.
  func rounded(toDecimals decimals: Int) -> XLSXNumber { rounded(keeping: power + decimals) }

  /// - Parameter kept: digits that stay; a negative number of them leaves zero.
  private func rounded(keeping kept: Int) -> XLSXNumber {
    guard kept < digits.count else { return self }
    var result = self
    guard kept >= 0 else {
      result.digits = []
      result.trim()
      return result
    }
    let isUp = digits[kept] >= 5
    result.digits = Array(digits[..<kept])
    if isUp {
      var at = kept - 1
      while at >= 0, result.digits[at] == 9 {
        result.digits[at] = 0
        at -= 1
      }
      if at >= 0 {
        result.digits[at] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.power += 1
      }
    }
    result.trim()
    return result
  }

  /// Digits behind the point.
  var decimals: Int { max(0, digits.count - power) }

  /// The number without the noise of a binary fraction; nil when it has none.
  ///
  /// A binary fraction that comes nearest to 12.34 is written 12.340000000000001. Noise is what stands in 16 or 17 digits
  /// and vanishes with them: either a format shows fewer decimals and what it hides is less than the last digit that
  /// counts, or less than a billionth; or rounding to 15 digits takes three digits or more away. Whole numbers
  /// have none, and neither has what is written in more digits than any binary fraction.
  ///
  /// - Parameter shown: decimals that the format of the cell shows; nil where it does not fix them.
  func withoutNoise(shown: Int?) -> XLSXNumber? {
    let certain = XLSXNumber.certainDigits
    guard digits.count > certain, digits.count <= XLSXNumber.mostDigits, decimals > 0 else { return nil }
    if let shown {
      let candidate = rounded(toDecimals: shown)
      let hidden = difference(from: candidate)
      if hidden.digits.isEmpty { return nil }
      if hidden.power <= max(-9, power - certain) { return candidate }
    }
    let candidate = rounded(keeping: certain)
    return power <= certain - 3 && candidate.digits.count <= certain - 3 ? candidate : nil
  }

  /// How far another number of the same sign is away, without a sign.
  private func difference(from other: XLSXNumber) -> XLSXNumber {
    // Both as digits from the highest power on.
    let top = max(power, other.digits.isEmpty ? power : other.power)
    let count = max(top - power + digits.count, top - other.power + other.digits.count)
    func spread(_ number: XLSXNumber) -> [Int] {
      var all = [Int](repeating: 0, count: count)
      if number.digits.isEmpty { return all }
      for (at, digit) in number.digits.enumerated() { all[top - number.power + at] = Int(digit) }
      return all
    }
    var (a, b) = (spread(self), spread(other))
    if b.lexicographicallyPrecedes(a) == false { swap(&a, &b) }
    for at in a.indices.reversed() {
      a[at] -= b[at]
      if a[at] < 0 {
        a[at] += 10
        a[at - 1] -= 1
      }
    }
    var result = XLSXNumber(digits: a.map { UInt8($0) }, power: top)
    while result.digits.first == 0 {
      result.digits.removeFirst()
      result.power -= 1
    }
    result.trim()
    return result
  }

  private init(digits: [UInt8], power: Int) {
    self.digits = digits
    self.power = power
  }

  /// Appends the number in plain decimals: no exponent, no sign but a minus, a digit before the point.
  func append(to bytes: inout [UInt8]) {
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    if power <= 0 { bytes.append(48) }
    for at in 0..<max(0, power) { bytes.append(48 + (at < digits.count ? digits[at] : 0)) }
    guard decimals > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    for _ in 0..<max(0, -power) { bytes.append(48) }
    for digit in digits[max(0, power)...] { bytes.append(48 + digit) }
  }

  /// The whole part, and the fraction in units of 10^-12, cut off; nil when the number is negative or the whole part has more
  /// than 9 digits.
  var serial: (days: Int, fraction: Int64)? {
    guard !isNegative, power <= 9 else { return nil }
    var days = 0
    for at in 0..<max(0, power) { days = days * 10 + Int(at < digits.count ? digits[at] : 0) }
    var fraction: Int64 = 0
    for place in 0..<12 {
      let at = power + place
      fraction = fraction * 10 + Int64(at >= 0 && at < digits.count ? digits[at] : 0)
    }
    return (days, fraction)
  }
}
