import Components
import Databases
import Loading
import Records
import Testing

@Suite("taking back what a run did to a table")
struct UndoTests {
  private let first = """
    A1 | 2026-01-31 |  12.3000 | USD | coffee | X1
    A1 | 2026-02-01 | -99.9900 | USD | ~      | X2
    A2 | 2026-02-01 |        ~ | EUR | ''     | X1
    """
  private let second = """
    A1 | 2026-01-31 |  13.3000 | USD | coffee | X1
    A3 | 2026-02-01 |   1.0000 | EUR | new    | X1
    """

  /// A second run that takes out a day, changes a row and brings a new one.
  private func change(_ bench: Bench, _ values: [String: String] = [:], run: Int64 = 2) throws(Fault) {
    let loader = SQLiteLoader(options: bench.options(values))
    try loader.prepare(bench.plan(run: run), writing: true)
    try loader.begin()
    let day = CivilDate(iso: "2026-02-01") ?? CivilDate(days: 0)
    _ = try loader.retract([Retraction(accountID: "A1", asOf: day)])
    _ = try loader.load(bench.rows(second), from: Provenance(run: run, file: "b"))
    try loader.commit(LoadMark(pipeline: "monthly", run: run, file: 0, rows: 2)) {}
    try loader.finish {}
  }

  @discardableResult
  private func undo(
    _ bench: Bench, _ run: Int64, by number: Int64, _ values: [String: String] = [:], key: [String]? = nil,
    ignoring: [Int64] = []
  ) throws(Fault) -> UndoSurvey {
    let loader = SQLiteLoader(options: bench.options(values))
    var plan = bench.plan(key: key, run: number)
    plan.isReversal = true
    try loader.prepare(plan, writing: true)
    try loader.begin()
    let survey = try loader.surveyUndo(of: run, ignoring: ignoring)
    if !survey.conflicts.isEmpty {
      loader.abort()
      return survey
    }
    try loader.undo(run, ignoring: ignoring)
    try loader.commit(LoadMark(pipeline: "monthly", run: number, file: 0, rows: 1)) {}
    return survey
  }

  private func holds(_ bench: Bench) throws -> Bool {
    let database = try SQLiteDatabase(path: bench.path, access: .reading)
    let written = try #require(try TableState.read("entries", in: database))
    return try TableState.measured("entries", columns: written.columns, in: database) == written
  }

  private func kinds(_ survey: UndoSurvey) -> [UndoSurvey.Conflict.Kind] { survey.conflicts.map(\.kind) }

  @Test("inserts go, updates come back, what was taken out returns; and back and forth four times")
  func backAndForth() throws {
    let bench = Bench()
    try bench.load(first, ["provenance": "true"])
    let before = try bench.select("SELECT * FROM entries")
    try change(bench, ["provenance": "true"])
    let after = try bench.select("SELECT * FROM entries")
    #expect(before != after)
    let survey = try undo(bench, 2, by: 3, ["provenance": "true"])
    #expect((survey.removed, survey.restored, survey.returned) == (1, 1, 1))
    #expect(try bench.select("SELECT * FROM entries") == before)
    try undo(bench, 3, by: 4, ["provenance": "true"], ignoring: [2, 3])
    #expect(try bench.select("SELECT * FROM entries") == after)
    try undo(bench, 4, by: 5, ["provenance": "true"], ignoring: [3, 4])
    #expect(try bench.select("SELECT * FROM entries") == before)
    try undo(bench, 5, by: 6, ["provenance": "true"], ignoring: [2, 3, 4, 5])
    #expect(try bench.select("SELECT * FROM entries") == after)
    #expect(try holds(bench))
  }

  @Test("columns that are not the pipeline's come back exactly: text, whole numbers, floats, blobs, NUL")
  func foreignColumns() throws {
    let bench = Bench()
    try bench.load(first)
    try bench.execute(
      """
      ALTER TABLE entries ADD COLUMN note TEXT; ALTER TABLE entries ADD COLUMN rank INTEGER;
      ALTER TABLE entries ADD COLUMN share REAL; ALTER TABLE entries ADD COLUMN scan BLOB;
      ALTER TABLE entries ADD COLUMN anything;
      UPDATE entries SET note = 'a' || char(0) || '''b', rank = 7, share = 0.1, scan = x'00FF10', anything = 'r1'
        WHERE external_id = 'X2';
      UPDATE entries SET note = '', share = 1e300, anything = x'' WHERE account_id = 'A1' AND external_id = 'X1';
      """)
    let shown =
      "SELECT account_id, external_id, hex(note), typeof(note), rank, hex(share), typeof(share), hex(scan), "
      + "typeof(anything), anything FROM entries"
    let before = try bench.select(shown)
    try change(bench)
    try bench.execute("UPDATE entries SET rank = 8 WHERE account_id = 'A1' AND external_id = 'X1'")
    try undo(bench, 2, by: 3)
    // What others wrote since into their own column stays.
    #expect(try bench.select(shown) == before.replacing("A1|X1||text|~|", with: "A1|X1||text|8|"))
  }

  @Test("rows without a key go and come back under their numbers")
  func keyless() throws {
    let bench = Bench()
    try bench.load(first, key: [])
    try bench.load(second, key: [], run: 2)
    let after = try bench.select("SELECT rowid, * FROM entries")
    #expect(try undo(bench, 2, by: 3, key: []).removed == 2)
    #expect(try bench.select("SELECT max(rowid) FROM entries") == "3")
    try undo(bench, 3, by: 4, key: [], ignoring: [2, 3])
    #expect(try bench.select("SELECT rowid, * FROM entries") == after)
  }

  @Test("keys with quotes, line ends, NUL and whole numbers are found again")
  func keys() throws {
    let bench = Bench()
    func load(_ description: String, run: Int64) throws(Fault) {
      let loader = SQLiteLoader(options: bench.options([:]))
      try loader.prepare(bench.plan(run: run), writing: true)
      var batch = bench.rows(first)
      batch.set("external_id", .text(TextColumn(["'\"[]", "b\u{0}\nc", "\\u0000"])))
      batch.set("description", .text(TextColumn([description, description, description])))
      try loader.begin()
      _ = try loader.load(batch, from: Provenance(run: run, file: "a"))
      try loader.commit(LoadMark(pipeline: "monthly", run: run, file: 0, rows: 1)) {}
      try loader.finish {}
    }
    try load("one", run: 1)
    try load("two", run: 2)
    #expect(kinds(try undo(bench, 1, by: 3)) == [.changedBy(2), .changedBy(2), .changedBy(2)])
    #expect(try undo(bench, 2, by: 3).restored == 3)
    #expect(try bench.select("SELECT DISTINCT description FROM entries") == "one")
    #expect(try undo(bench, 1, by: 4, ignoring: [2, 3]).removed == 3)
    #expect(try bench.select("SELECT count(*) FROM entries") == "0")
    #expect(try holds(bench))
  }

  @Test("the same key twice in one commit is taken back whole")
  func twice() throws {
    let bench = Bench()
    try bench.load(
      """
      A1 | 2026-01-31 | 1.0000 | USD | one | X1
      A1 | 2026-01-31 | 2.0000 | USD | two | X1
      """)
    let survey = try undo(bench, 1, by: 2)
    #expect(survey.conflicts == [])
    #expect(try bench.select("SELECT count(*) FROM entries") == "0")
  }

  @Test("what stands against it: changed by a later run, gone, there again, locked")
  func conflicts() throws {
    let bench = Bench()
    try bench.load(first)
    try change(bench)
    let survey = try undo(bench, 1, by: 3)
    #expect(Set(kinds(survey)) == [.changedBy(2)])
    #expect(survey.conflicts.map(\.key) == ["[\"A1\",\"X1\"]", "[\"A1\",\"X2\"]"])
    try bench.execute("DELETE FROM entries WHERE account_id = 'A3'")
    #expect(kinds(try undo(bench, 2, by: 3)) == [.gone])
    try bench.execute(
      """
      INSERT INTO entries (account_id, booking_date, external_id) VALUES ('A3', '2026-02-01', 'X1');
      INSERT INTO entries (account_id, booking_date, external_id) VALUES ('A1', '2026-02-01', 'X2');
      """)
    #expect(kinds(try undo(bench, 2, by: 3)) == [.thereAgain])
    let again = Bench()
    try again.load(first)
    try again.execute("DELETE FROM entries WHERE external_id = 'X2'")
    try again.load(first, run: 2)
    #expect(kinds(try undo(again, 1, by: 3)) == [.changedBy(2)])
    #expect(try again.select("SELECT count(*) FROM entries") == "3")
  }

  @Test("a row that is posted or locked is neither taken back nor loaded over nor taken out")
  func locked() throws {
    let bench = Bench()
    let values = ["locked_by": "posted_at is_locked"]
    try bench.load(first, values)
    try bench.execute("UPDATE entries SET is_locked = '0' WHERE external_id = 'X1'")
    try change(bench, values)
    try undo(bench, 2, by: 3, values)
    try bench.execute("UPDATE entries SET posted_at = '2026-03-01' WHERE account_id = 'A1'")
    let before = try bench.select("SELECT * FROM entries")
    #expect(kinds(try undo(bench, 1, by: 4, values, ignoring: [2, 3])) == [.locked, .locked])
    for text in [second, second + "\nA9 | 2026-02-01 | 1.0000 | EUR | new | X1"] {
      let found = fault { () throws(Fault) in try bench.load(text, values, run: 4) }
      #expect(found?.code == "row-locked")
      #expect(found?.status == .dataRefused)
    }
    let found = fault { () throws(Fault) in try change(bench, values, run: 4) }
    #expect(found?.code == "row-locked")
    #expect(try bench.select("SELECT * FROM entries") == before)
    // What does not change it is welcome.
    #expect(try bench.load(first, values, run: 5) == "===")
    #expect(try holds(bench))
  }

  @Test("the columns that lock are made with the table, and missed in one that is there")
  func lockColumns() throws {
    let bench = Bench()
    try bench.load(first)
    let found = fault { () throws(Fault) in try bench.load(first, ["locked_by": "posted_at"], run: 2) }
    #expect(found?.code == "table-mismatch")
    #expect(found?.hint?.contains("ADD COLUMN \"posted_at\"") == true)
    func codes(_ values: [String: String]) -> [String] {
      SQLiteLoader(options: bench.options(values)).complaints(about: bench.plan()).map(\.code)
    }
    #expect(codes(["locked_by": "amount"]) == ["lock-filled-by-pipeline"])
    #expect(codes(["locked_by": "posted_at", "mode": "replace"]) == ["lock-impossible"])
  }

  @Test("a table that is replaced is not taken back, and not touched by the attempt")
  func replaced() throws {
    let bench = Bench()
    try bench.load(first, ["mode": "replace"])
    let found = fault { () throws(Fault) in try undo(bench, 1, by: 2, ["mode": "replace"]) }
    #expect(found?.code == "undo-impossible")
    #expect(try bench.select("SELECT run, is_done FROM daybook_replacements") == "1|1")
  }

  @Test("a survey alone writes nothing")
  func survey() throws {
    let bench = Bench()
    try bench.load(first)
    try change(bench)
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(run: 0), writing: false)
    #expect(try loader.surveyUndo(of: 2, ignoring: []).returned == 1)
    #expect(try loader.surveyUndo(of: 9, ignoring: []) == UndoSurvey())
  }
}
