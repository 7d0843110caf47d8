import Components
import Records

/// Rows and money by account, month and outcome.
public struct Breakdown: Sendable {
  struct Key: Hashable, Comparable {
    var account: String
    /// `2026-01`; empty without a date.
    var month: String
    var currency: Currency
    var outcome: Outcome

    static func < (a: Key, b: Key) -> Bool {
      (a.account, a.month, a.currency.description, a.outcome.rawValue)
        < (b.account, b.month, b.currency.description, b.outcome.rawValue)
    }
  }

  /// Groups at most; a plan over more accounts and months than anyone can read says only the totals.
  static let limit = 10_000

  private(set) var groups: [Key: (rows: Int, amount: Int128)] = [:]
  private(set) var isCut = false
  private let contract: Contract
  private let accountField: String

  /// An account is the contract's `account_id` or `account`, whichever it has.
  init(_ contract: Contract) {
    self.contract = contract
    accountField = contract.field("account_id") != nil ? "account_id" : "account"
  }

  mutating func add(_ batch: RecordBatch, _ outcomes: [Outcome]) {
    let accounts = batch.column(accountField)
    var dates: [Int32]?
    if let field = contract.effectiveDate, case .dates(let days)? = batch.column(field) { dates = days }
    var amounts: [Int64]?
    if let field = contract.footingAmount, case .decimals(let values, _)? = batch.column(field) {
      amounts = values
    }
    var codes: [Currency]?
    if let field = contract.footingCurrency, case .currencies(let found)? = batch.column(field) {
      codes = found
    }
    for row in 0..<batch.count {
      let day = dates?[row] ?? CivilDate.null
      let month = day == CivilDate.null ? "" : String(CivilDate(days: day).description.prefix(7))
      let key = Key(
        account: accounts?.string(at: row) ?? "", month: month, currency: codes?[row] ?? .none,
        outcome: outcomes[row])
      if groups[key] == nil, groups.count == Breakdown.limit {
        isCut = true
        continue
      }
      let amount = amounts.map { $0[row] == ScaledDecimal.null ? 0 : Int128($0[row]) } ?? 0
      groups[key, default: (0, 0)].rows += 1
      groups[key, default: (0, 0)].amount += amount
    }
  }

  private var sorted: [(key: Key, value: (rows: Int, amount: Int128))] { groups.sorted { $0.key < $1.key } }

  private func text(_ amount: Int128, _ currency: Currency) -> String {
    ScaledDecimal.text(
      amount, scale: contract.footingScale,
      least: min(contract.footingScale, currency.minorUnits ?? contract.footingScale))
  }

  /// A table, or nothing when there are no rows.
  var lines: [String] {
    if groups.isEmpty { return [] }
    var rows = [["account", "month", "outcome", "rows", "amount", ""]]
    for (key, value) in sorted {
      rows.append([
        key.account, key.month, key.outcome.title, "\(value.rows)", text(value.amount, key.currency),
        key.currency.description,
      ])
    }
    let widths = rows[0].indices.map { at in rows.map { $0[at].count }.max() ?? 0 }
    var lines = rows.map { cells in
      var line = cells.indices.map { at in
        let pad = String(repeating: " ", count: widths[at] - cells[at].count)
        return at == 3 || at == 4 ? pad + cells[at] : cells[at] + pad
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    if isCut { lines.append("… more than \(Breakdown.limit) groups; the totals below count everything") }
    return lines
  }

  var json: OrderedJSON {
    .array(
      sorted.map { key, value in
        .object([
          ("account", .string(key.account)), ("month", .string(key.month)),
          ("outcome", .string(key.outcome.title)),
          ("currency", .string(key.currency.description)), ("rows", .integer(value.rows)),
          ("amount", .string(text(value.amount, key.currency))),
        ])
      })
  }
}
