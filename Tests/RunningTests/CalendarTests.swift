import Components
import Records
import Testing

@testable import Running

/// A day that exists.
func day(_ iso: String) -> CivilDate {
  guard let date = CivilDate(iso: iso) else { preconditionFailure("\(iso) is no day") }
  return date
}

func builtInCalendar(_ name: String) -> BusinessCalendar {
  guard let calendar = CalendarLibrary.all.first(where: { $0.name == name }) else {
    preconditionFailure("there is no calendar \(name)")
  }
  return calendar
}

@Suite("Business-day calendars")
struct CalendarTests {
  @Test("the calendars of the program know 2015 through 2035 and rest on Saturday and Sunday")
  func years() {
    #expect(CalendarLibrary.all.map(\.name) == ["DE", "FR", "GB", "NYSE", "TARGET", "US"])
    for calendar in CalendarLibrary.all {
      #expect(calendar.years == 2015...2035)
      #expect(calendar.weekend == [.saturday, .sunday])
      #expect(calendar.closed.allSatisfy { Weekday(of: $0).rawValue < 5 })
    }
  }

  @Test(
    "days on which a calendar is closed",
    arguments: [
      // TARGET: New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December.
      ("TARGET", "2026-01-01"), ("TARGET", "2026-04-03"), ("TARGET", "2026-04-06"), ("TARGET", "2026-05-01"),
      ("TARGET", "2025-12-25"), ("TARGET", "2025-12-26"), ("TARGET", "2019-04-19"), ("TARGET", "2024-04-01"),
      // The Federal Reserve keeps a Sunday on Monday; Juneteenth since 2022.
      ("US", "2022-06-20"), ("US", "2023-06-19"), ("US", "2021-07-05"), ("US", "2022-12-26"),
      ("US", "2023-01-02"), ("US", "2026-10-12"), ("US", "2025-11-11"), ("US", "2026-11-26"),
      // The exchange: Good Friday, a Saturday on Friday, and days of mourning.
      ("NYSE", "2018-12-05"), ("NYSE", "2025-01-09"), ("NYSE", "2025-04-18"), ("NYSE", "2020-07-03"),
      ("NYSE", "2021-12-24"), ("NYSE", "2022-06-20"),
      // England: days moved once, days given once, and substitutes for Christmas.
      ("GB", "2020-05-08"), ("GB", "2022-06-02"), ("GB", "2022-06-03"), ("GB", "2022-09-19"),
      ("GB", "2023-05-08"), ("GB", "2021-12-27"), ("GB", "2021-12-28"), ("GB", "2022-12-27"),
      ("GB", "2022-01-03"), ("GB", "2026-12-28"), ("GB", "2026-08-31"),
      ("DE", "2017-10-31"), ("DE", "2025-10-03"), ("DE", "2026-05-14"), ("DE", "2026-05-25"),
      ("FR", "2026-05-08"), ("FR", "2026-07-14"), ("FR", "2025-08-15"), ("FR", "2025-11-11"),
      // Any weekend.
      ("US", "2026-01-03"), ("TARGET", "2026-01-04"),
    ])
  func closed(_ name: String, _ date: String) throws {
    #expect(try !builtInCalendar(name).isBusinessDay(day(date)))
  }

  @Test(
    "days on which a calendar is open, though another is closed",
    arguments: [
      // The Federal Reserve does not keep a Saturday on Friday, nor days of mourning, nor Good Friday.
      ("US", "2020-07-03"), ("US", "2021-12-24"), ("US", "2021-12-31"), ("US", "2023-11-10"),
      ("US", "2026-07-03"), ("US", "2018-12-05"), ("US", "2025-01-09"), ("US", "2025-04-18"),
      ("US", "2021-06-18"), ("US", "2020-06-19"),
      ("NYSE", "2026-10-12"), ("NYSE", "2025-11-11"), ("NYSE", "2021-12-31"), ("NYSE", "2021-06-18"),
      ("NYSE", "2025-11-28"),
      ("TARGET", "2025-12-24"), ("TARGET", "2026-05-14"), ("TARGET", "2026-05-25"), ("TARGET", "2022-12-27"),
      ("GB", "2020-05-04"), ("GB", "2022-05-30"), ("GB", "2026-05-01"), ("GB", "2024-06-03"),
      ("DE", "2018-10-31"), ("DE", "2025-12-24"), ("DE", "2026-01-06"), ("FR", "2026-04-03"),
      ("FR", "2025-12-26"),
    ])
  func open(_ name: String, _ date: String) throws {
    #expect(try builtInCalendar(name).isBusinessDay(day(date)))
  }

  @Test("business days are counted on, back and within a month")
  func counting() throws {
    let us = builtInCalendar("US")
    // New Year on a Thursday, King on Monday 19.
    let january = Period(.monthly, containing: day("2026-01-20"))
    #expect(try us.businessDay(1, of: january) == day("2026-01-02"))
    #expect(try us.businessDay(5, of: january) == day("2026-01-08"))
    #expect(try us.businessDay(12, of: january) == day("2026-01-20"))
    #expect(try us.businessDay(20, of: january) == day("2026-01-30"))
    #expect(try us.businessDay(21, of: january) == nil)
    #expect(try us.businessDay(0, of: january) == nil)
    #expect(try us.lastBusinessDay(of: january) == day("2026-01-30"))
    #expect(try us.lastBusinessDay(of: Period(.daily, containing: day("2026-01-19"))) == nil)
    #expect(try us.next(after: day("2026-01-16")) == day("2026-01-20"))
    #expect(try us.previous(before: day("2026-01-20")) == day("2026-01-16"))
    #expect(try us.adding(businessDays: 5, to: day("2026-01-31")) == day("2026-02-06"))
    #expect(try us.adding(businessDays: -5, to: day("2026-02-06")) == day("2026-01-30"))
    #expect(try us.adding(businessDays: 0, to: day("2026-01-31")) == day("2026-01-31"))
  }

  @Test("before the first year and past the last one there is no answer, only a fault")
  func exhausted() throws {
    let us = builtInCalendar("US")
    let fault = Fault("calendar-exhausted", "", status: .specInvalid)
    #expect(try us.isBusinessDay(day("2015-01-02")))
    #expect(try us.next(after: day("2035-12-28")) == day("2035-12-31"))
    #expect(throws: fault) { try us.isBusinessDay(day("2014-12-31")) }
    #expect(throws: fault) { try us.isBusinessDay(day("2036-01-01")) }
    #expect(throws: fault) { try us.next(after: day("2035-12-31")) }
    #expect(throws: fault) { try us.next(after: day("2036-01-01")) }
    #expect(throws: fault) { try us.previous(before: day("2015-01-02")) }
    #expect(throws: fault) { try us.adding(businessDays: 5, to: day("2035-12-27")) }
    #expect(throws: fault) { try us.adding(businessDays: 0, to: day("2036-01-01")) }
    #expect(throws: fault) { try us.isBusinessDay(CivilDate(days: CivilDate.null)) }
    do throws(Fault) {
      _ = try us.next(after: day("2035-12-31"))
    } catch {
      #expect(error.message == "the calendar US knows 2015 through 2035, and is asked for 2036-01-01")
      #expect(error.hint != nil && error.status == .specInvalid)
    }
  }

  @Test("weekdays follow one another before and after 1970")
  func weekdays() {
    #expect(Weekday(of: day("1970-01-01")) == .thursday)
    #expect(Weekday(of: day("2026-01-05")) == .monday)
    #expect(Weekday(of: day("1969-12-28")) == .sunday)
    #expect(Weekday(of: day("0001-01-01")) == .monday)
  }

  @Test("months, weeks and days know their ends and what follows")
  func periods() {
    let february = Period(.monthly, containing: day("2028-02-10"))
    #expect(february.first == day("2028-02-01") && february.last == day("2028-02-29"))
    #expect("\(february)" == "2028-02" && "\(february.next)" == "2028-03")
    let week = Period(.weekly, containing: day("2026-01-01"))
    #expect("\(week)" == "2025-12-29 to 2026-01-04" && "\(week.next)" == "2026-01-05 to 2026-01-11")
    #expect(week.contains(day("2026-01-04")) && !week.contains(day("2026-01-05")))
    #expect("\(Period(.daily, containing: day("2025-12-31")).next)" == "2026-01-01")
  }

  @Test("the built-in calendars are those of Specs/calendars, each with source, version and licence")
  func fresh() throws {
    let names = HouseFiles.names(in: "Specs/calendars").filter { $0.hasSuffix(".yaml") }
    #expect(CalendarLibrary.all.map { $0.name + ".yaml" } == names)
    for calendar in CalendarLibrary.all {
      let path = "Specs/calendars/\(calendar.name).yaml"
      let text = try #require(HouseFiles.text(path))
      var complaints: [Complaint] = []
      let read = CalendarFile.parse(Array(text.utf8), file: path, complaints: &complaints)
      #expect(complaints == [])
      #expect(read == calendar, "\(path) was changed; run Scripts/embed-calendars.sh")
      for key in ["source:", "version:", "licence:"] { #expect(text.contains("\n\(key) ")) }
    }
  }

  @Test("the listing has a line for every calendar")
  func listing() {
    #expect(CalendarLibrary.listing.split(separator: "\n").count == 1 + CalendarLibrary.all.count)
    #expect(CalendarLibrary.listing.contains("\n  TARGET  T2 of the European Central Bank, on whose days "))
  }
}

@Suite("Calendar files")
struct CalendarFileTests {
  let good = """
    calendar: ours
    summary: The days of our bank.
    from: 2026
    through: 2027
    weekend: [friday, saturday]
    closed:
      2026-12-24: Christmas Eve
      2027-01-01: New Year
    """

  func complaints(_ text: String) -> [String] {
    var complaints: [Complaint] = []
    let calendar = CalendarFile.parse(Array(text.utf8), file: "c.yaml", complaints: &complaints)
    #expect((calendar == nil) == !complaints.isEmpty)
    return complaints.map { "\($0.place): \($0.code): \($0.message)" }
  }

  @Test("a calendar of one's own has its own weekend and days")
  func own() throws {
    var complaints: [Complaint] = []
    let calendar = try #require(
      CalendarFile.parse(Array(good.utf8), file: "c.yaml", complaints: &complaints))
    #expect(calendar.name == "ours" && calendar.years == 2026...2027)
    #expect(try calendar.next(after: day("2026-12-23")) == day("2026-12-27"))
  }

  @Test("a calendar that is never open has no next business day, and says so")
  func neverOpen() throws {
    let days = Weekday.allCases.map(\.description).joined(separator: ", ")
    var complaints: [Complaint] = []
    let text = good.replacing("friday, saturday", with: days)
    let calendar = try #require(
      CalendarFile.parse(Array(text.utf8), file: "c.yaml", complaints: &complaints))
    #expect(throws: Fault("calendar-exhausted", "", status: .specInvalid)) {
      try calendar.next(after: day("2026-01-01"))
    }
  }

  @Test(
    "what is wrong with the file is said at its place",
    arguments: [
      ("through: 2027", "through: 2025", "c.yaml:4:10: years-backwards: through 2025 is before from 2026"),
      (
        "through: 2027", "through: 2028",
        "c.yaml:7:3: year-empty: 2028 has no closed day"
      ),
      (
        "2026-12-24", "2028-12-24",
        "c.yaml:7:3: date-out-of-range: 2028-12-24 is not within 2026 through 2027"
      ),
      ("2026-12-24", "24.12.2026", "c.yaml:7:3: date-malformed: \"24.12.2026\" is not a date YYYY-MM-DD"),
      ("2026-12-24", "2026-02-29", "c.yaml:7:3: date-malformed: \"2026-02-29\" is not a date YYYY-MM-DD"),
      (
        "2027-01-01", "2026-12-24",
        "c.yaml:8:3: key-twice: the key \"2026-12-24\" stands here a second time; the first is at c.yaml:7:3"
      ),
      (
        "saturday]", "saturdy]",
        "c.yaml:5:19: choice-unknown: weekend cannot be \"saturdy\"; expected one of monday, tuesday, wednesday, "
          + "thursday, friday, saturday, sunday"
      ),
      (
        "from: 2026", "from: soon",
        "c.yaml:3:7: type-wrong: expected from as a whole number from 1 to 9999, found \"soon\""
      ),
      (
        "from: 2026\n", "",
        "c.yaml:1:1: option-missing: a calendar needs \"from\", a whole number from 1 to 9999"
      ),
      (": Christmas Eve", ":", "c.yaml:7:3: value-missing: closed.2026-12-24 has no value; expected text"),
    ])
  func wrong(_ old: String, _ new: String, _ expected: String) {
    precondition(good.contains(old))
    #expect(complaints(good.replacing(old, with: new, maxReplacements: 1)).first == expected)
  }
}
