import Foundation
import Glibc
import Support
import Testing

/// Every run is remembered: what it did, what it was about, what stopped it, how long it took.
@Suite("history")
struct HistoryTests {
  private func desk(_ pipeline: BankPipeline = BankPipeline(budget: "50%")) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-02-05 2.O0 USD"))
    return desk
  }

  private func history(_ desk: Workplace) throws -> JSON {
    try JSON(desk.daybook("history", "pipeline.yaml", "--output", "json").output)
  }

  private func shown(_ desk: Workplace, _ run: Int) throws -> JSON {
    try JSON(desk.daybook("show", "pipeline.yaml", "\(run)", "--output", "json").output)
  }

  @Test("loads, retries and undoings are listed with what they were about, in columns")
  func kinds() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let rejects = try desk.daybook("rejects", "pipeline.yaml", "1", "--output", "csv").output
    try desk.write(
      "mended.csv", rejects.replacing("\"R2,A1,2026-02-05,2.O0", with: "\"R2,A1,2026-02-05,2.00"))
    #expect(try desk.daybook("retry", "pipeline.yaml", "1", "--corrected", "mended.csv").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    let lines = try desk.daybook("history", "pipeline.yaml").output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("run 3  undo of run 2") && lines[0].hasSuffix("1 row taken back: 1 removed"))
    #expect(lines[1].hasPrefix("run 2  retry of run 1") && lines[1].contains("done, taken back by run 3"))
    #expect(lines[2].hasPrefix("run 1  load") && lines[2].hasSuffix("2 read: 1 inserted, 1 rejected"))
    let starts = lines.map { line in line.firstRange(of: "20")?.lowerBound.utf16Offset(in: line) }
    #expect(Set(starts).count == 1, "the columns are aligned")
    let json = try history(desk)
    #expect((0..<3).map { json[$0]?["kind"]?.string } == ["undo", "retry", "load"])
    #expect(json[0]?["subject"]?.integer == 2)
    #expect(json[1]?["undone_by"]?.integer == 3)
    #expect(json[2]?["refusals_retried"]?.integer == 1)
  }

  @Test("an undoing foots: what it removed, restored and returned, in history, show and the books")
  func undoing() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-05 1.50 USD", "R3 A1 2026-02-05 2.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    let shown = try shown(desk, 3)
    #expect(shown["totals", "removed", "rows"]?.integer == 1)
    #expect(shown["totals", "restored", "rows"]?.integer == 1)
    #expect(shown["totals", "foots"]?.boolean == true)
    let text = try desk.daybook("show", "pipeline.yaml", "3").output
    #expect(text.contains("removed") && text.contains("restored") && text.contains("foots"))
    let taken = try desk.daybook("show", "pipeline.yaml", "2").output
    #expect(taken.contains("run 2, done, taken back by run 3"))
    #expect(taken.contains("inbox/2.csv (csv): loaded, and taken back since"))
    #expect(taken.contains("see run 3, its undo"))
  }

  @Test("a run that stops before it begins is in the history with its fault, once however often it is tried")
  func failed() throws {
    let desk = try desk(BankPipeline(read: "path: [inbox/1.csv, inbox/2.csv]", budget: "50%"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 66)
    #expect(!desk.exists("books/books.db"), "no books are made to remember a run that never was")
    try desk.write("inbox/2.csv", BankPipeline.rows("R4 A1 2026-01-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.remove("inbox/2.csv")
    for _ in 0..<3 { #expect(try desk.daybook("run", "pipeline.yaml").status == 66) }
    var found = try history(desk)
    #expect(found.count == 2)
    #expect(found[0]?["status"]?.string == "failed")
    #expect(found[0]?["fault", "code"]?.string == "file-not-found")
    #expect(found[0]?["fault", "message"]?.string == "there is no file inbox/2.csv")
    #expect(found[0]?["resumed_at"]?.string != nil)
    let text = try desk.daybook("history", "pipeline.yaml").output
    #expect(text.contains("stopped by file-not-found: there is no file inbox/2.csv"))
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("run 2, failed"))
    // What is asked for wrongly is no run.
    #expect(try desk.daybook("retry", "pipeline.yaml", "77").status == 64)
    try desk.write("inbox/2.csv", BankPipeline.rows("R5 A1 2026-01-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    found = try history(desk)
    #expect((0..<found.count).map { found[$0]?["status"]?.string } == ["done", "failed", "done"])
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
  }

  @Test("a run that a fault stops while it loads keeps the fault until a later attempt comes to its end")
  func stopped() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<70_000, seed: 91))
    try desk.write("inbox/2.csv", BankPipeline.payments(60_000..<80_000, seed: 92))
    let stopped = try desk.interrupt(["run", "pipeline.yaml"], by: SIGTERM) {
      try Books.files(desk.place("books/books.db")).first == "loading"
    }
    #expect(stopped.status == 143)
    var run = try #require(try history(desk)[0])
    #expect(run["status"]?.string == "interrupted")
    #expect(run["fault", "code"]?.string == "run-stopped")
    try FileManager.default.moveItem(atPath: desk.place("inbox/2.csv"), toPath: desk.place("2.csv"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 66)
    run = try #require(try history(desk)[0])
    #expect(run["fault", "code"]?.string == "file-not-found")
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("stopped by file-not-found"))
    try desk.copy("2.csv", to: "inbox/2.csv")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let ended = try history(desk)
    #expect(ended.count == 1)
    #expect(ended[0]?["status"]?.string == "done")
    #expect(ended[0]?["fault", "code"] == nil)
  }

  @Test("books that cannot take the note are no second fault: the first one is told")
  func readOnly() throws {
    let desk = try desk(BankPipeline(read: "path: inbox/1.csv", budget: "50%"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.remove("inbox/1.csv")
    let holder = try desk.shell(
      "cp books/books.db kept.db && printf 'no database at all, but long enough' > books/books.db")
    #expect(holder.status == 0)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status != 0 && run.status != 70)
    #expect(try desk.text("books/books.db") == "no database at all, but long enough")
  }

  @Test("show tells refusals by reason: how many, where first, what to do, how many were processed again")
  func reasons() throws {
    let desk = try desk()
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows(
        "R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-02-05 2.O0 USD", "R3 A1 2026-02-06 3.O0 USD",
        "R4 A1 2026-02-30 3.00 USD", "R5 A1 2026-01-05 1.00 USD", "R6 A1 2026-01-05 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let text = try desk.daybook("show", "pipeline.yaml").output
    #expect(text.contains("amount-not-a-number: 2, first at inbox/1.csv:3:18\n    hint: The letters O"))
    let reasons = try #require(try shown(desk, 1)["reasons"])
    #expect(
      (0..<reasons.count).map { reasons[$0]?["code"]?.string } == [
        "amount-not-a-number", "date-not-in-calendar",
      ])
    #expect(reasons[0]?["count"]?.integer == 2)
    let rejects = try desk.daybook("rejects", "pipeline.yaml", "1", "--output", "csv").output
    try desk.write("mended.csv", rejects.replacing(",2.O0,", with: ",2.00,"))
    #expect(try desk.daybook("retry", "pipeline.yaml", "1", "--corrected", "mended.csv").status == 0)
    #expect(
      try desk.daybook("show", "pipeline.yaml", "1").output.contains(
        "amount-not-a-number: 2, 1 of them processed again since"))
  }

  @Test("every step of a file is timed, and its money by account and month comes to what was loaded")
  func timingsAndMoney() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<30_000, seed: 5))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let file = try #require(try shown(desk, 1)["files"]?[0])
    let steps = try #require(file["steps"])
    #expect(
      (0..<steps.count).map { steps[$0]?["step"]?.string } == ["read", "normalize", "dedup", "drain", "load"])
    #expect(steps[0]?["rows"]?.integer == 30_600)
    #expect(file["took_ms"]?.integer ?? 0 > 0)
    let books = desk.place("books/books.db")
    let stored = """
      SELECT account, month, currency, rows, printf('%.2f', amount) FROM daybook_money ORDER BY 1, 2, 3
      """
    let counted = """
      SELECT account_id, substr(booking_date, 1, 7), currency, count(*), printf('%.2f', sum(amount)) FROM entries
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """
    #expect(try Books.rows(books, stored) == Books.rows(books, counted))
  }

  @Test("show tells of each statement its account, day, balances and proof with the arithmetic")
  func statements() throws {
    let desk = try desk(BankPipeline(formats: "{ match: \"*.bai\", bai2: {} }", normalize: nil, dedup: "{}"))
    try desk.remove("inbox/1.csv")
    try desk.write("inbox/1.bai", BAI2File.oneOfTwoProven.text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    let text = try desk.daybook("show", "pipeline.yaml").output
    #expect(
      text.contains("B1  USD  2026-01-05  opening 1.00  1 record  sum 2.50  closing 3.50  proven by 8 checks")
    )
    #expect(text.contains("account-control-total: stated 6.01, computed 6.00, difference 0.01"))
    let proofs = try #require(try shown(desk, 1)["files"]?[0]?["proofs"])
    #expect(proofs.count == 2)
    #expect(proofs[0]?["proves"]?.boolean == true && proofs[1]?["proves"]?.boolean == false)
    #expect(proofs[0]?["checks"]?.count == 8)
    let page = try desk.daybook("show", "pipeline.yaml", "--html", "run.html")
    #expect(page.status == 0 && page.output.isEmpty)
    let reading = PageReading(try desk.text("run.html"))
    #expect(reading.problems == [])
    #expect(
      reading.all("tr").contains {
        $0.text.hasPrefix("account-control-total") && $0.text.hasSuffix("does not hold")
      })
  }

  @Test("the page of any run is of good form and comes whole or not at all; twice it is the same")
  func pages() throws {
    let desk = try desk(BankPipeline(read: "path: [inbox/1.csv]", budget: "50%"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "1").status == 0)
    try desk.remove("inbox/1.csv")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 66)
    for run in 1...3 {
      for name in ["a.html", "b.html"] {
        #expect(try desk.daybook("show", "pipeline.yaml", "\(run)", "--html", name).status == 0)
      }
      #expect(PageReading(try desk.text("a.html")).problems == [], "run \(run)")
      #expect(try desk.bytes("a.html") == desk.bytes("b.html"))
    }
    #expect(try desk.daybook("show", "pipeline.yaml", "--html", "no/folder/a.html").status == 73)
    let names = try desk.everything().keys
    #expect(names.filter { !$0.contains("/") && $0.hasPrefix(".") } == [], "nothing is left aside")
  }
}
