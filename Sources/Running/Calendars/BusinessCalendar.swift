public import Records

/// The business days of a country, an exchange or a payment system, for the years it was written for.
///
/// Every question about a day outside these years throws `calendar-exhausted`: nothing is guessed.
public struct BusinessCalendar: Sendable, Hashable {
  /// As a pipeline names it: `US`.
  public let name: String
  /// One sentence.
  public let summary: String
  /// The years it knows, both ends included.
  public let years: ClosedRange<Int>
  /// The days of the week that are never business days.
  public let weekend: Set<Weekday>
  /// The other days that are not, within the years, ascending.
  public let closed: [CivilDate]

  private let first: CivilDate
  private let last: CivilDate

  /// A calendar of these years; closed days in any order.
  ///
  /// - Parameter years: within 1 to 9999.
  public init(
    name: String, summary: String, years: ClosedRange<Int>, weekend: Set<Weekday>, closed: [CivilDate]
  ) {
    guard let first = CivilDate(year: years.lowerBound, month: 1, day: 1),
      let last = CivilDate(year: years.upperBound, month: 12, day: 31)
    else { preconditionFailure("the years \(years) are not within 1 to 9999") }
    self.name = name
    self.summary = summary
    self.years = years
    self.weekend = weekend
    self.closed = closed.sorted()
    self.first = first
    self.last = last
  }

  /// Whether banks work on the day.
  ///
  /// - Throws: `calendar-exhausted`.
  public func isBusinessDay(_ date: CivilDate) throws(Fault) -> Bool {
    guard first <= date, date <= last else { throw exhausted(date) }
    return !weekend.contains(Weekday(of: date)) && !isClosed(date)
  }

  /// The first business day after a day.
  ///
  /// - Throws: `calendar-exhausted`.
  public func next(after date: CivilDate) throws(Fault) -> CivilDate { try step(from: date, by: 1) }

  /// The last business day before a day.
  ///
  /// - Throws: `calendar-exhausted`.
  public func previous(before date: CivilDate) throws(Fault) -> CivilDate { try step(from: date, by: -1) }

  /// So many business days after a day, or before it when negative; zero is the day itself, whatever it is.
  ///
  /// - Throws: `calendar-exhausted`.
  public func adding(businessDays count: Int, to date: CivilDate) throws(Fault) -> CivilDate {
    guard first <= date, date <= last else { throw exhausted(date) }
    var date = date
    var left = count
    while left != 0 {
      date = try step(from: date, by: left.signum())
      left -= left.signum()
    }
    return date
  }

  /// The `nth` business day of a month, from 1; nil when the month has fewer.
  ///
  /// - Throws: `calendar-exhausted`.
  public func businessDay(_ nth: Int, of month: Period) throws(Fault) -> CivilDate? {
    guard nth >= 1 else { return nil }
    var found = 0
    var date = month.first
    while date <= month.last {
      if try isBusinessDay(date) { found += 1 }
      if found == nth { return date }
      date = date.adding(days: 1)
    }
    return nil
  }

  /// The last business day of a month or another period; nil when it has none.
  ///
  /// - Throws: `calendar-exhausted`.
  public func lastBusinessDay(of period: Period) throws(Fault) -> CivilDate? {
    var date = period.last
    while date >= period.first {
      if try isBusinessDay(date) { return date }
      date = date.adding(days: -1)
    }
    return nil
  }

  /// One day at a time, so that the way ends at the calendar's ends.
  private func step(from date: CivilDate, by direction: Int) throws(Fault) -> CivilDate {
    guard first <= date, date <= last else { throw exhausted(date) }
    var date = date
    repeat { date = date.adding(days: direction) } while try !isBusinessDay(date)
    return date
  }

  /// Binary search.
  private func isClosed(_ date: CivilDate) -> Bool {
    var low = 0
    var high = closed.count
    while low < high {
      let middle = (low + high) / 2
      if closed[middle] < date { low = middle + 1 } else { high = middle }
    }
    return low < closed.count && closed[low] == date
  }

  private func exhausted(_ date: CivilDate) -> Fault {
    Fault(
      "calendar-exhausted",
      "the calendar \(name) knows \(years.lowerBound) through \(years.upperBound), and is asked for \(date)",
      hint: "Take a newer version of the program, or name a calendar file of your own that knows the year.",
      status: .specInvalid)
  }
}
