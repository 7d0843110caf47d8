import Records
import Testing

@testable import Running

/// The holidays of a year, worked out from their rules.
private struct Holidays {
  let year: Int

  func day(_ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year) has no \(month)-\(day)")
    }
    return date
  }

  func nth(_ nth: Int, _ weekday: Weekday, _ month: Int) -> CivilDate {
    let first = day(month, 1)
    return first.adding(days: (weekday.rawValue - Weekday(of: first).rawValue + 7) % 7 + 7 * (nth - 1))
  }

  func lastMonday(_ month: Int) -> CivilDate {
    let last = day(month, CivilDate.daysIn(month: month, year: year))
    return last.adding(days: -Weekday(of: last).rawValue)
  }

  /// Easter Sunday by the Gregorian rule of Meeus.
  var easter: CivilDate {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return day(sum / 31, sum % 31 + 1)
  }

  func easter(_ days: Int...) -> [CivilDate] { days.map { easter.adding(days: $0) } }

  /// A Sunday becomes Monday.
  func sundayMoved(_ date: CivilDate) -> CivilDate {
    Weekday(of: date) == .sunday ? date.adding(days: 1) : date
  }

  /// A Sunday becomes Monday, a Saturday Friday.
  func weekendMoved(_ date: CivilDate) -> CivilDate {
    Weekday(of: date) == .saturday ? date.adding(days: -1) : sundayMoved(date)
  }

  /// A holiday on a weekend becomes the first free day after it.
  func substituted(_ dates: [CivilDate]) -> [CivilDate] {
    var taken = dates.filter { Weekday(of: $0).rawValue < 5 }
    for date in dates where Weekday(of: date).rawValue >= 5 {
      var free = date
      while Weekday(of: free).rawValue >= 5 || taken.contains(free) { free = free.adding(days: 1) }
      taken.append(free)
    }
    return taken
  }
}

@Suite("Business-day calendars by the rules of their holidays")
struct CalendarRuleTests {
  @Test("TARGET closes on six days, never moved", arguments: 2015...2035)
  func target(_ year: Int) {
    let its = Holidays(year: year)
    expect(
      "TARGET", year, [its.day(1, 1), its.day(5, 1), its.day(12, 25), its.day(12, 26)] + its.easter(-2, 1))
  }

  @Test("the Federal Reserve moves a Sunday and no Saturday", arguments: 2015...2035)
  func federalReserve(_ year: Int) {
    let its = Holidays(year: year)
    var fixed = [its.day(1, 1), its.day(7, 4), its.day(11, 11), its.day(12, 25)]
    if year >= 2022 { fixed.append(its.day(6, 19)) }
    expect(
      "US", year,
      fixed.map(its.sundayMoved) + [
        its.nth(3, .monday, 1), its.nth(3, .monday, 2), its.lastMonday(5), its.nth(1, .monday, 9),
        its.nth(2, .monday, 10), its.nth(4, .thursday, 11),
      ])
  }

  @Test("the exchange moves weekends both ways, but New Year only forward", arguments: 2015...2035)
  func exchange(_ year: Int) {
    let its = Holidays(year: year)
    var fixed = [its.day(7, 4), its.day(12, 25)]
    if year >= 2022 { fixed.append(its.day(6, 19)) }
    let mourning = [2018: [its.day(12, 5)], 2025: [its.day(1, 9)]][year] ?? []
    expect(
      "NYSE", year,
      fixed.map(its.weekendMoved) + its.easter(-2) + mourning + [
        its.sundayMoved(its.day(1, 1)), its.nth(3, .monday, 1), its.nth(3, .monday, 2), its.lastMonday(5),
        its.nth(1, .monday, 9), its.nth(4, .thursday, 11),
      ])
  }

  @Test("England gives a substitute for every weekend, and some days once", arguments: 2015...2035)
  func england(_ year: Int) {
    let its = Holidays(year: year)
    let early = year == 2020 ? its.day(5, 8) : its.nth(1, .monday, 5)
    let spring = year == 2022 ? its.day(6, 2) : its.lastMonday(5)
    let once = [2022: [its.day(6, 3), its.day(9, 19)], 2023: [its.day(5, 8)]][year] ?? []
    expect(
      "GB", year,
      its.substituted([its.day(1, 1)]) + its.substituted([its.day(12, 25), its.day(12, 26)])
        + its.easter(-2, 1) + once + [early, spring, its.lastMonday(8)])
  }

  @Test("Germany closes on nine days, and once for the Reformation", arguments: 2015...2035)
  func germany(_ year: Int) {
    let its = Holidays(year: year)
    let once = year == 2017 ? [its.day(10, 31)] : []
    expect(
      "DE", year,
      its.easter(-2, 1, 39, 50) + once + [
        its.day(1, 1), its.day(5, 1), its.day(10, 3), its.day(12, 25), its.day(12, 26),
      ])
  }

  @Test("France closes on eleven days", arguments: 2015...2035)
  func france(_ year: Int) {
    let its = Holidays(year: year)
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    expect("FR", year, its.easter(1, 39, 50) + fixed.map { its.day($0.0, $0.1) })
  }

  /// That the calendar has these of the year's days from Monday to Friday, and no others.
  private func expect(_ name: String, _ year: Int, _ days: [CivilDate]) {
    let found = builtInCalendar(name).closed.filter { $0.components.year == year }
    let wanted = Set(days.filter { Weekday(of: $0).rawValue < 5 })
    #expect(found == wanted.sorted(), "\(name) \(year)")
  }
}
