import Support
import Testing

/// The same thing twice changes nothing.
@Suite("run again")
struct RepeatTests {
  private func desk(_ pipeline: BankPipeline) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<3000, seed: 21, flaws: 500))
    try desk.write("inbox/2.csv", BankPipeline.payments(2500..<5000, seed: 22))
    return desk
  }

  @Test("a second run finds nothing new and changes no byte", arguments: [nil, "books/state.db"])
  func again(checkpoints: String?) throws {
    let desk = try desk(BankPipeline(map: BankPipeline.lookup, checkpoints: checkpoints, budget: "5%"))
    let first = try desk.daybook("run", "pipeline.yaml")
    #expect(first.status == 0, "\(first.errors)")
    let before = try desk.everything()
    #expect(!before.keys.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
    let second = try desk.daybook("run", "pipeline.yaml")
    #expect(second.status == 0)
    #expect(second.output.contains("nothing new in 2 files"))
    #expect(second.errors.isEmpty)
    #expect(try desk.everything() == before)
  }

  @Test("with --full every record is found unchanged and no row is touched")
  func full() throws {
    let desk = try desk(BankPipeline(map: BankPipeline.lookup, budget: "5%"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.remove("inbox/1.csv")
    let rows = "SELECT * FROM entries"
    let before = try Books.rows(desk.place("books/books.db"), rows)
    let again = try desk.daybook("run", "pipeline.yaml", "--full", "--output", "json")
    #expect(again.status == 0)
    let totals = try JSON(again.output)["totals"]
    #expect(totals?["unchanged", "rows"]?.integer == 2500)
    #expect(totals?["inserted"] == nil)
    #expect(totals?["updated"] == nil)
    #expect(try Books.rows(desk.place("books/books.db"), rows) == before)
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("nothing new"))
  }

  @Test("what a killed run left in the write-ahead log is in the file after the next one")
  func logFolded() throws {
    let desk = try desk(BankPipeline(checkpoints: "books/state.db", budget: "5%"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    // As a kill between the last commit and the end leaves it.
    try desk.write("books/.bank.run-1.rejects.csv.4711-0", "half")
    let held = try Books.logged(desk.place("books/books.db"), at: desk.place("copy"))
    try desk.remove("books/books.db")
    for suffix in ["", "-wal"] { try desk.copy(held + suffix, to: "books/books.db\(suffix)") }
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("nothing new"))
    let left = try desk.everything().keys.filter { $0.hasPrefix("books/") }.sorted()
    #expect(
      left == [
        "books/bank.run-1.rejects.csv", "books/books.db", "books/state.db", "books/state.db.bank.lock",
      ])
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT note FROM late") == ["in the log"])
  }
}
