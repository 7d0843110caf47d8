public import Records

/// By when a statement is due, counted from the end of its period.
///
///     rule    = ordinal [ [ "business" ] "day" ] / "last" [ "business" ] "day" / weekday
///     ordinal = "1st" / "2nd" / "3rd" / "4th" ... "31st"
///     weekday = "monday" ... "sunday"
///
/// For a monthly statement `5th business day` and `15th` are days of the month that follows, and `last`
/// is its last. A month too short for `31st` has its last day instead; one too short for `22nd business day` is counted
/// on into the next. `last` is for monthly statements only, a weekday for weekly ones: of the week
/// that follows.
public enum DueRule: Sendable, Hashable, CustomStringConvertible {
  /// So many business days after the period, from 1.
  case businessDay(Int)
  /// So many days after the period, from 1.
  case day(Int)
  /// The last business day of the month that follows.
  case lastBusinessDay
  /// The last day of the month that follows.
  case lastDay
  /// That day of the week that follows.
  case weekday(Weekday)

  /// Reads the words of a rule.
  ///
  /// - Throws: `rule-malformed`, `rule-out-of-place`, with the nearest rule there is.
  public static func parse(
    _ words: String, for cadence: Cadence, at place: Place
  ) throws(Complaint) -> DueRule {
    guard let rule = all.first(where: { $0.description == words || $0.short == words }) else {
      throw Complaint(
        "rule-malformed", at: place, "\"\(words)\" does not say by when a statement is due",
        hint: hint(for: words, cadence))
    }
    guard rule.fits(cadence) else {
      throw Complaint(
        "rule-out-of-place", at: place, "\"\(words)\" does not go with statements: \(cadence.rawValue)",
        hint: "Write for instance \(examples(for: cadence)).")
    }
    return rule
  }

  /// Whether it can be answered only by a calendar.
  public var needsCalendar: Bool {
    switch self {
    case .businessDay, .lastBusinessDay: true
    case .day, .lastDay, .weekday: false
    }
  }

  /// The last day on which the statement of the period is in time.
  ///
  /// - Parameter calendar: needed where `needsCalendar`.
  /// - Throws: `calendar-exhausted`, `business-day-missing`.
  public func due(after period: Period, calendar: BusinessCalendar?) throws(Fault) -> CivilDate {
    switch self {
    case .businessDay(let count):
      return try known(calendar).adding(businessDays: count, to: period.last)
    case .lastBusinessDay:
      let calendar = known(calendar)
      guard let day = try calendar.lastBusinessDay(of: period.next) else {
        throw Fault(
          "business-day-missing", "the calendar \(calendar.name) has no business day in \(period.next)",
          hint: "Correct the calendar's closed days.", status: .specInvalid)
      }
      return day
    case .day(let count):
      let day = period.last.adding(days: count)
      return period.cadence == .monthly ? min(day, period.next.last) : day
    case .lastDay: return period.next.last
    case .weekday(let day): return period.next.first.adding(days: day.rawValue)
    }
  }

  /// As written in a pipeline, in full.
  public var description: String {
    switch self {
    case .businessDay(let count): "\(DueRule.ordinal(count)) business day"
    case .day(let count): "\(DueRule.ordinal(count)) day"
    case .lastBusinessDay: "last business day"
    case .lastDay: "last day"
    case .weekday(let day): day.description
    }
  }

  /// `15th` for the 15th day.
  private var short: String? {
    if case .day(let count) = self { return DueRule.ordinal(count) }
    return nil
  }

  private func fits(_ cadence: Cadence) -> Bool {
    switch self {
    case .businessDay, .day: true
    case .lastBusinessDay, .lastDay: cadence == .monthly
    case .weekday: cadence == .weekly
    }
  }

  /// A rule without its calendar is a bug: settings see to it.
  private func known(_ calendar: BusinessCalendar?) -> BusinessCalendar {
    guard let calendar else { preconditionFailure("\(self) needs a calendar") }
    return calendar
  }

  /// The nearest rule, but never one with another number.
  private static func hint(for words: String, _ cadence: Cadence) -> String {
    let digits = words.prefix { ("0"..."9").contains($0) }
    var fitting = all.filter { $0.fits(cadence) }
    var examples = examples(for: cadence)
    if !digits.isEmpty {
      guard let number = Int(digits), (1...31).contains(number) else { return "Count from 1st to 31st." }
      fitting = [.businessDay(number), .day(number)]
      examples = "\(fitting[0]) or \(fitting[1])"
    }
    let near = nearest(to: words, among: fitting.map(\.description) + fitting.compactMap(\.short))
    return near.map { "Did you mean \($0)?" } ?? "Write for instance \(examples)."
  }

  /// Every rule there is.
  private static let all: [DueRule] =
    (1...31).map { .businessDay($0) } + (1...31).map { .day($0) } + [.lastBusinessDay, .lastDay]
    + Weekday.allCases.map { .weekday($0) }

  private static func examples(for cadence: Cadence) -> String {
    switch cadence {
    case .monthly: "5th business day, 15th or last business day"
    case .weekly: "2nd business day, 3rd day or monday"
    case .daily, .businessDays: "1st business day or 2nd day"
    }
  }

  /// English, 1 to 31.
  private static func ordinal(_ number: Int) -> String {
    switch (number % 10, number) {
    case (_, 11...13): "\(number)th"
    case (1, _): "\(number)st"
    case (2, _): "\(number)nd"
    case (3, _): "\(number)rd"
    default: "\(number)th"
    }
  }
}
