import Testing

/// Runs that are asked for some days, for everything again, or with another pipeline.
@Suite("runs that are asked for something")
struct NarrowedTests {
  private func desk(_ pipeline: BankPipeline = BankPipeline()) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    return desk
  }

  private func count(_ desk: Workplace) throws -> [String] {
    try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries")
  }

  @Test("a file loaded through a day is not loaded for the days behind it")
  func through() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-02-05 2.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml", "--through", "2026-01-31").status == 0)
    #expect(try count(desk) == ["1"])
    let same = try desk.daybook("run", "pipeline.yaml", "--through", "2026-01-31")
    #expect(same.output.contains("nothing new"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try count(desk) == ["2"])
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("nothing new"))
  }

  @Test("with --full a correction stays behind what it corrects, whatever the names")
  func correction() throws {
    let desk = try desk()
    try desk.write("inbox/statement.csv", BankPipeline.rows("R1 A1 2026-01-05 4.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/correction.csv", BankPipeline.rows("R1 A1 2026-01-05 5.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT amount FROM entries") == ["5.00"])
  }

  @Test("--full, --from and --through are refused where nothing identifies a record")
  func keyless() throws {
    let desk = try desk(BankPipeline(dedup: nil))
    try desk.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 64)
    #expect(try desk.daybook("run", "pipeline.yaml", "--from", "2026-01-01").status == 64)
    #expect(try count(desk) == ["1"])
  }

  @Test("a mapping that changes the amount is refused before anything is read")
  func bent() throws {
    let desk = try desk(BankPipeline(map: "{ amount: { constant: \"1.00\" } }"))
    try desk.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 4.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 78)
    #expect(run.errors.contains("pipeline.yaml:8:12: footing-field-written"))
    #expect(!desk.exists("books/books.db"))
  }
}
