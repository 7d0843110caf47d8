import Components
import Records

/// Measures the batches of one stage before and after it worked on them.
struct Measure: Sendable {
  let stage: String
  private let amountField: String?
  private let currencyField: String?
  private let scale: Int
  private var before: TallySheet
  private var after: TallySheet
  private let kinds: [String]
  private var knowsMoney = true

  /// - Parameter kinds: what may become of a row, in the order of their raw values.
  init(_ stage: String, contract: Contract, kinds: [String]) {
    self.stage = stage
    amountField = contract.footingAmount
    currencyField = contract.footingCurrency
    scale = contract.footingScale
    self.kinds = kinds
    before = TallySheet(kinds: 1, scale: scale)
    after = TallySheet(kinds: kinds.count, scale: scale)
  }

  init(fatesOf stage: String, contract: Contract) {
    self.init(stage, contract: contract, kinds: Fate.allCases.map(\.title))
  }

  mutating func arrive(_ batch: RecordBatch) {
    let (amounts, currencies) = money(of: batch)
    if amounts == nil, amountField != nil { knowsMoney = false }
    before.add(
      count: batch.count, amounts: amounts, currencies: currencies,
      fates: [UInt8](repeating: 0, count: batch.count))
  }

  /// - Parameter kinds: what became of each row: raw values of a `Fate` or an `Outcome`.
  mutating func leave(_ batch: RecordBatch, kinds: [UInt8]) {
    let (amounts, currencies) = money(of: batch)
    after.add(count: batch.count, amounts: amounts, currencies: currencies, fates: kinds)
  }

  private func money(of batch: RecordBatch) -> (amounts: [Int64]?, currencies: [Currency]?) {
    guard let amountField, case .decimals(let amounts, scale)? = batch.column(amountField) else {
      return (nil, nil)
    }
    guard let currencyField, case .currencies(let codes)? = batch.column(currencyField) else {
      return (amounts, nil)
    }
    return (amounts, codes)
  }

  var footing: StageFooting {
    var left: [String: Tally] = [:]
    for (kind, title) in kinds.enumerated() {
      let tally = after.tally(of: kind)
      if tally.rows > 0 { left[title] = tally }
    }
    return StageFooting(stage: stage, arrived: before.tally(of: 0), left: left, knowsMoney: knowsMoney)
  }
}
