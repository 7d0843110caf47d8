import Components
import Records

/// Gives a column the type its target must have: text is read strictly, numbers change their scale without loss.
enum Typing {
  static let wrongType = ReasonSpec(
    "value-wrong-type", "The value is not of the type the contract gives the field, or does not fit it.")

  /// Whether values of one type can be turned into the other.
  static func allows(_ source: FieldType, as target: FieldType) -> Bool {
    switch (source, target) {
    case (_, .text), (.text, _), (.decimal, .decimal), (.integer, .decimal), (.decimal, .integer): true
    default: source == target
    }
  }

  /// What text of a type looks like.
  static func form(of type: FieldType) -> String {
    switch type {
    case .text: "text"
    case .decimal(let scale): "a decimal number like -1234.50 with at most \(scale) decimals"
    case .date: "a date YYYY-MM-DD"
    case .integer: "a whole number"
    case .currency: "a currency code of ISO 4217"
    }
  }

  /// The column in the target's type. Empty text becomes "no value" where the target is not text.
  ///
  /// - Parameter refuse: called for each row whose value does not fit; the row is left without a value.
  static func column(_ column: Column, as type: FieldType, refuse: (_ row: Int) -> Void) -> Column {
    if column.type == type { return column }
    switch (column, type) {
    case (_, .text): return .text(column.canonicalText())
    case (.text(let texts), .decimal(let scale)):
      let values = parsed(texts, null: ScaledDecimal.null, refuse) { decimal($0, $1, scale: scale) }
      return .decimals(values, scale: scale)
    case (.text(let texts), .integer):
      return .integers(
        parsed(texts, null: Column.nullInteger, refuse) { decimal($0, $1, scale: 0, point: false) })
    case (.text(let texts), .date): return .dates(parsed(texts, null: CivilDate.null, refuse) { day($0, $1) })
    case (.text(let texts), .currency):
      return .currencies(parsed(texts, null: .none, refuse) { currency($0, $1) })
    case (.decimals(let values, let from), .decimal(let scale)):
      return .decimals(rescaled(values, from: from, to: scale, refuse), scale: scale)
    case (.integers(let values), .decimal(let scale)):
      return .decimals(rescaled(values, from: 0, to: scale, refuse), scale: scale)
    case (.decimals(let values, let from), .integer):
      return .integers(rescaled(values, from: from, to: 0, refuse))
    default: preconditionFailure("no way from \(column.type) to \(type)")
    }
  }

  /// Missing decimals and missing integers are the same number.
  private static func rescaled(_ values: [Int64], from: Int, to scale: Int, _ refuse: (Int) -> Void)
    -> [Int64]
  {
    let factor = ScaledDecimal.power(abs(scale - from))
    var result = values
    for row in 0..<values.count where values[row] != ScaledDecimal.null {
      if scale >= from {
        let (value, over) = values[row].multipliedReportingOverflow(by: factor)
        result[row] = over ? ScaledDecimal.null : value
      } else {
        let (value, rest) = values[row].quotientAndRemainder(dividingBy: factor)
        result[row] = rest == 0 ? value : ScaledDecimal.null
      }
      if result[row] == ScaledDecimal.null { refuse(row) }
    }
    return result
  }

  @inline(__always)
  private static func parsed<Value>(
    _ column: TextColumn, null: Value, _ refuse: (Int) -> Void, parse: (Span<UInt8>, Range<Int>) -> Value?
  ) -> [Value] {
    var result = [Value](repeating: null, count: column.views.count)
    let bytes = column.bytes.span
    for row in 0..<column.views.count where column.views[row].length > 0 {
      let start = Int(column.views[row].start)
      if let value = parse(bytes, start..<start + Int(column.views[row].length)) {
        result[row] = value
      } else {
        refuse(row)
      }
    }
    return result
  }

  // MARK: Strict forms

  /// `-?digits[.digits]`, with nothing but zeros beyond `scale`.
  private static func decimal(
    _ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int, point allowsPoint: Bool = true
  ) -> Int64? {
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value: Int64 = 0
    var (digits, decimals) = (0, -1)
    for at in (isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), allowsPoint, decimals < 0, digits > 0 {
        decimals = 0
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      digits += 1
      if decimals >= 0 { decimals += 1 }
      if decimals > scale {
        if byte != 48 { return nil }
        continue
      }
      guard let next = appending(byte, to: value) else { return nil }
      value = next
    }
    guard digits > 0, decimals != 0 else { return nil }
    let (scaled, over) = value.multipliedReportingOverflow(
      by: ScaledDecimal.power(max(0, scale - max(0, decimals))))
    return over ? nil : isNegative ? -scaled : scaled
  }

  @inline(__always)
  private static func appending(_ digit: UInt8, to value: Int64) -> Int64? {
    let (tens, high) = value.multipliedReportingOverflow(by: 10)
    let (sum, over) = tens.addingReportingOverflow(Int64(digit &- 48))
    return high || over ? nil : sum
  }

  private static func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    guard range.count == 10 else { return nil }
    var parts = (0, 0, 0)
    for offset in 0..<10 {
      let byte = bytes[range.lowerBound + offset]
      if offset == 4 || offset == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      let digit = Int(byte - 48)
      if offset < 4 {
        parts.0 = parts.0 * 10 + digit
      } else if offset < 7 {
        parts.1 = parts.1 * 10 + digit
      } else {
        parts.2 = parts.2 * 10 + digit
      }
    }
    return CivilDate(year: parts.0, month: parts.1, day: parts.2)?.days
  }

  private static func currency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Currency? {
    guard range.count == 3 else { return nil }
    let at = range.lowerBound
    guard let code = Currency(bytes[at], bytes[at + 1], bytes[at + 2]), code.minorUnits != nil else {
      return nil
    }
    return code
  }
}
