import Records

/// A statement, report or notification while it is read; of several pages that follow each other, all so far.
struct CAMTStatement {
  struct Balance {
    var code = ""
    var subtype = ""
    /// With its sign; nil when it cannot be read.
    var amount: Int64?
    var amountText = ""
    var currency = Currency.none
    /// +1, -1, or 0 when it is not said.
    var side: Int64 = 0
    var date: CivilDate?
    var line: Int32 = 0

    /// Only a page's, not the statement's.
    var isOfPage: Bool { subtype == "INTM" }
  }

  /// Index in the file's statements; nil until its first entry or its end.
  var index: Int?
  var line: Int32
  /// A report within the day: camt.052.
  var isIntraday: Bool
  var id = ""
  var account = ""
  var accountCurrency = Currency.none
  var electronicNumber = ""
  var legalNumber = ""
  var created: CivilDate?
  var from: CivilDate?
  var through: CivilDate?
  var firstPage: Int64?
  var page: Int64?
  var isLastPage = true
  var isCopy = false
  var balances: [Balance] = []
  var summaries: [CAMTSummary] = []
  var all = CAMTTally()
  /// Of entries with the status BOOK.
  var booked = CAMTTally()
  /// Of the records that were given, and those of them that are booked.
  var total: Int128 = 0
  var bookedTotal: Int128 = 0
  var recordCount = 0
  /// That of every entry; none before the first, nil when there are several.
  var entryCurrency: Currency? = Currency.none
  var firstBooked = Int32.max
  var transactionsAnnounced: Int64 = 0
  var transactionsFound: Int64 = 0
  /// The first batch that announces another number than it has.
  var miscounted: (stated: Int64, computed: Int64, line: Int32)?

  init(line: Int32, isIntraday: Bool) {
    self.line = line
    self.isIntraday = isIntraday
  }

  /// Whether this is the next page of that statement.
  func continues(_ earlier: CAMTStatement) -> Bool {
    guard let page, let before = earlier.page, page == before + 1, !earlier.isLastPage else { return false }
    return account == earlier.account && isIntraday == earlier.isIntraday
      && (id == earlier.id || (!electronicNumber.isEmpty && electronicNumber == earlier.electronicNumber))
  }

  /// Takes in the pages before this one.
  mutating func follow(_ earlier: CAMTStatement) {
    var whole = earlier
    whole.page = page
    whole.isLastPage = isLastPage
    whole.balances += balances
    whole.summaries += summaries
    whole.through = through ?? whole.through
    self = whole
  }

  /// A page of a statement of several that stands alone in this file.
  var isPart: Bool { (firstPage ?? 1) > 1 || !isLastPage }

  // MARK: What it says

  var currency: Currency {
    if accountCurrency != .none { return accountCurrency }
    if let stated = (opening ?? closing)?.currency, stated != .none { return stated }
    return entryCurrency ?? .none
  }

  /// The booked balance before the first entry: the earliest OPBD, else PRCD; of a single page, what it carries over.
  var opening: Balance? {
    let whole = balances.filter { !$0.isOfPage }
    return CAMTStatement.earliest(whole, "OPBD") ?? CAMTStatement.earliest(whole, "PRCD")
      ?? balances.first { $0.code == "OPBD" }
  }

  /// The booked balance after the last entry: the latest CLBD; of a single page, what it hands on.
  var closing: Balance? {
    let closings = balances.filter { $0.code == "CLBD" }
    let whole = closings.filter { !$0.isOfPage }
    return whole.last { $0.date == whole.compactMap(\.date).max() } ?? whole.last ?? closings.last
  }

  private static func earliest(_ balances: [Balance], _ code: String) -> Balance? {
    let known = balances.filter { $0.code == code }
    return known.first { $0.date == known.compactMap(\.date).min() } ?? known.first
  }

  /// The last day it speaks of.
  var asOf: CivilDate? { closing?.date ?? through ?? created }

  /// The first day, where it speaks of more than one. The day of an opening balance belongs to it when there is an entry
  /// on it: some banks give the day before.
  var starts: CivilDate? {
    guard let asOf else { return nil }
    var first = from
    if first == nil, let date = opening?.date {
      let isInside = opening?.code == "OPBD" && firstBooked <= date.days
      first = isInside || date >= asOf ? date : date.adding(days: 1)
    }
    return first.flatMap { $0 < asOf ? $0 : nil }
  }

  /// The only day it reports, where it reports one only.
  var onlyDay: CivilDate? { from != nil && from == through ? from : nil }

  var statement: Statement {
    let number = electronicNumber.isEmpty ? legalNumber : electronicNumber
    let part = isPart ? "-\(firstPage ?? 1)" : ""
    var statement = Statement(statementID: id + part, accountID: account, currency: currency, line: line)
    statement.asOf = asOf
    statement.starts = starts
    statement.sequence = number.isEmpty ? nil : number + part
    statement.opening = opening?.amount.map { ScaledDecimal(unscaled: $0, scale: BankRow.scale) }
    statement.closing = closing?.amount.map { ScaledDecimal(unscaled: $0, scale: BankRow.scale) }
    statement.balances = balances.map { balance in
      Statement.Balance(
        code: balance.code + (balance.subtype.isEmpty ? "" : "/" + balance.subtype),
        name: CAMTStatement.names[balance.code] ?? "of the bank's own",
        amount: balance.amount.map { ScaledDecimal(unscaled: $0, scale: BankRow.scale) })
    }
    statement.recordCount = recordCount
    statement.recordsTotal = ScaledDecimal(unscaled: Int64(exactly: total) ?? 0, scale: BankRow.scale)
    statement.isInterim = isIntraday
    statement.checks = checks(statement.currency)
    return statement
  }

  private static let names = [
    "OPBD": "opening booked", "CLBD": "closing booked", "PRCD": "previously closed booked",
    "ITBD": "interim booked", "OPAV": "opening available", "CLAV": "closing available",
    "ITAV": "interim available", "FWAV": "forward available", "XPCD": "expected", "INFO": "information",
  ]
}
