import Checkpoints
import Components
import Databases
import Records
import Testing

@Suite("Footings, statements and refusals that survive a crash")
struct ProofTests {
  private func currency(_ code: String) -> Currency { Currency(code) ?? .none }

  private func tally(_ rows: Int, _ amounts: [Currency: Int128] = [:], scale: Int = 4) -> Tally {
    var tally = Tally(scale: scale)
    tally.rows = rows
    tally.amounts = amounts
    return tally
  }

  private var stages: [StageFooting] {
    let wide: [Currency: Int128] = [
      currency("USD"): -123_400, currency("JPY"): Int128(Int64.max) * 1000, .none: -7, currency("KWD"): 5,
    ]
    return [
      StageFooting(stage: "read", arrived: tally(5), left: ["kept": tally(5)], knowsMoney: false),
      StageFooting(
        stage: "cut_off", arrived: tally(5, wide),
        left: ["kept": tally(3, wide), "before cut-off": tally(2), "filtered": tally(0)], knowsMoney: true),
      StageFooting(stage: "dedup", arrived: tally(3, wide), left: [:], knowsMoney: true),
    ]
  }

  @Test("a footing comes back in rows and money: beyond 64 bits, below zero, without a currency")
  func footing() throws {
    let folder = Folder()
    let store = try folder.store()
    try store.save(stages, run: 1, file: 0)
    let found = try folder.store(.reading).footing(run: 1, file: 0, scale: 4)
    #expect(found == stages)
    #expect(found.map(\.foots) == [true, true, false])
    let texts = try store.database.query(
      "SELECT currency || ' ' || amount FROM daybook_footing WHERE stage = 1 AND outcome = 'arrived' ORDER BY currency"
    ) { $0.text(0) }
    #expect(texts == [nil, "- -0.0007", "JPY 922337203685477580.7000", "KWD 0.0005", "USD -12.3400"])
  }

  @Test("a footing of whole numbers comes back too")
  func wholeNumbers() throws {
    let folder = Folder()
    let store = try folder.store()
    let whole = StageFooting(
      stage: "load", arrived: tally(2, [currency("JPY"): -500], scale: 0),
      left: ["inserted": tally(2, [currency("JPY"): -500], scale: 0)], knowsMoney: true)
    try store.save([whole], run: 1, file: 0)
    #expect(try store.footing(run: 1, file: 0, scale: 0) == [whole])
  }

  @Test("the two footings of a checkpoint, before and after a commit, stay two")
  func twoOfOneName() throws {
    let folder = Folder()
    let store = try folder.store()
    let before = StageFooting(stage: "load", arrived: tally(0), left: [:], knowsMoney: true)
    let after = StageFooting(
      stage: "load", arrived: tally(9, [currency("EUR"): 1]),
      left: ["inserted": tally(9, [currency("EUR"): 1])],
      knowsMoney: true)
    try store.save([before, after], run: 1, file: 0)
    #expect(try store.footing(run: 1, file: 0, scale: 4) == [before, after])
  }

  @Test("saving a file's footing again replaces it, and touches no other file")
  func replacing() throws {
    let folder = Folder()
    let store = try folder.store()
    try store.save(stages, run: 1, file: 0)
    try store.save(stages, run: 1, file: 1)
    try store.save([stages[0]], run: 1, file: 0)
    #expect(try store.footing(run: 1, file: 0, scale: 4) == [stages[0]])
    #expect(try store.footing(run: 1, file: 1, scale: 4) == stages)
    #expect(try store.footing(run: 2, file: 0, scale: 4) == [])
  }

  @Test("statements are kept with their balances and checks, and counted")
  func statements() throws {
    let folder = Folder()
    let store = try folder.store()
    var first = Statement(statementID: "S1", accountID: "A1", currency: currency("USD"), line: 3)
    first.asOf = CivilDate(iso: "2026-01-31")
    first.starts = CivilDate(iso: "2026-01-01")
    first.sequence = "7"
    first.opening = ScaledDecimal("0.00")
    first.closing = ScaledDecimal("-12.3400")
    first.recordsTotal = ScaledDecimal(unscaled: -123_400, scale: 4)
    first.recordCount = 2
    first.disposition = .replace
    first.isInterim = true
    first.balances = [
      Statement.Balance(
        code: "015", name: "closing \"ledger\"", amount: ScaledDecimal("-12.34"), itemCount: 4),
      Statement.Balance(code: "999", name: "", amount: nil),
    ]
    first.checks = [
      Statement.Check(
        .balance, name: "closing-balance", stated: "-12.34", computed: "-12.34", currency: currency("USD"),
        line: 9)
    ]
    var second = Statement(statementID: "", accountID: "A2", currency: .none, line: 12)
    second.checks = [
      Statement.Check(.recordCounts, name: "record-count", stated: "3", computed: "2", line: 14)
    ]
    second.checks[0].isWarning = true
    second.source = .records
    try store.save([first, second], run: 1, file: 0)
    try store.save([first, second], run: 1, file: 0)
    #expect(try store.statementCounts(run: 1, file: 0) == (2, 1))
    #expect(try store.statementCounts(run: 1, file: 1) == (0, 0))
    func rows(_ table: String) throws -> [String] {
      try store.database.query("SELECT * FROM \(table)") { row in
        (0..<row.columnCount).map { row.text($0) ?? "~" }.joined(separator: "|")
      }
    }
    #expect(
      try rows("daybook_statements") == [
        "1|0|0|S1|A1|USD|2026-01-31|0.00|-12.3400|2|-12.3400|replace|1|1|3|2026-01-01|7|bank|0|1|"
          + #"[["015","closing \"ledger\"","-12.34",4],["999","",null,null]]"#,
        "1|0|1||A2||~|~|~|0|0|update|0|0|12|~|~|records|0|1|~",
      ])
    #expect(try rows("daybook_balances") == [#"1|0|0|0|015|closing "ledger"|-12.34|4"#, "1|0|0|1|999||~|~"])
    #expect(try store.provenStatements(run: 1, file: 0).first?.balances == first.balances)
    #expect(
      try rows("daybook_checks") == [
        "1|0|0|0|0|closing-balance|-12.34|-12.34|1|9|balance|USD|0",
        "1|0|1|0|1|record-count|3|2|0|14|record_counts|~|1",
      ])
  }

  @Test("a check of several statements is kept once, and told of each of them")
  func sharedChecks() throws {
    let folder = Folder()
    let store = try folder.store()
    func check(_ name: String, _ stated: String, line: Int32) -> Statement.Check {
      Statement.Check(.recordCounts, name: name, stated: stated, computed: "1", line: line)
    }
    let statements = (0..<4).map { at in
      var statement = Statement(statementID: "S\(at)", accountID: "A", currency: .none, line: Int32(at))
      statement.checks = [
        check("own", "1", line: Int32(10 + at)), check("group", at < 2 ? "2" : "3", line: at < 2 ? 20 : 21),
      ]
      if at != 1 { statement.checks.append(check("file", "4", line: 30)) }
      return statement
    }
    // The third one is not meant: nothing reaches over it.
    try store.save(statements, run: 1, file: 0) { $0 != 2 }
    let kept = try store.database.query(
      "SELECT name, first_statement, last_statement FROM daybook_checks ORDER BY \"check\", first_statement"
    ) { "\($0.text(0) ?? "") \($0.integer(1) ?? -1)-\($0.integer(2) ?? -1)" }
    #expect(
      kept == ["own 0-0", "own 1-1", "own 3-3", "group 0-1", "group 3-3", "file 0-0", "file 3-3"])
    let told = try store.provenStatements(run: 1, file: 0)
    #expect(told.map(\.number) == [0, 1, 3])
    for statement in told {
      #expect(
        statement.checks.map { "\($0.name) \($0.stated) \($0.line)" }
          == statements[statement.number].checks.map { "\($0.name) \($0.stated) \($0.line)" })
    }
  }

  @Test("balances and checks of the store's versions before are taken over")
  func olderStore() throws {
    let folder = Folder()
    try folder.store().database.execute(
      """
      DROP VIEW daybook_balances;
      ALTER TABLE daybook_statements DROP COLUMN balances;
      CREATE TABLE daybook_balances (
        run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, balance INTEGER NOT NULL,
        code TEXT NOT NULL, name TEXT NOT NULL, amount TEXT, items INTEGER,
        PRIMARY KEY (run, file, statement, balance)) WITHOUT ROWID;
      INSERT INTO daybook_balances VALUES (1, 0, 4, 1, '999', '', NULL, NULL),
        (1, 0, 4, 0, '015', 'closing "ledger"', '-12.34', 4), (1, 0, 5, 0, '015', '', '1', NULL);
      DROP TABLE daybook_checks;
      CREATE TABLE daybook_checks (
        run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, "check" INTEGER NOT NULL,
        name TEXT NOT NULL, stated TEXT NOT NULL, computed TEXT NOT NULL, holds INTEGER NOT NULL,
        line INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT 'control_totals', currency TEXT,
        warns INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run, file, statement, "check")) WITHOUT ROWID;
      INSERT INTO daybook_checks VALUES (1, 0, 4, 0, 'own', '1', '2', 0, 9, 'balance', 'EUR', 1);
      ALTER TABLE daybook_statements DROP COLUMN checks;
      ALTER TABLE daybook_runs DROP COLUMN rows_replaced;
      ALTER TABLE daybook_runs DROP COLUMN rows_read_back;
      INSERT INTO daybook_statements (run, file, statement, statement_id, account_id, currency, records, total,
        disposition, interim, proves, line) VALUES (1, 0, 4, 'S', 'A', 'EUR', 1, '1', 'update', 0, 0, 3);
      UPDATE daybook_meta SET schema = 2;
      """)
    let found = try #require(try folder.store().provenStatements(run: 1, file: 0).first)
    #expect(found.number == 4)
    #expect(found.balances.map(\.code) == ["015", "999"])
    #expect(found.balances.map(\.name) == ["closing \"ledger\"", ""])
    #expect(found.balances.map(\.amount) == [ScaledDecimal("-12.34"), nil])
    #expect(found.balances.map(\.itemCount) == [4, nil])
    #expect(found.checks.map(\.name) == ["own"])
    #expect(found.checks.map(\.computed) == ["2"])
    #expect(try folder.store().statementCounts(run: 1, file: 0) == (1, 0))
  }

  private func refusal(_ record: Int32, value: String?, original: String, line: String?) -> RefusedRecord {
    RefusedRecord(
      rejection: Rejection(
        origin: Origin(offset: 5_000_000_000, length: 14, line: record + 1, record: record),
        stage: "normalize",
        field: "amount", value: value, code: "amount-not-a-number", reason: "amount \"x\" is not a number",
        hint: "The letter O is a common slip for zero."), original: original, line: line, column: 7)
  }

  @Test("refused records come back with their original bytes, in the order of files and records")
  func refusals() throws {
    let folder = Folder()
    let store = try folder.store()
    let records = [
      refusal(1, value: "12.3O0", original: "a,\"b\nc\",12.3O0", line: "a,\"b"),
      refusal(1, value: nil, original: "Zürich\u{0}\u{FFFD}", line: "Zürich"),
      refusal(7, value: "", original: "", line: nil),
    ]
    try store.save([records[2]], run: 1, file: 1, path: "inbox/b.csv")
    try store.save(Array(records[..<2]), run: 1, file: 0, path: "inbox/a.csv")
    let found = try folder.store(.reading).refusals(of: 1)
    #expect(found.map(\.refused) == records)
    #expect(found.map(\.path) == ["inbox/a.csv", "inbox/a.csv", "inbox/b.csv"])
    try store.save([records[0]], run: 1, file: 0, path: "inbox/a.csv")
    #expect(try store.refusals(of: 1).map(\.refused) == [records[0], records[2]])
    #expect(try store.refusals(of: 2).isEmpty)
  }

  @Test("footing and refusals are forgotten with the transaction they were written in")
  func rollback() throws {
    let folder = Folder()
    let store = try folder.store()
    try store.database.begin()
    try store.save(stages, run: 1, file: 0)
    try store.save([refusal(1, value: nil, original: "x", line: nil)], run: 1, file: 0, path: "a")
    try store.save([Statement(statementID: "S", accountID: "A", currency: .none, line: 1)], run: 1, file: 0)
    store.database.rollback()
    #expect(try store.footing(run: 1, file: 0, scale: 4) == [])
    #expect(try store.refusals(of: 1).isEmpty)
    #expect(try store.statementCounts(run: 1, file: 0) == (0, 0))
  }
}
