import Databases
import Loading
import Records
import Support
import Testing

@Suite("rows taken up again from a table")
struct RowTests {
  private let rows = """
    A1 | 2026-01-31 |                   12.3000 | USD | a        | X01
    A1 | 2026-02-28 |                   -0.0500 | USD | ~        | X02
    A1 | 0001-01-01 |                 1500.0000 | JPY | c, "d"   | X03
    A1 | 9999-12-31 |                   -7.0000 | JPY | Lübeck 🏦 | X04
    A1 | 2024-02-29 |                    1.2340 | KWD | e        | X05
    A1 | 1969-12-31 |                    0.0000 | KWD | f        | X06
    A2 | 2026-01-31 |                         ~ | USD | g        | X07
    A2 | 2026-01-31 | -922337203685477.5807     | CLF | h        | X08
    """

  /// Everything the choice gives.
  private func taken(
    _ bench: Bench, _ values: [String: String], _ choice: RowChoice, ignoring: [Int64] = []
  ) throws -> String {
    let loader = SQLiteLoader(options: bench.options(values))
    try loader.prepare(bench.plan(run: 0), writing: false)
    defer { loader.abort() }
    let rows = try loader.rows(choice, ignoring: ignoring)
    var found = ""
    while let next = try rows.nextRows() { found += text(next.batch) }
    return found
  }

  private static let ever = RowChoice.dates(
    field: "booking_date", from: CivilDate(iso: "0001-01-01") ?? CivilDate(days: 0), through: nil)

  @Test(
    "every value comes back as it was loaded, whatever way amounts are kept", arguments: ["decimal", "minor"])
  func roundTrip(amounts: String) throws {
    let bench = Bench()
    try bench.load(rows, ["amounts": amounts])
    #expect(try taken(bench, ["amounts": amounts], RowTests.ever) == text(bench.rows(rows)))
  }

  @Test("decimals beyond the currency's, and amounts without a currency, come back exactly")
  func moreDecimals() throws {
    let bench = Bench()
    let rows = """
      A1 | 2026-01-31 | 12.3456 | USD | a | X1
      A1 | 2026-01-31 | 12.3000 | ~   | a | X2
      A1 | 2026-01-31 | 12.3000 | XYZ | a | X3
      A1 | 2026-01-31 |  0.5000 | JPY | a | X4
      """
    try bench.load(rows)
    #expect(try taken(bench, [:], RowTests.ever) == text(bench.rows(rows)))
  }

  @Test("a hundred and forty thousand rows come in the order of their key, each once")
  func batches() throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | X")
    try bench.execute(
      """
      DELETE FROM entries;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 140000)
      INSERT INTO entries SELECT 'A' || (i % 3), '2026-01-31', '1.00', 'USD', NULL, printf('X%06d', i) FROM n
      """)
    let loader = SQLiteLoader(options: bench.options([:]))
    try loader.prepare(bench.plan(run: 0), writing: false)
    defer { loader.abort() }
    let rows = try loader.rows(RowTests.ever, ignoring: [])
    var keys: [String] = []
    var sizes: [Int] = []
    while let next = try rows.nextRows() {
      sizes.append(next.batch.count)
      guard let accounts = next.batch.column("account_id"), let ids = next.batch.column("external_id") else {
        break
      }
      keys += next.batch.origins.indices.map { (accounts.string(at: $0) ?? "") + (ids.string(at: $0) ?? "") }
    }
    #expect(sizes == [65_536, 65_536, 8_928])
    #expect(keys.count == 140_000 && keys == keys.sorted() && Set(keys).count == keys.count)
  }

  @Test("a run's rows are those that it put in or updated last; what was taken back does not count")
  func byRun() throws {
    let bench = Bench()
    try bench.load(
      """
      A1 | 2026-01-31 | 1.0000 | USD | a | X1
      A1 | 2026-01-31 | 2.0000 | USD | a | X2
      """, run: 1)
    try bench.load("A1 | 2026-01-31 | 3.0000 | USD | a | X2", run: 2)
    let first = "A1 | 2026-01-31 | 1.0000 | USD | a | X1"
    let second = "A1 | 2026-01-31 | 3.0000 | USD | a | X2"
    #expect(try taken(bench, [:], .run(1)) == text(bench.rows(first)))
    #expect(try taken(bench, [:], .run(2)) == text(bench.rows(second)))
    #expect(try taken(bench, [:], .run(1), ignoring: [2]) == text(bench.rows(first + "\n" + second)))
    #expect(try taken(bench, [:], .run(3)) == "")
  }

  @Test(
    "a value that no load wrote is a fault, not a guess",
    arguments: [
      "amount = '1,00'", "amount = ''", "amount = '.5'", "amount = '9223372036854775808'", "amount = x'31'",
      "booking_date = '2026-02-30'", "booking_date = '31.01.2026'", "booking_date = '2026-1-31'",
      "currency = 'EURO'",
      "currency = 'E1R'",
    ])
  func damaged(change: String) throws {
    let bench = Bench()
    try bench.load("A1 | 2026-01-31 | 1.0000 | USD | a | X1")
    try bench.execute("UPDATE entries SET \(change)")
    #expect(
      fault { () throws(Fault) in
        let loader = SQLiteLoader(options: bench.options([:]))
        try loader.prepare(bench.plan(run: 0), writing: false)
        defer { loader.abort() }
        let rows = try loader.rows(
          .dates(field: "currency", from: CivilDate(days: 0), through: nil), ignoring: [])
        _ = try rows.nextRows()
      }?.code == "value-not-loaded")
  }
}
