import Records

/// What became of one amount.
enum AmountResult: Equatable {
  /// Unscaled at the scale asked for; never `ScaledDecimal.null`.
  case value(Int64)
  case empty
  case flaw(AmountFlaw)
}

/// Reads one amount after another as an `AmountStyle` says, exactly: nothing is rounded, nothing guessed.
///
///     amount = affix* digits {group digits}* [mark digits] affix*
///     affix  = blank | sign | currency sign | CR | DR | ( … )
///
/// Limits: a value of more than 128 bytes is not a number.
struct AmountReader: Sendable {
  let style: AmountStyle
  /// A number with a minus, parentheses or a word is refused: the sign comes from elsewhere.
  var isUnsigned = false
  /// Turns the sign of numbers that carry no word; what words mean is the style's.
  var isTurned = false

  private let fastMark: UInt8
  private let fastGroup: UInt8
  private let fastMinus: Bool
  private let isFast: Bool
  private let powers = ScaledDecimal.powers

  static let maximumBytes = 128
  /// Not a byte of UTF-8: stands for "no such mark".
  private static let noByte: UInt8 = 0xFF

  init(style: AmountStyle, isUnsigned: Bool = false, isTurned: Bool = false) {
    self.style = style
    self.isUnsigned = isUnsigned
    self.isTurned = isTurned
    isFast = style.decimalMark < 0x80 && style.implied == nil
    fastMark = isFast ? UInt8(style.decimalMark) : AmountReader.noByte
    let group = style.groupMarks.first { $0 < 0x80 } ?? 0xFF
    fastGroup = style.grouping == .thousands ? UInt8(group) : AmountReader.noByte
    fastMinus = style.negatives.contains(.minus) && !isUnsigned
  }

  /// - Parameters:
  ///   - places: decimals the currency of the row has, at most `scale`.
  ///   - scale: decimal places of the result.
  ///   - currency: of the row; none when it is not known.
  @inline(__always)
  func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, places: Int, scale: Int, currency: Currency
  ) -> AmountResult {
    let value = isFast ? fastRead(bytes, range, places: places, scale: scale) : ScaledDecimal.null
    if value != ScaledDecimal.null { return .value(value) }
    return readAny(bytes, range, places: places, scale: scale, currency: currency)
  }

  /// The plain forms: an optional sign and what `fastCore` reads. `null` for all else, good or bad: that is
  /// for `readAny` to say.
  @inline(__always)
  func fastRead(_ bytes: Span<UInt8>, _ range: Range<Int>, places: Int, scale: Int) -> Int64 {
    var at = range.lowerBound
    guard at < range.upperBound else { return ScaledDecimal.null }
    let isNegative = bytes[at] == 0x2D
    if isNegative || bytes[at] == 0x2B { at &+= 1 }
    if isNegative && !fastMinus { return ScaledDecimal.null }
    let value = fastCore(bytes, at, range.upperBound, places: places, scale: scale)
    return value >= 0 && isNegative != isTurned ? 0 &- value : value
  }

  /// Digits, one ASCII group mark and the decimal mark; at most 18 digits in 24 bytes. `null` for all else.
  @inline(__always)
  private func fastCore(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, places: Int, scale: Int) -> Int64 {
    var at = start
    guard end &- at <= 24 else { return ScaledDecimal.null }
    // At most 18 digits are taken for good, so that no mantissa below 10^18 has wrapped.
    var mantissa: Int64 = 0
    var digits = 0
    var sinceGroup = -1
    var decimals = -1
    while at < end {
      let byte = bytes[at]
      at &+= 1
      let digit = byte &- 48
      if digit < 10 {
        mantissa = mantissa &* 10 &+ Int64(digit)
        digits &+= 1
      } else if byte == fastMark {
        guard decimals < 0, sinceGroup < 0 || digits &- sinceGroup == 3 else { return ScaledDecimal.null }
        decimals = digits
        sinceGroup = -1
      } else if byte == fastGroup {
        guard decimals < 0 else { return ScaledDecimal.null }
        let length = sinceGroup < 0 ? digits : digits &- sinceGroup
        guard sinceGroup < 0 ? (length >= 1 && length <= 3) : length == 3 else { return ScaledDecimal.null }
        sinceGroup = digits
      } else {
        return ScaledDecimal.null
      }
    }
    guard digits >= 1, digits <= 18, sinceGroup < 0 || digits &- sinceGroup == 3 else {
      return ScaledDecimal.null
    }
    let written = decimals < 0 ? 0 : digits &- decimals
    guard decimals < 0 || written > 0, written <= places else { return ScaledDecimal.null }
    let (value, isOver) = mantissa.multipliedReportingOverflow(by: powers[scale &- written])
    return isOver ? ScaledDecimal.null : value
  }

  /// Every form, and what is wrong where there is something wrong.
  func readAny(
    _ bytes: Span<UInt8>, _ range: Range<Int>, places: Int, scale: Int, currency: Currency
  ) -> AmountResult {
    let range = Blanks.trim(bytes, range)
    if range.isEmpty { return .empty }
    guard range.count <= AmountReader.maximumBytes else { return .flaw(.notANumber) }
    var affixes = AmountAffixes(range)
    affixes.peel(bytes, style)
    let core = affixes.range
    var value =
      isFast
      ? fastCore(bytes, core.lowerBound, core.upperBound, places: places, scale: scale) : ScaledDecimal.null
    if value == ScaledDecimal.null {
      switch coreRead(bytes, core, places: places, scale: scale) {
      case .value(let slow): value = slow
      case .empty: return .flaw(.notANumber)
      case .flaw(let flaw): return .flaw(flaw)
      }
    }
    for stated in [affixes.currency, affixes.otherCurrency] {
      guard let stated, currency != .none, stated != currency else { continue }
      return .flaw(.currencyDiffers(stated: stated, row: currency))
    }
    if affixes.signCount > 1 { return .flaw(.signTwice) }
    if let sign = affixes.sign, sign != .plus, isUnsigned || !sign.isAmong(style.negatives) {
      return .flaw(.signNotExpected(sign, isUnsigned: isUnsigned))
    }
    let turns = affixes.sign?.isWord == true ? style.debitIsPositive : isTurned
    return .value((affixes.sign?.isNegative ?? false) != turns ? 0 - value : value)
  }

  /// The digits without their sign, in every form.
  func coreRead(_ bytes: Span<UInt8>, _ range: Range<Int>, places: Int, scale: Int) -> AmountResult {
    var core = AmountCore()
    if let flaw = core.scan(bytes, range, style) { return .flaw(flaw) }
    if let implied = style.implied {
      if core.isOver { return .flaw(.tooLarge) }
      switch implied {
      case .places(let count): core.imply(count)
      case .minor: core.imply(places)
      }
    }
    if core.significant > places || (core.written > places && !style.allowsTrailingZeros) {
      let isZeros = core.significant <= places
      return .flaw(.tooManyDecimals(written: core.written, allowed: places, isZeros: isZeros))
    }
    if core.isOver { return .flaw(.tooLarge) }
    let (value, overflows) = core.mantissa.multipliedReportingOverflow(by: powers[scale - core.significant])
    return overflows ? .flaw(.tooLarge) : .value(value)
  }
}

/// The digits of an amount, once everything around them is off.
struct AmountCore {
  /// The digits up to the last decimal that is not zero, as one number; never negative.
  var mantissa: Int64 = 0
  /// Decimals as written.
  var written = 0
  /// Decimals in `mantissa`.
  var significant = 0
  /// The digits do not fit 63 bits.
  var isOver = false

  /// Reads the range whole.
  mutating func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, _ style: AmountStyle) -> AmountFlaw? {
    var at = range.lowerBound
    var whole = 0
    var isAfterMark = false
    var groups = AmountGroups(style.grouping)
    while at < range.upperBound {
      let digit = bytes[at] &- 48
      if digit < 10 {
        add(digit, isDecimal: isAfterMark)
        if !isAfterMark {
          whole += 1
          groups.digit()
        }
        at += 1
        continue
      }
      var mark = (scalar: UInt32(bytes[at]), length: 1)
      if bytes[at] >= 0x80 {
        guard let decoded = NormalForm.decode(bytes, at, range.upperBound) else { return .notANumber }
        mark = decoded
      }
      let kind = AmountStyle.kind(of: mark.scalar)
      if kind == style.decimalMark, style.implied == nil, !isAfterMark {
        isAfterMark = true
      } else if style.groupMarks.contains(kind), !isAfterMark {
        groups.mark(kind)
      } else {
        return .notANumber
      }
      at += mark.length
    }
    guard isAfterMark ? written > 0 : whole > 0 else { return .notANumber }
    return groups.areWellFormed ? nil : .groupMalformed
  }

  /// The last `places` digits are decimals.
  mutating func imply(_ places: Int) {
    written = places
    significant = places
    while significant > 0, mantissa % 10 == 0 {
      mantissa /= 10
      significant -= 1
    }
  }

  private mutating func add(_ digit: UInt8, isDecimal: Bool) {
    if isDecimal { written += 1 }
    if isDecimal && digit == 0 { return }
    var shift = 1
    if isDecimal {
      shift = written - significant
      significant = written
    }
    for _ in 0..<shift where !isOver {
      let (tens, high) = mantissa.multipliedReportingOverflow(by: 10)
      mantissa = tens
      isOver = high
    }
    let (sum, over) = mantissa.addingReportingOverflow(Int64(digit))
    if over || isOver { isOver = true } else { mantissa = sum }
  }
}

/// Follows the groups of digits before the decimal mark.
struct AmountGroups {
  private let inner: Int
  private let first: ClosedRange<Int>
  private var mark: UInt32?
  private var digits = 0
  private(set) var isBroken = false

  init(_ grouping: AmountStyle.Grouping) {
    inner = grouping == .thousands ? 3 : 2
    first = grouping == .thousands ? 1...3 : 1...2
  }

  mutating func digit() { digits += 1 }

  mutating func mark(_ kind: UInt32) {
    if let mark {
      if mark != kind || digits != inner { isBroken = true }
    } else if !first.contains(digits) {
      isBroken = true
    }
    mark = kind
    digits = 0
  }

  /// The last group has three digits in either system.
  var areWellFormed: Bool { !isBroken && (mark == nil || digits == 3) }
}
