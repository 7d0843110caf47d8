import Testing

/// Books that someone changed are told from books that nobody did.
@Suite("verify")
struct VerifyTests {
  private func desk(_ pipeline: BankPipeline = BankPipeline(budget: "50%")) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows(
        "R1 A1 2026-01-31 12.30 USD", "R2 A1 2026-01-31 1.O0 USD", "R3 A2 2026-01-31 5.00 EUR"))
    try run(desk)
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-31 13.30 USD", "R4 A1 2026-01-31 1.00 USD"))
    try run(desk)
    try desk.write("inbox/3.csv", BankPipeline.rows("R5 A1 2026-01-31 13.30 USD"))
    try run(desk)
    return desk
  }

  private func run(_ desk: Workplace, _ words: String...) throws {
    let ended = try desk.start(
      (words.isEmpty ? ["run"] : words).prefix(1) + ["pipeline.yaml"] + words.dropFirst()
    ).wait()
    try #require(ended.status == 0, "\(ended.output)\(ended.errors)")
  }

  /// The codes of what is found, with the run before them.
  private func found(_ desk: Workplace, _ pipeline: String = "pipeline.yaml") throws -> [String] {
    let ended = try desk.daybook("verify", pipeline, "--output", "json")
    let json = try JSON(ended.output)
    var codes: [String] = []
    while let problem = json["problems"]?[codes.count] {
      codes.append("\(problem["run"]?.integer ?? 0) \(problem["code"]?.string ?? "")")
    }
    #expect(ended.status == (codes.isEmpty ? 0 : 65), "\(ended.errors)")
    return codes
  }

  @Test("nothing is found in clean books: loads, refusals, undo, and undo of undo")
  func clean() throws {
    let desk = try desk()
    #expect(try found(desk) == [])
    try run(desk, "undo", "3")
    #expect(try found(desk) == [])
    try run(desk, "undo", "4")
    try run(desk, "undo", "5")
    #expect(try found(desk) == [])
    try run(desk, "run", "--full")
    #expect(try found(desk) == [])
    let said = try desk.daybook("verify", "pipeline.yaml")
    #expect(said.output.contains("nothing was changed since it was written"))
    let shown = try desk.daybook("show", "pipeline.yaml", "1", "--output", "json")
    let digest = try #require(try JSON(shown.output)["manifest_sha256"]?.string)
    #expect(try desk.daybook("show", "pipeline.yaml", "1").output.contains("manifest \(digest)\n"))
  }

  @Test("a run beside the verification is no tampering, also where the store is apart from the books")
  func meanwhile() throws {
    let desk = try Workplace()
    var pipeline = BankPipeline(budget: "50%")
    pipeline.checkpoints = "books/state.db"
    try desk.write("pipeline.yaml", pipeline.text)
    for number in 0..<12 {
      let rows = (0..<200).map { "R\(number)-\($0) A1 2026-01-31 1.00 USD" }
      try desk.write("inbox/\(number).csv", BankPipeline.rows(rows))
    }
    try run(desk)
    for round in 1...3 {
      let going = try desk.start(["run", "pipeline.yaml", "--full"])
      for _ in 0..<5 { #expect(try found(desk) == [], "round \(round)") }
      #expect(try going.wait().status == 0)
    }
  }

  @Test("books that are not there are not verified, and none are made by looking")
  func never() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline().text)
    let before = try desk.everything()
    let said = try desk.daybook("verify", "pipeline.yaml")
    #expect(said.status == 66)
    #expect(said.errors.contains("books-not-found"))
    #expect(try desk.everything() == before)
  }

  @Test("a refused file, a replaced table, checkpoints apart and a shared store are clean as well")
  func others() throws {
    let refused = try Workplace()
    try refused.write("pipeline.yaml", BankPipeline().text)
    try refused.write("inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-31 1.O0 USD"))
    #expect(try refused.daybook("run", "pipeline.yaml").status == 65)
    #expect(try found(refused) == [])
    let replaced = try desk(
      BankPipeline(load: "{ path: books/books.db, table: entries, mode: replace }", budget: "50%"))
    #expect(try found(replaced) == [])
    let apart = try desk(BankPipeline(checkpoints: "books/state.db", budget: "50%"))
    try run(apart, "undo", "3")
    #expect(try found(apart) == [])
    let shared = try desk()
    try shared.write(
      "other.yaml",
      BankPipeline(name: "other", budget: "50%").text)
    #expect(try shared.daybook("run", "other.yaml", "--full").status == 0)
    #expect(try found(shared) == [])
    #expect(try found(shared, "other.yaml") == [])
    try run(shared, "run", "--full")
    #expect(try found(shared, "other.yaml") == [])
  }

  @Test(
    "every kind of tampering is found, and told of the right run",
    arguments: [
      ("UPDATE entries SET amount = '99.00' WHERE external_id = 'R3'", ["0 table-changed"]),
      ("DELETE FROM entries WHERE external_id = 'R3'", ["0 table-changed"]),
      (
        "INSERT INTO entries SELECT * FROM entries WHERE 0; INSERT INTO entries (external_id, account_id, booking_date,"
          + " amount, currency, _run, _file, _line, _content_hash) VALUES ('R9', 'A1', '2026-01-31', '1', 'USD', 1, '', 1, '')",
        ["0 table-changed"]
      ),
      ("UPDATE daybook_tables SET rows = rows - 1", ["0 table-changed", "0 table-record-changed"]),
      ("DELETE FROM daybook_tables", ["0 table-record-missing"]),
      (
        "UPDATE daybook_footing SET amount = '1.0000' WHERE run = 2 AND name = 'load' AND amount IS NOT NULL",
        ["2 footing-changed", "2 footing-changed"]
      ),
      ("DELETE FROM daybook_rejects WHERE run = 1", ["1 rejects-changed"]),
      ("UPDATE daybook_rejects SET original = 'R2' WHERE run = 1", ["1 rejects-changed"]),
      ("UPDATE daybook_files SET digest = 'd' WHERE run = 3", ["3 files-changed"]),
      (
        "UPDATE daybook_files SET status = 'refused' WHERE run = 2", ["2 files-changed", "2 footing-changed"]
      ),
      ("DELETE FROM daybook_files WHERE run = 2", ["2 files-changed", "2 footing-changed"]),
      ("UPDATE daybook_runs SET spec = 'x' WHERE run = 2", ["2 run-changed"]),
      ("UPDATE daybook_runs SET undone_by = 3 WHERE run = 2", ["2 undo-changed"]),
      (
        "UPDATE daybook_manifests SET manifest = replace(manifest, 'A', 'B') || ' ' WHERE run = 2",
        ["2 manifest-changed"]
      ),
      (
        "UPDATE daybook_manifests SET digest = 'd' WHERE run = 2",
        ["2 manifest-changed", "3 manifest-unlinked"]
      ),
      (
        "UPDATE daybook_manifests SET previous = NULL WHERE run = 2",
        ["2 manifest-unlinked", "2 manifest-changed"]
      ),
      ("DELETE FROM daybook_manifests WHERE run = 2", ["2 manifest-missing", "3 manifest-unlinked"]),
      ("DELETE FROM daybook_manifests WHERE run = 3", ["3 manifest-missing", "0 table-record-changed"]),
      (
        "DELETE FROM daybook_manifests",
        ["1 manifest-missing", "2 manifest-missing", "3 manifest-missing"]
      ),
      ("UPDATE daybook_changes SET image = x'' WHERE run = 2 AND kind = 'updated'", ["2 journal-changed"]),
      ("UPDATE daybook_changes SET keys = zeroblob(9) WHERE run = 1", ["1 journal-changed"]),
      ("UPDATE daybook_changes SET run = 2 WHERE run = 3", ["2 journal-changed", "3 journal-changed"]),
      ("DELETE FROM daybook_changes WHERE run = 3", ["3 journal-changed"]),
      ("UPDATE daybook_images SET own = own - 1", (1...3).map { "\($0) journal-changed" }),
      ("UPDATE daybook_journals SET lines = lines + 1 WHERE run = 2", ["2 journal-changed"]),
      ("DROP TABLE daybook_changes; DROP TABLE daybook_journals", (1...3).map { "\($0) journal-changed" }),
      (
        "INSERT INTO daybook_changes (pipeline, run, table_name, kind, rows) VALUES ('bank', 7, 'entries', 'removed', 1)",
        ["7 journal-changed", "7 run-missing"]
      ),
      ("UPDATE daybook_money SET amount = '1.00' WHERE run = 1", ["1 money-changed"]),
      ("DELETE FROM daybook_runs WHERE run = 2", ["2 run-missing"]),
      ("DELETE FROM daybook_runs WHERE run = 3", ["3 run-missing"]),
    ])
  func tampered(_ sql: String, _ expected: [String]) throws {
    let desk = try desk()
    try Books.change(desk.place("books/books.db"), sql)
    #expect(try found(desk) == expected)
    let said = try desk.daybook("verify", "pipeline.yaml")
    #expect(said.status == 65)
    #expect(said.output.contains("NOT AS WRITTEN"))
  }

  @Test("a statement's balance or proof that was changed is found")
  func statements() throws {
    let desk = try desk()
    let values = "(1, 0, 0, 9, 0, 'closing', '1', '1', 1, 1, 'balance', NULL, 0)"
    let row = "INSERT INTO daybook_checks VALUES \(values)"
    try Books.change(desk.place("books/books.db"), row)
    #expect(try found(desk) == ["1 statements-changed"])
  }
}
