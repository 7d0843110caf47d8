import Components
import Records

/// Makes a column of currencies out of text.
struct CurrencyColumn: Sendable {
  let field: String

  /// All codes that ISO 4217 gives minor units, at the place of their letters; none elsewhere.
  private static let known: [Currency] = Currency.minorUnitsByRawValue.indices.map { raw in
    let isKnown = Currency.minorUnitsByRawValue[raw] != Currency.unknown
    return isKnown ? Currency(rawValue: UInt16(raw)) : .none
  }

  /// Codes for hints, sorted.
  private static let codes = known.filter { $0 != .none }.map(\.description)

  /// - Rejects: `currency-unknown`; the value is then none.
  func read(_ column: TextColumn, raw: Column, origins: [Origin], refusals: inout Refusals) -> [Currency] {
    let known = CurrencyColumn.known
    let bytes = column.bytes.span
    var values = [Currency](repeating: .none, count: column.views.count)
    var bad: [Int] = []
    for row in column.views.indices {
      let view = column.views[row]
      if view.length < 0 { continue }
      let start = Int(view.start)
      let end = start &+ Int(view.length)
      var index = view.length == 3 ? CurrencyColumn.index(bytes, start) : 0
      if index == 0 {
        let range = Blanks.trim(bytes, start..<end)
        if range.isEmpty { continue }
        index = range.count == 3 ? CurrencyColumn.index(bytes, range.lowerBound) : 0
      }
      values[row] = known[index]
      if known[index] == .none { bad.append(row) }
    }
    for row in bad {
      let value = raw.string(at: row) ?? ""
      refusals.add(CurrencyColumn.unknown(value), row: row, field: field, value: value, origins: origins)
    }
    return values
  }

  /// The raw value of three letters of either case; 0 when they are not letters.
  @inline(__always)
  private static func index(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    let a = Int(bytes[at] & 0xDF) &- 65
    let b = Int(bytes[at &+ 1] & 0xDF) &- 65
    let c = Int(bytes[at &+ 2] & 0xDF) &- 65
    guard a >= 0, a < 26, b >= 0, b < 26, c >= 0, c < 26 else { return 0 }
    return 1 &+ (a &* 26 &+ b) &* 26 &+ c
  }

  // MARK: Reasons

  static func unknown(_ value: String) -> Refusal {
    var hint =
      "Write the three letters of ISO 4217, such as EUR or USD, or name them with `values` of the field."
    if let near = nearest(to: String(value.prefix(8)), among: codes) {
      hint = "The nearest code is \(near). " + hint
    }
    return Refusal("currency-unknown", "\(quoted(value)) is not a currency of ISO 4217", hint: hint)
  }
}

/// Makes a column of whole numbers out of text.
struct IntegerColumn: Sendable {
  let field: String

  /// - Rejects: `integer-not-a-number`, `integer-too-large`.
  func read(_ column: TextColumn, raw: Column, origins: [Origin], refusals: inout Refusals) -> [Int64] {
    let bytes = column.bytes.span
    var values = [Int64](repeating: Column.nullInteger, count: column.views.count)
    for row in column.views.indices {
      let view = column.views[row]
      if view.isNull { continue }
      let range = Blanks.trim(bytes, Int(view.start)..<Int(view.start) + Int(view.length))
      if range.isEmpty { continue }
      if let value = IntegerColumn.number(bytes, range) {
        values[row] = value
        if value != Column.nullInteger { continue }
      }
      let value = raw.string(at: row) ?? ""
      let isLarge = values[row] == Column.nullInteger && IntegerColumn.number(bytes, range) != nil
      let refusal = isLarge ? IntegerColumn.tooLarge(value) : IntegerColumn.notANumber(value)
      refusals.add(refusal, row: row, field: field, value: value, origins: origins)
    }
    return values
  }

  /// `[sign]digits`; the null value where they do not fit, nil where they are something else.
  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    var at = range.lowerBound
    let minus = AmountAffixes.minusLength(bytes, at: at, range.upperBound)
    if let minus { at += minus } else if bytes[at] == 0x2B { at += 1 }
    guard at < range.upperBound else { return nil }
    var value: Int64 = 0
    var isOver = false
    while at < range.upperBound {
      let digit = bytes[at] &- 48
      guard digit < 10 else { return nil }
      let (tens, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, over) = tens.addingReportingOverflow(Int64(digit))
      isOver = isOver || high || over
      value = sum
      at += 1
    }
    return isOver ? Column.nullInteger : minus == nil ? value : 0 - value
  }

  // MARK: Reasons

  private static func notANumber(_ value: String) -> Refusal {
    Refusal(
      "integer-not-a-number", "\(quoted(value)) is not a whole number",
      hint:
        "Whole numbers are digits with an optional sign; correct the record or the column it is taken from.")
  }

  private static func tooLarge(_ value: String) -> Refusal {
    Refusal(
      "integer-too-large", "\(quoted(value)) is larger than a whole number can be",
      hint: "Check the column: references and account numbers are texts, not numbers.")
  }
}
