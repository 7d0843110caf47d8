import Components
import Records

/// What a file without statements says of each account by its records: period, sum, and balances where it has them.
///
/// Works on whole batches as they were read, before any record is left out. Each row gets the number of its account's
/// statement, so that the rows of an account whose balances do not prove can be refused.
struct RecordStatements: Sendable {
  private static let accountField = "account_id"
  private static let balanceField = "running_balance"

  /// The records of one account so far.
  fileprivate struct Sum {
    var first = Int32.max
    var last = Int32.min
    /// Days of the first and the last record, in the order of the file.
    var firstInFile = CivilDate.null
    var lastInFile = CivilDate.null
    var count = 0
    var total: Int128 = 0
    var firstRecord: Int32
    var lastRecord: Int32
    var line: Int32
    var walk = BalanceWalk()
  }

  private let dateField: String
  private let amountField: String
  private let currencyField: String?
  private let scale: Int
  private let hasBalances: Bool
  private var accounts = AccountTable()
  private var sums: [Sum] = []
  /// Records missing so far: refused while reading or normalizing, or left out by an earlier stage.
  private var breaks: Int32 = 0
  private var lastRecord: Int32 = 0
  private var firstMissing = Int32.max
  private var lastMissing: Int32 = 0

  /// Nil when records of these fields cannot be counted by account and day.
  ///
  /// - Parameter walksBalances: false when the pipeline does not check running balances; then there are none.
  init?(_ schema: RecordSchema, _ contract: Contract, walksBalances: Bool) {
    guard let date = contract.effectiveDate, let amount = contract.footingAmount,
      schema.type(of: RecordStatements.accountField) == .text, schema.type(of: date) == .date,
      case .decimal(let scale)? = schema.type(of: amount)
    else { return nil }
    dateField = date
    amountField = amount
    currencyField = contract.footingCurrency
    self.scale = scale
    hasBalances = walksBalances && schema.type(of: RecordStatements.balanceField) == .decimal(scale: scale)
    if let currencyField, schema.type(of: currencyField).map({ $0 != .currency }) == true { return nil }
  }

  /// How many steps it takes until the records can be counted; nil when they never can.
  static func stepsNeeded(
    _ steps: [(name: String, stage: any Stage)], from schema: RecordSchema, _ contract: Contract
  ) -> Int? {
    let schemas = [schema] + steps.map(\.stage.schema)
    return schemas.firstIndex { RecordStatements($0, contract, walksBalances: false) != nil }
  }

  /// Counts a batch, and numbers its rows by their accounts.
  mutating func add(_ batch: inout RecordBatch) {
    guard case .text(let ids)? = batch.column(RecordStatements.accountField),
      case .dates(let days)? = batch.column(dateField),
      case .decimals(let amounts, _)? = batch.column(amountField)
    else { return }
    var currencies: [Currency]?
    if let currencyField, case .currencies(let codes)? = batch.column(currencyField) { currencies = codes }
    var balances: [Int64]?
    if hasBalances, case .decimals(let values, _)? = batch.column(RecordStatements.balanceField) {
      balances = values
    }
    let numbers = accounts.numbers(of: ids, currencies)
    // Taken out for the loop, so that it is changed in place.
    var origins = batch.origins
    batch.origins = []
    for row in 0..<origins.count {
      note(origins[row].record)
      let number = Int(numbers[row])
      // A record without an account belongs to any of them.
      if number < 0 {
        breaks &+= 1
        continue
      }
      if number == sums.count {
        sums.append(
          Sum(
            firstRecord: origins[row].record, lastRecord: origins[row].record, line: origins[row].line))
      }
      origins[row].statement = numbers[row]
      sums[number].take(days[row], amounts[row], origins[row].record)
      if let balances {
        sums[number].walk.take(
          amount: amounts[row], balance: balances[row], breaks: breaks, line: origins[row].line)
      }
    }
    batch.origins = origins
  }

  /// Sees whether records are missing before this one.
  private mutating func note(_ record: Int32) {
    if record != lastRecord &+ 1 {
      breaks &+= 1
      firstMissing = min(firstMissing, lastRecord &+ 1)
      lastMissing = record &- 1
    }
    lastRecord = record
  }

  // MARK: What it comes to

  /// One statement for each account and currency, in the order in which they were met.
  ///
  /// - Parameter recordsRead: how many records the file has, refused ones too.
  func statements(recordsRead: Int) -> [Statement] {
    let behind = recordsRead > Int(lastRecord) ? Int32(clamping: recordsRead) : lastMissing
    let before = recordsRead > Int(lastRecord) ? min(firstMissing, lastRecord &+ 1) : firstMissing
    return sums.enumerated().map { number, sum in
      let (id, currency) = accounts.account(number)
      var statement = Statement(statementID: "", accountID: id, currency: currency, line: sum.line)
      statement.source = .records
      if sum.first <= sum.last {
        statement.starts = CivilDate(days: sum.first)
        statement.asOf = CivilDate(days: sum.last)
      }
      statement.recordCount = sum.count
      if let total = Int64(exactly: sum.total), total != ScaledDecimal.null {
        statement.recordsTotal = ScaledDecimal(unscaled: total, scale: scale)
      }
      if hasBalances {
        setBalances(&statement, sum, missing: (before < sum.firstRecord, behind > sum.lastRecord))
      }
      return statement
    }
  }

  private func setBalances(_ statement: inout Statement, _ sum: Sum, missing: (before: Bool, behind: Bool)) {
    let walk = sum.walk
    let isNewestFirst = walk.isNewestFirst(byDates: sum.firstInFile > sum.lastInFile)
    if let failure = walk.failure(newestFirst: isNewestFirst) {
      statement.checks = [
        Statement.Check(
          .runningBalance, name: "running-balance", stated: Int128(failure.stated),
          computed: failure.computed,
          scale: scale, currency: statement.currency, line: failure.line)
      ]
      // Balances that do not follow from one another say nothing of the account.
      return
    }
    func money(_ value: Int64?) -> ScaledDecimal? { value.map { ScaledDecimal(unscaled: $0, scale: scale) } }
    statement.opening = money(walk.opening(newestFirst: isNewestFirst, missing: missing))
    statement.closing = money(walk.closing(newestFirst: isNewestFirst, missing: missing))
    guard walk.steps > 0 else { return }
    let proven = "\(walk.steps + walk.parts) of \(counted(sum.count, "record"))"
    statement.checks = [
      Statement.Check(
        .runningBalance, name: "running-balance", stated: proven, computed: proven, line: sum.line)
    ]
  }

  /// What a person should know: how far the walk got where something breaks it.
  var remarks: [String] {
    let parts = sums.reduce(0) { $0 + $1.walk.parts }
    let walked = sums.count { $0.walk.parts > 0 }
    guard parts > walked else { return [] }
    let steps = sums.reduce(0) { $0 + $1.walk.steps }
    let records = sums.reduce(0) { $0 + $1.count }
    return [
      "running balances: \(steps) of \(records) records were held against the one before; refused records and missing "
        + "balances break the walk into \(parts) parts"
    ]
  }
}

extension RecordStatements.Sum {
  fileprivate mutating func take(_ day: Int32, _ amount: Int64, _ record: Int32) {
    if day != CivilDate.null {
      first = min(first, day)
      last = max(last, day)
      if count == 0 { firstInFile = day }
      lastInFile = day
    }
    if amount != ScaledDecimal.null { total += Int128(amount) }
    lastRecord = record
    count += 1
  }
}
