import Bytes
import Components
import Databases
import Records
import Testing

@testable import Loading

@Suite("what is written down beside a table")
struct RecorderTests {
  private let first = """
    A1 | 2026-01-31 |  12.3000 | USD | coffee | X1
    A1 | 2026-02-01 | -99.9900 | USD | ~      | X2
    A2 | 2026-02-01 |        ~ | EUR | ''     | X1
    """
  private let second = """
    A1 | 2026-01-31 |  13.3000 | USD | coffee | X1
    A1 | 2026-02-01 | -99.9900 | USD | ~      | X2
    A3 | 2026-02-01 |   1.0000 | EUR | new    | X1
    """

  /// Whether the table holds what is written down of it.
  private func holds(_ bench: Bench, _ table: String = "entries") throws -> Bool {
    let database = try SQLiteDatabase(path: bench.path, access: .reading)
    let written = try #require(try TableState.read(table, in: database))
    return try TableState.measured(table, columns: written.columns, in: database) == written
  }

  @Test("the digest follows inserts, updates, retractions, appends, and forgets what was rolled back")
  func follows() throws {
    for values in [[:], ["provenance": "true"], ["amounts": "minor"], ["mode": "append"]] {
      let bench = Bench()
      try bench.load(first, values)
      #expect(try holds(bench))
      try bench.load(second, values, run: 2)
      #expect(try holds(bench))
      let loader = SQLiteLoader(options: bench.options(values))
      try loader.prepare(bench.plan(run: 3), writing: true)
      try loader.begin()
      _ = try loader.retract([Retraction(accountID: "A1", asOf: #require(CivilDate(iso: "2026-02-01")))])
      _ = try loader.load(bench.rows(second), from: Provenance(run: 3, file: "b"))
      loader.abort()
      try loader.begin()
      _ = try loader.retract([Retraction(accountID: "A1", asOf: #require(CivilDate(iso: "2026-01-31")))])
      try loader.commit(LoadMark(pipeline: "monthly", run: 3, file: 0, rows: 1)) {}
      try loader.finish {}
      #expect(try holds(bench))
      #expect(
        try bench.select("SELECT rows FROM daybook_tables") == bench.select("SELECT count(*) FROM entries"))
    }
    let keyless = Bench()
    try keyless.load(first, key: [])
    try keyless.load(first, key: [], run: 2)
    #expect(try holds(keyless))
    #expect(try keyless.select("SELECT rows FROM daybook_tables") == "6")
  }

  @Test("the digest follows a table that is replaced")
  func replaced() throws {
    let bench = Bench()
    try bench.load(first, ["mode": "replace"])
    #expect(try holds(bench))
    try bench.load(second, ["mode": "replace"], run: 2)
    #expect(try holds(bench))
    try bench.execute("CREATE INDEX of_mine ON entries (amount)")
    try bench.load(first, ["mode": "replace"], run: 3)
    #expect(try holds(bench))
    #expect(try bench.select("SELECT count(*) FROM daybook_tables") == "1")
  }

  @Test("two connections take turns, also where one of them brings a column of its own")
  func alternating() throws {
    let bench = Bench()
    try bench.load(first)
    // The other one has provenance columns, and so covers more.
    try bench.execute(
      """
      ALTER TABLE entries ADD COLUMN _run INTEGER; ALTER TABLE entries ADD COLUMN _file TEXT;
      ALTER TABLE entries ADD COLUMN _line INTEGER; ALTER TABLE entries ADD COLUMN _content_hash TEXT;
      """)
    let one = SQLiteLoader(options: bench.options([:]))
    let other = SQLiteLoader(options: bench.options(["provenance": "true"]))
    try one.prepare(bench.plan(run: 2), writing: true)
    try other.prepare(bench.plan(run: 3), writing: true)
    for round in 0..<4 {
      let text = (0..<3).map { "A\($0) | 2026-01-31 | \(round).0000 | USD | r\(round) | X\($0 + round)" }
        .joined(separator: "\n")
      for loader in round % 2 == 0 ? [other, one] : [one, other] {
        try loader.begin()
        _ = try loader.load(bench.rows(text), from: Provenance(run: 2, file: "a"))
        try loader.commit(LoadMark(pipeline: "monthly", run: 2, file: 0, rows: 1)) {}
        #expect(try holds(bench), "round \(round)")
      }
      let changed = bench.rows("A1 | 2026-01-31 | 7.0000 | USD | by one, round \(round) | X\(1 + round)")
      try one.begin()
      #expect(letters(try one.load(changed, from: Provenance(run: 2, file: "a"))) == "u")
      try one.commit(LoadMark(pipeline: "monthly", run: 2, file: 0, rows: 1)) {}
      #expect(try holds(bench), "updated in round \(round)")
    }
  }

  @Test("a column with values that the digest comes to cover leaves a wrong table wrong")
  func covered() throws {
    let bench = Bench()
    try bench.load(first)
    try bench.execute(
      """
      ALTER TABLE entries ADD COLUMN _run INTEGER; ALTER TABLE entries ADD COLUMN _file TEXT;
      ALTER TABLE entries ADD COLUMN _line INTEGER; ALTER TABLE entries ADD COLUMN _content_hash TEXT;
      UPDATE entries SET _run = 9, _file = 'f';
      """)
    try bench.load("", ["provenance": "true"], run: 2)
    #expect(try holds(bench))
    try bench.execute("UPDATE entries SET amount = '5.00' WHERE external_id = 'X2'")
    #expect(try !holds(bench))
    try bench.load(second, ["provenance": "true"], run: 3)
    #expect(try !holds(bench))
  }

  // MARK: The journal

  private let run = JournalState.Run(pipeline: "monthly", number: 2)

  /// Whether the journal of run 2 holds what is written down of it, and how many lines that is.
  private func journal(_ bench: Bench) throws -> (isEqual: Bool, lines: Int64) {
    let database = try SQLiteDatabase(path: bench.path, access: .reading)
    let found = try JournalState.measured(run, in: database)
    return (try JournalState.written(run, in: database) == found, found.digest.count)
  }

  @Test(
    "the journal's digest follows inserts, updates, retractions, a second commit, and forgets what was rolled back"
  )
  func journalFollows() throws {
    for values in [[:], ["provenance": "true"], ["amounts": "minor"], ["mode": "append"]] {
      let bench = Bench()
      try bench.load(first, values)
      #expect(try journal(bench) == (true, 0))
      let loader = SQLiteLoader(options: bench.options(values))
      try loader.prepare(bench.plan(run: 2), writing: true)
      try loader.begin()
      _ = try loader.load(bench.rows(second), from: Provenance(run: 2, file: "b"))
      loader.abort()
      try loader.begin()
      _ = try loader.load(bench.rows(second), from: Provenance(run: 2, file: "b"))
      try loader.commit(LoadMark(pipeline: "monthly", run: 2, file: 0, rows: 1)) {}
      // What was inserted, what was updated unless it is kept, and how the rows lay.
      let updates: Int64 = values["mode"] == "append" ? 0 : 1
      #expect(try journal(bench) == (true, 2 + updates))
      try loader.begin()
      _ = try loader.retract([Retraction(accountID: "A1", asOf: #require(CivilDate(iso: "2026-01-31")))])
      try loader.commit(LoadMark(pipeline: "monthly", run: 2, file: 0, rows: 2)) {}
      try loader.finish {}
      #expect(try journal(bench) == (true, 3 + updates))
      #expect(try bench.select("SELECT sum(lines) FROM daybook_journals WHERE run = 2") == "\(3 + updates)")
    }
  }

  @Test(
    "a line of the journal that was changed, added or taken away is found, and so is one that says how rows lie",
    arguments: [
      "UPDATE daybook_changes SET image = x'00' WHERE image IS NOT NULL",
      "UPDATE daybook_changes SET keys = x'' WHERE run = 2 AND keys IS NOT NULL",
      "UPDATE daybook_changes SET change = change + 9 WHERE run = 2",
      "INSERT INTO daybook_changes (pipeline, run, table_name, kind, rows) VALUES ('monthly', 2, 'entries', 'removed', 1)",
      "DELETE FROM daybook_changes WHERE change = (SELECT max(change) FROM daybook_changes)",
      "UPDATE daybook_images SET columns = replace(columns, 'description', 'text')",
    ])
  func journalChanged(_ sql: String) throws {
    let bench = Bench()
    try bench.load(first)
    try bench.load(second, run: 2)
    #expect(try journal(bench).isEqual)
    try bench.execute(sql)
    #expect(try !journal(bench).isEqual)
  }

  // MARK: Reading back

  @Test("rows that something changes as they are written are found before the run is done")
  func readBack() throws {
    let bench = Bench()
    try bench.load(first)
    try bench.execute(
      """
      CREATE TRIGGER clever AFTER INSERT ON entries WHEN NEW.external_id = 'X3'
      BEGIN UPDATE entries SET amount = '9.99' WHERE external_id = 'X3'; END;
      """)
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | X9", run: 2)
    let found = fault { () throws(Fault) in
      try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | X3", run: 3)
    }
    #expect(found?.code == "read-back-differs")
    #expect(found?.status == .dataRefused)
  }

  @Test("every row written is read back: with a key, an index in another order, without a key, replaced")
  func readBackCounts() throws {
    func count(_ bench: Bench, _ text: String, _ values: [String: String] = [:], key: [String]? = nil) throws
      -> Int
    {
      let loader = SQLiteLoader(options: bench.options(values))
      try loader.prepare(bench.plan(key: key, run: 2), writing: true)
      try loader.begin()
      _ = try loader.load(bench.rows(text), from: Provenance(run: 2, file: "a"))
      try loader.commit(LoadMark(pipeline: "monthly", run: 2, file: 0, rows: 1)) {}
      try loader.finish {}
      return loader.rowsReadBack
    }
    let bench = Bench()
    #expect(try count(bench, first) == 3)
    #expect(try count(bench, first) == 0)
    #expect(try count(bench, second) == 2)
    #expect(try count(bench, second, ["mode": "replace"]) == 3)
    #expect(try count(Bench(), first, key: []) == 3)
    let other = Bench()
    try other.execute(
      """
      CREATE TABLE entries (account_id TEXT, booking_date TEXT, amount TEXT, currency TEXT, description TEXT,
        external_id TEXT, posted TEXT, UNIQUE (external_id, account_id))
      """)
    #expect(try count(other, first) == 3)
    // The same key twice in one commit: the later one counts, and both were written.
    #expect(
      try count(
        Bench(),
        """
        A1 | 2026-01-31 | 1.0000 | USD | one | X1
        A1 | 2026-01-31 | 2.0000 | USD | two | X1
        """) == 2)
  }

  @Test("a key with quotes, line ends and NUL is read back, and a whole number as well")
  func readBackKeys() throws {
    let bench = Bench()
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(), writing: true)
    var batch = bench.rows(first)
    batch.remove("external_id")
    batch.set("external_id", .text(TextColumn(["a'\"", "b\u{0}\n", "ü"])))
    try loader.begin()
    _ = try loader.load(batch, from: Provenance(run: 1, file: "a"))
    try loader.commit(LoadMark(pipeline: "monthly", run: 1, file: 0, rows: 1)) {}
    try loader.finish {}
    #expect(loader.rowsReadBack == 3)
  }
}
