import Foundation
import Support
import Testing

/// A mapping that changed, applied to rows that are in the books.
@Suite("mapping again")
struct RemapTests {
  private static let books = "books/books.db"

  static let bank = BankPipeline(map: BankPipeline.lookup, budget: "5%")

  private static func accounts(fee: String = "6010", rent: String = "6020") -> String {
    csv([["category", "gl_account"], ["fee", fee], ["rent", rent], ["sale", "4000"]])
  }

  /// Two months in two runs; R2 and R4 are fees.
  private func desk(_ pipeline: BankPipeline = RemapTests.bank) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", RemapTests.accounts())
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows(
        "R1 A1 2026-01-05 1.00 USD rent rent", "R2 A1 2026-01-06 2.50 USD charge fee",
        "R3 A1 2026-01-07 300 JPY sold sale"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write(
      "inbox/2.csv",
      BankPipeline.rows("R4 A1 2026-02-06 -4.00 EUR charge fee", "R5 A1 2026-02-07 5.00 USD rent rent"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    return desk
  }

  private func mapped(_ desk: Workplace) throws -> [String] {
    try Books.rows(
      desk.place(RemapTests.books), "SELECT external_id, gl_account, _run FROM entries ORDER BY 1")
  }

  private func rows(_ desk: Workplace, of table: String = "entries") throws -> [String] {
    try Books.rows(desk.place(RemapTests.books), "SELECT * FROM \(table)")
  }

  @Test("an account renamed in the lookup changes its rows, and tells them by value with rows and money")
  func renamed() throws {
    let desk = try desk()
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 0, "\(remap.errors)")
    #expect(
      remap.output == """
        bank: run 3, the rows from 2026-01-01 on mapped again ← books/books.db, table entries

        gl_account
          6010 → 6015   2 rows, -4.00 EUR, 2.50 USD

        rows of the books  rows    EUR  JPY   USD
        read                  5  -4.00  300  8.50
        updated               2  -4.00    0  2.50
        unchanged             3   0.00  300  6.00
        foots: read = all outcomes, in rows and in every currency

        """)
    #expect(try mapped(desk) == ["R1 6020 1", "R2 6015 3", "R3 4000 1", "R4 6015 3", "R5 6020 2"])
    let history = try desk.daybook("history", "pipeline.yaml")
    #expect(history.output.contains("run 3  remap of the rows from 2026-01-01 on"), "\(history.output)")
    #expect(history.output.contains("done  5 rows of the books: 2 updated, 3 unchanged"), "\(history.output)")
    let shown = try desk.daybook("show", "pipeline.yaml", "3")
    #expect(shown.output.contains("remap      5 arrived, 2 updated, 3 unchanged"), "\(shown.output)")
  }

  @Test("a second time nothing changes, and there is no run")
  func again() throws {
    let desk = try desk()
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01").status == 0)
    let before = try Books.dump(desk.place(RemapTests.books))
    let again = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(again.status == 0)
    #expect(again.output.contains("are as the mapping has them"), "\(again.output)")
    #expect(try Books.dump(desk.place(RemapTests.books)) == before)
  }

  @Test("a dry run tells the same and writes nothing, beside the books neither")
  func dryRun() throws {
    let desk = try desk()
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    let before = try desk.everything()
    for choice in [["--run", "1"], ["--from", "2026-01-01"]] {
      let trial = try desk.start(["remap", "pipeline.yaml", "--dry-run"] + choice).wait()
      #expect(trial.status == 0, "\(trial.errors)")
      #expect(trial.output.contains("would be mapped again"))
      #expect(trial.output.contains("6010 → 6015"))
    }
    #expect(try desk.everything() == before)
  }

  @Test("by run: only rows the run brought, and only while no later run has changed them")
  func byRun() throws {
    let desk = try desk()
    try desk.write("inbox/3.csv", BankPipeline.rows("R2 A1 2026-01-06 2.75 USD charge fee"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015", rent: "6025"))
    let first = try desk.daybook("remap", "pipeline.yaml", "--run", "1")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try mapped(desk) == ["R1 6025 4", "R2 6010 3", "R3 4000 1", "R4 6010 2", "R5 6020 2"])
    let third = try desk.daybook("remap", "pipeline.yaml", "--run", "3")
    #expect(third.status == 0, "\(third.errors)")
    #expect(try mapped(desk) == ["R1 6025 4", "R2 6015 5", "R3 4000 1", "R4 6010 2", "R5 6020 2"])
    // Mapping it again has not made the row another run's.
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015", rent: "6030"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "1").status == 0)
    #expect(try mapped(desk).first == "R1 6030 6")
  }

  @Test("by run: when the run that changed a row is taken back, the row is the earlier run's again")
  func byRunAfterUndo() throws {
    let desk = try desk()
    try desk.write("inbox/3.csv", BankPipeline.rows("R2 A1 2026-01-06 2.75 USD charge fee"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "1").status == 0)
    #expect(try mapped(desk)[1] == "R2 6015 5")
    let gone = try desk.daybook("remap", "pipeline.yaml", "--run", "3")
    #expect(gone.status == 64)
    #expect(gone.errors.contains("run-undone"))
  }

  @Test("by date: from a day through a day, both included")
  func byDate() throws {
    let desk = try desk()
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015", rent: "6025"))
    let remap = try desk.daybook(
      "remap", "pipeline.yaml", "--from", "2026-01-06", "--through", "2026-02-06", "--output", "json")
    #expect(remap.status == 0, "\(remap.errors)")
    let json = try JSON(remap.output)
    #expect(json["read", "rows"]?.integer == 3)
    #expect(json["changed", "rows"]?.integer == 2)
    #expect(json["unchanged", "amounts", "JPY"]?.string == "300")
    #expect(json["fields"]?[0]?["largest"]?[0]?["new"]?.string == "6015")
    #expect(try mapped(desk) == ["R1 6020 1", "R2 6015 3", "R3 4000 1", "R4 6015 3", "R5 6020 2"])
  }

  @Test(
    "the table ends as run --full with the new mapping leaves it, whatever way amounts are kept",
    arguments: ["decimal", "minor"], [true, false])
  func asFull(amounts: String, hasProvenance: Bool) throws {
    var pipeline = RemapTests.bank
    pipeline.load =
      "{ path: books/books.db, table: entries, amounts: \(amounts), provenance: \(hasProvenance) }"
    pipeline.map = """
      { gl_account: { lookup: accounts.csv, by: { category: category }, on_missing: reject },
        memo: { concatenate: [gl_account, booking_date, amount], separator: "/" },
        size: { rules: [{ when: { field: amount, above: "100" }, set: large }], otherwise: default, default: small } }
      """
    // More than one batch, where it costs least.
    let count = amounts == "minor" && hasProvenance ? 70_000 : 3000
    var tables: [[String]] = []
    for command in [["run", "--full"], ["remap", "--from", "0001-01-01"]] {
      let desk = try Workplace()
      try desk.write("pipeline.yaml", pipeline.text)
      try desk.write("accounts.csv", RemapTests.accounts())
      try desk.write("inbox/1.csv", BankPipeline.payments(0..<count, seed: 7))
      #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
      try desk.write("accounts.csv", RemapTests.accounts(fee: "6015", rent: "6,020 \"new\""))
      let ended = try desk.start([command[0], "pipeline.yaml"] + command.dropFirst()).wait()
      #expect(ended.status == 0, "\(ended.errors)")
      tables.append(try rows(desk))
    }
    #expect(tables[0].count == count)
    #expect(tables[0] == tables[1])
  }

  @Test("records without a number of the bank keep their fingerprints and occurrences")
  func fingerprints() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", RemapTests.bank.text)
    try desk.write("accounts.csv", RemapTests.accounts())
    let twins = csv(
      [BankPipeline.csvHeader]
        + Array(repeating: ["", "A1", "2026-01-06", "2.50", "USD", "coffee", "fee"], count: 2))
    try desk.write("inbox/1.csv", twins)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let identity = "SELECT external_id, account_id, amount, _file, _line FROM entries ORDER BY 1"
    let before = try Books.rows(desk.place(RemapTests.books), identity)
    #expect(before.count == 2)
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "1").status == 0)
    #expect(try Books.rows(desk.place(RemapTests.books), identity) == before)
    #expect(
      try Books.rows(desk.place(RemapTests.books), "SELECT gl_account FROM entries") == ["6015", "6015"])
    // The same file again brings nothing new.
    try desk.write("inbox/2.csv", twins + "\n")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.output.contains("2 unchanged"), "\(run.output)\(run.errors)")
  }

  @Test("undo puts every byte of the rows back, and the undo can be undone")
  func undone() throws {
    let desk = try desk()
    let before = try rows(desk)
    let state = try Books.rows(desk.place(RemapTests.books), "SELECT * FROM daybook_tables")
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "2").status == 0)
    let after = try rows(desk)
    #expect(after != before)
    let undo = try desk.daybook("undo", "pipeline.yaml", "3")
    #expect(undo.status == 0, "\(undo.output)\(undo.errors)")
    #expect(try rows(desk) == before)
    #expect(try Books.rows(desk.place(RemapTests.books), "SELECT * FROM daybook_tables") == state)
    #expect(try desk.daybook("undo", "pipeline.yaml", "4").status == 0)
    #expect(try rows(desk) == after)
  }

  // MARK: What is refused

  @Test("a row the new mapping refuses stays as it is and is among the rejects; the others change")
  func refused() throws {
    var pipeline = RemapTests.bank
    pipeline.budget = "2"
    let desk = try desk(pipeline)
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6015"], ["rent", "6020"]]))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 65)
    #expect(remap.errors.contains("lookup-missing"), "\(remap.errors)")
    #expect(try mapped(desk) == ["R1 6020 1", "R2 6015 3", "R3 4000 1", "R4 6015 3", "R5 6020 2"])
    let rejects = try desk.daybook("rejects", "pipeline.yaml", "3")
    #expect(rejects.output.contains("in the row A1, R3"), "\(rejects.output)")
    #expect(
      try desk.daybook("history", "pipeline.yaml").output.contains(
        "5 rows of the books: 2 updated, 2 unchanged, 1 rejected"))
    for command in ["retry", "accept"] {
      let again = try desk.daybook(command, "pipeline.yaml", "3")
      #expect(again.status == 64)
      #expect(
        again.errors.contains("retry-impossible: run 3 mapped rows of the books again"), "\(again.errors)")
      #expect(again.errors.contains("daybook remap --from 2026-01-01"), "\(again.errors)")
    }
  }

  @Test("over the budget nothing changes, and the run remembers what it refused")
  func overBudget() throws {
    var pipeline = RemapTests.bank
    pipeline.budget = "0"
    let desk = try desk(pipeline)
    let before = try rows(desk)
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6015"], ["rent", "6020"]]))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 65)
    #expect(
      remap.output.contains("budget-exceeded: 1 of 5 rows refused, and 0 may be"), "\(remap.output)")
    #expect(try rows(desk) == before)
    #expect(try desk.daybook("rejects", "pipeline.yaml", "3").output.contains("lookup-missing"))
    let again = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(again.status == 65)
    #expect(again.output.contains("refused by run 3 already, and nothing has changed since"))
    #expect(try Books.rows(desk.place(RemapTests.books), "SELECT max(run) FROM daybook_runs") == ["3"])
    #expect(try Books.rows(desk.place(RemapTests.books), "SELECT count(*) FROM daybook_changes") == ["2"])
  }

  @Test("locked rows stay as they are and are listed")
  func locked() throws {
    var pipeline = RemapTests.bank
    pipeline.load = "{ path: books/books.db, table: entries, provenance: true, locked_by: posted_at }"
    let desk = try desk(RemapTests.bank)
    try Books.change(
      desk.place(RemapTests.books),
      "ALTER TABLE entries ADD COLUMN posted_at TEXT; UPDATE entries SET posted_at = '2026-03-01' "
        + "WHERE external_id IN ('R1', 'R2')")
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 0, "\(remap.errors)")
    #expect(remap.output.contains("! A1, R2"), "\(remap.output)")
    #expect(!remap.output.contains("! A1, R1"))
    #expect(try mapped(desk) == ["R1 6020 1", "R2 6010 1", "R3 4000 1", "R4 6015 3", "R5 6020 2"])
    #expect(
      try desk.daybook("show", "pipeline.yaml", "3").output.contains("1 updated, 3 unchanged, 1 locked"))
  }

  @Test("rows of another pipeline in the same table are left alone")
  func sharedTable() throws {
    let desk = try desk()
    var other = RemapTests.bank
    other.name = "other"
    other.read = "glob: \"elsewhere/*\""
    other.map = "{ gl_account: { constant: \"9999\" } }"
    try desk.write("other.yaml", other.text)
    try desk.write("elsewhere/1.csv", BankPipeline.rows("X1 A9 2026-01-06 9.00 USD charge fee"))
    #expect(try desk.daybook("run", "other.yaml").status == 0)
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.output.contains("5  -4.00"), "\(remap.output)")
    #expect(try mapped(desk).last == "X1 9999 3")
  }

  @Test(
    "what needs the files again is refused at its rule, and --full is named",
    arguments: [
      (
        "{ category: { lookup: accounts.csv, by: category, value: gl_account } }",
        "what category was in the file"
      ),
      (
        "{ gl_account: { from: category }, category: { constant: x } }",
        "the rule for gl_account looks at what category was"
      ),
    ])
  func impossible(map: String, reason: String) throws {
    var pipeline = RemapTests.bank
    pipeline.map = map
    let desk = try desk(RemapTests.bank)
    try desk.write("pipeline.yaml", pipeline.text)
    let before = try desk.everything()
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 78, "\(remap.output)")
    #expect(remap.errors.contains(reason), "\(remap.errors)")
    #expect(remap.errors.contains("pipeline.yaml:8:"), "\(remap.errors)")
    #expect(remap.errors.contains("--full"))
    #expect(try desk.everything() == before)
  }

  @Test("a value that someone put into the table by hand stops it before anything changes")
  func damaged() throws {
    let desk = try desk()
    try Books.change(
      desk.place(RemapTests.books), "UPDATE entries SET amount = '1,00' WHERE external_id = 'R5'")
    try desk.write("accounts.csv", RemapTests.accounts(fee: "6015"))
    let remap = try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01")
    #expect(remap.status == 65)
    #expect(remap.errors.contains("value-not-loaded: the column amount"), "\(remap.errors)")
  }

  @Test("usage: a run or a day must be named, the run must be known, and something loaded")
  func usage() throws {
    let desk = try desk()
    #expect(try desk.daybook("remap", "pipeline.yaml").status == 64)
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "1", "--from", "2026-01-01").status == 64)
    #expect(try desk.daybook("remap", "pipeline.yaml", "--run", "9").errors.contains("has no run 9"))
    try desk.remove("books")
    let none = try desk.daybook("remap", "pipeline.yaml", "--run", "1")
    #expect(none.status == 64)
    #expect(none.errors.contains("books-empty"))
    #expect(!desk.exists("books"))
  }
}
