public import Records

/// How often a bank sends a statement of an account.
public enum Cadence: String, Sendable, Hashable, CaseIterable {
  /// One for each month of the calendar.
  case monthly
  /// One for each week from Monday through Sunday.
  case weekly
  /// One for every day, weekends too.
  case daily
  /// One for every business day of a calendar.
  case businessDays = "business_days"

  /// As written in a pipeline.
  public static let names = allCases.map(\.rawValue)
}

/// What one statement is about: a month, a week or a day.
public struct Period: Sendable, Hashable, CustomStringConvertible {
  /// How long it is; of every cadence, one period follows the other without a gap.
  public let cadence: Cadence
  /// The first day of it.
  public let first: CivilDate
  /// The last day of it.
  public let last: CivilDate

  /// The period that a day is in.
  public init(_ cadence: Cadence, containing date: CivilDate) {
    self.cadence = cadence
    switch cadence {
    case .monthly:
      let (year, month, day) = date.components
      first = date.adding(days: 1 - day)
      last = first.adding(days: CivilDate.daysIn(month: month, year: year) - 1)
    case .weekly:
      first = date.adding(days: -Weekday(of: date).rawValue)
      last = first.adding(days: 6)
    case .daily, .businessDays:
      first = date
      last = date
    }
  }

  /// The month, week or day that follows.
  public var next: Period { Period(cadence, containing: last.adding(days: 1)) }

  /// Whether the day is in it.
  public func contains(_ date: CivilDate) -> Bool { first <= date && date <= last }

  /// `2026-01`, `2026-01-05 to 2026-01-11`, `2026-01-05`.
  public var description: String {
    switch cadence {
    case .monthly: String(first.description.prefix(7))
    case .weekly: "\(first) to \(last)"
    case .daily, .businessDays: first.description
    }
  }
}
