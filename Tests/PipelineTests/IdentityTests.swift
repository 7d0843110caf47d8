import Support
import Testing

/// Which records are the same: by the bank's own id, or by what the bank never changes.
@Suite("identity")
struct IdentityTests {
  private let rows = "SELECT external_id, amount, description, _run FROM entries ORDER BY external_id"

  private func outcomes(_ ended: Ended) throws -> [String: Int] {
    let totals = try JSON(ended.output)["totals"]
    var found: [String: Int] = [:]
    for name in ["inserted", "updated", "unchanged", "duplicate", "rejected"] {
      found[name] = totals?[name, "rows"]?.integer
    }
    return found
  }

  // MARK: Planned

  @Test(
    "a plan says what would be held for a person, and what would leave the books, as the run then does it",
    arguments: [
      ("restated-review", "first.bai", "again.bai", 1), ("restated-supersede", "first.bai", "again.bai", 0),
      ("restated-append-only", "first.bai", "again.bai", 0),
      ("same-day-without-balances", "morning.csv", "afternoon.csv", 2),
      ("reused-bank-id", "january.csv", "january-2.csv", 1),
      ("pending-then-booked", "interim.bai", "booked.bai", 0),
    ])
  func planned(_ name: String, _ first: String, _ second: String, _ held: Int) throws {
    let story = Story(name: name)
    let desk = try Workplace()
    try desk.write("inbox/.keep", "")
    try desk.copy(story.place("pipeline.yaml"), to: "pipeline.yaml")
    try desk.copy(story.place(first), to: "inbox/\(first)")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.copy(story.place(second), to: "inbox/\(second)")
    let before = try Books.dump(desk.place("books/books.db"))
    let plan = try desk.daybook("plan", "pipeline.yaml", "--output", "json")
    #expect(try Books.dump(desk.place("books/books.db")) == before)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(plan.status == run.status, "\(plan.errors)")
    let (planned, done) = (try JSON(plan.output), try JSON(run.output))
    #expect(planned["held"]?.integer == held)
    for member in ["totals", "retracted"] {
      #expect(try planned[member]?.text() == done[member]?.text(), "\(member)")
    }
    #expect(plan.errors == run.errors)
  }

  // MARK: Without bank ids

  private func deskWithoutIDs() throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(
        formats: """
          { csv: { columns: { Account: account_id, Day: booking_date, Amount: amount, Currency: currency,
            Text: description } } }
          """
      ).text)
    return desk
  }

  private let twice = """
    Account,Day,Amount,Currency,Text
    A1,2026-01-05,-3.20,USD,COFFEE
    A1,2026-01-05,-3.20,USD,COFFEE
    A1,2026-01-05,-9.00,USD,LUNCH

    """

  @Test("two identical genuine payments on one day in one file are two rows")
  func twoPayments() throws {
    let desk = try deskWithoutIDs()
    try desk.write("inbox/1.csv", twice)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try outcomes(run) == ["inserted": 3])
    let coffees = "SELECT count(*), count(DISTINCT external_id) FROM entries WHERE description = 'COFFEE'"
    #expect(try Books.rows(desk.place("books/books.db"), coffees) == ["2 2"])
  }

  @Test("the same day's file again, extended by a third equal payment, adds exactly one row")
  func extended() throws {
    let desk = try deskWithoutIDs()
    try desk.write("inbox/1.csv", twice)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let before = try Books.rows(desk.place("books/books.db"), rows)
    try desk.write("inbox/2.csv", twice + "A1,2026-01-05,-3.20,USD,COFFEE\n")
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(try outcomes(run) == ["inserted": 1, "unchanged": 3])
    let after = try Books.rows(desk.place("books/books.db"), rows)
    #expect(after.count == 4)
    #expect(Set(before).isSubset(of: after))
  }

  @Test("the same bytes under another name are nothing new")
  func renamed() throws {
    let desk = try deskWithoutIDs()
    try desk.write("inbox/1.csv", twice)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let before = try desk.bytes("books/books.db")
    try desk.write("inbox/another name.csv", twice)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    #expect(run.output.contains("nothing new in 2 files"))
    #expect(try desk.bytes("books/books.db") == before)
  }

  @Test("the same bytes twice in one run are loaded once")
  func twiceInOneRun() throws {
    let desk = try deskWithoutIDs()
    try desk.write("inbox/1.csv", twice)
    try desk.write("inbox/2.csv", twice)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0)
    #expect(try outcomes(run) == ["inserted": 3])
  }

  // MARK: With bank ids

  private let january = BankPipeline.rows(
    "R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-01-06 2.00 USD", "R3 A1 2026-01-07 3.00 USD")
  private let overlapping = BankPipeline.rows(
    "R2 A1 2026-01-06 2.00 USD", "R3 A1 2026-01-07 3.33 USD", "R4 A1 2026-01-08 4.00 USD",
    "R4 A1 2026-01-08 4.44 USD", "R2 A2 2026-01-06 2.00 USD")

  private func deskWithIDs(_ dedup: String) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(dedup: dedup).text)
    try desk.write("inbox/1.csv", january)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", overlapping)
    return desk
  }

  @Test("overlapping files: unchanged, updated, duplicate and new records are told apart")
  func overlap() throws {
    let desk = try deskWithIDs("{ key: [account_id, external_id], keep: last }")
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try outcomes(run) == ["inserted": 2, "updated": 1, "unchanged": 1, "duplicate": 1])
    #expect(
      try Books.rows(
        desk.place("books/books.db"),
        "SELECT account_id, external_id, amount, _run FROM entries ORDER BY 1, 2") == [
          "A1 R1 1.00 1", "A1 R2 2.00 1", "A1 R3 3.33 2", "A1 R4 4.44 2", "A2 R2 2.00 2",
        ])
  }

  @Test("keep: first leaves a loaded row as it is, and the first of a file")
  func keepFirst() throws {
    let desk = try deskWithIDs("{ key: [account_id, external_id], keep: first }")
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0)
    #expect(try outcomes(run) == ["inserted": 2, "unchanged": 1, "duplicate": 2])
    #expect(
      try Books.rows(
        desk.place("books/books.db"),
        "SELECT account_id, external_id, amount, _run FROM entries ORDER BY 1, 2") == [
          "A1 R1 1.00 1", "A1 R2 2.00 1", "A1 R3 3.00 1", "A1 R4 4.00 2", "A2 R2 2.00 2",
        ])
  }

  @Test("where the key is trusted, the report says how many duplicates say something else")
  func differing() throws {
    let desk = try deskWithIDs("{ key: [account_id, external_id], keep: last }")
    let run = try desk.daybook("run", "pipeline.yaml")
    let remark = "1 duplicate differs from another record of the same key in day, amount or text"
    #expect(run.output.contains(remark), "\(run.output)")
    #expect(try desk.daybook("show", "pipeline.yaml", "2").output.contains(remark))
    #expect(try !desk.daybook("show", "pipeline.yaml", "1").output.contains("differs"))
  }

  @Test("of more than 10,000 records in doubt the statement is held; accepted, what parts goes beside")
  func tooMany() throws {
    let desk = try deskWithoutIDs()
    func payments(_ day: Int, _ texts: [String]) -> String {
      texts.map { "A1,2026-01-0\(day),-3.20,USD,\($0)\n" }.joined()
    }
    let head = "Account,Day,Amount,Currency,Text\n"
    let others = (0..<10_001).map { "P\($0)" }
    try desk.write(
      "inbox/1.csv",
      head + payments(4, ["RENT"]) + payments(5, ["X", "TEA", "TEA"]) + payments(6, ["GONE", "FUEL"])
        + payments(7, ["Y"]))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    // The first day parts, the second one is whole and lacks a record, the last one has only an addition.
    try desk.write(
      "inbox/2.csv",
      head + payments(5, ["TEA", "TEA", "TEA"] + others) + payments(6, ["FUEL", "NEW"])
        + payments(7, ["Y", "Z"]))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(
      run.errors.contains("identity-undecided: it shares days with what is loaded on which 10006 records"))
    #expect(try desk.daybook("accept", "pipeline.yaml", "2").status == 0)
    let counts = try Books.rows(
      desk.place("books/books.db"),
      "SELECT description, count(*) FROM entries WHERE description NOT LIKE 'P%' GROUP BY 1 ORDER BY 1")
    #expect(counts == ["FUEL 1", "NEW 1", "RENT 1", "TEA 5", "X 1", "Y 1", "Z 1"])
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["10012"])
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["7"])
  }

  @Test("of more than 10,000 numbers that are used twice in a file the statement is held")
  func tooManyTwins() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(dedup: "{ bank_ids: checked }").text)
    var rows = [BankPipeline.csvHeader]
    for at in 0..<20_002 {
      rows.append(["R\(at % 10_001)", "A1", "2026-01-05", "\(at).00", "USD", "x", "fee"])
    }
    rows.append(["R1", "A2", "2026-01-05", "1.00", "USD", "x", "fee"])
    try desk.write("inbox/1.csv", csv(rows))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("10001 records of the file have the number of another one"), "\(run.errors)")
    #expect(
      try Books.rows(desk.place("books/books.db"), "SELECT account_id FROM entries") == ["A2"])
  }

  @Test("a record that changes back and forth ends as the last file has it")
  func backAndForth() throws {
    let desk = try deskWithIDs("{ key: [account_id, external_id], keep: last }")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/3.csv", BankPipeline.rows("R3 A1 2026-01-07 3.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(try outcomes(run) == ["updated": 1])
    #expect(
      try Books.rows(
        desk.place("books/books.db"), "SELECT amount, _run FROM entries WHERE external_id = 'R3'") == [
          "3.00 3"
        ])
  }
}
