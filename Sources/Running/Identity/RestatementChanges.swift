import Components
import Records

/// What restated statements would change in the books, collected while their records pass.
struct RestatementChanges {
  /// In rows and money.
  struct Difference: Sendable {
    var added: Tally
    var changed: Tally
    var removed: Tally

    var isEmpty: Bool { added.rows + changed.rows + removed.rows == 0 }
  }

  private let wanted: Set<Int>
  private let amountField: String?
  private let currencyField: String?
  private let scale: Int
  private var added: [Int: Tally] = [:]
  private var changed: [Int: Tally] = [:]
  private var records: [Int: [Int32]] = [:]

  init(_ restated: [Int: some Sendable], contract: Contract) {
    wanted = Set(restated.keys)
    amountField = contract.footingAmount
    currencyField = contract.footingCurrency
    scale = contract.footingScale
  }

  mutating func add(_ batch: RecordBatch, _ outcomes: [Outcome], _ loader: any Loader) throws(Fault) {
    if wanted.isEmpty { return }
    var rows: [Int32] = []
    for row in outcomes.indices {
      let statement = Int(batch.origins[row].statement)
      guard wanted.contains(statement) else { continue }
      rows.append(Int32(row))
      switch outcomes[row] {
      case .inserted: added[statement, default: Tally(scale: scale)].add(money(batch, row))
      case .unchanged: break
      case .updated, .duplicate:
        changed[statement, default: Tally(scale: scale)].add(money(batch, row))
        records[statement, default: []].append(batch.origins[row].record)
      }
    }
    try loader.note(batch, rows: rows, of: rows.map { batch.origins[Int($0)].statement })
  }

  /// The money of one row.
  func money(_ batch: RecordBatch, _ row: Int) -> Tally {
    var tally = Tally(scale: scale)
    tally.rows = 1
    guard let amountField, case .decimals(let amounts, _)? = batch.column(amountField),
      amounts[row] != ScaledDecimal.null
    else { return tally }
    var currency = Currency.none
    if let currencyField, case .currencies(let codes)? = batch.column(currencyField) { currency = codes[row] }
    tally.amounts[currency] = Int128(amounts[row])
    return tally
  }

  func changedRecords(of statement: Int) -> [Int32] { records[statement] ?? [] }

  func difference(_ statement: Int, removed: Tally) -> Difference {
    let none = Tally(scale: scale)
    return Difference(added: added[statement] ?? none, changed: changed[statement] ?? none, removed: removed)
  }
}
