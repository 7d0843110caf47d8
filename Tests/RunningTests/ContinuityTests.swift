import Records
import Testing

@testable import Running

@Suite("Statements held against those beside them")
struct ContinuityTests {
  /// `A 2026-01-05 10.00 12.50`: account, day or `first/last`, opening, closing, sequence.
  private func statement(_ words: String) -> Statement {
    let cells = words.split(separator: " ").map(String.init)
    var statement = Statement(
      statementID: words, accountID: cells[0], currency: Currency("EUR") ?? .none, line: 7)
    let days = cells[1].split(separator: "/").compactMap { CivilDate(iso: String($0)) }
    statement.asOf = days.last
    statement.starts = days.count > 1 ? days[0] : nil
    statement.opening = ScaledDecimal(cells[2])
    statement.closing = ScaledDecimal(cells[3])
    statement.sequence = cells.count > 4 ? cells[4] : nil
    return statement
  }

  private func checks(
    _ words: String, beside others: [String], expect: String? = nil
  ) throws -> [String] {
    let text = goodPipeline + (expect.map { "\nexpect: \($0)" } ?? "")
    let continuity = Continuity(try #require(compile(text).pipeline), store: nil)
    var standing = StandingStatements()
    for other in others { standing.post(statement(other), isRefused: false) }
    return continuity.checks(of: statement(words), beside: standing).map {
      "\($0.holds ? "holds" : "FAILS") \($0.name) \($0.stated) \($0.computed)"
    }
  }

  @Test("a statement opens with what the one of the day before closed with")
  func dayAfterDay() throws {
    #expect(
      try checks("A 2026-01-06 12.50 13.00", beside: ["A 2026-01-05 10.00 12.50"]) == [
        "holds opening-balance-after-2026-01-05 12.50 12.50"
      ])
    #expect(
      try checks("A 2026-01-06 12.51 13.00", beside: ["A 2026-01-05 10.00 12.5000"]) == [
        "FAILS opening-balance-after-2026-01-05 12.51 12.50"
      ])
  }

  @Test("one that comes late is held against both its neighbours")
  func between() throws {
    #expect(
      try checks(
        "A 2026-02-01/2026-02-28 2.00 3.00",
        beside: ["A 2026-03-01/2026-03-31 3.10 4.00", "A 2026-01-01/2026-01-31 1.00 2.00"]) == [
          "holds opening-balance-after-2026-01-31 2.00 2.00",
          "FAILS closing-balance-before-2026-03-01 3.00 3.10",
        ])
  }

  @Test("Friday and Monday follow each other; a business day between them is a gap, and nothing is compared")
  func weekend() throws {
    #expect(
      try checks("A 2026-01-12 5.00 6.00", beside: ["A 2026-01-09 4.00 5.00"]) == [
        "holds opening-balance-after-2026-01-09 5.00 5.00"
      ])
    #expect(try checks("A 2026-01-13 5.00 6.00", beside: ["A 2026-01-09 4.00 5.00"]) == [])
  }

  @Test("the calendar that the pipeline expects by says what a business day is")
  func calendar() throws {
    // Monday 19 January 2026 is a holiday in the United States.
    let expect = "{ statements: business_days, by: 1st business day, calendar: US, from: 2026-01-01 }"
    #expect(try checks("A 2026-01-20 5.00 6.00", beside: ["A 2026-01-16 4.00 5.00"]) == [])
    #expect(
      try checks("A 2026-01-20 5.00 6.00", beside: ["A 2026-01-16 4.00 5.00"], expect: expect).count == 1)
    // A year the calendar does not know counts Monday to Friday: no holiday is guessed.
    #expect(
      try checks("A 1998-01-20 5.00 6.00", beside: ["A 1998-01-16 4.00 5.00"], expect: expect) == [])
  }

  @Test("numbers of the bank decide: the next one follows over any distance, a later one does not follow")
  func numbers() throws {
    #expect(try checks("A 2026-03-20 5.00 6.00 8", beside: ["A 2026-01-09 4.00 5.00 7"]).count == 1)
    #expect(try checks("A 2026-01-12 5.00 6.00 9", beside: ["A 2026-01-09 4.00 5.00 7"]) == [])
    #expect(try checks("A 2026-01-09 5.00 6.00 8", beside: ["A 2026-01-09 4.00 5.00 7"]).count == 1)
    // They begin again with the year: then the days decide.
    #expect(try checks("A 2026-01-01 5.00 6.00 1", beside: ["A 2025-12-31 4.00 5.00 252"]).count == 1)
  }

  @Test("other accounts and other currencies are other books; overlapping statements are not compared")
  func others() throws {
    #expect(try checks("A 2026-01-06 5.00 6.00", beside: ["B 2026-01-05 4.00 1.00"]) == [])
    #expect(
      try checks("A 2026-01-05/2026-01-09 5.00 6.00", beside: ["A 2026-01-01/2026-01-07 4.00 1.00"]) == [])
  }

  @Test(
    "what came again counts as it came last; what was deleted, refused, interim or a test counts for nothing")
  func standing() {
    var standing = StandingStatements()
    var first = statement("A 2026-01-05 1.00 2.00")
    standing.post(first, isRefused: false)
    standing.post(statement("A 2026-01-05 1.00 2.50"), isRefused: false)
    let next = statement("A 2026-01-06 2.00 3.00")
    #expect(standing.before(next)?.closing?.description == "2.50")
    standing.post(statement("A 2026-01-05 1.00 9.00"), isRefused: true)
    first.isInterim = true
    standing.post(first, isRefused: false)
    first.isInterim = false
    first.disposition = .test
    standing.post(first, isRefused: false)
    #expect(standing.before(next)?.closing?.description == "2.50")
    first.disposition = .delete
    standing.post(first, isRefused: false)
    #expect(standing.before(next) == nil)
  }
}
