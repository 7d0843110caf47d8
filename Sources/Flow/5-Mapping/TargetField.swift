import Components
import Records

/// The field a rule gives a value to, and what the contract asks of it.
struct TargetField: Sendable {
  static let notAllowed = ReasonSpec(
    "value-not-allowed", "The contract does not allow the value in this field.")
  static let missing = ReasonSpec(
    "value-missing", "The contract requires a value in this field and there is none.")

  let name: String
  let type: FieldType
  /// The only values allowed; empty when any is.
  let allowed: [String]
  let isRequired: Bool

  /// - Parameter otherwise: the type where the contract does not have the field.
  init(_ name: String, contract: Contract, otherwise type: FieldType) {
    let rule = contract.field(name)
    self.name = name
    self.type = rule?.type ?? type
    allowed = rule?.allowed ?? []
    isRequired = rule?.isRequired ?? false
  }

  func allows(_ value: String) -> Bool { allowed.isEmpty || allowed.contains(value) }

  /// The column in the target's type; refuses what does not fit it.
  func typed(_ column: Column, _ verdicts: inout Verdicts) -> Column {
    let result = Typing.column(column, as: type) { row in
      let shown = column.string(at: row)
      let fact =
        switch type {
        case .decimal where shown.flatMap { ScaledDecimal($0) } != nil,
          .integer where shown.flatMap { ScaledDecimal($0) } != nil:
          "the number does not fit \(type)"
        default: "it is not \(Typing.form(of: type))"
        }
      verdicts.refuse(
        row, field: name, value: shown, Typing.wrongType, fact,
        hint: "Mend the value at its source, or let the rule for \(name) give \(Typing.form(of: type)).")
    }
    guard case .text(let texts) = column, case .dates(let days) = result else { return result }
    return .dates(bounded(days, texts, &verdicts))
  }

  /// Dates that were read from a record's text, without those that no record may have.
  private func bounded(_ days: [Int32], _ texts: TextColumn, _ verdicts: inout Verdicts) -> [Int32] {
    let range = CivilDate.ofRecords
    let (first, last) = (range.lowerBound.days, range.upperBound.days)
    var result = days
    for row in 0..<days.count where (days[row] < first || days[row] > last) && days[row] != CivilDate.null {
      result[row] = CivilDate.null
      verdicts.refuse(
        row, field: name, value: texts.string(at: row), Typing.wrongType,
        "the date is not from \(range.lowerBound) through \(range.upperBound)",
        hint: "Correct the year of the record at its source.")
    }
    return result
  }

  /// Refuses the rows whose value is not allowed, and those without the value that is required.
  func check(_ column: Column, valuesAreKnown: Bool, _ verdicts: inout Verdicts) {
    if isRequired {
      column.eachMissing { row in
        guard !verdicts.isRefused(row) else { return }
        verdicts.refuse(
          row, field: name, value: nil, TargetField.missing,
          "the rule gives no value, and the contract requires one",
          hint: "Let the rule for \(name) give a default, or complete the record at its source.")
      }
    }
    if valuesAreKnown || allowed.isEmpty { return }
    let texts = column.canonicalText()
    let known = allowed.map { Array($0.utf8) }
    for row in 0..<texts.views.count
    where !texts.views[row].isNull && !known.contains(where: { texts.holds($0, at: row) }) {
      verdicts.refuse(
        row, field: name, value: texts.string(at: row), TargetField.notAllowed,
        "it is none of the values the contract allows",
        hint: "\(name) is one of \(allowed.joined(separator: ", ")); map other values to these.")
    }
  }
}

extension TextColumn {
  /// Whether the text of a row, which is there, is these bytes.
  @inline(__always)
  fileprivate func holds(_ other: [UInt8], at row: Int) -> Bool {
    let view = views[row]
    guard Int(view.length) == other.count else { return false }
    for at in 0..<other.count where bytes[Int(view.start) + at] != other[at] { return false }
    return true
  }
}

extension Column {
  /// Calls for every row without a value.
  fileprivate func eachMissing(_ call: (_ row: Int) -> Void) {
    switch self {
    case .text(let column): for row in 0..<column.views.count where column.views[row].isNull { call(row) }
    case .decimals(let values, _):
      for row in 0..<values.count where values[row] == ScaledDecimal.null { call(row) }
    case .integers(let values):
      for row in 0..<values.count where values[row] == Column.nullInteger { call(row) }
    case .dates(let values): for row in 0..<values.count where values[row] == CivilDate.null { call(row) }
    case .currencies(let values): for row in 0..<values.count where values[row] == .none { call(row) }
    }
  }
}
