import Records
import Support
import Testing

/// A year of daily statements of two accounts, in monthly files, with one gap, one overlap and one restatement planted.
@Suite("coverage")
struct CoverageTests {
  private struct Day {
    var date: CivilDate
    var opening: Int
    var credits: Int
    var debits: Int
    var closing: Int { opening + credits - debits }

    func group(_ account: String) -> BAI2File.Group {
      let lines = [
        BAI2File.Line("165", credits, "C\(account)\(date)"),
        BAI2File.Line("475", debits, "D\(account)\(date)"),
      ]
      let short = date.description.filter { $0 != "-" }.dropFirst(2)
      return BAI2File.Group(
        String(short),
        [
          BAI2File.Account(
            account, balances: [("010", opening), ("015", closing), ("100", credits), ("400", debits)], lines)
        ])
    }
  }

  /// Monday to Friday of 2026, balances rolling on.
  private static func year(seed: UInt64) -> [Day] {
    var random = SeededRandom(seed: seed)
    var balance = 1_000_000
    let first = CivilDate(days: 20_454)
    return (0..<365).compactMap { offset in
      let date = first.adding(days: offset)
      // 1 January 2026 is a Thursday.
      if (offset + 3) % 7 >= 5 { return nil }
      let day = Day(
        date: date, opening: balance, credits: 1 + random.next(90_000), debits: 1 + random.next(80_000))
      balance = day.closing
      return day
    }
  }

  private func file(_ days: [Day], _ account: String) -> String {
    BAI2File(days.map { $0.group(account) }).text
  }

  private func desk(expect: String? = nil) throws -> Workplace {
    let desk = try Workplace()
    var pipeline = BankPipeline(dedup: "{}", expect: expect)
    pipeline.formats = """
      { match: "*.bai", bai2: {} }, { match: "*.csv", normalize: { dates: { format: yyyy-MM-dd } }, csv: { columns: {
        Account: account_id, Day: booking_date, Amount: amount, Currency: currency, Balance: running_balance } } }
      """
    pipeline.normalize = nil
    try desk.write("pipeline.yaml", pipeline.text)
    return desk
  }

  /// Days as an export of records with their balances.
  private func export(_ days: [Day], _ account: String) -> String {
    var text = "Account,Day,Amount,Currency,Balance\n"
    func money(_ minor: Int) -> String {
      ScaledDecimal(unscaled: Int64(minor), scale: 2).description
    }
    for day in days {
      text += "\(account),\(day.date),\(money(day.credits)),USD,\(money(day.opening + day.credits))\n"
      text += "\(account),\(day.date),\(money(-day.debits)),USD,\(money(day.closing))\n"
    }
    return text
  }

  private func write(_ desk: Workplace, _ days: [Day], _ account: String, without: Set<String> = []) throws {
    for month in 1...12 {
      let these = days.filter { $0.date.components.month == month && !without.contains($0.date.description) }
      try desk.write("inbox/\(account)-\(month < 10 ? "0" : "")\(month).bai", file(these, account))
    }
  }

  @Test("the sample year shows the planted gap, overlap and restatement, and nothing else")
  func sampleYear() throws {
    let desk = try desk()
    let one = CoverageTests.year(seed: 1)
    let two = CoverageTests.year(seed: 2)
    // A gap of two days in May; between them lies no weekend.
    try write(desk, one, "B1", without: ["2026-05-12", "2026-05-13"])
    try write(desk, two, "B2")
    // Exports of records, of which that of August begins with the last days of July.
    let three = CoverageTests.year(seed: 6)
    for month in 1...12 {
      let these = three.filter {
        $0.date.components.month == month || month == 8 && $0.date.description.hasPrefix("2026-07-3")
      }
      try desk.write("inbox/B3-\(month < 10 ? "0" : "")\(month).csv", export(these, "B3"))
    }
    let first = try desk.daybook("run", "pipeline.yaml")
    #expect(first.status == 0, "\(first.errors)")
    // A restatement: the same day with another amount on both sides, so that the balances still fit.
    var restated = two.first { $0.date.description == "2026-03-18" }!
    restated.credits += 700
    restated.debits += 700
    try desk.write("inbox/later-restated.bai", file([restated], "B2"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    let run = try desk.daybook("coverage", "pipeline.yaml", "--output", "json", "--as-of", "2027-01-15")
    #expect(run.status == 65)
    let json = try JSON(run.output)
    #expect(json["overdue"]?.count == 0)
    var found: [String] = []
    for account in 0..<3 {
      let entry = try #require(json["accounts"]?[account])
      for at in 0..<(entry["findings"]?.count ?? 0) {
        let finding = try #require(entry["findings"]?[at])
        found.append(
          ["status", "from", "through"].map { finding[$0]?.string ?? "" }.joined(separator: " "))
      }
    }
    #expect(
      found == [
        "gap 2026-05-12 2026-05-13", "restated 2026-03-18 2026-03-18", "overlap 2026-07-30 2026-07-31",
      ])
    let text = try desk.daybook("coverage", "pipeline.yaml", "--account", "B2", "--as-of", "2027-01-15")
    #expect(text.status == 0)
    #expect(text.output.contains("restated  2026-03-18: inbox/B2-03.bai, then inbox/later-restated.bai"))
  }

  @Test("exports that overlap show the days both speak of, and no gap where their balances meet")
  func overlap() throws {
    let desk = try desk()
    let head = "Account,Day,Amount,Currency,Balance\n"
    try desk.write("inbox/1.csv", head + "A1,2026-01-05,1.00,USD,1.00\nA1,2026-01-15,2.00,USD,3.00\n")
    try desk.write("inbox/2.csv", head + "A1,2026-01-12,0.00,USD,1.00\nA1,2026-01-15,2.00,USD,3.00\n")
    // Nothing was booked for a week: the balances say so.
    try desk.write("inbox/3.csv", head + "A1,2026-01-23,4.00,USD,7.00\n")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let run = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-02-01")
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("overlap   2026-01-12 to 2026-01-15: inbox/1.csv and inbox/2.csv"))
    #expect(run.output.contains("nothing missing, 1 overlap"))
    #expect(!run.output.contains("gap "))
  }

  @Test("the same statement in another file is neither an overlap nor a restatement")
  func again() throws {
    let desk = try desk()
    let days = Array(CoverageTests.year(seed: 3).prefix(3))
    try desk.write("inbox/1.bai", file(days, "B1"))
    try desk.write("inbox/2.bai", file(Array(days.suffix(1)), "B1"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let run = try desk.daybook("coverage", "pipeline.yaml")
    #expect(run.output.contains("B1 USD: 2026-01-01 to 2026-01-05, 3 statements"))
    #expect(run.output.contains("nothing missing\n"))
  }

  @Test("what is expected and has not come is overdue, from the day after its due date; a holiday is no gap")
  func overdue() throws {
    let desk = try desk(
      expect: "{ statements: business_days, by: 1st business day, calendar: US, from: 2026-01-02 }")
    let holidays: Set = ["2026-01-01", "2026-01-19"]
    let days = CoverageTests.year(seed: 4).filter {
      $0.date.components.month == 1 && !holidays.contains($0.date.description)
    }
    // The books roll over the holidays.
    var rolled: [Day] = []
    for day in days {
      var day = day
      day.opening = rolled.last?.closing ?? day.opening
      rolled.append(day)
    }
    try desk.write("inbox/1.bai", file(rolled, "B1"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    let inTime = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-02-03")
    #expect(inTime.status == 0, "\(inTime.output)")
    let late = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-02-05")
    #expect(late.status == 65)
    #expect(late.output.contains("overdue: B1, 2026-02-02, due 2026-02-03"))
    #expect(late.output.contains("2 overdue"))
    let json = try JSON(
      try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-02-05", "--output", "json").output)
    #expect(json["overdue"]?[0]?["due"]?.string == "2026-02-03")
    #expect(json["overdue"]?.count == 2)
  }

  @Test("an account nobody knows is told with the nearest; a pipeline that never ran has nothing")
  func unknown() throws {
    let desk = try desk()
    let empty = try desk.daybook("coverage", "pipeline.yaml")
    #expect(empty.status == 0)
    #expect(empty.output.contains("has no statements"))
    try desk.write("inbox/1.bai", file(Array(CoverageTests.year(seed: 5).prefix(2)), "B1"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let run = try desk.daybook("coverage", "pipeline.yaml", "--account", "B2")
    #expect(run.status == 64)
    #expect(run.errors.contains("account-unknown"))
    #expect(run.errors.contains("Did you mean B1?"))
  }
}
