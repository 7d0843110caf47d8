/// An exact decimal number: `unscaled` × 10^-`scale`. There is no way in from a binary float.
///
/// Scale 0 to 18. Overflow and lost decimals are reported, never rounded.
public struct ScaledDecimal: Sendable, Hashable, CustomStringConvertible {
  /// The digits without the point.
  public var unscaled: Int64
  /// Decimal places, 0 to 18.
  public var scale: Int

  /// A decimal of its parts; the scale must be 0 to 18.
  public init(unscaled: Int64, scale: Int) {
    precondition((0...18).contains(scale), "scale out of bounds")
    self.unscaled = unscaled
    self.scale = scale
  }

  /// The value that stands for "no amount" in an amount column; no decimal may have it.
  public static let null = Int64.min

  /// Reads `-?digits[.digits]`: the form this type writes. Nil for anything else or when it does not fit.
  public init?(_ text: String) {
    var value: Int64 = 0
    var scale = 0
    var digits = 0
    var afterPoint = false
    var bytes = Array(text.utf8)[...]
    let negative = bytes.first == UInt8(ascii: "-")
    if negative { bytes.removeFirst() }
    for byte in bytes {
      if byte == UInt8(ascii: "."), !afterPoint, digits > 0 {
        afterPoint = true
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      let (tens, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, over) = tens.addingReportingOverflow(Int64(byte - 48))
      guard !high, !over else { return nil }
      value = sum
      digits += 1
      if afterPoint { scale += 1 }
    }
    guard digits > 0, !afterPoint || scale > 0, scale <= 18 else { return nil }
    self.init(unscaled: negative ? -value : value, scale: scale)
  }

  /// The same number at another scale; nil when decimals would be lost or it does not fit.
  public func rescaled(to target: Int) -> ScaledDecimal? {
    if target >= scale {
      let (value, over) = unscaled.multipliedReportingOverflow(by: ScaledDecimal.power(target - scale))
      return over || value == ScaledDecimal.null ? nil : ScaledDecimal(unscaled: value, scale: target)
    }
    let (quotient, remainder) = unscaled.quotientAndRemainder(dividingBy: ScaledDecimal.power(scale - target))
    return remainder == 0 ? ScaledDecimal(unscaled: quotient, scale: target) : nil
  }

  /// 10^exponent for 0 to 18.
  public static func power(_ exponent: Int) -> Int64 { powers[exponent] }

  /// 10^0 to 10^18, for loops that want the table whole.
  public static let powers: [Int64] = (0...18).reduce(into: []) { table, _ in
    table.append((table.last ?? 0) == 0 ? 1 : table[table.count - 1] * 10)
  }

  /// Plain digits with exactly `scale` decimals.
  public var description: String { ScaledDecimal.text(Int128(unscaled), scale: scale) }

  /// Decimal digits with exactly `scale` decimals: `-12.30`.
  public static func text(_ unscaled: Int128, scale: Int) -> String {
    // 39 digits of 128 bits or as many as the scale asks for, the point, the sign.
    let capacity = max(39, scale + 1) + 2
    return unsafe String(unsafeUninitializedCapacity: capacity) { text in
      // Safe: places from `start` on are written, back to front, and there are never more than `capacity`.
      var start = capacity
      func put(_ byte: UInt8) {
        start -= 1
        unsafe text[start] = byte
      }
      var rest = unscaled.magnitude
      var written = 0
      while written <= scale || rest > 0 {
        if written == scale, scale > 0 { put(UInt8(ascii: ".")) }
        // Division of 64 bits is many times faster.
        if let small = UInt64(exactly: rest) {
          put(UInt8(ascii: "0") + UInt8(small % 10))
          rest = UInt128(small / 10)
        } else {
          put(UInt8(ascii: "0") + UInt8(rest % 10))
          rest /= 10
        }
        written += 1
      }
      if unscaled < 0 { put(UInt8(ascii: "-")) }
      for at in start..<capacity { unsafe text[at - start] = text[at] }
      return capacity - start
    }
  }

  /// As `text`, with no more decimals than needed but at least `least`: how an amount is shown in its currency.
  public static func text(_ unscaled: Int128, scale: Int, least: Int) -> String {
    var value = unscaled
    var shown = scale
    while shown > least, value % 10 == 0 {
      value /= 10
      shown -= 1
    }
    if shown >= least { return text(value, scale: shown) }
    for _ in shown..<least { value *= 10 }
    return text(value, scale: least)
  }
}
