import Glibc
import Support
import Testing

/// Several programs at once: no record twice, no integrity error.
@Suite("at the same time")
struct ConcurrencyTests {
  private func desk() throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline().text)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<100_000, seed: 31))
    return desk
  }

  /// Starts a run and halts it while it holds the lock.
  private func halted(_ desk: Workplace) throws -> RunningProgram {
    try desk.halt(["run", "pipeline.yaml"]) {
      try desk.exists("books/books.db.bank.lock") && !desk.text("books/books.db.bank.lock").isEmpty
    }
  }

  @Test("a second run of the same pipeline ends with 75 and says who holds the lock")
  func refused() throws {
    let desk = try desk()
    let first = try halted(desk)
    let second = try desk.daybook("run", "pipeline.yaml")
    first.send(SIGCONT)
    #expect(second.status == 75)
    #expect(second.errors.contains("pipeline-locked"))
    #expect(second.errors.contains("process \(first.process) on "))
    #expect(try first.wait().status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["100000"])
    #expect(try Books.integrity(desk.place("books/books.db")) == ["ok"])
  }

  @Test("a lock whose holder was killed is taken over at once")
  func stale() throws {
    let desk = try desk()
    let first = try halted(desk)
    first.send(SIGKILL)
    #expect(try first.wait().signal == SIGKILL)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["100000"])
  }

  @Test("six runs at once that wait for each other all end well, and every record is there once")
  func waiting() throws {
    let desk = try desk()
    let programs = try (0..<6).map { _ in try desk.start(["run", "pipeline.yaml", "--wait", "600"]) }
    let ends = try programs.map { try $0.wait() }
    #expect(ends.map(\.status) == Array(repeating: 0, count: 6))
    #expect(ends.filter { $0.output.contains("nothing new") }.count == 5)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["100000"])
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM daybook_runs") == ["1"])
    #expect(try Books.integrity(desk.place("books/books.db")) == ["ok"])
  }

  @Test("two pipelines into one database at once both load in full", arguments: ["other", "entries"])
  func differentPipelines(table: String) throws {
    let desk = try desk()
    try desk.write("inbox/2.csv", BankPipeline.payments(90_000..<160_000, seed: 32))
    try desk.write("pipeline.yaml", BankPipeline(name: "one", read: "path: inbox/1.csv").text)
    try desk.write(
      "other.yaml",
      BankPipeline(
        name: "two", read: "path: inbox/2.csv",
        load: "{ path: books/books.db, table: \(table), provenance: true }"
      ).text)
    let programs = try ["pipeline.yaml", "other.yaml"].map { try desk.start(["run", $0]) }
    for program in programs {
      let ended = try program.wait()
      #expect(ended.status == 0, "\(ended.errors)")
    }
    let books = desk.place("books/books.db")
    let counts = try ["entries", table].map { try Books.rows(books, "SELECT count(*) FROM \($0)")[0] }
    #expect(counts == (table == "entries" ? ["160000", "160000"] : ["100000", "70000"]))
    #expect(try Books.rows(books, "SELECT status FROM daybook_runs") == ["done", "done"])
    #expect(try Books.integrity(books) == ["ok"])
  }
}
