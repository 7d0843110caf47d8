import Bytes
import Databases
import Foundation
import Records
import Testing

/// Each pipeline of `Pipelines` is a sample and a test at once: the program runs it, and the books must be those
/// of its folder `expected`, byte for byte. `RECORD=1` writes that folder anew, and then fails.
@Suite("The sample pipelines")
struct SamplePipelineTests {
  @Test("two months of three banks arrive once, as expected")
  func monthlyBank() throws {
    let sample = try Sample("monthly-bank")
    let first = try sample.run()
    #expect(first.status == 0, "\(first.errors)")
    try sample.expect(first.output, in: "footing.txt")
    try sample.expect(sample.text(of: "Books/monthly-bank.run-1.rejects.csv"), in: "rejects.csv")
    let books = try sample.open("Books/monthly-bank.db")
    let rows = try books.csv("SELECT * FROM bank_transactions ORDER BY account_id, external_id")
    try sample.expect(rows, in: "bank_transactions.csv")
    try sample.expectNothingNew("Books/monthly-bank.db", files: 5)
  }

  @Test("of two equal payments on one day both are in the books, however often their files overlap")
  func equalPayments() throws {
    let sample = try Sample("monthly-bank")
    #expect(try sample.run().status == 0)
    #expect(try sample.run(["--full"]).status == 0)
    let books = try sample.open("Books/monthly-bank.db")
    let equal = try books.csv(
      """
      SELECT account_id, booking_date, amount, count(*) AS entries FROM bank_transactions
      GROUP BY account_id, booking_date, amount, description HAVING count(*) > 1 ORDER BY 1
      """)
    #expect(
      equal == """
        account_id,booking_date,amount,entries
        0012345678,2026-01-05,-45.00,2
        3301445500,2026-01-08,-4.50,2
        4401-778,2026-01-07,-6.75,2

        """)
  }

  @Test("an account that was mapped after its refusal arrives with the next full run")
  func mendedMapping() throws {
    let sample = try Sample("monthly-bank")
    #expect(try sample.run().status == 0)
    let mapping = "Pipelines/monthly-bank/Mappings/gl_accounts.csv"
    try sample.write(try sample.text(of: mapping) + "0099887766,Harbor Bank,1011\n", to: mapping)
    let told = try sample.run()
    #expect(told.status == 0)
    #expect(
      told.output.contains(
        "with 1 refusal; the pipeline or a mapping has changed since: --full reads it again"))
    #expect(try sample.run(["--full"]).status == 0)
    let books = try sample.open("Books/monthly-bank.db")
    let row = try books.csv(
      "SELECT amount, gl_account FROM bank_transactions WHERE account_id = '0099887766'")
    #expect(row == "amount,gl_account\n25000.00,1011\n")
  }

  @Test("ten years of a ledger arrive in balance, and agree with the export line by line")
  func historicalMigration() throws {
    let sample = try Sample("historical-migration")
    try sample.generate()
    let first = try sample.run()
    #expect(first.status == 0, "\(first.errors)")
    try sample.expect(first.output, in: "footing.txt")
    let books = try sample.open("Books/historical-migration.db")
    try sample.expect(
      books.csv(
        """
        SELECT code, stage, field, value, count(*) AS refusals FROM daybook_rejects
        GROUP BY code, stage, field, value ORDER BY code, value
        """), in: "rejects_by_code.csv")
    try sample.expect(
      books.csv(
        """
        SELECT company, account, currency, count(*) AS lines, sum(amount) AS minor_units FROM journal_lines
        GROUP BY company, account, currency ORDER BY company, account, currency
        """), in: "totals.csv")
    let rows = try books.csv("SELECT * FROM journal_lines ORDER BY company, journal_id, line_number")
    try sample.expect(
      "sha256 of journal_lines as CSV in key order: \(Digest.sha256(Array(rows.utf8)))\n", in: "digest.txt")
    try expectBalance(books)
    #expect(try books.csv(Export.totalsQuery) == Export(sample).totals)
    try sample.expectNothingNew("Books/historical-migration.db", files: 10)
  }

  // MARK: Four banks

  /// What each account opened with by its first statement, and closed with by its last one, beside its entries in the
  /// books, in cents. The account of the OFX file was opened in the month.
  private let balances = """
    WITH stated AS (
      SELECT account_id, coalesce(first_value(opening) OVER days, '0') AS opening, last_value(closing) OVER days AS closing
      FROM daybook_statements WHERE NOT refused
      WINDOW days AS (
        PARTITION BY account_id ORDER BY as_of ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)),
    cents AS (
      SELECT DISTINCT account_id, CAST(replace(opening, '.', '') AS INTEGER) / 100 AS opening,
        CAST(replace(closing, '.', '') AS INTEGER) / 100 AS closing FROM stated)
    SELECT gl_account, currency, count(*) AS entries, opening, sum(amount) AS booked, closing,
      closing - opening - sum(amount) AS difference
    FROM cents JOIN bank_transactions USING (account_id) GROUP BY account_id ORDER BY gl_account
    """

  @Test(
    "a month of four banks in four formats arrives in one table, and comes to the balances that they state")
  func fourBanks() throws {
    let sample = try Sample("four-banks")
    let first = try sample.run()
    #expect(first.status == 0, "\(first.errors)")
    try sample.expect(first.output, in: "footing.txt")
    let books = try sample.open("Books/four-banks.db")
    try sample.expect(
      books.csv("SELECT * FROM bank_transactions ORDER BY account_id, booking_date, external_id"),
      in: "bank_transactions.csv")
    #expect(
      try books.csv(balances) == """
        gl_account,currency,entries,opening,booked,closing,difference
        1030,USD,12,0,2052691,2052691,0
        1040,USD,12,3175040,683600,3858640,0
        1810,EUR,12,2507715,1225330,3733045,0
        1820,EUR,10,842315,590445,1432760,0

        """)
    try sample.expectNothingNew("Books/four-banks.db", files: 5)
  }

  @Test("a month that a bank sends in two formats proves the same in both, and is in the books once")
  func twoFormats() throws {
    let sample = try Sample("four-banks")
    #expect(try sample.run().status == 0)
    let books = try sample.open("Books/four-banks.db")
    #expect(
      try books.csv(
        """
        SELECT format, opening, closing, records, total, proves, outcome, t.amount AS money
        FROM daybook_statements JOIN daybook_files USING (run, file) JOIN daybook_footing AS t USING (run, file)
        WHERE account_id LIKE 'DE%' AND t.name = 'load' AND outcome <> 'arrived' AND t.currency = 'EUR' ORDER BY file
        """) == """
          format,opening,closing,records,total,proves,outcome,money
          camt,25077.1500,37330.4500,12,12253.3000,1,inserted,12253.3000
          mt940,25077.1500,37330.4500,12,12253.3000,1,unchanged,12253.3000

          """)
  }

  @Test(
    "where the second format says something else, it is refused with what differs, and the books keep the first",
    arguments: [
      ("Druckerei Vogt", "Druckerei Voigt", "statement-restated"),
      (
        "D1785,00", "D1785,01",
        "closing-balance: stated 37330.45 EUR, computed 37330.44 EUR, difference 0.01 EUR"
      ),
    ])
  func formatsDiffer(_ text: String, _ other: String, _ told: String) throws {
    let sample = try Sample("four-banks")
    let file = "Pipelines/four-banks/Inbox/rheinbank_2026-01.sta"
    let changed = try sample.text(of: file).replacing(text, with: other)
    try #require(changed.contains(other))
    try sample.write(changed, to: file)
    let run = try sample.run()
    #expect(run.status == 65)
    #expect(run.errors.contains(told), "\(run.errors)")
    let books = try sample.open("Books/four-banks.db")
    #expect(
      try books.csv(
        "SELECT count(*) AS entries, sum(amount) AS cents, max(_file) AS file FROM bank_transactions WHERE gl_account = 1810"
      ) == "entries,cents,file\n12,1225330,Inbox/rheinbank_2026-01.camt053.xml\n")
  }

  // MARK: Invoices and remittances

  @Test(
    "one query says which invoice is paid by which line of a remittance, in part or not at all",
    arguments: [["invoices", "remittances"], ["remittances", "invoices"]])
  func remittances(_ order: [String]) throws {
    let desk = try Workplace()
    let samples = try order.map { try Sample($0, at: desk) }
    for sample in samples { #expect(try sample.run().status == 0) }
    let remittances = samples[order[0] == "remittances" ? 0 : 1]
    let books = try remittances.open("Books/receivables.db")
    try remittances.expect(books.csv(try remittances.query()), in: "paid.csv")
    #expect(
      try books.csv(
        "SELECT payment_id FROM remittance_lines GROUP BY payment_id HAVING sum(amount) <> max(payment_amount)"
      )
        == "payment_id\n")
    try samples[0].expectNothingNew("Books/receivables.db", files: order[0] == "invoices" ? 2 : 3)
  }

  @Test(
    "invoices and remittances arrive as expected",
    arguments: [("invoices", "invoices"), ("remittances", "remittance_lines")])
  func receivables(_ name: String, _ table: String) throws {
    let sample = try Sample(name)
    let first = try sample.run()
    #expect(first.status == 0, "\(first.errors)")
    try sample.expect(first.output, in: "footing.txt")
    let rows = try sample.open("Books/receivables.db").csv("SELECT * FROM \(table) ORDER BY external_id")
    try sample.expect(rows, in: "\(table).csv")
  }

  @Test("a deposit that is not the sum of its checks is refused whole, and its invoices stay open")
  func depositContradicted() throws {
    let desk = try Workplace()
    let invoices = try Sample("invoices", at: desk)
    let remittances = try Sample("remittances", at: desk)
    let file = "Pipelines/remittances/Inbox/lockbox_2026-01-28.823"
    let changed = try remittances.text(of: file).replacing("AMT*TP*1615~", with: "AMT*TP*1651~")
    try remittances.write(changed, to: file)
    #expect(try invoices.run().status == 0)
    let run = try remittances.run()
    #expect(run.status == 65)
    #expect(
      run.errors.contains("deposit-total: stated 1651.00, computed 1615.00, difference 36.00"),
      "\(run.errors)")
    let books = try remittances.open("Books/receivables.db")
    #expect(
      try books.csv(
        "SELECT DISTINCT invoice, state FROM (\(try remittances.query().dropLast())) WHERE invoice < 'HT-1004'"
      )
        == "invoice,state\nHT-1001,paid\nHT-1002,partly paid\nHT-1003,open\n")
  }

  // MARK: Migration

  /// Every journal is in balance but those of which a line was refused.
  private func expectBalance(_ books: SQLiteDatabase) throws {
    let unbalanced = try books.query(
      "SELECT entity, journal_id FROM journal_lines GROUP BY entity, journal_id HAVING sum(amount) <> 0"
    ) { row in [row.text(0) ?? "", row.text(1) ?? ""] }
    let refused = try books.query("SELECT original FROM daybook_rejects") { row in
      (row.text(0) ?? "").split(separator: ";").prefix(2).map(String.init)
    }
    #expect(!refused.isEmpty)
    #expect(Set(unbalanced) == Set(refused))
  }
}

/// The generated export, counted by other means than the program's.
private struct Export {
  static let totalsQuery = """
    SELECT entity, legacy_account, currency, count(*) AS lines, sum(amount) AS minor_units FROM journal_lines
    GROUP BY entity, legacy_account, currency ORDER BY entity, legacy_account, currency
    """

  private var sums: [String: (lines: Int, amount: Int)] = [:]

  init(_ sample: Sample) throws {
    for year in 2015...2024 {
      let path = "Pipelines/historical-migration/Export/ledger_\(year).csv"
      let text = String(decoding: try sample.bytes(of: path).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
      for line in text.split(separator: "\r\n").dropFirst() { add(line) }
    }
  }

  /// Mandant;Beleg;Pos;Datum;Periode;Konto;KSt;Buchungstext;Soll;Haben;Währ;Referenz
  private mutating func add(_ line: Substring) {
    let cells = line.split(separator: ";", omittingEmptySubsequences: false)
    let date = cells[3].split(separator: ".").reversed().joined(separator: "-")
    if date < "2015-04-01" || cells[5] == "4999" { return }
    let amount = minorUnits(cells[8]) - minorUnits(cells[9])
    let key = "\(cells[0]),\(cells[5]),\(cells[10])"
    sums[key] = ((sums[key]?.lines ?? 0) + 1, (sums[key]?.amount ?? 0) + amount)
  }

  /// `1.234,56` is 123456.
  private func minorUnits(_ text: Substring) -> Int { Int(text.filter(\.isNumber)) ?? 0 }

  var totals: String {
    sums.keys.sorted().reduce("entity,legacy_account,currency,lines,minor_units\n") { text, key in
      text + "\(key),\(sums[key]?.lines ?? 0),\(sums[key]?.amount ?? 0)\n"
    }
  }
}

extension SQLiteDatabase {
  /// What a query finds, as CSV with a header.
  fileprivate func csv(_ sql: String) throws -> String {
    func line(_ cells: [String]) -> String {
      cells.map { cell in
        cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
          ? "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : cell
      }.joined(separator: ",") + "\n"
    }
    let statement = try prepare(sql)
    let names = statement.columnNames
    var text = line(names)
    while try statement.step() { text += line(names.indices.map { statement.text($0) ?? "" }) }
    return text
  }
}

/// A copy of one pipeline in a folder of its own, laid out as in the repository.
private struct Sample {
  private static let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private let name: String
  private let place: Workplace

  /// - Parameter place: where another sample lies already, to run beside it; a folder of its own when left out.
  init(_ name: String, at place: Workplace? = nil) throws {
    self.name = name
    self.place = try place ?? Workplace()
    for part in ["pipeline.yaml", "Inbox", "Mappings", "generate.sh"] {
      let source = "\(Sample.house)/Pipelines/\(name)/\(part)"
      guard FileManager.default.fileExists(atPath: source) else { continue }
      try self.place.write("Pipelines/\(name)/.keep", "")
      try self.place.copy(source, to: "Pipelines/\(name)/\(part)")
    }
  }

  /// Writes the export of the old ledger.
  func generate() throws {
    let ended = try place.shell("Pipelines/\(name)/generate.sh Pipelines/\(name)/Export")
    try #require(ended.status == 0, "\(ended.errors)")
  }

  /// `daybook run` on the pipeline; the folder it runs in is shown as a dot.
  func run(_ options: [String] = []) throws -> Ended {
    var ended = try place.start(["run", "Pipelines/\(name)/pipeline.yaml"] + options).wait()
    ended.output = ended.output.replacingOccurrences(of: place.path, with: ".")
    return ended
  }

  /// The query that the comment of the pipeline holds.
  func query() throws -> String {
    try text(of: "Pipelines/\(name)/pipeline.yaml").split(separator: "\n").filter { $0.hasPrefix("#   ") }
      .map { $0.dropFirst(4) }.joined(separator: "\n")
  }

  /// A second run finds nothing new, and changes no byte of the books.
  func expectNothingNew(_ books: String, files: Int) throws {
    let before = try place.bytes(books)
    let again = try run()
    #expect(again.status == 0)
    #expect(again.output.hasPrefix("\(name): nothing new in \(files) files\n"))
    #expect(try place.bytes(books) == before)
  }

  func open(_ path: String) throws -> SQLiteDatabase {
    try SQLiteDatabase(path: place.place(path), access: .reading)
  }

  func bytes(of path: String) throws -> [UInt8] { try place.bytes(path) }

  func text(of path: String) throws -> String { try place.text(path) }

  func write(_ text: String, to path: String) throws { try place.write(path, text) }

  /// Holds a text against a file of `expected`.
  func expect(_ text: String, in file: String) throws {
    let path = "\(Sample.house)/Pipelines/\(name)/expected/\(file)"
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try place.write(path, text)
      Issue.record("recorded \(path): review it, and run without RECORD")
      return
    }
    let expected = try place.text(path)
    if text == expected { return }
    let pairs = zip(text.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
    let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(name)/expected/\(file) differs from line \((first?.offset ?? 0) + 1) on
      is:       \(first?.element.0 ?? "of another length")
      expected: \(first?.element.1 ?? "")
      """)
  }
}
