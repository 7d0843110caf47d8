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
    #expect(
      run.errors.contains(
        "account-control-total: stated 212.03 USD, computed 212.02 USD, difference 0.01 USD")
    )
    #expect(try entries(desk) == ["B1 2026-01-05 123.45 X1", "B2 2026-01-06 -1.00 X5"])
    let proofs = "SELECT account_id, as_of, proves FROM daybook_statements ORDER BY statement"
    #expect(
      try Books.rows(desk.place("books/books.db"), proofs) == [
        "B1 2026-01-05 1", "B2 2026-01-05 0", "B2 2026-01-06 1",
      ])
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT status FROM daybook_runs") == ["refused"])
    #expect(
      run.output.contains("  line 9: account-control-total does not hold: stated 212.03 USD, computed 212.02")
    )
  }

  @Test("a check that fails is in the report's JSON with both amounts, the difference and the currency, once")
  func failedChecks() throws {
    let desk = try desk()
    var group = BAI2File.Group(
      "260105", [account("B1", .init("165", 100, "X1")), account("B2", .init("165", 200, "X2"))])
    group.statedTotal = 40_303
    try desk.write("inbox/1.bai", BAI2File([group]).text)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 65)
    let checks = try #require(try JSON(run.output)["files"]?[0]?["failed_checks"])
    #expect(checks.count == 1)
    #expect(checks[0]?["name"]?.string == "group-control-total")
    #expect(checks[0]?["stated"]?.string == "403.03")
    #expect(checks[0]?["computed"]?.string == "403.02")
    #expect(checks[0]?["difference"]?.string == "0.01")
    #expect(checks[0]?["currency"]?.string == "USD")
    let read = try desk.daybook("read", "inbox/1.bai", "--statements")
    #expect(
      read.output.contains(
        "FAILS group-control-total: stated 403.03 USD, computed 403.02 USD, difference 0.01 USD"))
    #expect(read.output.contains("opening 100.00  closing 100.01"))
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
    #expect(
      run.errors.contains(
        "group-control-total: stated 0.01 USD, computed 403.02 USD, difference -403.01 USD")
    )
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
    let plan = try desk.daybook("plan", "pipeline.yaml")
    let planned = try JSON(desk.daybook("plan", "pipeline.yaml", "--output", "json").output)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    for told in [plan, run, try desk.daybook("show", "pipeline.yaml")] {
      #expect(told.output.contains("  taken out by a deleting or replacing statement: 3 rows, 6.00 USD"))
    }
    for told in [plan, run] {
      #expect(told.output.contains("\ntaken out by deleting or replacing statements: 3 rows, 6.00 USD"))
    }
    #expect(planned["retracted", "rows"]?.integer == 3)
    #expect(planned["retracted", "amounts", "USD"]?.string == "6.00")
    #expect(try entries(desk) == ["B1 2026-01-05 1.50 X1", "B2 2026-01-06 4.00 X4"])
  }

  @Test("a plan of a statement and its correction says what a run of both does", arguments: [false, true])
  func plannedCorrection(isLoaded: Bool) throws {
    let desk = try desk()
    try desk.write(
      "inbox/1.bai",
      BAI2File([.init("260105", [account("B1", .init("165", 100, "X1"), .init("165", 200, "X2"))])]).text)
    if isLoaded { #expect(try desk.daybook("run", "pipeline.yaml").status == 0) }
    let correction = account("B1", .init("165", 100, "X1"), .init("165", 250, "X2"), .init("165", 5, "X3"))
    try desk.write("inbox/2.bai", BAI2File([.init("260105", status: 3, [correction])]).text)
    let again = account("B1", .init("165", 100, "X1"))
    try desk.write("inbox/3.bai", BAI2File([.init("260105", status: 3, [again])]).text)
    let full = isLoaded ? ["--full"] : []
    let planned = try JSON(desk.start(["plan", "pipeline.yaml", "--output", "json"] + full).wait().output)
    let done = try JSON(desk.start(["run", "pipeline.yaml", "--output", "json"] + full).wait().output)
    #expect(try planned["totals"]?.text() == done["totals"]?.text())
    #expect(try planned["retracted"]?.text() == done["retracted"]?.text())
    #expect(done["retracted", "rows"]?.integer == 5)
    #expect(try entries(desk) == ["B1 2026-01-05 1.00 X1"])
  }

  @Test("a deletion is not made twice, and reported as nothing, when the checkpoints missed its commit")
  func deletedBeforeCrash() throws {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(
        formats: "{ match: \"*.bai\", bai2: {} }", normalize: nil, dedup: "{}", checkpoints: "books/state.db"
      ).text)
    let lines = account("B1", .init("165", 100, "X1"), .init("165", 200, "X2"))
    try desk.write(
      "inbox/1.bai",
      BAI2File([.init("260105", [lines]), .init("260106", [account("B2", .init("165", 1, "X3"))])])
        .text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.bai", BAI2File([.init("260105", status: 2, [account("B1")])]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let expected = try Books.dump(desk.place("books/state.db"))
    // As after a kill between the commit of the books and the last one of the checkpoints.
    try Books.change(
      desk.place("books/state.db"),
      "DELETE FROM daybook_manifests WHERE run = 2; UPDATE daybook_runs SET status = 'running' WHERE run = 2; "
        + "UPDATE daybook_files SET status = 'loading' WHERE run = 2")
    let resumed = try desk.daybook("run", "pipeline.yaml")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output.contains("run 2, taken up again"))
    #expect(resumed.output.contains("statement: 2 rows, 3.00 USD\n"), "\(resumed.output)")
    #expect(Books.difference(try Books.dump(desk.place("books/state.db")), from: expected) == nil)
    // Where the books missed it, it is made.
    try Books.change(
      desk.place("books/state.db"),
      "DELETE FROM daybook_manifests WHERE run = 2; UPDATE daybook_runs SET status = 'running' WHERE run = 2; "
        + "UPDATE daybook_files SET status = 'loading', retracted = '9 rows' WHERE run = 2")
    try Books.change(desk.place("books/books.db"), "UPDATE daybook_marks SET run = 1")
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("statement: 0 rows\n"))
    #expect(Books.difference(try Books.dump(desk.place("books/state.db")), from: expected) != nil)
  }

  @Test("a run that is killed behind its first chunk reports what it had taken out before")
  func replacedAndKilled() throws {
    let desk = try desk()
    let books = desk.place("books/books.db")
    let lines = account("B1", .init("165", 100, "X1"), .init("165", 200, "X2"))
    try desk.write("inbox/1.bai", BAI2File([.init("260105", [lines])]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let many = (0..<200_000).map { BAI2File.Line("165", 100, "Y\($0)") }
    try desk.write("inbox/2.bai", BAI2File([.init("260105", status: 3, [BAI2File.Account("B1", many)])]).text)
    let status = "SELECT status FROM daybook_files WHERE run = 2"
    let killed = try desk.interrupt(["run", "pipeline.yaml"]) { try Books.rows(books, status) == ["loading"] }
    #expect(killed.signal == SIGKILL)
    let resumed = try JSON(desk.daybook("run", "pipeline.yaml", "--output", "json").output)
    #expect(resumed["run"]?.integer == 2)
    #expect(resumed["retracted", "rows"]?.integer == 2)
    #expect(resumed["retracted", "amounts", "USD"]?.string == "3.00")
    #expect(resumed["totals", "inserted", "rows"]?.integer == 200_000)
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
    // The first file is loaded and the run is at the second one.
    let killed = try desk.interrupt(["run", "pipeline.yaml"]) {
      let files = try Books.files(desk.place("books/books.db"))
      return files.first == "loaded" && files.last != "loaded"
    }
    #expect(killed.signal == SIGKILL)
    let resumed = try desk.daybook("run", "pipeline.yaml")
    #expect(resumed.status == 65)
    #expect(Books.difference(try Books.dump(desk.place("books/books.db")), from: expected) == nil)
  }
}
