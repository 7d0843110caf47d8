import Testing

/// Records dated before the cut-off never arrive, on any run; the effective date decides.
@Suite("cut-off")
struct CutOffTests {
  private let days = "SELECT external_id, booking_date, amount FROM entries ORDER BY 1"

  private func desk(_ cutOff: String = "{ field: booking_date, from: 2026-03-01 }") throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(cutOff: cutOff).text)
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows(
        "R1 A1 2026-02-28 1.00 USD", "R2 A1 2026-03-01 2.00 USD", "R3 A1 2026-03-02 3.00 USD",
        "R4 A1 2025-03-02 4.00 USD"))
    return desk
  }

  private func entries(_ desk: Workplace) throws -> [String] {
    try Books.rows(desk.place("books/books.db"), days)
  }

  @Test("the day before stays out, the day itself and the day after come in, and the report counts them")
  func threeDays() throws {
    let desk = try desk()
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0)
    #expect(try entries(desk) == ["R2 2026-03-01 2.00", "R3 2026-03-02 3.00"])
    let totals = try JSON(run.output)["totals"]
    #expect(totals?["before cut-off", "rows"]?.integer == 2)
    #expect(totals?["before cut-off", "amounts", "USD"]?.string == "5.00")
    #expect(totals?["read", "rows"]?.integer == 4)
  }

  @Test("a later run with a new file keeps older records out as well")
  func laterRun() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R5 A1 2026-02-28 5.00 USD", "R6 A1 2026-09-01 6.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try entries(desk).map { $0.prefix(2) } == ["R2", "R3", "R6"])
    // Neither does reading everything anew let them in.
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try entries(desk).map { $0.prefix(2) } == ["R2", "R3", "R6"])
  }

  @Test("a record backdated before the cut-off later on does not come in, and the loaded row stays as it is")
  func backdated() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let before = try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries")
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R3 A1 2026-02-27 9.00 USD", "R1 A1 2026-02-20 1.50 USD"))
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0)
    #expect(try JSON(run.output)["totals", "before cut-off", "rows"]?.integer == 2)
    #expect(
      try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries") == before)
  }

  @Test("a record moved to a day after the cut-off comes in")
  func movedForward() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", BankPipeline.rows("R1 A1 2026-03-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try entries(desk).first == "R1 2026-03-05 1.00")
  }

  @Test("--from and --through narrow a run, and never widen the cut-off")
  func narrowed() throws {
    let desk = try desk("{ field: booking_date, from: 2026-02-28, through: 2026-03-01 }")
    #expect(
      try desk.daybook("run", "pipeline.yaml", "--from", "2026-03-01", "--through", "2026-12-31").status == 0)
    #expect(try entries(desk) == ["R2 2026-03-01 2.00"])
    #expect(try desk.daybook("run", "pipeline.yaml", "--full", "--from", "2020-01-01").status == 0)
    #expect(try entries(desk) == ["R1 2026-02-28 1.00", "R2 2026-03-01 2.00"])
  }

  @Test("--through alone narrows a pipeline that has no cut-off")
  func withoutCutOff() throws {
    let desk = try desk()
    try desk.write("pipeline.yaml", BankPipeline().text)
    #expect(try desk.daybook("run", "pipeline.yaml", "--through", "2026-02-28").status == 0)
    #expect(try entries(desk).map { $0.prefix(2) } == ["R1", "R4"])
  }
}
