import Records

/// The days on which banks work, for each account: by the calendar of what is expected of it, Monday to Friday where
/// nothing is expected or no calendar is named.
struct BusinessDays: Sendable {
  private let expectations: [Expectation]

  init(_ expectations: [Expectation]) { self.expectations = expectations }

  /// What is expected of an account: by name, or as of all that no item names.
  func expectations(of account: String) -> [Expectation] {
    let named = expectations.filter { $0.accounts.contains(account) }
    return named.isEmpty ? expectations.filter(\.accounts.isEmpty) : named
  }

  /// The calendar of an account; nil where Monday to Friday count.
  func calendar(of account: String) -> BusinessCalendar? {
    expectations(of: account).lazy.compactMap(\.calendar).first
  }

  /// Whether no business day lies between two days. Years the calendar does not know are counted Monday to Friday, which
  /// takes a holiday for a business day and so says no rather than yes.
  func follow(_ later: CivilDate, after earlier: CivilDate, of account: String) -> Bool {
    let calendar = calendar(of: account)
    var day = earlier.days
    while day + 1 < later.days {
      day += 1
      if BusinessDays.isBusinessDay(CivilDate(days: day), calendar) { return false }
    }
    return true
  }

  private static func isBusinessDay(_ day: CivilDate, _ calendar: BusinessCalendar?) -> Bool {
    guard let calendar, calendar.years.contains(day.components.year) else { return isWeekday(day) }
    do throws(Fault) {
      return try calendar.isBusinessDay(day)
    } catch {
      preconditionFailure("the calendar knows the year")
    }
  }

  /// Monday to Friday.
  static func isWeekday(_ day: CivilDate) -> Bool { Weekday(of: day).rawValue < Weekday.saturday.rawValue }
}

extension BusinessDays {
  /// The business days of a period, in their order.
  func businessDays(of period: Period, account: String) -> [CivilDate] {
    let calendar = calendar(of: account)
    return (period.first.days...period.last.days).map { CivilDate(days: $0) }.filter {
      BusinessDays.isBusinessDay($0, calendar)
    }
  }

  /// The last business day of a period; its last day when it has none.
  func lastBusinessDay(of period: Period, account: String) -> CivilDate {
    businessDays(of: period, account: account).last ?? period.last
  }
}
