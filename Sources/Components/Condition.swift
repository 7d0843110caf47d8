public import Records

/// One typed condition on one field, as `where` and the rules of `map` have it.
///
///     { field: amount, at_least: "100.00" }
///     { field: status, in: [booked, pending], not: true }
///     { field: value_date, present: false }
///
/// Text is compared byte by byte, in the letter case written. Numbers and dates compare by value: `100` equals
/// `100.00`. A missing value meets no condition, inverted or not; only `present` sees it.
public struct Condition: Sendable {
  /// What is asked of a value.
  enum Test: Sendable {
    case present
    /// Numbers from `low` to `high`, both included; none when `low` is above `high`.
    case range(low: Int64, high: Int64)
    /// Ascending.
    case numbers([Int64])
    /// UTF-8 texts, any of them.
    case texts([[UInt8]])
    case contains([UInt8])
    case startsWith([UInt8])
  }

  /// The field that is asked.
  public let field: Field
  let test: Test
  /// Whether the answer is turned round.
  let isInverted: Bool

  /// The operators, of which a condition has exactly one.
  private static let operators = [
    "equals", "in", "at_least", "at_most", "above", "below", "contains", "starts_with", "present",
  ]

  /// The options of a condition.
  public static let options: [OptionSpec] = [
    OptionSpec("field", .fieldName, required: true, doc: "The field that is asked.", example: "status"),
    OptionSpec("equals", .text, doc: "The value is this one, written as its type has it.", example: "booked"),
    OptionSpec("in", .list(.text), doc: "The value is one of these.", example: "[USD, EUR]"),
    OptionSpec(
      "at_least", .text, doc: "The number or date is this one or greater (later).", example: "\"100.00\""),
    OptionSpec(
      "at_most", .text, doc: "The number or date is this one or less (earlier).", example: "2026-01-31"),
    OptionSpec("above", .text, doc: "The number or date is greater (later) than this one.", example: "\"0\""),
    OptionSpec("below", .text, doc: "The number or date is less (earlier) than this one.", example: "\"0\""),
    OptionSpec("contains", .text, doc: "The text has this in it, in this letter case.", example: "FEE"),
    OptionSpec("starts_with", .text, doc: "The text begins with this, in this letter case.", example: "INV-"),
    OptionSpec("present", .flag, doc: "There is a value (true), or there is none (false).", example: "true"),
    OptionSpec(
      "not", .flag, default: "false",
      doc:
        "Turns the answer round. A missing value meets no condition all the same, except `present: false`.",
      example: "true"),
  ]

  /// Nil when a complaint was added.
  ///
  /// - Parameter schema: of the batches that will be asked.
  public init?(options: Options, schema: RecordSchema, complaints: inout [Complaint]) {
    guard let name = options.text("field") else { preconditionFailure("a condition's field is required") }
    guard let type = schema.type(of: name) else {
      complaints.append(.unknownField(name, at: options.place(of: "field"), among: schema))
      return nil
    }
    field = Field(name, type)
    let given = Condition.operators.filter { options[$0] != nil }
    guard given.count == 1 else {
      complaints.append(Condition.wrongNumber(of: given, options))
      return nil
    }
    var inverted = options.flag("not")
    if given[0] == "present" {
      test = .present
      if !options.flag("present") { inverted.toggle() }
    } else {
      let before = complaints.count
      let reading = Reading(field: field, name: given[0], place: options.place(of: given[0]))
      let literals = options.list(given[0])
      guard let read = reading.test(literals, &complaints), complaints.count == before else { return nil }
      test = read
    }
    isInverted = inverted
  }

  private static func wrongNumber(of given: [String], _ options: Options) -> Complaint {
    guard given.count > 1 else {
      return Complaint(
        "operator-missing", at: options.place, "a condition without an operator",
        hint: "Give one of \(operators.joined(separator: ", ")).")
    }
    return Complaint(
      "operator-ambiguous", at: options.place(of: given[1]),
      "one operator expected, but \(given.joined(separator: " and ")) are given",
      hint: "Write two conditions; all of a list must hold.")
  }
}

/// Reads the literals of one operator as the field's type has them.
private struct Reading {
  let field: Field
  /// The operator.
  let name: String
  let place: Place

  func test(_ literals: [Options.Value], _ complaints: inout [Complaint]) -> Condition.Test? {
    if literals.isEmpty {
      complaints.append(
        Complaint(
          "value-missing", at: place, "an empty list, which no value is in", hint: "List at least one value.")
      )
      return nil
    }
    switch name {
    case "contains", "starts_with": return textTest(literals[0], &complaints)
    case "at_least", "at_most", "above", "below": return rangeTest(literals[0], &complaints)
    default: break
    }
    if field.type == .text { return .texts(literals.map { Array($0.text.utf8) }) }
    var numbers: [Int64] = []
    for literal in literals {
      guard let number = number(literal, &complaints) else { continue }
      guard number.floor == number.ceiling, let value = Int64(exactly: number.floor) else {
        complaints.append(neverEqual(literal))
        continue
      }
      numbers.append(value)
    }
    numbers.sort()
    return .numbers(numbers)
  }

  private func textTest(_ literal: Options.Value, _ complaints: inout [Complaint]) -> Condition.Test? {
    guard field.type == .text else { return wrongOperator("a text field", &complaints) }
    let bytes = Array(literal.text.utf8)
    guard !bytes.isEmpty else {
      complaints.append(
        Complaint(
          "value-missing", at: literal.place, "every text \(name) the empty text", hint: "Give some text."))
      return nil
    }
    return name == "contains" ? .contains(bytes) : .startsWith(bytes)
  }

  private func rangeTest(_ literal: Options.Value, _ complaints: inout [Complaint]) -> Condition.Test? {
    if field.type == .text || field.type == .currency {
      return wrongOperator("a number or a date", &complaints)
    }
    guard let number = number(literal, &complaints) else { return nil }
    // The sentinel of a missing value lies below every value, and is asked for on its own.
    let least = Int128(Int64.min) + 1
    let greatest = Int128(Int64.max)
    var (low, high) = (least, greatest)
    switch name {
    case "at_least": low = number.ceiling
    case "at_most": high = number.floor
    case "above": low = number.floor + 1
    default: high = number.ceiling - 1
    }
    if low > high || low > greatest || high < least { return .range(low: 1, high: 0) }
    return .range(low: Int64(max(low, least)), high: Int64(min(high, greatest)))
  }

  /// The literal in the units of the field's column: between two of them when it has more decimals.
  private func number(
    _ literal: Options.Value, _ complaints: inout [Complaint]
  ) -> (floor: Int128, ceiling: Int128)? {
    var value: Int128?
    let text = literal.text
    switch field.type {
    case .decimal(let scale):
      if let decimal = ScaledDecimal(text) { return units(of: decimal, scale: scale) }
    case .date: value = CivilDate(iso: text).map { Int128($0.days) }
    case .integer: value = Int64(text).map { Int128($0) }
    case .currency:
      if let currency = Currency(text), currency.minorUnits != nil { value = Int128(currency.rawValue) }
    case .text: break
    }
    guard let value else {
      complaints.append(unreadable(literal))
      return nil
    }
    return (value, value)
  }

  /// At most 10^19 x 10^18: within 128 bits.
  private func units(of decimal: ScaledDecimal, scale: Int) -> (floor: Int128, ceiling: Int128) {
    if scale >= decimal.scale {
      let value = Int128(decimal.unscaled) * Int128(ScaledDecimal.power(scale - decimal.scale))
      return (value, value)
    }
    let unit = Int128(ScaledDecimal.power(decimal.scale - scale))
    let (quotient, remainder) = Int128(decimal.unscaled).quotientAndRemainder(dividingBy: unit)
    return (remainder < 0 ? quotient - 1 : quotient, remainder > 0 ? quotient + 1 : quotient)
  }

  private func unreadable(_ literal: Options.Value) -> Complaint {
    let form =
      switch field.type {
      case .decimal: "a decimal number like 100.00"
      case .date: "a date YYYY-MM-DD"
      case .integer: "a whole number"
      case .currency: "a currency code of ISO 4217"
      case .text: "text"
      }
    return Complaint(
      "value-wrong-type", at: literal.place, "\"\(literal.text)\" is not \(form)",
      hint: "The field \(field.name) is \(field.type): write \(form).")
  }

  private func neverEqual(_ literal: Options.Value) -> Complaint {
    Complaint(
      "value-wrong-type", at: literal.place,
      "\"\(literal.text)\" is never equal to a value of \(field.name), which is \(field.type)",
      hint: "Give a value with no more digits than \(field.type) holds.")
  }

  private func wrongOperator(_ expected: String, _ complaints: inout [Complaint]) -> Condition.Test? {
    complaints.append(
      Complaint(
        "operator-wrong-type", at: place, "\(name) asks \(expected), but \(field.name) is \(field.type)",
        hint: field.type == .text
          ? "Let an earlier stage give \(field.name) its type, or use equals, in, contains or starts_with."
          : "Use equals, in\(field.type == .currency ? "" : ", at_least, at_most, above, below") or present.")
    )
    return nil
  }
}
