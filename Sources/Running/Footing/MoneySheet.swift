import Checkpoints
import Components
import Records

/// Sums the rows that come to the loader by account, month and currency: what a file brought, for people.
///
/// Open addressing over the bytes of the account, and one comparison for a row that belongs where the one before did.
struct MoneySheet: Sendable {
  /// Groups at most; rows of further ones are summed by currency alone.
  static let limit = 10_000

  private struct Group {
    var account: Range<Int>
    /// Months since the year 0; -1 without a date, -2 for all that are beyond the limit.
    var month: Int32
    var currency: Currency
    var hash: UInt64
    var rows = 0
    var amount: Int128 = 0
  }

  private let accountField: String
  private let dateField: String?
  private let amountField: String?
  private let currencyField: String?
  private let scale: Int
  private var bytes: [UInt8] = []
  private var groups: [Group] = []
  /// A group, or -1; the count is a power of two, at least twice that of the groups.
  private var slots = [Int32](repeating: -1, count: 256)
  private var last = -1
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
    var accounts = TextColumn(bytes: [], views: [])
    if case .text(let column)? = batch.column(accountField) { accounts = column }
    var days: [Int32] = []
    if let dateField, case .dates(let column)? = batch.column(dateField) { days = column }
    var amounts: [Int64] = []
    if let amountField, case .decimals(let column, _)? = batch.column(amountField) { amounts = column }
    var codes: [Currency] = []
    if let currencyField, case .currencies(let column)? = batch.column(currencyField) { codes = column }
    for row in 0..<batch.count {
      var range = 0..<0
      if !accounts.views.isEmpty, !accounts.views[row].isNull {
        let start = Int(accounts.views[row].start)
        range = start..<start + Int(accounts.views[row].length)
      }
      let day = days.isEmpty ? CivilDate.null : days[row]
      if !monthDays.contains(day) { turn(to: day) }
      let at = group(accounts.bytes, range, month, codes.isEmpty ? .none : codes[row])
      groups[at].rows += 1
      if !amounts.isEmpty, amounts[row] != ScaledDecimal.null { groups[at].amount += Int128(amounts[row]) }
    }
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

  private mutating func group(
    _ arena: [UInt8], _ range: Range<Int>, _ month: Int32, _ currency: Currency
  ) -> Int {
    if last >= 0, isSame(last, arena, range, month, currency) { return last }
    var hash = UInt64(currency.rawValue) &+ 0xCBF2_9CE4_8422_2325
    hash = (hash ^ UInt64(UInt32(bitPattern: month))) &* 0x0000_0100_0000_01B3
    for at in range { hash = (hash ^ UInt64(arena[at])) &* 0x0000_0100_0000_01B3 }
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if groups[number].hash == hash, isSame(number, arena, range, month, currency) {
        last = number
        return number
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    if groups.count >= MoneySheet.limit, month != -2 { return group([], 0..<0, -2, currency) }
    slots[slot] = Int32(groups.count)
    groups.append(
      Group(account: bytes.count..<bytes.count + range.count, month: month, currency: currency, hash: hash))
    bytes += arena[range]
    last = groups.count - 1
    if groups.count * 2 > slots.count { grow() }
    return last
  }

  private func isSame(
    _ number: Int, _ arena: [UInt8], _ range: Range<Int>, _ month: Int32, _ currency: Currency
  ) -> Bool {
    let group = groups[number]
    guard group.month == month, group.currency == currency, group.account.count == range.count else {
      return false
    }
    for at in 0..<range.count where bytes[group.account.lowerBound + at] != arena[range.lowerBound + at] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, group) in groups.enumerated() {
      var slot = Int(truncatingIfNeeded: group.hash ^ (group.hash >> 32)) & (slots.count - 1)
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
    return groups.map { group in
      MoneyLine(
        account: group.month == -2 ? nil : String(decoding: bytes[group.account], as: UTF8.self),
        month: group.month < 0 ? "" : "\(four(group.month / 12))-\(two(group.month % 12 + 1))",
        currency: group.currency, rows: group.rows, amount: ScaledDecimal.text(group.amount, scale: scale))
    }.sorted { a, b in
      if (a.account == nil) != (b.account == nil) { return b.account == nil }
      return (a.account ?? "", a.month, a.currency) < (b.account ?? "", b.month, b.currency)
    }
  }
}
