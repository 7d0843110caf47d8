import Records
import Support
import Testing

@Suite("A calendar day")
struct CivilDateTests {
  @Test("every day of 400 years is the day after the one before, and reads back as it is written")
  func everyDay() throws {
    var year = 1800
    var month = 1
    var day = 1
    let first = try #require(CivilDate(year: 1800, month: 1, day: 1)).days
    var expected = first
    while year < 2200 {
      let date = try #require(CivilDate(year: year, month: month, day: day))
      let (y, m, d) = date.components
      guard date.days == expected, y == year, m == month, d == day, CivilDate(iso: date.description) == date
      else {
        Issue.record("\(year)-\(month)-\(day) is \(date) with \(date.days) days")
        return
      }
      expected += 1
      day += 1
      if day > CivilDate.daysIn(month: month, year: year) {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
    }
    #expect(expected - first == 146_097)
  }

  @Test("records are dated from 1900 through 2199")
  func ofRecords() {
    #expect(CivilDate.ofRecords.lowerBound.description == "1900-01-01")
    #expect(CivilDate.ofRecords.upperBound.description == "2199-12-31")
  }

  @Test("the calendar's fixed points")
  func fixedPoints() {
    #expect(CivilDate(iso: "1970-01-01")?.days == 0)
    #expect(CivilDate(iso: "1969-12-31")?.days == -1)
    #expect(CivilDate(iso: "2000-03-01")?.days == 11_017)
    #expect(CivilDate(iso: "2026-11-20")?.days == 20_777)
    #expect(CivilDate(iso: "0001-01-01")?.days == -719_162)
    #expect(CivilDate(iso: "9999-12-31")?.days == 2_932_896)
  }

  @Test("February has 29 days every fourth year, but not every hundredth, but every four hundredth")
  func leapYears() {
    #expect(
      [1900, 1996, 2000, 2023, 2024, 2100].map { CivilDate.daysIn(month: 2, year: $0) } == [
        28, 29, 29, 28, 29, 28,
      ])
    #expect(CivilDate(iso: "2024-02-29") != nil)
    #expect(CivilDate(iso: "2023-02-29") == nil)
    #expect(CivilDate(iso: "2100-02-29") == nil)
  }

  @Test(
    "a day that is none is refused",
    arguments: [
      (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31),
      (-1, 1, 1),
    ])
  func noDay(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test(
    "only YYYY-MM-DD is read",
    arguments: [
      "", "2026-1-01", "2026-01-1", "20260101", "2026/01/01", "2026-01-01 ", " 2026-01-01",
      "2026-01-01T00:00:00",
      "+026-01-01", "-001-01-01", "2026-13-01", "2026-00-10", "２０26-01-01", "0000-01-01", "2026-01-0a",
    ])
  func notISO(_ text: String) {
    #expect(CivilDate(iso: text) == nil)
  }

  @Test("days order and add as days do")
  func order() throws {
    let day = try #require(CivilDate(iso: "2024-02-28"))
    #expect(CivilDate(days: day.days + 2).description == "2024-03-01")
    #expect(CivilDate(days: day.days - 59).description == "2023-12-31")
    #expect(day < CivilDate(days: day.days + 1))
  }
}
