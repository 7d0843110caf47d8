import Records

/// The running balances of one account, walked in the order of the file.
///
///     oldest first:  balance(i) = balance(i-1) + amount(i)
///     newest first:  balance(i) = balance(i-1) - amount(i-1)
///
/// Both are tried, and one must hold throughout. A record that was refused, or has no balance, breaks the walk: behind it
/// a new one begins. Amounts and balances are unscaled at one scale.
struct BalanceWalk: Sendable {
  /// A balance that is not what the one before it makes it.
  struct Failure: Sendable, Hashable {
    var line: Int32
    var stated: Int64
    var computed: Int128
  }

  private struct Point {
    var balance: Int64
    var amount: Int64
    /// How many records were missing up to here.
    var breaks: Int32
  }

  private var previous = Point(balance: ScaledDecimal.null, amount: 0, breaks: -1)
  private var start: Point?
  private var oldestFirst: (failures: Int, first: Failure?) = (0, nil)
  private var newestFirst: (failures: Int, first: Failure?) = (0, nil)
  /// Balances that were held against the one before them.
  private(set) var steps = 0
  /// Unbroken stretches.
  private(set) var parts = 0

  /// Takes the next record of the account.
  ///
  /// - Parameter breaks: how many records of the file were missing so far.
  @inline(__always)
  mutating func take(amount: Int64, balance: Int64, breaks: Int32, line: Int32) {
    let isKnown = balance != ScaledDecimal.null && amount != ScaledDecimal.null
    let point = Point(balance: isKnown ? balance : ScaledDecimal.null, amount: amount, breaks: breaks)
    if start == nil { start = point }
    if isKnown {
      if previous.balance != ScaledDecimal.null, previous.breaks == breaks {
        steps += 1
        let (up, upIsOver) = previous.balance.addingReportingOverflow(amount)
        if upIsOver || up != balance { failUp(balance, amount, line) }
        let (down, downIsOver) = previous.balance.subtractingReportingOverflow(previous.amount)
        if downIsOver || down != balance { failDown(balance, line) }
      } else {
        parts += 1
      }
    }
    previous = point
  }

  private mutating func failUp(_ balance: Int64, _ amount: Int64, _ line: Int32) {
    oldestFirst.failures += 1
    if oldestFirst.first != nil { return }
    oldestFirst.first = Failure(
      line: line, stated: balance, computed: Int128(previous.balance) + Int128(amount))
  }

  private mutating func failDown(_ balance: Int64, _ line: Int32) {
    newestFirst.failures += 1
    if newestFirst.first != nil { return }
    newestFirst.first = Failure(
      line: line, stated: balance, computed: Int128(previous.balance) - Int128(previous.amount))
  }

  // MARK: What it comes to

  /// Whether the newest record stands first; by the dates where the balances cannot tell.
  func isNewestFirst(byDates: Bool) -> Bool {
    newestFirst.failures == oldestFirst.failures ? byDates : newestFirst.failures < oldestFirst.failures
  }

  /// The first balance that does not follow, in the order in which fewer do not; nil when all follow.
  func failure(newestFirst isNewestFirst: Bool) -> Failure? {
    isNewestFirst ? newestFirst.first : oldestFirst.first
  }

  /// The balance before the oldest record; nil when that record has none.
  ///
  /// - Parameters:
  ///   - missing: records are missing before the account's first record, or behind its last one.
  func opening(newestFirst: Bool, missing: (before: Bool, behind: Bool)) -> Int64? {
    guard let start, newestFirst ? !missing.behind : !missing.before else { return nil }
    let oldest = newestFirst ? previous : start
    guard oldest.balance != ScaledDecimal.null else { return nil }
    let (opening, isOver) = oldest.balance.subtractingReportingOverflow(oldest.amount)
    return isOver || opening == ScaledDecimal.null ? nil : opening
  }

  /// The balance after the newest record; nil when that record has none.
  func closing(newestFirst: Bool, missing: (before: Bool, behind: Bool)) -> Int64? {
    guard let start, newestFirst ? !missing.before : !missing.behind else { return nil }
    let newest = newestFirst ? start : previous
    return newest.balance == ScaledDecimal.null ? nil : newest.balance
  }
}
