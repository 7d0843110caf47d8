import Records

/// An amount as programs for people write it: `-1,234.56`, `1.234,56`, `+9.9`, `$120`.
///
/// A sign may stand before it, a dollar sign and blanks around the sign. Of two kinds of marks the last one is for the
/// decimals, and one that comes twice is for groups of three digits. Nothing is guessed: what may be either is ambiguous.
enum WrittenAmount: Equatable {
  /// Unscaled, at the scale asked for.
  case value(Int64)
  /// Blanks only.
  case missing
  /// With the offset of the first byte that does not belong.
  case notANumber(Int)
  /// One mark before exactly three digits: thousands or decimals.
  case ambiguous
  /// More than fits.
  case tooLarge
  /// Decimals beyond the scale that are not zero.
  case tooFine

  /// - Parameters:
  ///   - scale: decimal places of the value.
  ///   - pointIsDecimal: a point that stands alone is for decimals, as the format has it, whatever follows.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int, pointIsDecimal: Bool
  ) -> WrittenAmount {
    let used = bytes.trimmed(range)
    if used.isEmpty { return .missing }
    let (start, isNegative) = sign(bytes, used)
    let layout: Layout
    switch Layout.of(bytes, start..<used.upperBound, pointIsDecimal) {
    case .success(let found): layout = found
    case .failure(let flaw): return flaw.amount
    }
    var value: Int64 = 0
    var decimals = 0
    var (isTooLarge, isTooFine) = (false, false)
    for at in start..<used.upperBound {
      guard let digit = bytes[at].digit else { continue }
      if at > layout.decimalMark {
        if decimals == scale {
          if digit > 0 { isTooFine = true }
          continue
        }
        decimals += 1
      }
      let (tens, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, over) = tens.addingReportingOverflow(Int64(digit))
      if high || over { isTooLarge = true } else { value = sum }
    }
    let (scaled, isOver) = value.multipliedReportingOverflow(by: ScaledDecimal.power(scale - decimals))
    if isTooLarge || isOver { return .tooLarge }
    return isTooFine ? .tooFine : .value(isNegative ? -scaled : scaled)
  }

  /// Where the digits begin: behind one sign, one dollar sign, and blanks.
  private static func sign(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (start: Int, isNegative: Bool) {
    var at = range.lowerBound
    var (isSigned, isNegative, hasDollar) = (false, false, false)
    while at < range.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "-") where !isSigned: (isSigned, isNegative) = (true, true)
      case UInt8(ascii: "+") where !isSigned: isSigned = true
      case UInt8(ascii: "$") where !hasDollar: hasDollar = true
      case let byte where byte.isBlank && at > range.lowerBound: break
      default: return (at, isNegative)
      }
      at += 1
    }
    return (at, isNegative)
  }

  /// What the marks among the digits mean.
  private struct Layout {
    /// Offset of the mark before the decimals; beyond every digit where there is none.
    var decimalMark = Int.max

    struct Flaw: Error {
      var amount: WrittenAmount
    }

    static func of(_ bytes: Span<UInt8>, _ range: Range<Int>, _ pointIsDecimal: Bool) -> Result<Layout, Flaw>
    {
      var (digits, marks) = (0, 0)
      var (first, last) = (0, 0)
      for at in range {
        if bytes[at].digit != nil {
          digits += 1
        } else if bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ".") {
          if marks == 0 { first = at }
          last = at
          marks += 1
        } else {
          return .failure(Flaw(amount: .notANumber(at)))
        }
      }
      guard digits > 0 else { return .failure(Flaw(amount: .notANumber(range.lowerBound))) }
      if marks == 0 { return .success(Layout()) }
      if marks == 1 {
        let isPlain = pointIsDecimal && bytes[first] == UInt8(ascii: ".")
        return isPlain || !mayGroup(bytes, range, first)
          ? .success(Layout(decimalMark: first)) : .failure(Flaw(amount: .ambiguous))
      }
      let hasDecimals = bytes[first] != bytes[last]
      let whole = range.lowerBound..<(hasDecimals ? last : range.upperBound)
      if let wrong = misplaced(bytes, whole, bytes[first]) {
        return .failure(Flaw(amount: .notANumber(wrong)))
      }
      return .success(hasDecimals ? Layout(decimalMark: last) : Layout())
    }

    /// One to three digits, the first of them no zero, before the mark, and three behind it.
    private static func mayGroup(_ bytes: Span<UInt8>, _ range: Range<Int>, _ mark: Int) -> Bool {
      let before = mark - range.lowerBound
      return range.upperBound - mark == 4 && before >= 1 && before <= 3
        && bytes[range.lowerBound] != UInt8(ascii: "0")
    }

    /// The first mark that does not stand before groups of three digits each.
    private static func misplaced(_ bytes: Span<UInt8>, _ range: Range<Int>, _ mark: UInt8) -> Int? {
      var behind = 0
      for at in range.reversed() {
        if bytes[at].digit != nil {
          behind += 1
        } else if bytes[at] == mark, behind == 3 {
          behind = 0
        } else {
          return at
        }
      }
      return behind >= 1 && behind <= 3 ? nil : range.lowerBound
    }
  }
}
