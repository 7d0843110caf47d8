import Checkpoints
import Databases
public import Records

/// Which days of which accounts the books have statements of, and what is missing: read from the checkpoint store.
public struct Coverage: Sendable {
  /// By account and currency.
  public private(set) var accounts: [AccountCoverage] = []
  /// What should have come, and has not; without what a gap shows.
  public private(set) var overdue: [OverdueStatement] = []
  /// The days that are looked at; nil when there are none.
  public private(set) var range: ClosedRange<CivilDate>?
  /// The day on which it is asked what is overdue.
  public let asOf: CivilDate

  let pipeline: Pipeline

  /// Looks at the statements of a pipeline.
  ///
  /// - Parameters:
  ///   - account: only this one; nil for all.
  ///   - from: the first day looked at; nil for the first that a statement speaks of.
  ///   - through: the last day; nil for the last that a statement speaks of.
  ///   - asOf: today, or any other day: what was due before it is overdue.
  /// - Throws: `account-unknown`, `calendar-exhausted`.
  public init(
    _ pipeline: Pipeline, account: String? = nil, from: CivilDate? = nil, through: CivilDate? = nil,
    asOf: CivilDate
  ) throws(Fault) {
    self.pipeline = pipeline
    self.asOf = asOf
    let known = try Coverage.statements(pipeline, account)
    let days = BusinessDays(pipeline.expectations)
    try Coverage.check(account, pipeline, known)
    for (key, statements) in Coverage.byAccount(known) {
      var coverage = AccountCoverage(account: key.id, currency: key.currency, statements)
      if coverage.days == nil { continue }
      let calendar = days.calendar(of: key.id)
      try coverage.find(
        isBusinessDay: { day throws(Fault) in
          try calendar?.isBusinessDay(day) ?? BusinessDays.isWeekday(day)
        }, spans: Coverage.spans(days.expectations(of: key.id)), shown: pipeline.shown)
      accounts.append(coverage)
    }
    try findOverdue(account, days)
    limit(from, through)
  }

  /// Exit status 65 when something is missing: a gap, days whose only statement was refused, or a statement that is
  /// overdue.
  public var status: ExitStatus { isComplete ? .done : .dataRefused }

  /// Nothing is missing.
  public var isComplete: Bool {
    overdue.isEmpty
      && accounts.allSatisfy { $0.findings.allSatisfy { $0.kind != .gap && $0.kind != .refused } }
  }

  // MARK: Statements

  private static func statements(_ pipeline: Pipeline, _ account: String?) throws(Fault) -> [StoredStatement]
  {
    guard let store = try Worklist.store(pipeline) else { return [] }
    let since = pipeline.replacesTable ? try store.lastLoad(of: pipeline.name) ?? 0 : 0
    return try store.statements(of: pipeline.name, account: account, since: since, withContent: true)
  }

  private static func check(_ account: String?, _ pipeline: Pipeline, _ known: [StoredStatement])
    throws(Fault)
  {
    guard let account, known.isEmpty,
      !pipeline.expectations.contains(where: { $0.accounts.contains(account) })
    else { return }
    let names = Set(try statements(pipeline, nil).map(\.statement.accountID)).sorted()
    throw Fault(
      "account-unknown", "\(pipeline.name) has no statement of the account \(account)",
      hint: nearest(to: account, among: names).map { "Did you mean \($0)?" }
        ?? (names.isEmpty
          ? "It has no statements yet: daybook run loads them."
          : "It has: \(names.prefix(10).joined(separator: ", "))."),
      status: .usage)
  }

  private struct Key: Hashable {
    var id: String
    var currency: Currency
  }

  private static func byAccount(_ known: [StoredStatement]) -> [(key: Key, statements: [StoredStatement])] {
    let grouped = Dictionary(grouping: known) {
      Key(id: $0.statement.accountID, currency: $0.statement.currency)
    }
    return grouped.sorted { ($0.key.id, $0.key.currency) < ($1.key.id, $1.key.currency) }.map {
      ($0.key, $0.value)
    }
  }

  // MARK: What is expected

  /// Whether a stretch of days holds a whole week or month of which a statement is expected; nil where days are expected,
  /// or nothing.
  private static func spans(_ expectations: [Expectation]) -> ((ClosedRange<CivilDate>) -> Bool)? {
    guard let longest = expectations.first(where: { $0.cadence == .weekly || $0.cadence == .monthly }),
      !expectations.contains(where: { $0.cadence == .daily || $0.cadence == .businessDays })
    else { return nil }
    return { stretch in
      var period = Period(longest.cadence, containing: stretch.lowerBound)
      if period.first < stretch.lowerBound { period = period.next }
      return period.last <= stretch.upperBound
    }
  }

  private mutating func findOverdue(_ account: String?, _ days: BusinessDays) throws(Fault) {
    let names = Set(accounts.map(\.account)).sorted()
    let missing = try Expectation.overdue(pipeline.expectations, on: asOf, known: names) {
      [accounts] id, period in
      let last = days.lastBusinessDay(of: period, account: id)
      return accounts.contains { $0.account == id && $0.hasCome(period, lastBusinessDay: last) }
    }
    for statement in missing where account == nil || statement.account == account {
      let business = days.businessDays(of: statement.period, account: statement.account)
      // What a gap shows is not told twice.
      if accounts.contains(where: { $0.account == statement.account && $0.isGap(business) }) { continue }
      overdue.append(statement)
      for at in accounts.indices where accounts[at].account == statement.account {
        let covered = accounts[at].marks(of: statement.period.first...statement.period.last)
        for day in business where covered[Int(day.days - statement.period.first.days)] == .none {
          accounts[at].overdueDays.insert(day)
        }
      }
    }
  }

  // MARK: The days looked at

  private mutating func limit(_ from: CivilDate?, _ through: CivilDate?) {
    let all = accounts.compactMap(\.days)
    let due = overdue.map { $0.period.first...$0.period.last }
    guard let first = from ?? (all + due).map(\.lowerBound).min(),
      let last = through ?? (all + due).map(\.upperBound).max(), first <= last
    else { return }
    let range = first...last
    self.range = range
    overdue.removeAll { !range.overlaps($0.period.first...$0.period.last) }
    for at in accounts.indices { accounts[at].findings.removeAll { !range.overlaps($0.days) } }
    accounts.removeAll { $0.days.map { !range.overlaps($0) } ?? true }
  }
}
