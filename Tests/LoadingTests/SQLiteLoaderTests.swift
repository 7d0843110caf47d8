import Components
import Databases
import Loading
import Records
import Support
import Testing

@Suite("the SQLite loader")
struct SQLiteLoaderTests {
  private let first = """
    A1 | 2026-01-31 |  12.3000 | USD | coffee | X1
    A1 | 2026-02-01 | -99.9900 | USD | ~      | X2
    A2 | 2026-02-01 |        ~ | EUR | ''     | X1
    """

  @Test("a missing table is created from the contract, with the key as its primary key")
  func creation() throws {
    let bench = Bench()
    #expect(try bench.load(first) == "iii")
    #expect(
      try bench.select("SELECT sql FROM sqlite_master WHERE name = 'entries'") == """
        CREATE TABLE "entries" (
          "account_id" TEXT NOT NULL,
          "booking_date" TEXT NOT NULL,
          "amount" TEXT,
          "currency" TEXT,
          "description" TEXT,
          "external_id" TEXT NOT NULL,
          PRIMARY KEY ("account_id", "external_id")
        ) WITHOUT ROWID
        """)
    #expect(
      try bench.select("SELECT * FROM entries") == """
        A1|2026-01-31|12.30|USD|coffee|X1
        A1|2026-02-01|-99.99|USD|~|X2
        A2|2026-02-01|~|EUR||X1
        """)
  }

  @Test("upsert inserts new keys, updates what differs, and does not touch what does not")
  func upsert() throws {
    let bench = Bench()
    try bench.load(first, ["provenance": "true"])
    let outcomes = try bench.load(
      """
      A1 | 2026-01-31 |  12.3000 | USD | coffee | X1
      A1 | 2026-02-01 | -99.9800 | USD | ~      | X2
      A1 | 2026-02-01 |   1.0000 | USD | new    | X3
      A2 | 2026-02-01 |        ~ | EUR | ~      | X1
      """, ["provenance": "true"], run: 2)
    #expect(outcomes == "=uiu")
    #expect(
      try bench.select(
        "SELECT account_id, external_id, amount, description, _run, _line FROM entries ORDER BY 1, 2") == """
          A1|X1|12.30|coffee|1|2
          A1|X2|-99.98|~|2|3
          A1|X3|1.00|new|2|4
          A2|X1|~|~|2|5
          """)
  }

  @Test("an absent text and an empty text differ")
  func emptyText() throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | '' | X1")
    #expect(try bench.select("SELECT description IS NULL, typeof(description) FROM entries") == "0|text")
    #expect(try bench.load("A1 | 2026-01-31 | 1.0000 | USD | ~ | X1") == "u")
    #expect(try bench.select("SELECT description IS NULL FROM entries") == "1")
  }

  @Test(
    "a pipeline that keeps the first leaves a known key as it is: the same is unchanged, another is a duplicate"
  )
  func keepsFirst() throws {
    let bench = Bench()
    try bench.load(first)
    let second = """
      A1 | 2026-01-31 | 12.3000 | USD | coffee | X1
      A1 | 2026-02-01 |  1.0000 | USD | other  | X2
      A3 | 2026-02-01 |  1.0000 | USD | other  | X2
      """
    #expect(try bench.classify(second, keepsFirst: true) == "=di")
    #expect(try bench.load(second, keepsFirst: true) == "=di")
    #expect(
      try bench.select("SELECT amount FROM entries WHERE account_id = 'A1' AND external_id = 'X2'")
        == "-99.99")
  }

  @Test("append inserts everything where there is no key, and never changes a known key where there is one")
  func append() throws {
    let bench = Bench()
    #expect(try bench.load(first, key: []) == "iii")
    #expect(try bench.load(first, key: []) == "iii")
    #expect(try bench.select("SELECT count(*) FROM entries") == "6")
    let keyed = Bench()
    try keyed.load(first, ["mode": "append"])
    #expect(
      try keyed.load(
        """
        A1 | 2026-01-31 | 12.3000 | USD | coffee | X1
        A1 | 2026-02-01 |  1.0000 | USD | other  | X2
        """, ["mode": "append"]) == "=d")
    #expect(try keyed.select("SELECT count(*), max(description) FROM entries") == "3|coffee")
  }

  @Test("many rows, old and new mixed, get the outcome of each, whichever way they are looked for")
  func mixed() throws {
    let bench = Bench()
    func line(_ id: Int, _ text: String) -> String {
      "A1 | 2026-01-31 | 1.0000 | USD | \(text) | X\(10_000 + id)"
    }
    try bench.load((0..<200).filter { $0 % 3 != 0 }.map { line($0, "old") }.joined(separator: "\n"))
    let second = (0..<200).map { line($0, $0 % 5 == 0 ? "changed" : "old") }.joined(separator: "\n")
    let expected = (0..<200).map { $0 % 3 == 0 ? "i" : $0 % 5 == 0 ? "u" : "=" }.joined()
    #expect(try bench.classify(second) == expected)
    #expect(try bench.load(second) == expected)
    #expect(try bench.load(second) == String(repeating: "=", count: 200))
  }

  @Test("fields that a format does not have are missing in its rows")
  func absentField() throws {
    let bench = Bench()
    try bench.load(first)
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(), writing: true)
    try loader.begin()
    var batch = bench.rows("A1 | 2026-01-31 | 12.3000 | USD | coffee | X1")
    batch.remove("description")
    #expect(letters(try loader.load(batch, from: Provenance(run: 1, file: "a"))) == "u")
    loader.abort()
  }

  @Test("an abort leaves nothing, and the loader goes on")
  func abort() throws {
    let bench = Bench()
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(), writing: true)
    try loader.begin()
    _ = try loader.load(bench.rows(first), from: Provenance(run: 1, file: "a"))
    loader.abort()
    loader.abort()
    #expect(try bench.select("SELECT count(*) FROM entries") == "0")
    try loader.begin()
    #expect(letters(try loader.load(bench.rows(first), from: Provenance(run: 1, file: "a"))) == "iii")
    try loader.commit(LoadMark(pipeline: "monthly", run: 1, file: 0, rows: 3)) {}
    #expect(try bench.select("SELECT count(*) FROM entries") == "3")
  }

  @Test("a key without a value stops the load")
  func missingKey() throws {
    let bench = Bench()
    let found = fault { () throws(Fault) in try bench.load("A1 | 2026-01-31 | 1.0000 | USD | coffee | ~") }
    #expect(found?.code == "key-missing")
    #expect(found?.status == .dataRefused)
  }

  @Test("the content hash says whether a row is the same, whatever run and file it came from")
  func contentHash() throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | ab | X1", ["provenance": "true", "table": "a"])
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | ab | X1", ["provenance": "true", "table": "b"], run: 7)
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | bX1", ["provenance": "true", "table": "c"])
    let hashes = try bench.select(
      "SELECT a._content_hash = b._content_hash, a._content_hash = c._content_hash, length(a._content_hash) FROM a, b, c"
    )
    #expect(hashes == "1|0|16")
  }

  @Test("a plan creates nothing: without a database or table everything would be inserted")
  func planning() throws {
    let bench = Bench()
    #expect(try bench.classify(first) == "iii")
    #expect(bench.files == [])
    try bench.execute("CREATE TABLE other (a)")
    #expect(bench.files == ["books.db"])
    #expect(try bench.classify(first) == "iii")
    try bench.load(first)
    #expect(try bench.classify(first) == "===")
    #expect(try bench.classify("A1 | 2026-01-31 | 12.3100 | USD | coffee | X1") == "u")
    #expect(try bench.classify(first, ["mode": "replace"]) == "iii")
    #expect(
      try bench.select("SELECT amount FROM entries WHERE external_id = 'X1' AND account_id = 'A1'") == "12.30"
    )
    #expect(bench.files == ["books.db"])
  }

  @Test("complaints name the option at fault")
  func complaints() {
    let bench = Bench()
    func codes(_ values: [String: String], key: [String]? = nil) -> [String] {
      SQLiteLoader(options: bench.options(values)).complaints(about: bench.plan(key: key)).map(\.code)
    }
    #expect(codes([:]) == [])
    #expect(codes(["table": "sqlite_entries"]) == ["table-name-reserved"])
    #expect(codes(["table": "daybook_runs"]) == ["table-name-reserved"])
    #expect(codes(["key": "account_id externalid"]) == ["field-unknown"])
    #expect(codes(["mode": "upsert"], key: []) == ["key-undeclared"])
    #expect(codes(["mode": "upsert", "key": "external_id"], key: []) == [])
  }
}
