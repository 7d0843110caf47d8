import Foundation
import Support
import Testing

/// Files of which nothing comes in: they are refused, not loaded, and told until somebody has decided.
@Suite("files all of which is refused")
struct RefusedFileTests {
  private static let bai2 = "{ match: \"*.bai\", bai2: {} }"

  private func statement(_ lines: [(Int, String)], statedTotal: Int? = nil) -> String {
    let sum = lines.reduce(0) { $0 + $1.0 }
    var account = BAI2File.Account(
      "B1", balances: [("010", 10_000), ("015", 10_000 + sum)],
      lines.map { BAI2File.Line("165", $0.0, $0.1) })
    account.statedTotal = statedTotal
    return BAI2File([.init("260105", [account])]).text
  }

  private func statuses(_ desk: Workplace, _ store: String = "books/books.db") throws -> [String] {
    try Books.rows(desk.place(store), "SELECT run, status FROM daybook_files ORDER BY run, file")
  }

  private func references(_ desk: Workplace) throws -> [String] {
    try Books.rows(desk.place("books/books.db"), "SELECT amount FROM entries ORDER BY 1")
  }

  private func restated(_ checkpoints: String?) throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(formats: Self.bai2, normalize: nil, dedup: "{}", checkpoints: checkpoints).text)
    try desk.write("inbox/1.bai", statement([(100, "X1"), (200, "X2")]))
    try #require(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.bai", statement([(150, "X1"), (600, "X3")]))
    return desk
  }

  @Test(
    "a file that awaits a person is not loaded, and every run tells of it until the decision",
    arguments: [nil, "books/state.db"])
  func told(_ checkpoints: String?) throws {
    let desk = try restated(checkpoints)
    let store = checkpoints ?? "books/books.db"
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("inbox/2.bai (bai2): refused"), "\(run.output)")
    #expect(run.output.contains("nothing of it is loaded"))
    // Rows and money are counted to the end all the same.
    #expect(run.output.contains("rejected     2  7.50"), "\(run.output)")
    #expect(try statuses(desk, store) == ["1 loaded", "2 refused"])
    let show = try desk.daybook("show", "pipeline.yaml", "2")
    #expect(show.output.contains("inbox/2.bai (bai2): refused"), "\(show.output)")
    for _ in 0..<2 {
      let again = try desk.daybook("run", "pipeline.yaml")
      #expect(again.status == 65)
      #expect(again.output.contains("nothing new in 2 files, 1 refused before"), "\(again.output)")
      #expect(again.output.contains("refused by run 2: 1 refusal awaits a decision: daybook accept"))
    }
    let accept = try desk.daybook("accept", "pipeline.yaml", "2")
    #expect(accept.status == 0, "\(accept.errors)")
    #expect(try references(desk) == ["1.50", "6.00"])
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try references(desk) == ["1.00", "2.00"])
    let open = try desk.daybook("run", "pipeline.yaml")
    #expect(open.status == 65)
    #expect(open.output.contains("daybook accept"))
    // Taken back, the run has refused nothing: its file is new.
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    let fresh = try desk.daybook("run", "pipeline.yaml")
    #expect(fresh.status == 65)
    #expect(fresh.output.contains("run 6"), "\(fresh.output)")
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("with the policy changed, --full loads it, and the old refusals are answered")
  func policy() throws {
    let desk = try restated(nil)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    try desk.write(
      "pipeline.yaml",
      BankPipeline(formats: Self.bai2, normalize: nil, dedup: "{ restated: supersede }").text)
    let told = try desk.daybook("run", "pipeline.yaml")
    #expect(told.status == 65)
    #expect(told.output.contains("has changed since: --full reads it again"), "\(told.output)")
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try references(desk) == ["1.50", "6.00"])
    let nothing = try desk.daybook("accept", "pipeline.yaml", "2")
    #expect(nothing.output.contains("nothing of run 2 is left to accept"), "\(nothing.output)")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
  }

  @Test("a file none of whose statements prove is refused; retried with the gate relaxed, it is loaded")
  func unproven() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(formats: Self.bai2, normalize: nil, dedup: "{}").text)
    try desk.write("inbox/1.bai", statement([(100, "X1")], statedTotal: 1))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    #expect(try statuses(desk) == ["1 refused"])
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 65)
    #expect(again.output.contains("refused by run 1, and neither it nor the pipeline has changed"))
    let retry = try desk.daybook("retry", "pipeline.yaml", "1")
    #expect(retry.status == 65)
    #expect(try statuses(desk) == ["1 refused", "2 refused"])
    try desk.write(
      "pipeline.yaml",
      BankPipeline(formats: Self.bai2, normalize: nil, dedup: "{}", prove: "{ control_totals: warn }").text)
    #expect(try desk.daybook("retry", "pipeline.yaml", "2").status == 0)
    #expect(try references(desk) == ["1.00"])
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
  }

  @Test("a file that is loaded in part stays loaded, and the next run says what awaits a decision")
  func partly() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(dedup: "{ bank_ids: checked }").text)
    try desk.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-05 9.00 USD", "R2 A1 2026-01-06 2.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("inbox/2.csv (csv): loaded"))
    #expect(run.output.contains("remark: 1 refusal awaits a decision: daybook accept"), "\(run.output)")
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 0)
    #expect(
      again.output.contains("loaded by run 2, with 1 refusal; 1 refusal awaits a decision: daybook accept"),
      "\(again.output)")
    #expect(try desk.daybook("accept", "pipeline.yaml", "2").status == 0)
    #expect(!(try desk.daybook("run", "pipeline.yaml").output.contains("awaits")))
  }

  // MARK: Inbox

  @Test("from an inbox it goes to quarantine, is told from there, and accept moves it to the archive")
  func inbox() throws {
    var pipeline = InboxDesk.pipeline(formats: Self.bai2)
    pipeline.normalize = nil
    pipeline.dedup = "{}"
    let inbox = try InboxDesk(pipeline)
    try inbox.drop("1.bai", statement([(100, "X1")]))
    #expect(try inbox.run().status == 0)
    try inbox.drop("2.bai", statement([(150, "X1")]), at: 1)
    #expect(try inbox.run().status == 65)
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai", "Quarantine/2.bai"])
    let reasons = try inbox.desk.text("Quarantine/2.bai.reasons.txt")
    #expect(reasons.contains("statement-restated"))
    #expect(reasons.contains("daybook accept"))
    let again = try inbox.run()
    #expect(again.status == 65)
    #expect(again.output.contains("2.bai: refused by run 2: 1 refusal awaits a decision"), "\(again.output)")
    // The same bytes once more are put aside as well.
    try inbox.drop("copy.bai", statement([(150, "X1")]), at: 2)
    #expect(try inbox.run().status == 65)
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai", "Quarantine/2.bai", "Quarantine/copy.bai"])
    try inbox.desk.remove("Quarantine/copy.bai")
    let accept = try inbox.desk.daybook("accept", "pipeline.yaml", "2")
    #expect(accept.status == 0, "\(accept.errors)")
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai", "Archive/B1/2026/2.bai"])
    #expect(!inbox.desk.exists("Quarantine/2.bai.reasons.txt"))
    #expect(try inbox.run().status == 0)
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai", "Quarantine/2.bai"])
    #expect(inbox.desk.exists("Quarantine/2.bai.reasons.txt"))
    #expect(try inbox.run().status == 65)
    // Without the run that asked, the file is new once more, and lies where it was found.
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai", "Inbox/bank/2.bai"])
    // Without the version that is loaded there is nothing to decide either.
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "1").status == 0)
    try inbox.desk.remove("Inbox/bank/1.bai")
    #expect(try inbox.run().status == 0)
    #expect(try inbox.places() == ["Archive/B1/2026/2.bai"])
  }

  @Test(
    "a file that does not prove is told from quarantine by every run, and missing in coverage, until the right one comes"
  )
  func quarantined() throws {
    var pipeline = InboxDesk.pipeline(formats: Self.bai2)
    pipeline.normalize = nil
    pipeline.dedup = "{}"
    let inbox = try InboxDesk(pipeline)
    try inbox.drop("1.bai", statement([(100, "X1")], statedTotal: 1))
    #expect(try inbox.run().status == 65)
    for _ in 0..<2 {
      let again = try inbox.run()
      #expect(again.status == 65)
      #expect(
        again.output.contains("1.bai: refused by run 1, and lies in Quarantine/1.bai: daybook retry"),
        "\(again.output)")
    }
    let missing = try inbox.desk.daybook("coverage", "pipeline.yaml")
    #expect(missing.status == 65)
    #expect(missing.output.contains("  refused   2026-01-05: Inbox/bank/1.bai, run 1"), "\(missing.output)")
    #expect(missing.output.contains("1 account, as of") && missing.output.contains(": 1 refused\n"))
    // The bank sends the right one.
    try inbox.drop("2.bai", statement([(100, "X1")]), at: 1)
    #expect(try inbox.run().status == 0)
    #expect(try inbox.run().status == 0)
    let covered = try inbox.desk.daybook("coverage", "pipeline.yaml")
    #expect(covered.status == 0, "\(covered.output)")
    #expect(try inbox.places() == ["Archive/B1/2026/2.bai", "Quarantine/1.bai"])
    // Without it the first one is open again.
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    try inbox.desk.remove("Inbox/bank/2.bai")
    #expect(try inbox.run().status == 65)
    #expect(try inbox.desk.daybook("coverage", "pipeline.yaml").status == 65)
    // Taken away, it is no longer told.
    try inbox.desk.remove("Quarantine/1.bai")
    #expect(try inbox.run().status == 0)
  }

  @Test("what awaits a decision is no version that coverage takes for loaded")
  func heldVersion() throws {
    let desk = try restated(nil)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    let coverage = try desk.daybook("coverage", "pipeline.yaml")
    #expect(
      coverage.output.contains(
        "restated  2026-01-05: inbox/1.bai, then inbox/2.bai, which awaits a decision"), "\(coverage.output)")
  }

  @Test("a quarantined file that is retried in vain stays in quarantine")
  func inVain() throws {
    var pipeline = InboxDesk.pipeline(formats: Self.bai2)
    pipeline.normalize = nil
    pipeline.dedup = "{}"
    let inbox = try InboxDesk(pipeline)
    try inbox.drop("1.bai", statement([(100, "X1")], statedTotal: 1))
    #expect(try inbox.run().status == 65)
    #expect(try inbox.places() == ["Quarantine/1.bai"])
    #expect(try inbox.desk.daybook("retry", "pipeline.yaml", "1").status == 65)
    #expect(try inbox.places() == ["Quarantine/1.bai"])
    pipeline.prove = "{ control_totals: warn }"
    try inbox.desk.write("pipeline.yaml", pipeline.text)
    #expect(try inbox.desk.daybook("retry", "pipeline.yaml", "2").status == 0)
    #expect(try inbox.places() == ["Archive/B1/2026/1.bai"])
  }
}
