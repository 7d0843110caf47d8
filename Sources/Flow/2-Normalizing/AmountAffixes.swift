import Records

/// What may stand around the digits of an amount: blanks, signs, words and currency signs, in any order, each
/// kind once at either end.
struct AmountAffixes {
  /// A sign as it is written.
  enum Sign: Equatable {
    case plus, minus, trailingMinus, parentheses, credit, debit

    var isNegative: Bool { self != .plus && self != .credit }

    var isWord: Bool { self == .credit || self == .debit }

    func isAmong(_ allowed: AmountStyle.Negatives) -> Bool {
      switch self {
      case .plus: true
      case .minus: allowed.contains(.minus)
      case .trailingMinus: allowed.contains(.trailingMinus)
      case .parentheses: allowed.contains(.parentheses)
      case .credit, .debit: allowed.contains(.crDr)
      }
    }
  }

  /// What is left.
  private(set) var range: Range<Int>
  /// The first sign taken off.
  private(set) var sign: Sign?
  private(set) var signCount = 0
  /// The ISO 4217 code among the currency signs taken off; the last one taken where there are two.
  private(set) var currency: Currency?
  /// The other of two codes that differ.
  private(set) var otherCurrency: Currency?
  private var currencyCount = 0

  init(_ range: Range<Int>) { self.range = range }

  /// Takes off all there is. Each round takes at least one byte, and no kind more than twice.
  mutating func peel(_ bytes: Span<UInt8>, _ style: AmountStyle) {
    while !range.isEmpty, signCount <= 2, currencyCount <= 2 {
      range = Blanks.trim(bytes, range)
      if range.isEmpty { return }
      if peelSign(bytes) { continue }
      if AmountAffixes.isDigit(bytes[range.lowerBound]) && AmountAffixes.isDigit(bytes[range.upperBound - 1])
      {
        return
      }
      let wordsFirst = style.negatives.contains(.crDr)
      if wordsFirst, peelWord(bytes) { continue }
      if peelCurrency(bytes, style.currencySigns) { continue }
      if !wordsFirst, peelWord(bytes) { continue }
      return
    }
  }

  private mutating func note(_ found: Sign) {
    if sign == nil { sign = found }
    signCount += 1
  }

  private mutating func peelSign(_ bytes: Span<UInt8>) -> Bool {
    let first = bytes[range.lowerBound]
    let last = bytes[range.upperBound - 1]
    if first == 0x28, last == 0x29, range.count > 2 {
      range = range.lowerBound + 1..<range.upperBound - 1
      note(.parentheses)
      return true
    }
    if first == 0x2B || last == 0x2B {
      range = first == 0x2B ? range.dropFirst() : range.dropLast()
      note(.plus)
      return true
    }
    if let length = AmountAffixes.minusLength(bytes, at: range.lowerBound, range.upperBound) {
      range = range.dropFirst(length)
      note(.minus)
      return true
    }
    if last >= 48 && last < 58 { return false }
    for length in 1...3 where length <= range.count {
      let start = range.upperBound - length
      if AmountAffixes.minusLength(bytes, at: start, range.upperBound) == length {
        range = range.dropLast(length)
        note(.trailingMinus)
        return true
      }
    }
    return false
  }

  /// CR or DR in either case at either end, not part of a longer word; a full stop may follow it.
  private mutating func peelWord(_ bytes: Span<UInt8>) -> Bool {
    var tail = range
    if bytes[tail.upperBound - 1] == 0x2E { tail = tail.dropLast() }
    if tail.count > 2, let sign = word(bytes, at: tail.upperBound - 2),
      !AmountStyle.isLetter(bytes[tail.upperBound - 3])
    {
      range = tail.dropLast(2)
      note(sign)
      return true
    }
    guard range.count > 2, let sign = word(bytes, at: range.lowerBound) else { return false }
    var rest = range.dropFirst(2)
    if AmountStyle.isLetter(bytes[rest.lowerBound]) { return false }
    if bytes[rest.lowerBound] == 0x2E, rest.count > 1,
      Blanks.blankLength(bytes, at: rest.lowerBound + 1, end: rest.upperBound) > 0
    {
      rest = rest.dropFirst()
    }
    range = rest
    note(sign)
    return true
  }

  private func word(_ bytes: Span<UInt8>, at: Int) -> Sign? {
    guard bytes[at + 1] & 0xDF == 0x52 else { return nil }
    return bytes[at] & 0xDF == 0x43 ? .credit : bytes[at] & 0xDF == 0x44 ? .debit : nil
  }

  private mutating func peelCurrency(_ bytes: Span<UInt8>, _ known: [AmountStyle.CurrencySign]) -> Bool {
    for sign in known where sign.bytes.count < range.count {
      let length = sign.bytes.count
      let tail = range.upperBound - length
      if matches(sign.bytes, bytes, at: range.lowerBound),
        !sign.isLetters || !AmountStyle.isLetter(bytes[range.lowerBound + length])
      {
        range = range.dropFirst(length)
      } else if matches(sign.bytes, bytes, at: tail),
        !sign.isLetters || !AmountStyle.isLetter(bytes[tail - 1])
      {
        range = range.dropLast(length)
      } else {
        continue
      }
      currencyCount += 1
      if let code = sign.currency {
        if currency != code { otherCurrency = currency }
        currency = code
      }
      return true
    }
    return false
  }

  private func matches(_ sign: [UInt8], _ bytes: Span<UInt8>, at start: Int) -> Bool {
    for offset in sign.indices where bytes[start + offset] != sign[offset] { return false }
    return true
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte < 58 }

  /// Bytes of the minus sign or dash at `at`; nil when there is none.
  static func minusLength(_ bytes: Span<UInt8>, at: Int, _ end: Int) -> Int? {
    if bytes[at] == 0x2D { return 1 }
    guard bytes[at] >= 0xE2, let (scalar, length) = NormalForm.decode(bytes, at, end), isMinus(scalar) else {
      return nil
    }
    return length
  }

  /// Hyphen-minus, minus, hyphens and dashes, small and full-width forms.
  static func isMinus(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2D, 0x2010...0x2014, 0x2212, 0xFE58, 0xFE63, 0xFF0D: true
    default: false
    }
  }
}
