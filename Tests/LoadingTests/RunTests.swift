import Components
import Databases
import Loading
import Records
import Testing

@Suite("runs that are interrupted, replaced or taken back")
struct RunTests {
  private let mark = LoadMark(pipeline: "monthly", run: 1, file: 0, rows: 1)
  private let from = Provenance(run: 1, file: "a.csv")

  @Test("replace shows the old rows until the run is finished, then only the new ones")
  func replacing() throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | old | X1\nA1 | 2026-01-31 | 1.0000 | USD | gone | X2")
    let loader = SQLiteLoader(options: bench.options(["mode": "replace"]))
    try loader.prepare(bench.plan(run: 2), writing: true)
    for text in ["A1 | 2026-01-31 | 1.0000 | USD | new | X1", "A1 | 2026-01-31 | 1.0000 | USD | more | X3"] {
      try loader.begin()
      #expect(letters(try loader.load(bench.rows(text), from: from)) == "i")
      try loader.commit(mark) {}
    }
    #expect(try bench.select("SELECT description FROM entries ORDER BY external_id") == "old\ngone")
    try loader.finish {}
    #expect(loader.rowsReplaced == 2)
    #expect(try bench.select("SELECT description FROM entries ORDER BY external_id") == "new\nmore")
    // Finished, but the store elsewhere did not learn of it: what was replaced is known all the same.
    let again = SQLiteLoader(options: bench.options(["mode": "replace"]))
    try again.prepare(bench.plan(run: 2, resumed: true), writing: true)
    try again.finish {}
    #expect(again.rowsReplaced == 2)
    #expect(try bench.select("SELECT name FROM sqlite_master WHERE name LIKE '%loading%'") == "")
  }

  @Test(
    "replace keeps the definition, indexes and triggers of the table, and other columns get their defaults")
  func replacingOwnTable() throws {
    let bench = Bench()
    try bench.execute(
      """
      CREATE TABLE entries (booking_date TEXT, account_id TEXT, amount TEXT, currency TEXT, description TEXT,
        external_id TEXT, note TEXT DEFAULT 'none', UNIQUE (account_id, external_id));
      CREATE INDEX by_day ON entries (booking_date);
      CREATE VIEW days AS SELECT booking_date FROM entries;
      INSERT INTO entries VALUES ('2020-01-01', 'A0', '1', 'USD', 'x', 'X0', 'kept?')
      """)
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | new | X1", ["mode": "replace"])
    #expect(try bench.select("SELECT * FROM entries") == "2026-01-31|A1|1.00|USD|new|X1|none")
    #expect(try bench.select("SELECT * FROM days") == "2026-01-31")
    #expect(try bench.select("SELECT count(*) FROM sqlite_master WHERE name = 'by_day'") == "1")
  }

  @Test("a resumed replacement goes on with its own rows; a new run throws away those of one given up")
  func resumingReplacement() throws {
    let bench = Bench()
    let values = ["mode": "replace"]
    try loadAndStop(bench, "A1 | 2026-01-31 | 1.0000 | USD | one | X1", resumed: false)
    try loadAndStop(bench, "A1 | 2026-01-31 | 1.0000 | USD | two | X2", resumed: true)
    let resumed = SQLiteLoader(options: bench.options(values))
    try resumed.prepare(bench.plan(resumed: true), writing: true)
    try resumed.finish {}
    #expect(try bench.select("SELECT description FROM entries ORDER BY external_id") == "one\ntwo")
    // Finished, but the store elsewhere did not learn of it: the rows stay.
    let again = SQLiteLoader(options: bench.options(values))
    try again.prepare(bench.plan(resumed: true), writing: true)
    try again.finish {}
    #expect(try bench.select("SELECT count(*) FROM entries") == "2")
    // Given up, and begun anew under the same number by another store.
    try loadAndStop(bench, "A1 | 2026-01-31 | 1.0000 | USD | lost | X9", resumed: false)
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | three | X3", values)
    #expect(try bench.select("SELECT description FROM entries") == "three")
  }

  private func loadAndStop(_ bench: Bench, _ text: String, resumed: Bool) throws(Fault) {
    let loader = SQLiteLoader(options: bench.options(["mode": "replace"]))
    try loader.prepare(bench.plan(resumed: resumed), writing: true)
    try loader.begin()
    _ = try loader.load(bench.rows(text), from: from)
    try loader.commit(mark) {}
  }

  @Test(
    "a table of someone else's with the name that replace needs is left alone, before a load and after one")
  func foreignStaging() throws {
    let bench = Bench()
    let values = ["mode": "replace"]
    try bench.execute(
      "CREATE TABLE entries__loading (note TEXT); INSERT INTO entries__loading VALUES ('mine')")
    let text = "A1 | 2026-01-31 | 1.0000 | USD | one | X1"
    #expect(fault { () throws(Fault) in try bench.load(text, values) }?.code == "table-name-taken")
    try bench.execute("ALTER TABLE entries__loading RENAME TO mine")
    try bench.load(text, values)
    try bench.execute("ALTER TABLE mine RENAME TO entries__loading")
    let found = fault { () throws(Fault) in try bench.load(text, values, run: 2) }
    #expect(found?.code == "table-name-taken")
    #expect(try bench.select("SELECT note FROM entries__loading") == "mine")
    #expect(try bench.select("SELECT description FROM entries") == "one")
  }

  @Test("a staging table that someone dropped is not taken for an empty one")
  func stagingGone() throws {
    let bench = Bench()
    try loadAndStop(bench, "A1 | 2026-01-31 | 1.0000 | USD | one | X1", resumed: false)
    try bench.execute("DROP TABLE entries__loading")
    let loader = SQLiteLoader(options: bench.options(["mode": "replace"]))
    let found = fault { () throws(Fault) in try loader.prepare(bench.plan(resumed: true), writing: true) }
    #expect(found?.code == "staging-table-missing")
  }

  @Test("a retraction takes out one account's day and says what it was, in rows and money")
  func retraction() throws {
    for amounts in ["decimal", "minor"] {
      let bench = Bench()
      try bench.load(
        """
        A1 | 2026-01-30 | 9.0000  | USD | stays | X0
        A1 | 2026-01-31 | 12.3000 | USD | goes  | X1
        A1 | 2026-01-31 | -2.0500 | USD | goes  | X2
        A1 | 2026-01-31 | 7.0000  | JPY | goes  | X3
        A1 | 2026-01-31 | ~       | ~   | goes  | X4
        A2 | 2026-01-31 | 9.0000  | USD | stays | X5
        """, ["amounts": amounts])
      let loader = SQLiteLoader(options: bench.options(["amounts": amounts]))
      try loader.prepare(bench.plan(), writing: true)
      try loader.begin()
      let tally = try loader.retract([
        Retraction(accountID: "A1", asOf: CivilDate(iso: "2026-01-31")!),
        Retraction(accountID: "A9", asOf: CivilDate(iso: "2026-01-31")!),
      ])
      try loader.commit(mark) {}
      #expect(tally.rows == 4)
      #expect(tally.lines.map { "\($0.currency) \($0.text)" } == ["JPY 7", "USD 10.25"])
      #expect(try bench.select("SELECT external_id FROM entries ORDER BY 1") == "X0\nX5")
    }
  }

  @Test("an amount changed by hand stops a retraction")
  func unreadableAmount() throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | X1")
    try bench.execute("UPDATE entries SET amount = '1,5'")
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(), writing: true)
    try loader.begin()
    let found = fault { () throws(Fault) in
      _ = try loader.retract([Retraction(accountID: "A1", asOf: CivilDate(iso: "2026-01-31")!)])
    }
    loader.abort()
    #expect(found?.code == "stored-amount-unreadable")
  }

  @Test("the mark commits with the rows, after the checkpoint elsewhere, and says whose it is")
  func marks() throws {
    let bench = Bench()
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(), writing: true)
    #expect(try loader.lastMark(of: "monthly") == nil)
    try loader.begin()
    _ = try loader.load(bench.rows("A1 | 2026-01-31 | 1.0000 | USD | a | X1"), from: from)
    let lost = Fault("store-lost", "the checkpoint store went away", status: .inputOutput)
    let found = fault { () throws(Fault) in try loader.commit(mark) { () throws(Fault) in throw lost } }
    #expect(found == lost)
    loader.abort()
    #expect(try bench.select("SELECT count(*) FROM entries") == "0")
    try loader.begin()
    _ = try loader.load(bench.rows("A1 | 2026-01-31 | 1.0000 | USD | a | X1"), from: from)
    try loader.commit(mark) {}
    #expect(try bench.select("SELECT count(*) FROM entries") == "1")
    let resumed = SQLiteLoader(options: bench.options([:]))
    try resumed.prepare(bench.plan(resumed: true), writing: true)
    #expect(try resumed.lastMark(of: "monthly") == mark)
    #expect(try resumed.lastMark(of: "other") == nil)
    let new = SQLiteLoader(options: bench.options([:]))
    try new.prepare(bench.plan(run: 2), writing: true)
    // What a run that is given up has left is told by it.
    #expect(try new.lastMark(of: "monthly") == mark)
    #expect(try new.lastRun(of: "monthly") == 1)
    #expect(try new.lastRun(of: "other") == 0)
  }

  @Test("in the checkpoint store's own file rows and checkpoint commit together, or neither does")
  func shared() throws {
    let bench = Bench()
    let database = try SQLiteDatabase(path: bench.path, access: .writing)
    try database.execute("CREATE TABLE progress (rows INTEGER)")
    let loader = SQLiteLoader(options: bench.options([:]), sharing: database)
    try loader.prepare(bench.plan(), writing: true)
    try loader.begin()
    _ = try loader.load(bench.rows("A1 | 2026-01-31 | 1.0000 | USD | a | X1"), from: from)
    let lost = Fault("store-lost", "", status: .inputOutput)
    let found = fault { () throws(Fault) in
      try loader.commit(mark) { () throws(Fault) in
        try database.run("INSERT INTO progress VALUES (1)")
        throw lost
      }
    }
    loader.abort()
    #expect(found == lost)
    #expect(try bench.select("SELECT count(*), (SELECT count(*) FROM progress) FROM entries") == "0|0")
    try loader.begin()
    _ = try loader.load(bench.rows("A1 | 2026-01-31 | 1.0000 | USD | a | X1"), from: from)
    try loader.commit(mark) { () throws(Fault) in try database.run("INSERT INTO progress VALUES (1)") }
    #expect(try bench.select("SELECT count(*), (SELECT count(*) FROM progress) FROM entries") == "1|1")
    #expect(try loader.lastMark(of: "monthly") == nil)
    #expect(try bench.select("SELECT count(*) FROM sqlite_master WHERE name = 'daybook_marks'") == "0")
  }
}
