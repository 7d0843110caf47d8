import Glibc
import Support
import Testing

/// BAI2 statements through a pipeline: proven, or refused whole; deletions and corrections.
@Suite("statements")
struct StatementTests {
  private func desk() throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      // The balances of these statements are made up, each for itself.
      BankPipeline(
        formats: "{ match: \"*.bai\", bai2: {} }", normalize: nil, dedup: "{}", prove: "{ continuity: off }"
      ).text)
    return desk
  }

  private func entries(_ desk: Workplace) throws -> [String] {
    try Books.rows(
      desk.place("books/books.db"),
      "SELECT account_id, booking_date, amount, bank_reference FROM entries ORDER BY 1, 2, 4")
  }

  private func account(_ number: String, _ lines: BAI2File.Line...) -> BAI2File.Account {
    BAI2File.Account(number, balances: [("010", 10_000), ("015", 10_000 + lines.count)], lines)
  }

  @Test("a statement whose control total is wrong is refused whole, with the arithmetic; the others load")
  func doesNotProve() throws {
    let desk = try desk()
    var wrong = account("B2", .init("165", 500, "X3"), .init("475", 700, "X4"))
    wrong.statedTotal = 21_203
    let day = BAI2File.Group("260105", [account("B1", .init("165", 12_345, "X1")), wrong])
    try desk.write(
      "inbox/1.bai", BAI2File([day, .init("260106", [account("B2", .init("475", 100, "X5"))])]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("statement-does-not-prove"))
    #expect(run.errors.contains("account-control-total: stated 21203, computed 21202, difference 1"))
    #expect(try entries(desk) == ["B1 2026-01-05 123.45 X1", "B2 2026-01-06 -1.00 X5"])
    let proofs = "SELECT account_id, as_of, proves FROM daybook_statements ORDER BY statement"
    #expect(
      try Books.rows(desk.place("books/books.db"), proofs) == [
        "B1 2026-01-05 1", "B2 2026-01-05 0", "B2 2026-01-06 1",
      ])
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT status FROM daybook_runs") == ["refused"])
  }

  @Test("a wrong group total refuses the group's statements, and only those")
  func groupTotal() throws {
    let desk = try desk()
    var group = BAI2File.Group(
      "260105", [account("B1", .init("165", 100, "X1")), account("B2", .init("165", 200, "X2"))])
    group.statedTotal = 1
    try desk.write(
      "inbox/1.bai", BAI2File([group, .init("260106", [account("B1", .init("165", 300, "X3"))])]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("group-control-total: stated 1, computed 40302, difference -40301"))
    #expect(try entries(desk) == ["B1 2026-01-06 3.00 X3"])
  }

  @Test("a wrong file total refuses every statement of the file; another file loads")
  func fileTotal() throws {
    let desk = try desk()
    var file = BAI2File([
      .init("260105", [account("B1", .init("165", 100, "X1"))]),
      .init("260106", [account("B1", .init("165", 200, "X2"))]),
    ])
    file.statedTotal = 2
    try desk.write("inbox/1.bai", file.text)
    try desk.write("inbox/2.bai", BAI2File([.init("260107", [account("B1", .init("165", 300, "X3"))])]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("file-control-total"))
    #expect(try entries(desk) == ["B1 2026-01-07 3.00 X3"])
  }

  @Test("a deletion takes the day of its account out, a correction replaces it, a test never posts")
  func groupStatus() throws {
    let desk = try desk()
    let first = BAI2File([
      .init("260105", [account("B1", .init("165", 100, "X1"), .init("165", 200, "X2"))]),
      .init("260106", [account("B1", .init("165", 300, "X3"))]),
      .init("260106", [account("B2", .init("165", 400, "X4"))]),
    ])
    try desk.write("inbox/1.bai", first.text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try entries(desk).count == 4)
    let second = BAI2File([
      .init("260105", status: 3, [account("B1", .init("165", 150, "X1"))]),
      .init("260106", status: 2, [account("B1")]),
      .init("260107", status: 4, [account("B1", .init("165", 999, "X9"))]),
    ])
    try desk.write("inbox/2.bai", second.text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("taken out by a deleting or replacing statement: 3 rows, 6.00 USD"))
    #expect(try entries(desk) == ["B1 2026-01-05 1.50 X1", "B2 2026-01-06 4.00 X4"])
  }

  @Test("a correction that does not prove takes nothing out")
  func unprovenCorrection() throws {
    let desk = try desk()
    try desk.write("inbox/1.bai", BAI2File([.init("260105", [account("B1", .init("165", 100, "X1"))])]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    var wrong = account("B1", .init("165", 150, "X1"))
    wrong.statedTotal = 1
    try desk.write("inbox/2.bai", BAI2File([.init("260105", status: 3, [wrong])]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    #expect(try entries(desk) == ["B1 2026-01-05 1.00 X1"])
  }

  @Test("a run with a refused statement, killed after it, ends refused with 65 all the same")
  func refusedAndKilled() throws {
    let desk = try desk()
    var wrong = account("B2", .init("165", 500, "X3"))
    wrong.statedTotal = 1
    try desk.write(
      "inbox/1.bai", BAI2File([.init("260105", [wrong, account("B1", .init("165", 100, "X1"))])]).text)
    let many = (0..<70_000).map { BAI2File.Line("165", $0 + 1, "Y\($0)") }
    try desk.write("inbox/2.bai", BAI2File([.init("260106", [BAI2File.Account("B1", many)])]).text)
    let undisturbed = try desk.daybook("run", "pipeline.yaml")
    #expect(undisturbed.status == 65)
    let expected = try Books.dump(desk.place("books/books.db"))
    try desk.remove("books")
    let program = try desk.start(["run", "pipeline.yaml"])
    // Until the first file is loaded and the run is at the second one.
    while !(try Books.files(desk.place("books/books.db")).contains("loaded")) { usleep(500) }
    program.send(SIGKILL)
    #expect(try program.wait().signal == SIGKILL)
    let resumed = try desk.daybook("run", "pipeline.yaml")
    #expect(resumed.status == 65)
    #expect(Books.difference(try Books.dump(desk.place("books/books.db")), from: expected) == nil)
  }
}
