import Components
import Records

/// Why one value is refused: what its rejection says besides where.
struct Refusal {
  var code: String
  /// A short fact, lower case, no full stop.
  var reason: String
  /// A sentence.
  var hint: String

  init(_ code: String, _ reason: String, hint: String) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }
}

/// What a batch's values are refused for, gathered field by field and handed on row by row.
struct Refusals {
  private var found: [(row: Int, rejection: Rejection)] = []

  var isEmpty: Bool { found.isEmpty }

  mutating func add(_ refusal: Refusal, row: Int, field: String, value: String?, origins: [Origin]) {
    found.append(
      (
        row,
        Rejection(
          origin: origins[row], stage: NormalizeStage.spec.name, field: field, value: value,
          code: refusal.code,
          reason: refusal.reason, hint: refusal.hint)
      ))
  }

  /// The rows in which this field is refused already.
  func rows(of field: String) -> Set<Int> {
    var rows: Set<Int> = []
    for (row, rejection) in found where rejection.field == field { rows.insert(row) }
    return rows
  }

  /// Marks the rows and appends the rejections in the order of the rows, within a row in the order found.
  func finish(fates: inout [Fate], rejecting rejections: inout [Rejection]) {
    if found.isEmpty { return }
    let order = found.indices.sorted { a, b in
      found[a].row == found[b].row ? a < b : found[a].row < found[b].row
    }
    for at in order {
      fates[found[at].row] = .rejected
      rejections.append(found[at].rejection)
    }
  }
}

/// A value between quotes, shortened to what fits a message.
func quoted(_ value: String) -> String {
  let shown = value.unicodeScalars.prefix(48)
  let isCut = shown.endIndex < value.unicodeScalars.endIndex
  var text = ""
  for scalar in shown {
    text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
  }
  return "\"\(text)\(isCut ? "…" : "")\""
}
