import Components
import Records

/// Gives each record one of the values that were known before any data was read.
struct Choice: Sendable {
  static let lookupMissing = ReasonSpec("lookup-missing", "The mapping file has no value for the record.")
  static let ruleMissing = ReasonSpec("rule-unmatched", "No rule of the target fits the record.")

  /// What decides.
  enum Chooser: Sendable {
    /// The only value there is.
    case constant
    case lookup(Lookup)
    /// The first whose conditions all hold.
    case rules([(when: [Condition], value: Int32)])
  }

  /// What happens to a record without a value.
  enum Missing: Sendable, Equatable {
    case reject
    /// The target keeps the value it has.
    case keep
    /// Gets this value.
    case value(Int32)
  }

  /// As written in a pipeline.
  static let missingNames = ["reject", "keep", "default"]

  let chooser: Chooser
  let values: KnownValues
  let missing: Missing

  func column(for target: TargetField, in batch: RecordBatch, _ verdicts: inout Verdicts) -> Column {
    var indexes = self.indexes(in: batch)
    switch missing {
    case .reject:
      for row in 0..<indexes.count where indexes[row] < 0 { refuse(row, of: batch, target, &verdicts) }
    case .keep:
      guard let existing = batch.column(target.name) else { preconditionFailure("a batch of another schema") }
      return values.gather(indexes, else: existing)
    case .value(let fallback):
      for row in 0..<indexes.count where indexes[row] < 0 { indexes[row] = fallback }
    }
    return values.gather(indexes)
  }

  /// The value of each row, -1 where none is chosen.
  private func indexes(in batch: RecordBatch) -> [Int32] {
    switch chooser {
    case .constant: return Array(repeating: 0, count: batch.count)
    case .lookup(let lookup): return lookup.values(of: batch)
    case .rules(let rules):
      var indexes = [Int32](repeating: -1, count: batch.count)
      for (conditions, value) in rules {
        var matches = indexes.map { $0 < 0 }
        for condition in conditions { condition.narrow(&matches, in: batch) }
        for row in 0..<batch.count where matches[row] { indexes[row] = value }
      }
      return indexes
    }
  }

  private func refuse(_ row: Int, of batch: RecordBatch, _ target: TargetField, _ verdicts: inout Verdicts) {
    guard case .lookup(let lookup) = chooser else {
      verdicts.refuse(
        row, field: target.name, value: nil, Choice.ruleMissing,
        "none of the rules for \(target.name) fits the record",
        hint: "Add a rule that fits it, or say otherwise: default.")
      return
    }
    let fields = lookup.key.fields.map(\.name)
    let shown = fields.map { batch.column($0)?.string(at: row) }
    let field = fields.joined(separator: ", ")
    if let absent = shown.firstIndex(of: nil) {
      // A field that was refused already has no value; that is told once.
      guard !verdicts.isRefused(row) else { return }
      verdicts.refuse(
        row, field: fields[absent], value: nil, Choice.lookupMissing,
        "there is no \(fields[absent]) to look \(target.name) up by",
        hint: "Complete the record at its source, or say on_missing: default.")
      return
    }
    verdicts.refuse(
      row, field: field, value: shown.map { $0 ?? "" }.joined(separator: ", "), Choice.lookupMissing,
      "\(lookup.name) gives no \(target.name) for \(Choice.words(fields, shown))",
      hint: "Add a row with this \(field) and its \(lookup.valueColumn) to \(lookup.name).")
  }
  /// `account_id "0012"`, with no more than 60 characters of a value.
  private static func words(_ fields: [String], _ values: [String?]) -> String {
    zip(fields, values).map { field, value in
      let text = value ?? ""
      return "\(field) \"\(text.prefix(60))\(text.count > 60 ? "…" : "")\""
    }.joined(separator: ", ")
  }
}
