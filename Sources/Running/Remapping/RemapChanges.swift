import Components
import Records

/// Which values of the mapped fields become which, in rows and money.
struct RemapChanges: Sendable {
  /// One value of a field that becomes another.
  struct Change: Sendable {
    /// Nil for no value.
    var old: String?
    var new: String?
    var tally: Tally
  }

  /// What becomes of one field.
  struct FieldChanges: Sendable {
    var field: String
    /// The largest by rows, then by values.
    var largest: [Change]
    /// How many others there are, and what they come to.
    var otherCount: Int
    var others: Tally
  }

  /// Changes of a field that are told one by one.
  static let shown = 20
  /// Changes of a field that are told apart at all: further ones count among the others.
  private static let most = 100_000
  /// Characters of a value.
  private static let longest = 60

  private let scale: Int
  private let amount: String?
  private let currency: String?
  private var fields: [String: Entries] = [:]

  private struct Entries: Sendable {
    var known: [[String?]: Int] = [:]
    var changes: [Change] = []
    var rest: Tally
    var restCount = 0

    mutating func add(_ old: String?, _ new: String?, _ tally: Tally) {
      if let at = known[[old, new]] {
        changes[at].tally.add(tally)
      } else if changes.count < RemapChanges.most {
        known[[old, new]] = changes.count
        changes.append(Change(old: old, new: new, tally: tally))
      } else {
        rest.add(tally)
        restCount += 1
      }
    }
  }

  init(_ contract: Contract) {
    scale = contract.footingScale
    amount = contract.footingAmount
    currency = contract.footingCurrency
  }

  /// - Parameters:
  ///   - before: the rows that change.
  ///   - after: the same rows with their new values.
  ///   - differs: whether the field is another, for each of them.
  mutating func add(_ field: String, before: RecordBatch, after: RecordBatch, differs: [Bool]) {
    guard let old = before.column(field), let new = after.column(field) else {
      preconditionFailure("a mapped field is in the books")
    }
    var amounts: [Int64]?
    var currencies: [Currency]?
    if let amount, case .decimals(let values, _)? = before.column(amount) { amounts = values }
    if let currency, case .currencies(let codes)? = before.column(currency) { currencies = codes }
    var entries = fields.removeValue(forKey: field) ?? Entries(rest: Tally(scale: scale))
    for row in differs.indices where differs[row] {
      var tally = Tally(scale: scale)
      tally.rows = 1
      if let value = amounts?[row], value != ScaledDecimal.null {
        tally.amounts[currencies?[row] ?? .none] = Int128(value)
      }
      entries.add(RemapChanges.clipped(old.string(at: row)), RemapChanges.clipped(new.string(at: row)), tally)
    }
    fields[field] = entries
  }

  private static func clipped(_ text: String?) -> String? {
    guard let text, text.count > longest else { return text }
    return "\(text.prefix(longest))…"
  }

  /// The fields that change, in the order given.
  func summary(_ order: [String]) -> [FieldChanges] {
    order.compactMap { field in
      guard let entries = fields[field], !entries.changes.isEmpty else { return nil }
      let sorted = entries.changes.sorted { a, b in
        if a.tally.rows != b.tally.rows { return a.tally.rows > b.tally.rows }
        return (a.old ?? "", a.new ?? "") < (b.old ?? "", b.new ?? "")
      }
      var others = entries.rest
      for change in sorted.dropFirst(RemapChanges.shown) { others.add(change.tally) }
      return FieldChanges(
        field: field, largest: Array(sorted.prefix(RemapChanges.shown)),
        otherCount: entries.restCount + max(0, sorted.count - RemapChanges.shown), others: others)
    }
  }
}
