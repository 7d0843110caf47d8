import Glibc
import Testing

/// Books in a folder that may be looked at and not written to: everything that only reads works.
@Suite("books that may only be read")
struct ReadOnlyTests {
  /// Books of one run, of a user who may not write them, and the program beside them.
  private func desk() throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(map: BankPipeline.lookup, budget: "1").text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write(
      "inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-01-06 12.3O0 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", BankPipeline.rows("R3 A1 2026-01-07 3.00 USD"))
    return desk
  }

  /// Runs the program as somebody who may read everything and write nothing.
  private func reading(_ arguments: String, _ desk: Workplace) throws -> Ended {
    #expect(try desk.shell("cp \"$DAYBOOK\" program; chmod -R a+rX,a-w . && chmod 755 program").status == 0)
    // The superuser may write everything, so it becomes nobody.
    let become = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    let ended = try desk.shell("\(become)./program \(arguments)")
    #expect(try desk.shell("chmod -R u+w .; rm -f program").status == 0)
    return ended
  }

  @Test(
    "history, show, rejects, explain and plan work and leave nothing behind",
    arguments: [
      ("history pipeline.yaml", "run 1"), ("show pipeline.yaml", "inbox/1.csv (csv): loaded"),
      ("rejects pipeline.yaml", "amount-not-a-number"), ("explain pipeline.yaml 1 R1", "table entries"),
      ("plan pipeline.yaml", "inserted"), ("validate pipeline.yaml", "valid"),
    ])
  func works(_ arguments: String, _ says: String) throws {
    let desk = try desk()
    let before = try desk.everything()
    let ended = try reading(arguments, desk)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.output.contains(says), "\(ended.output)")
    #expect(try desk.everything() == before)
  }

  @Test("a run says that it may not write")
  func run() throws {
    let ended = try reading("run pipeline.yaml", try desk())
    #expect(ended.status == 77, "\(ended.errors)")
  }

  @Test("changes that are still in the log are not left out in silence")
  func log() throws {
    let desk = try desk()
    try desk.write("books/books.db-wal", "a log that was left behind")
    let ended = try reading("history pipeline.yaml", desk)
    #expect(ended.status == 77)
    #expect(ended.errors.contains("database-log-unreadable"))
    #expect(ended.errors.contains("Copy the database with its -wal file"))
  }
}
