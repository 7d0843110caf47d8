import Components
import Records

/// The values a rule can give, typed and checked before any data is read. Records share them: a text column that
/// comes out of a rule is views into the one arena here.
struct KnownValues: Sendable {
  /// One per value, of the target's type.
  let column: Column

  /// A column of the values listed; -1 is "no value".
  ///
  /// - Parameter indexes: one per row.
  func gather(_ indexes: [Int32]) -> Column {
    switch column {
    case .text(let known):
      return .text(TextColumn(bytes: known.bytes, views: pick(known.views, indexes, missing: .null)))
    case .decimals(let known, let scale):
      return .decimals(pick(known, indexes, missing: ScaledDecimal.null), scale: scale)
    case .integers(let known): return .integers(pick(known, indexes, missing: Column.nullInteger))
    case .dates(let known): return .dates(pick(known, indexes, missing: CivilDate.null))
    case .currencies(let known): return .currencies(pick(known, indexes, missing: .none))
    }
  }

  /// As `gather`, but a row without a value keeps the one of `existing`, which has the same type.
  func gather(_ indexes: [Int32], else existing: Column) -> Column {
    switch (column, existing) {
    case (.text(let known), .text(let existing)): return .text(merged(known, indexes, existing))
    case (.decimals(let known, let scale), .decimals(let old, _)):
      return .decimals(pick(known, indexes, else: old), scale: scale)
    case (.integers(let known), .integers(let old)): return .integers(pick(known, indexes, else: old))
    case (.dates(let known), .dates(let old)): return .dates(pick(known, indexes, else: old))
    case (.currencies(let known), .currencies(let old)): return .currencies(pick(known, indexes, else: old))
    default: preconditionFailure("columns of one type")
    }
  }

  private func pick<Value>(_ known: [Value], _ indexes: [Int32], missing: Value) -> [Value] {
    var result = [Value](repeating: missing, count: indexes.count)
    for row in 0..<indexes.count where indexes[row] >= 0 { result[row] = known[Int(indexes[row])] }
    return result
  }

  private func pick<Value>(_ known: [Value], _ indexes: [Int32], else existing: [Value]) -> [Value] {
    var result = existing
    for row in 0..<indexes.count where indexes[row] >= 0 { result[row] = known[Int(indexes[row])] }
    return result
  }

  /// Two arenas become one: each known value that is used is written once behind the batch's own bytes.
  private func merged(_ known: TextColumn, _ indexes: [Int32], _ existing: TextColumn) -> TextColumn {
    if indexes.allSatisfy({ $0 >= 0 }) {
      return TextColumn(bytes: known.bytes, views: pick(known.views, indexes, missing: .null))
    }
    var result = existing
    var moved = [TextView](repeating: .null, count: known.views.count)
    for row in 0..<indexes.count where indexes[row] >= 0 {
      let index = Int(indexes[row])
      if moved[index].isNull {
        let view = known.views[index]
        precondition(result.bytes.count + Int(view.length) <= Int(UInt32.max), "text of a batch within 4 GiB")
        moved[index] = TextView(start: UInt32(result.bytes.count), length: view.length)
        result.bytes += known.bytes[Int(view.start)..<Int(view.start) + Int(view.length)]
      }
      result.views[row] = moved[index]
    }
    return result
  }
}

/// Collects the values a rule can give, each once, with the place it was first written at.
struct KnownValuesBuilder {
  /// Bytes of all texts together: one arena holds them.
  static let largest = 1 << 30

  private var numbers: [String: Int32] = [:]
  private var texts: [String] = []
  private var places: [Place] = []
  private var size = 0

  /// The number of the value; nil when there is no room left.
  mutating func add(_ text: String, at place: Place) -> Int32? {
    if let number = numbers[text] { return number }
    size += text.utf8.count
    guard size <= KnownValuesBuilder.largest else { return nil }
    let number = Int32(texts.count)
    numbers[text] = number
    texts.append(text)
    places.append(place)
    return number
  }

  /// The values in the target's type; what is not of it, or not allowed, is complained about.
  func values(for target: TargetField, _ complaints: inout [Complaint]) -> KnownValues {
    var wrong: Set<Int> = []
    let column = Typing.column(.text(TextColumn(texts)), as: target.type) { wrong.insert($0) }
    var found: [Complaint] = []
    for row in texts.indices {
      if wrong.contains(row) || (texts[row].isEmpty && target.type != .text) {
        found.append(
          Complaint(
            "value-wrong-type", at: places[row], "\"\(texts[row])\" is not \(Typing.form(of: target.type))",
            hint: "The contract says that \(target.name) is \(target.type)."))
      } else if let value = column.string(at: row), !target.allows(value) {
        found.append(
          Complaint(
            "value-not-allowed", at: places[row], "\"\(value)\" is not a value of \(target.name)",
            hint: nearest(to: value, among: target.allowed).map { "Did you mean \($0)?" }
              ?? "The contract allows \(target.allowed.joined(separator: ", "))."))
      }
    }
    complaints += Complaint.firstOf(found)
    return KnownValues(column: column)
  }
}

extension Complaint {
  /// The first twenty: a mapping file that is wrong throughout is wrong in one way.
  static func firstOf(_ complaints: [Complaint]) -> [Complaint] {
    guard complaints.count > 20, let last = complaints.last else { return complaints }
    let rest = Complaint(
      last.code, at: last.place, "\(complaints.count - 20) more like these",
      hint: "Mend the first ones and validate again.")
    return complaints.prefix(20) + [rest]
  }
}
