import Components
import Records
import Testing

@testable import Running

@Suite("By when a statement is due")
struct DueRuleTests {
  private func rule(_ words: String, _ cadence: Cadence) throws -> DueRule {
    try DueRule.parse(words, for: cadence, at: Place(file: "bank.yaml", line: 3, column: 9))
  }

  @Test(
    "a rule counts from the end of the period",
    arguments: [
      // January's statement: February 2026 begins on a Sunday; Presidents' Day is the 16th.
      (Cadence.monthly, "5th business day", "2026-01-20", "2026-02-06"),
      (.monthly, "11th business day", "2026-01-20", "2026-02-17"),
      (.monthly, "last business day", "2026-01-20", "2026-02-27"),
      (.monthly, "last day", "2026-01-20", "2026-02-28"),
      (.monthly, "15th", "2026-01-01", "2026-02-15"),
      (.monthly, "15th day", "2026-01-31", "2026-02-15"),
      (.monthly, "31st", "2026-01-20", "2026-02-28"),
      // December's: New Year is closed.
      (.monthly, "1st business day", "2025-12-31", "2026-01-02"),
      // 19 business days in February: the 20th is in March.
      (.monthly, "20th business day", "2026-01-01", "2026-03-02"),
      (.weekly, "monday", "2026-01-14", "2026-01-19"),
      (.weekly, "sunday", "2026-01-14", "2026-01-25"),
      (.weekly, "1st business day", "2026-01-14", "2026-01-20"),
      (.weekly, "3rd day", "2026-01-14", "2026-01-21"),
      (.businessDays, "1st business day", "2026-01-16", "2026-01-20"),
      (.daily, "2nd day", "2026-01-16", "2026-01-18"),
    ])
  func due(_ cadence: Cadence, _ words: String, _ date: String, _ expected: String) throws {
    let period = Period(cadence, containing: day(date))
    let due = try rule(words, cadence).due(after: period, calendar: builtInCalendar("US"))
    #expect(due == day(expected))
  }

  @Test("every rule is read as it is written, with the ordinals of English")
  func round() throws {
    let ordinals = ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "31st"]
    for ordinal in ordinals {
      #expect("\(try rule("\(ordinal) business day", .monthly))" == "\(ordinal) business day")
      #expect("\(try rule(ordinal, .monthly))" == "\(ordinal) day")
    }
    for weekday in Weekday.allCases { #expect(try rule("\(weekday)", .weekly) == .weekday(weekday)) }
  }

  @Test("a later period is never due earlier, in twenty years of every rule")
  func monotone() throws {
    for words in [
      "1st business day", "5th business day", "22nd business day", "last business day", "31st", "1st",
    ] {
      let rule = try rule(words, .monthly)
      var period = Period(.monthly, containing: day("2015-01-01"))
      var last = day("2015-01-01")
      while period.last < day("2035-10-01") {
        let due = try rule.due(after: period, calendar: builtInCalendar("TARGET"))
        #expect(due > last && due > period.last)
        last = due
        period = period.next
      }
    }
  }

  @Test(
    "words that are no rule are refused with the nearest one",
    arguments: [
      (Cadence.monthly, "5th busines day", "rule-malformed", "Did you mean 5th business day?"),
      (.monthly, "3th", "rule-malformed", "Write for instance 3rd business day or 3rd day."),
      (.monthly, "5 business day", "rule-malformed", "Did you mean 5th business day?"),
      (.monthly, "32nd", "rule-malformed", "Count from 1st to 31st."),
      (.monthly, "0th business day", "rule-malformed", "Count from 1st to 31st."),
      (.monthly, "soon", "rule-malformed", "Write for instance 5th business day, 15th or last business day."),
      (.weekly, "Monday", "rule-malformed", "Did you mean monday?"),
      (.weekly, "teusday", "rule-malformed", "Did you mean tuesday?"),
      (
        .monthly, "monday", "rule-out-of-place",
        "Write for instance 5th business day, 15th or last business day."
      ),
      (
        .weekly, "last business day", "rule-out-of-place",
        "Write for instance 2nd business day, 3rd day or monday."
      ),
      (.daily, "last day", "rule-out-of-place", "Write for instance 1st business day or 2nd day."),
    ])
  func refused(_ cadence: Cadence, _ words: String, _ code: String, _ hint: String) {
    do throws(Complaint) {
      _ = try DueRule.parse(words, for: cadence, at: Place(file: "a"))
      Issue.record("\(words) was taken")
    } catch {
      #expect(error.code == code)
      #expect(error.hint == hint)
    }
  }

  @Test("a month without a business day has no last one")
  func noBusinessDay() throws {
    let closed = (1...31).map { day("2026-01-01").adding(days: $0 - 1) } + [day("2025-01-01")]
    let calendar = BusinessCalendar(name: "x", summary: "", years: 2025...2026, weekend: [], closed: closed)
    #expect(throws: Fault("business-day-missing", "", status: .specInvalid)) {
      try rule("last business day", .monthly).due(
        after: Period(.monthly, containing: day("2025-12-01")), calendar: calendar)
    }
  }

  @Test("a due date past the calendar's last year is a fault")
  func exhausted() throws {
    #expect(throws: Fault("calendar-exhausted", "", status: .specInvalid)) {
      try rule("5th business day", .monthly).due(
        after: Period(.monthly, containing: day("2035-12-01")), calendar: builtInCalendar("US"))
    }
  }
}
