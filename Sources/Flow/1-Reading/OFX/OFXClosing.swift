import Records

/// A closing statement while it is read: the balances of a period of which the entries stand elsewhere.
struct OFXClosing {
  let line: Int32
  var account = ""
  private var opened: CivilDate?
  private var closed: CivilDate?
  private var from: CivilDate?
  private var through: CivilDate?
  /// At the scale of rows.
  private var opening: Int64?
  private var closing: Int64?

  init(line: Int32) { self.line = line }

  mutating func take(_ tag: OFXTag, _ day: CivilDate?) {
    switch tag {
    case .opened: opened = day
    case .closed: closed = day
    case .postedFrom: from = day
    default: through = day
    }
  }

  mutating func take(_ tag: OFXTag, _ amount: Int64?) {
    if tag == .openingBalance { opening = amount } else { closing = amount }
  }

  /// The days on which its entries were posted; nil when they are not stated.
  private var period: ClosedRange<CivilDate>? {
    guard let first = from ?? opened, let last = through ?? closed, first <= last else { return nil }
    return first...last
  }

  /// The sums of the booked entries of a statement, by day.
  struct DaySums {
    private var sums: [CivilDate: Int128] = [:]
    /// Of the entries that were met last, which mostly share a day.
    private var run: (day: CivilDate, sum: Int128)?

    mutating func add(_ amount: Int64, day: CivilDate) {
      if let run, run.day == day {
        self.run = (day, run.sum + Int128(amount))
      } else {
        if let run { sums[run.day, default: 0] += run.sum }
        run = (day, Int128(amount))
      }
    }

    func sum(of days: ClosedRange<CivilDate>) -> Int128 {
      let open = run.map { days.contains($0.day) ? $0.sum : 0 } ?? 0
      return sums.reduce(open) { days.contains($1.key) ? $0 + $1.value : $0 }
    }
  }

  /// A statement with entries, as far as closing statements are held against it.
  struct Covered {
    /// Of the statement.
    var index: Int
    var account: String
    var currency: Currency
    var from: CivilDate?
    var through: CivilDate?
    var days: DaySums
  }

  /// Opening balance and entries are the closing balance; nil when the statement does not have all days of it.
  func check(_ covered: Covered) -> Statement.Check? {
    guard covered.account == account, let period, let opening, let closing, let from = covered.from,
      let through = covered.through, from <= period.lowerBound, period.upperBound <= through
    else { return nil }
    return Statement.Check(
      .balance, name: "closing-statement", stated: Int128(closing),
      computed: Int128(opening) + covered.days.sum(of: period), scale: BankRow.scale,
      currency: covered.currency,
      line: line)
  }
}

// Closing statements, which stand beside the statements with entries.
extension OFXParser {
  mutating func openClosings() {
    closeStatement()
    closing = OFXClosing(line: framer.start.line)
    section = .none
  }

  mutating func openClosing() {
    guard let account = closing?.account else { return }
    closing = OFXClosing(line: framer.start.line)
    closing?.account = account
    section = .closing
  }

  mutating func closeClosing() {
    if let closing, section == .closing { closings.append(closing) }
    section = .none
  }

  mutating func closeClosings() {
    closeClosing()
    closing = nil
  }

  /// Holds them against the statements, wherever in the file they stand.
  mutating func holdClosings() {
    for closing in closings {
      let found = covered.lazy.compactMap { one in closing.check(one).map { (one.index, $0) } }.first
      if let (index, check) = found {
        statements[index].checks.append(check)
      } else {
        notes.add(.closingAlone, line: closing.line)
      }
    }
  }
}
