import Records

/// A statement while it is read: what it states, and what its entries come to.
struct OFXStatement {
  /// Index in the statements.
  let index: Int
  let line: Int32
  /// The entries are still to be booked: the list of pending ones.
  let isPending: Bool
  var isInvestment = false
  private var id: String?
  var account = ""
  var currency = Currency.none
  var from: CivilDate?
  var through: CivilDate?
  /// What it speaks of where it has no list.
  var asOf: CivilDate?
  /// At the scale of rows.
  var ledger: Int64?
  var ledgerDay: CivilDate?
  var balances: [Statement.Balance] = []

  // MARK: What its entries come to

  var count = 0
  /// Fewer than 2^63 amounts of 64 bits fit.
  var sum: Int128 = 0
  var firstDay: CivilDate?
  var lastDay: CivilDate?

  /// Amounts that stand in no entry, and the line of the first one.
  private var days = OFXClosing.DaySums()
  private var amountsOutside = 0
  private var firstOutside: Int32 = 0

  init(index: Int, line: Int32, isPending: Bool = false) {
    self.index = index
    self.line = line
    self.isPending = isPending
  }

  /// An amount that stands in no entry: the tags of an entry are damaged, and the entry is lost.
  mutating func addAmountOutside(line: Int32) {
    if amountsOutside == 0 { firstOutside = line }
    amountsOutside += 1
  }

  mutating func add(_ amount: Int64, day: CivilDate) {
    count += 1
    sum += Int128(amount)
    days.add(amount, day: day)
    firstDay = min(firstDay ?? day, day)
    lastDay = max(lastDay ?? day, day)
  }

  /// Of several lists the earliest day and the latest one count.
  mutating func extend(from day: CivilDate?) {
    if let day { from = min(from ?? day, day) }
  }

  mutating func extend(through day: CivilDate?) {
    if let day { through = max(through ?? day, day) }
  }

  /// The last day it speaks of.
  var end: CivilDate? { through ?? asOf ?? (isPending ? nil : ledgerDay) ?? lastDay }

  /// The account and the days that are stated, for OFX has no name of a statement; the same for all its entries.
  mutating func fixID() -> String {
    if let id { return id }
    let days = [from, through ?? asOf].compactMap { $0?.description }
    let made = ([account] + days + (isPending ? ["pending"] : [])).joined(separator: "/")
    id = made
    return made
  }

  /// Whether a day lies before or behind the period that is stated.
  func excludes(_ day: CivilDate) -> Bool {
    from.map { day < $0 } == true || through.map { day > $0 } == true
  }

  /// The ledger balance is that after the last entry: none is dated behind its day, which lies in the period.
  var closesWithLedger: Bool {
    guard let day = ledgerDay else { return true }
    return end.map { day <= $0 } != false && lastDay.map { $0 <= day } != false
  }

  /// What a closing statement is held against.
  var covered: OFXClosing.Covered {
    OFXClosing.Covered(
      index: index, account: account, currency: currency, from: from, through: through, days: days)
  }

  mutating func finish() -> Statement {
    var made = Statement(statementID: fixID(), accountID: account, currency: currency, line: line)
    made.isInterim = isPending
    made.asOf = end
    if let end, let first = from ?? (through == nil ? firstDay : nil), first < end { made.starts = first }
    made.balances = balances
    made.recordCount = count
    if let ledger, closesWithLedger { made.closing = ScaledDecimal(unscaled: ledger, scale: BankRow.scale) }
    if amountsOutside > 0 {
      made.checks.append(
        Statement.Check(
          .recordCounts, name: "amounts-outside-entries", stated: "0", computed: String(amountsOutside),
          line: firstOutside))
    }
    if let total = Int64(exactly: sum), total != ScaledDecimal.null {
      made.recordsTotal = ScaledDecimal(unscaled: total, scale: BankRow.scale)
    } else {
      made.recordsTotal = ScaledDecimal(unscaled: 0, scale: BankRow.scale)
      made.checks.append(
        Statement.Check(
          .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
          computed: ScaledDecimal.text(sum, scale: BankRow.scale), currency: currency, line: line))
    }
    return made
  }
}
