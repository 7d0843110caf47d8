import Records

/// One statement while its pages are read: what it states, and what its entries come to.
struct MT940Book {
  /// A number and sum of entries as field 90C or 90D states them.
  struct Stated {
    var isCredit: Bool
    var count: Int64
    /// At the scale of amounts.
    var total: Int64
    var line: Int32
  }

  /// Entries of one side.
  struct Items {
    var count: Int64 = 0
    /// Without sign.
    var total: Int128 = 0
  }

  /// A balance of the open page; its amount is nil when it cannot be read.
  struct Balance {
    var amount: Int64?
    var line: Int32
    var isFinal: Bool
  }

  /// Index in the statements.
  let statement: Int
  /// Account and number, which all pages of a statement share.
  let key: String
  /// 940, 941 or 942; nil when the message does not say.
  var kind: Int?
  var currency: Currency
  /// Nil where pages have no number.
  var sheet: Int?
  var pages = 1
  var lastLine: Int32

  // MARK: What it states

  var hasFloorLimit = false
  /// The day an interim report was made.
  var reportDay: CivilDate?
  var hasTime = false
  /// The balance before all its entries.
  var opening: Int64?
  var openingDay: CivilDate?
  var closingDay: CivilDate?
  var totals: [Stated] = []

  // MARK: What its entries come to

  var count = 0
  var sum: Int128 = 0
  /// Sum of those that are booked, or will be as they stand: expected ones are in no balance.
  var booked: Int128 = 0
  var credits = Items()
  var debits = Items()
  /// An entry is booked on the day of the opening balance, so that it belongs to the period.
  var hasOpeningDay = false
  var lastDay: CivilDate?

  // MARK: The open page

  var pageOpening: Balance?
  var pageClosing: Balance?
  var pageBooked: Int128 = 0

  /// The entries are provisional and come again in a statement: the message is a 942, or has what only a 942 has.
  var isInterim: Bool {
    kind == 942 || hasFloorLimit || (hasTime && kind != 941 && pageOpening == nil && opening == nil)
  }

  /// It ended with an intermediate balance.
  var isUnfinished: Bool { pageClosing?.isFinal == false }

  /// A report of balances: it states the entries of the day without listing them.
  var isBalanceReport: Bool { !isInterim && count == 0 && (kind == 941 || hasTime || !totals.isEmpty) }

  mutating func add(_ amount: Int64, isExpected: Bool, day: CivilDate) {
    count += 1
    // Sums of fewer than 2^63 amounts of 64 bits fit in 128.
    sum += Int128(amount)
    if !isExpected {
      booked += Int128(amount)
      pageBooked += Int128(amount)
    }
    if amount < 0 {
      debits.count += 1
      debits.total -= Int128(amount)
    } else {
      credits.count += 1
      credits.total += Int128(amount)
    }
    if day == openingDay { hasOpeningDay = true }
    if lastDay.map({ $0 < day }) != false { lastDay = day }
  }
}
