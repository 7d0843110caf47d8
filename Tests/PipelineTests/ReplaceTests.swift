import Testing

/// A table that every run fills anew.
@Suite("replace")
struct ReplaceTests {
  @Test("when one file is new, all files take the place of the table")
  func allFiles() throws {
    let desk = try Workplace()
    let pipeline = BankPipeline(load: "{ path: books/books.db, table: entries, mode: replace }")
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<10, seed: 1))
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("replaced: the 0 rows"))
    try desk.write("inbox/2.csv", BankPipeline.payments(10..<15, seed: 1))
    let second = try desk.daybook("run", "pipeline.yaml")
    #expect(second.status == 0)
    #expect(second.output.contains("replaced: the 10 rows that the table had before"))
    let shown = try desk.daybook("show", "pipeline.yaml", "2").output
    #expect(
      shown.contains("replaced: the 10 rows that the table had before\nread back: 15 rows, equal\n"),
      "\(shown)")
    let json = try JSON(desk.daybook("show", "pipeline.yaml", "2", "--output", "json").output)
    #expect(json["replaced_rows"]?.integer == 10 && json["read_back"]?.integer == 15)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["15"])
    // A file that is refused leaves the table as it was, and once it is gone everything comes back in.
    try desk.write("inbox/3.csv", BankPipeline.rows("R99 A1 2026-01-05 1.O0 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["15"])
    try desk.write("inbox/3.csv", BankPipeline.rows("R99 A1 2026-01-05 1.00 USD"))
    let last = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(last.status == 0)
    #expect(try JSON(last.output)["replaced_rows"]?.integer == 15)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["16"])
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 0 && again.output.contains("nothing new"))
  }
}
