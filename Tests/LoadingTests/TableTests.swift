import Components
import Databases
import Loading
import Records
import Testing

@Suite("an existing table")
struct TableTests {
  private let row = "A1 | 2026-01-31 | 1.0000 | USD | a | X1"

  private func refusal(_ definition: String, _ values: [String: String] = [:]) throws -> Fault? {
    let bench = Bench()
    try bench.execute(definition)
    return fault { () throws(Fault) in try bench.load(row, values) }
  }

  @Test("a table with a unique index over the key, in any order, and columns of its own is taken")
  func taken() throws {
    let bench = Bench()
    try bench.execute(
      """
      CREATE TABLE Entries (id INTEGER PRIMARY KEY, ACCOUNT_ID VARCHAR(20), booking_date, amount TEXT, currency CHAR(3),
        description TEXT, external_id TEXT, note TEXT NOT NULL DEFAULT 'none');
      CREATE UNIQUE INDEX entries_key ON entries (external_id, account_id)
      """)
    #expect(try bench.load(row) == "i")
    #expect(try bench.load(row) == "=")
    #expect(
      try bench.select("SELECT *, typeof(booking_date) FROM entries")
        == "1|A1|2026-01-31|1.00|USD|a|X1|none|text")
  }

  @Test("all differences are told at once, with the SQL that mends them")
  func differences() throws {
    let bench = Bench()
    try bench.execute(
      """
      CREATE TABLE entries (account_id TEXT, booking_date TEXT, amount REAL, currency TEXT, external_id TEXT);
      INSERT INTO entries VALUES ('A0', '2020-01-01', 1.5, 'USD', 'X0')
      """)
    let fault = fault { () throws(Fault) in try bench.load(row) }
    #expect(fault?.code == "table-mismatch")
    #expect(fault?.status == .specInvalid)
    #expect(
      fault?.message == """
        the table entries does not take these records: column amount stores REAL, not TEXT; \
        column description is missing; no unique index over account_id, external_id
        """)
    #expect(
      fault?.hint == """
        Name another table, or set this one aside: the run makes a new one. In SQL: \
        ALTER TABLE "entries" RENAME TO "entries_before";
        """)
    try bench.execute(sql(fault))
    #expect(try bench.load(row) == "i")
    #expect(try bench.select("SELECT external_id FROM entries_before") == "X0")
  }

  private func sql(_ fault: Fault?) -> String {
    let hint = fault?.hint ?? ""
    return hint.firstRange(of: "In SQL: ").map { String(hint[$0.upperBound...]) } ?? ""
  }

  @Test("where the table can stay, the SQL adds what is missing, and runs as it is printed")
  func addition() throws {
    let bench = Bench()
    try bench.execute(
      "CREATE TABLE \"my \"\"own\"\"\" (account_id TEXT, booking_date TEXT, amount TEXT, external_id TEXT)")
    let values = ["table": "my \"own\""]
    let fault = fault { () throws(Fault) in try bench.load(row, values) }
    #expect(fault?.hint?.hasPrefix("Mend the table, or name another one.") == true)
    try bench.execute(sql(fault))
    #expect(try bench.load(row, values) == "i")
    #expect(try bench.load(row, values) == "=")
  }

  @Test("decimals never go into a NUMERIC column, where they would become binary floats")
  func numeric() throws {
    let rest = "account_id TEXT, booking_date TEXT, currency TEXT, description TEXT, external_id TEXT"
    let key = "PRIMARY KEY (account_id, external_id)"
    #expect(
      try refusal("CREATE TABLE entries (\(rest), amount DECIMAL(18, 4), \(key))")?.message
        == "the table entries does not take these records: column amount stores NUMERIC, not TEXT")
    #expect(
      try refusal("CREATE TABLE entries (\(rest), amount DECIMAL(18, 4), \(key))", ["amounts": "minor"])
        == nil)
  }

  @Test("an index that is partial, or takes upper and lower case for the same, is none over the key")
  func looseIndexes() throws {
    let rest =
      "booking_date TEXT, amount TEXT, currency TEXT, description TEXT, account_id TEXT, external_id TEXT"
    for index in [
      "CREATE UNIQUE INDEX k ON entries (account_id, external_id) WHERE amount IS NOT NULL",
      "CREATE UNIQUE INDEX k ON entries (account_id, external_id COLLATE NOCASE)",
      "CREATE UNIQUE INDEX k ON entries (account_id, lower(external_id))",
      "CREATE INDEX k ON entries (account_id, external_id)",
      "CREATE UNIQUE INDEX k ON entries (account_id, external_id, booking_date)",
    ] {
      let found = try refusal("CREATE TABLE entries (\(rest)); \(index)")
      #expect(found?.message.hasSuffix("no unique index over account_id, external_id") == true, "\(index)")
    }
  }

  @Test("a column that must have a value and that nothing fills is named, and so is a computed one")
  func unfillable() throws {
    let rest = "account_id TEXT, amount TEXT, currency TEXT, description TEXT, external_id TEXT"
    let key = "PRIMARY KEY (account_id, external_id)"
    let found = try refusal(
      "CREATE TABLE entries (\(rest), booking_date TEXT AS ('2026') STORED, owner TEXT NOT NULL, \(key))")
    #expect(
      found?.message == """
        the table entries does not take these records: column booking_date is computed by the table; \
        column owner must have a value, and no field fills it
        """)
  }

  @Test("a view is no table")
  func view() throws {
    #expect(try refusal("CREATE VIEW entries AS SELECT 1")?.code == "table-is-a-view")
  }

  @Test("a rule of the table that a record breaks stops the load, and nothing is left")
  func constraint() throws {
    let bench = Bench()
    try bench.execute(
      """
      CREATE TABLE entries (account_id TEXT, booking_date TEXT, amount TEXT, currency TEXT CHECK (currency = 'EUR'),
        description TEXT, external_id TEXT, PRIMARY KEY (account_id, external_id))
      """)
    let found = fault { () throws(Fault) in try bench.load(row) }
    #expect(found?.code == "constraint-violated")
    #expect(found?.status == .dataRefused)
    #expect(try bench.select("SELECT count(*) FROM entries") == "0")
  }

  @Test("a trigger that drops records in silence stops the load")
  func droppingTrigger() throws {
    for (event, key) in [("INSERT", nil), ("INSERT", []), ("UPDATE", nil)] as [(String, [String]?)] {
      let bench = Bench()
      try bench.load("A1 | 2026-01-31 | 2.0000 | USD | a | X0", key: key)
      if event == "UPDATE" { try bench.load("A1 | 2026-01-31 | 2.0000 | USD | a | X1", key: key) }
      try bench.execute("CREATE TRIGGER t BEFORE \(event) ON entries BEGIN SELECT RAISE(IGNORE); END")
      let found = fault { () throws(Fault) in try bench.load(row, key: key) }
      #expect(found?.code == "row-not-stored")
      #expect(found?.status == .dataRefused)
    }
  }

  @Test("names are quoted whatever they hold")
  func names() throws {
    let bench = Bench()
    try bench.load(row, ["table": "my \"odd\" table; --"])
    #expect(try bench.load(row, ["table": "my \"odd\" table; --"]) == "=")
  }
}
