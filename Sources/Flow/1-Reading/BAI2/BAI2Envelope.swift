import Records

/// The open file, group and account of a BAI2 file: what their trailers state, and what was counted.
///
/// Amounts are summed as written, in minor units without regard to currency: that is what the trailers state. Checks
/// show them in major units where everything below is in one currency.
struct BAI2Envelope {
  /// What one level of the file holds so far.
  struct Level {
    /// Index of the first statement within it.
    var firstStatement: Int
    /// Sum of what the level below states; for an account, of its amounts.
    var total: Int128 = 0
    /// Accounts of a group, groups of a file.
    var members: Int64 = 0
    /// Physical records, its own header and trailer included.
    var records: Int64 = 0
    /// In what all its amounts are.
    var unit = BAI2Unit.unknown
    /// The first failing checks of a group without an account, waiting for the file's statements.
    var waiting: [Statement.Check] = []
  }

  /// What a trailer says in its fields; nil where it says nothing.
  struct Stated {
    var total: String?
    var members: String?
    var records: String?
  }

  private(set) var file: Level?
  private(set) var group: Level?
  private(set) var account: Level?
  var statements: [Statement] = []
  /// Checks that fail and that no statement carries.
  private(set) var hasLooseEnds = false

  // MARK: Headers

  mutating func openFile() { file = Level(firstStatement: statements.count) }

  mutating func openGroup(line: Int32) {
    if group != nil { closeGroup(nil, line: line, countsRecords: false) }
    file?.members += 1
    group = Level(firstStatement: statements.count)
  }

  /// - Parameter places: decimals of the statement's currency; nil when nobody says.
  mutating func openAccount(_ statement: Statement, places: Int?, line: Int32) {
    if account != nil { closeAccount(nil, line: line, countsRecords: false) }
    group?.members += 1
    account = Level(firstStatement: statements.count)
    account?.unit = places.map { .money(statement.currency, places: $0) } ?? .several
    statements.append(statement)
  }

  /// Counts the physical records of a logical one, on every open level.
  mutating func count(_ records: Int64) {
    file?.records += records
    group?.records += records
    account?.records += records
  }

  /// Adds an amount as written to the open account. Sums of fewer than 2^63 amounts of 64 bits fit in 128.
  mutating func add(_ amount: Int64) { account?.total += Int128(amount) }

  // MARK: Trailers

  /// - Parameters:
  ///   - stated: nil when the trailer is missing.
  ///   - countsRecords: false for dialects that put something else in the place of the record count.
  mutating func closeAccount(_ stated: Stated?, line: Int32, countsRecords: Bool) {
    guard let level = account else { return }
    let checks = checks("account", level, stated, members: nil, line: line, countsRecords: countsRecords)
    attach(checks, from: level.firstStatement)
    let total = stated?.total.flatMap { Int128($0) } ?? level.total
    if let sum = group?.total { group?.total = BAI2Envelope.saturated(sum, total) }
    group?.unit.join(level.unit)
    account = nil
  }

  mutating func closeGroup(_ stated: Stated?, line: Int32, countsRecords: Bool) {
    if account != nil { closeAccount(nil, line: line, countsRecords: false) }
    guard let level = group else { return }
    let checks = checks("group", level, stated, members: "account", line: line, countsRecords: countsRecords)
    if level.firstStatement < statements.count {
      attach(checks, from: level.firstStatement)
    } else if file?.waiting.isEmpty == true {
      file?.waiting = checks.filter { !$0.holds }
    }
    let total = stated?.total.flatMap { Int128($0) } ?? level.total
    if let sum = file?.total { file?.total = BAI2Envelope.saturated(sum, total) }
    file?.unit.join(level.unit)
    group = nil
  }

  mutating func closeFile(_ stated: Stated, line: Int32) {
    if group != nil { closeGroup(nil, line: line, countsRecords: false) }
    guard let level = file else { return }
    let checks =
      level.waiting + checks("file", level, stated, members: "group", line: line, countsRecords: true)
    if level.firstStatement < statements.count {
      attach(checks, from: level.firstStatement)
    } else if checks.contains(where: { !$0.holds }) {
      hasLooseEnds = true
    }
    file = nil
  }

  /// A stated total that leaves 128 bits cannot agree with anything: the check above it fails on the greatest number.
  private static func saturated(_ sum: Int128, _ total: Int128) -> Int128 {
    let (next, isOver) = sum.addingReportingOverflow(total)
    return isOver ? Int128.max : next
  }

  private mutating func attach(_ checks: [Statement.Check], from first: Int) {
    for index in first..<statements.count { statements[index].checks += checks }
  }

  private func checks(
    _ name: String, _ level: Level, _ stated: Stated?, members: String?, line: Int32, countsRecords: Bool
  ) -> [Statement.Check] {
    guard let stated else {
      return [
        Statement.Check(
          .controlTotals, name: "\(name)-trailer", stated: "present", computed: "missing", line: line)
      ]
    }
    var checks: [Statement.Check] = []
    if let total = stated.total {
      checks.append(
        Statement.Check(
          .controlTotals, name: "\(name)-control-total", stated: Int128(total).map(level.unit.text) ?? total,
          computed: level.unit.text(level.total), currency: level.unit.currency, line: line))
    }
    if let members, let count = stated.members {
      checks.append(
        Statement.Check(
          .recordCounts, name: "\(name)-\(members)-count", stated: count, computed: String(level.members),
          line: line))
    }
    if countsRecords, let count = stated.records {
      checks.append(
        Statement.Check(
          .recordCounts, name: "\(name)-record-count", stated: count, computed: String(level.records),
          line: line))
    }
    return checks
  }
}
