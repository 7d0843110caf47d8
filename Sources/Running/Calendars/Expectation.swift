public import Records

/// Which statements should arrive, and by when: one item of a pipeline's `expect`.
///
///     expect: { statements: monthly, by: 5th business day, calendar: US, from: 2026-01-01 }
public struct Expectation: Sendable, Hashable {
  /// A period whose statement should be there.
  public struct DuePeriod: Sendable, Hashable {
    /// What the statement is about.
    public let period: Period
    /// The last day on which it is in time.
    public let due: CivilDate
  }

  /// How often a statement comes.
  public let cadence: Cadence
  /// By when after its period.
  public let rule: DueRule
  /// Nil where nothing depends on business days.
  public let calendar: BusinessCalendar?
  /// As the statements name them; empty for every account no other expectation names.
  public let accounts: [String]
  /// The first period expected is the one with this day.
  public let from: CivilDate
  /// The last period expected is the one with this day; nil when there is no end.
  public let through: CivilDate?
  /// In the pipeline file.
  public let place: Place

  /// The periods whose statement was due before a day, in their order: what has not come by then is overdue.
  ///
  /// - Throws: `calendar-exhausted`, `business-day-missing`.
  public func duePeriods(before day: CivilDate) throws(Fault) -> [DuePeriod] {
    do throws(Fault) {
      var found: [DuePeriod] = []
      var period = Period(cadence, containing: from)
      while period.last < day, through.map({ period.first <= $0 }) ?? true {
        if try isExpected(period) {
          let due = try rule.due(after: period, calendar: calendar)
          // Later periods are due no earlier.
          if due >= day { break }
          found.append(DuePeriod(period: period, due: due))
        }
        period = period.next
      }
      return found
    } catch {
      throw Fault(error.code, error.message, at: place, hint: error.hint, status: error.status)
    }
  }

  private func isExpected(_ period: Period) throws(Fault) -> Bool {
    guard cadence == .businessDays, let calendar else { return true }
    return try calendar.isBusinessDay(period.first)
  }

  /// Whether both, of one cadence, expect a period in common.
  func overlaps(_ other: Expectation) -> Bool { begins(by: other.through) && other.begins(by: through) }

  private func begins(by end: CivilDate?) -> Bool {
    end.map { Period(cadence, containing: from).first <= $0 } ?? true
  }
}

/// A statement that should have come and has not.
public struct OverdueStatement: Sendable, Hashable {
  /// As the statements name it.
  public let account: String
  /// What the statement is about.
  public let period: Period
  /// The last day on which it was in time.
  public let due: CivilDate
}

extension Expectation {
  /// Every statement that was due before a day and is not covered, by account and then by due date.
  ///
  /// - Parameters:
  ///   - day: today, or any other; on the due date itself a statement is still in time.
  ///   - known: the accounts that any statement is there of: what expectations without accounts are about.
  ///   - isCovered: whether the account's statement of the period has come.
  /// - Throws: `calendar-exhausted`, `business-day-missing`.
  public static func overdue(
    _ expectations: [Expectation], on day: CivilDate, known: [String],
    isCovered: (_ account: String, _ period: Period) -> Bool
  ) throws(Fault) -> [OverdueStatement] {
    let named = Set(expectations.flatMap(\.accounts))
    let others = Set(known).subtracting(named)
    var found: [OverdueStatement] = []
    for expectation in expectations {
      let periods = try expectation.duePeriods(before: day)
      for account in expectation.accounts.isEmpty ? Array(others) : expectation.accounts {
        found += periods.filter { !isCovered(account, $0.period) }.map {
          OverdueStatement(account: account, period: $0.period, due: $0.due)
        }
      }
    }
    return found.sorted { a, b in
      (a.account, a.due, a.period.first, a.period.last) < (b.account, b.due, b.period.first, b.period.last)
    }
  }
}
