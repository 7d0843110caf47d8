import Checkpoints
import Components
import Records

/// Sums the rows that come to the loader by account, month and currency: what a file brought, for people.
struct MoneySheet: Sendable {
  /// Groups at most; rows of further ones are summed by currency alone.
  static let limit = 10_000

  /// One account, which has one currency, in one month.
  private struct Group {
    var account: Int32
    /// Months since the year 0; -1 without a date.
    var month: Int32
    var sum = Sum()
  }

  private struct Sum {
    var rows = 0
    var amount: Int128 = 0

    @inline(__always)
    mutating func take(_ value: Int64) {
      rows += 1
      if value != ScaledDecimal.null { amount += Int128(value) }
    }
  }

  private let accountField: String
  private let dateField: String?
  private let amountField: String?
  private let currencyField: String?
  private let scale: Int
  private var accounts = AccountTable()
  private var groups: [Group] = []
  /// A group, or -1; the count is a power of two, at least twice that of the groups.
  private var slots = [Int32](repeating: -1, count: 256)
  /// What is beyond the limit.
  private var others: [Currency: Sum] = [:]
  /// The days of the last month that was looked up.
  private var monthDays: Range<Int32> = 0..<0
  private var month: Int32 = -1

  init(_ contract: Contract) {
    accountField = contract.field("account_id") != nil ? "account_id" : "account"
    dateField = contract.effectiveDate
    amountField = contract.footingAmount
    currencyField = contract.footingCurrency
    scale = contract.footingScale
  }

  mutating func add(_ batch: RecordBatch) {
    var days: [Int32] = []
    if let dateField, case .dates(let column)? = batch.column(dateField) { days = column }
    var amounts: [Int64] = []
    if let amountField, case .decimals(let column, _)? = batch.column(amountField) { amounts = column }
    var codes: [Currency]?
    if let currencyField, case .currencies(let column)? = batch.column(currencyField) { codes = column }
    let numbers = accounts.numbers(of: accountColumn(of: batch), codes, limit: MoneySheet.limit)
    for row in 0..<batch.count {
      let day = days.isEmpty ? CivilDate.null : days[row]
      if !monthDays.contains(day) { turn(to: day) }
      let amount = amounts.isEmpty ? ScaledDecimal.null : amounts[row]
      if let at = group(numbers[row], month) {
        groups[at].sum.take(amount)
      } else {
        others[codes?[row] ?? .none, default: Sum()].take(amount)
      }
    }
  }

  /// A record without an account is of the one without a name.
  private func accountColumn(of batch: RecordBatch) -> TextColumn {
    let nameless = TextView(start: 0, length: 0)
    guard case .text(var column)? = batch.column(accountField) else {
      return TextColumn(bytes: [], views: [TextView](repeating: nameless, count: batch.count))
    }
    if column.views.contains(where: \.isNull) {
      for row in column.views.indices where column.views[row].isNull { column.views[row] = nameless }
    }
    return column
  }

  /// Looks up the month of a day.
  private mutating func turn(to day: Int32) {
    guard day != CivilDate.null else {
      month = -1
      monthDays = CivilDate.null..<CivilDate.null + 1
      return
    }
    let parts = CivilDate(days: day).components
    month = Int32(clamping: parts.year * 12 + parts.month - 1)
    monthDays = day..<day + 1
    guard (1...9999).contains(parts.year) else { return }
    let first = day - Int32(parts.day - 1)
    monthDays = first..<first + Int32(CivilDate.daysIn(month: parts.month, year: parts.year))
  }

  /// Index of the group; nil when it is one beyond the limit.
  private mutating func group(_ account: Int32, _ month: Int32) -> Int? {
    if account == AccountTable.none { return nil }
    var slot = slot(account, month)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if groups[number].account == account, groups[number].month == month { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    if groups.count >= MoneySheet.limit { return nil }
    slots[slot] = Int32(groups.count)
    groups.append(Group(account: account, month: month))
    if groups.count * 2 > slots.count { grow() }
    return groups.count - 1
  }

  /// Where the search for a group begins.
  private func slot(_ account: Int32, _ month: Int32) -> Int {
    let both = UInt64(UInt32(bitPattern: account)) << 32 | UInt64(UInt32(bitPattern: month))
    let product = both.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return Int(truncatingIfNeeded: product.high ^ product.low) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, group) in groups.enumerated() {
      var slot = slot(group.account, group.month)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// By account, month and currency; those beyond the limit last.
  var lines: [MoneyLine] {
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    func four(_ number: Int32) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    let own = groups.map { group in
      let account = accounts.account(Int(group.account))
      return MoneyLine(
        account: account.id,
        month: group.month < 0 ? "" : "\(four(group.month / 12))-\(two(group.month % 12 + 1))",
        currency: account.currency, rows: group.sum.rows,
        amount: ScaledDecimal.text(group.sum.amount, scale: scale))
    }.sorted { a, b in
      (a.account ?? "", a.month, a.currency) < (b.account ?? "", b.month, b.currency)
    }
    let rest = others.map { currency, sum in
      MoneyLine(
        account: nil, month: "", currency: currency, rows: sum.rows,
        amount: ScaledDecimal.text(sum.amount, scale: scale))
    }
    return own + rest.sorted { $0.currency < $1.currency }
  }
}
