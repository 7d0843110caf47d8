import Bytes
import Components
import Records
import Testing

@testable import Reading

/// Reads a text as MT940.
private func read(_ text: String, chunk: Int = Int.max) -> FileReading {
  FileReading { () throws(Fault) in
    MT940Reader(try ByteSource(bytes: Array(text.utf8), name: "input.sta", chunk: chunk))
  }
}

/// A statement of one account around its entries.
private func statement(_ entries: String, closing: String = ":62F:C260228EUR0,") -> String {
  ":20:REF\n:25:DE02370400440532013000\n:28C:7/1\n:60F:C260131EUR0,\n\(entries)\n\(closing)\n-\n"
}

extension FileReading {
  /// One column over all batches; `~` is "no value".
  fileprivate func column(_ name: String) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" } }
  }

  /// `name stated computed` of the checks that fail.
  fileprivate var failures: [String] {
    statements.flatMap(\.checks).filter { !$0.holds }.map { "\($0.name) \($0.stated) \($0.computed)" }
  }
}

@Suite("MT940 entries")
struct MT940EntryTests {
  @Test(
    "a reversal turns its side round, and one letter of the currency may follow the mark",
    arguments: [
      ("C1,00", "1.0000"), ("D1,00", "-1.0000"), ("RC1,00", "-1.0000"), ("RD1,00", "1.0000"),
      ("CR1,00", "1.0000"), ("DR1,00", "-1.0000"), ("RCR1,00", "-1.0000"), ("RDR1,00", "1.0000"),
      ("DD1,00", "-1.0000"), ("EC1,00", "1.0000"), ("EDD1,00", "-1.0000"),
    ])
  func marks(mark: String, amount: String) {
    let reading = read(statement(":61:260201\(mark)NTRFNONREF"))
    #expect(reading.column("amount") == [amount])
    #expect(reading.column("status") == [mark.hasPrefix("E") ? "future" : "booked"])
  }

  @Test(
    "the entry date takes the year nearest to the value date",
    arguments: [
      ("2601101224", "2026-01-10", "2025-12-24"), ("2512240102", "2025-12-24", "2026-01-02"),
      ("2503010229", "2025-03-01", "2024-02-29"), ("2402280229", "2024-02-28", "2024-02-29"),
      ("2602300301", "2026-02-28", "2026-03-01"), ("2402300301", "2024-02-29", "2024-03-01"),
      ("6906300701", "2069-06-30", "2069-07-01"), ("7001011231", "1970-01-01", "1969-12-31"),
    ])
  func years(dates: String, value: String, booking: String) {
    let reading = read(statement(":61:\(dates)C1,00NTRFNONREF"))
    #expect(reading.column("value_date") == [value])
    #expect(reading.column("booking_date") == [booking])
    #expect(reading.remarks.contains { $0.contains("February") } == dates.contains("0230"))
  }

  @Test("31 April and 32 January are refused, for no month of thirty days explains them")
  func impossible() {
    let reading = read(statement(":61:260431C1,00NTRFA\n:61:260132C1,00NTRFB\n:61:2602010431C1,00NTRFC"))
    #expect(
      reading.rejections.map { "\($0.code) \($0.value ?? "")" } == [
        "value-date-not-in-calendar 260431", "value-date-not-in-calendar 260132",
        "booking-date-not-in-calendar 0431",
      ])
    #expect(reading.recordsRead == 3)
  }

  @Test("a refused entry takes its details with it, and the caret stands under the bad bytes")
  func refusedWhole() throws {
    let text = statement(":61:260201C1,O0NTRFX\nSUPPLEMENT\n:86:TEXT\nMORE\n:61:260201C2,00NTRFY")
    let reading = read(text)
    let rejection = try #require(reading.rejections.first)
    let start = Int(rejection.origin.offset)
    let bytes = Array(text.utf8)[start..<start + Int(rejection.origin.length)]
    #expect(String(decoding: bytes, as: UTF8.self) == ":61:260201C1,O0NTRFX\nSUPPLEMENT\n:86:TEXT\nMORE")
    #expect(rejection.position == 13)
    #expect(rejection.origin.line == 5)
    #expect(reading.column("customer_reference") == ["Y"])
    #expect(reading.failures == ["closing-balance 0.00 2.00"])
  }

  @Test("details that are no entry's neighbour speak of the statement")
  func adjacency() {
    let reading = read(
      ":86:A\n" + statement(":86:B\n:61:260201C1,00NTRFX", closing: ":62F:C260201EUR1,\n:86:C"))
    #expect(reading.column("description") == ["~"])
    #expect(reading.failures == [])
  }

  @Test("a keyword cut by a field and a line is found all the same")
  func cutKeyword() {
    let reading = read(statement(":61:260201C1,00NTRFX\n:86:166?20ER\nEF+E-1?21SV\n?22WZ+Rent ?23May"))
    #expect(reading.column("end_to_end_id") == ["E-1"])
    #expect(reading.column("description") == ["Rent May"])
  }
}

@Suite("MT940 statements")
struct MT940StatementTests {
  private let pages = """
    :20:A
    :25:1
    :28C:7/1
    :60F:C260131EUR10,
    :61:2602010201C5,NTRFA
    :62M:C260201EUR15,
    :20:B
    :25:1
    :28C:7/2
    :60M:C260201EUR15,
    :61:2602020202D3,NTRFB
    :62F:C260202EUR12,
    """

  @Test("pages become one statement, which proves page by page and as a whole")
  func stitched() throws {
    let reading = read(pages)
    let statement = try #require(reading.statements.first)
    #expect(reading.statements.count == 1)
    #expect(statement.statementID == "A/7")
    #expect(statement.sequence == "7")
    #expect(statement.opening?.description == "10.0000")
    #expect(statement.closing?.description == "12.0000")
    #expect(statement.recordsTotal.description == "2.0000")
    #expect(statement.recordCount == 2)
    #expect(
      statement.checks.map(\.name) == [
        "page-balance", "page-opening-balance", "page-balance", "closing-balance",
      ])
    #expect(statement.checks.allSatisfy { $0.kind == .balance && $0.holds })
    #expect(statement.period.map { "\($0.lowerBound) \($0.upperBound)" } == "2026-02-01 2026-02-02")
    #expect(reading.column("statement_id") == ["A/7", "A/7"])
    #expect(reading.batches.flatMap(\.origins).map(\.statement) == [0, 0])
  }

  @Test(
    "a balance that does not follow fails where it stands",
    arguments: [
      (
        ":62M:C260201EUR15,", ":62M:C260201EUR16,",
        ["page-balance 16.00 15.00", "page-opening-balance 15.00 16.00"]
      ),
      (
        ":60M:C260201EUR15,", ":60M:C260201EUR14,",
        ["page-opening-balance 14.00 15.00", "page-balance 12.00 11.00"]
      ),
      (
        ":62F:C260202EUR12,", ":62F:C260202EUR13,",
        ["page-balance 13.00 12.00", "closing-balance 13.00 12.00"]
      ),
      (":62F:C260202EUR12,", ":62F:C260202USD12,", ["balance-currency USD EUR"]),
      (":62F:C260202EUR12,", "", ["closing-balance present missing"]),
    ])
  func failing(from: String, to: String, failures: [String]) {
    #expect(read(pages.replacing(from, with: to)).failures == failures)
  }

  @Test("a page whose number or account differs is a statement of its own, and says that pages are missing")
  func apart() {
    for changed in [
      pages.replacing(":28C:7/2", with: ":28C:8/2"), pages.replacing(":20:B\n:25:1", with: ":20:B\n:25:2"),
    ] {
      let reading = read(changed)
      #expect(reading.statements.count == 2)
      #expect(reading.statements[1].sequence?.hasSuffix("/2") == true)
      #expect(reading.remarks.count == 2)
    }
  }

  @Test("an interim report is pending, and its totals are held against its entries")
  func interim() throws {
    let reading = read(
      ":20:A\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2602021200+0100\n:61:260202C5,NTRFX\n:61:260202RC1,NTRFX\n"
        + ":90D:1EUR1,\n:90C:2EUR5,")
    let statement = try #require(reading.statements.first)
    #expect(statement.isInterim)
    #expect(statement.asOf?.description == "2026-02-02")
    #expect(reading.column("status") == ["pending", "pending"])
    #expect(reading.failures == ["credit-count 2 1"])
    #expect(
      statement.checks.map(\.kind) == [.recordCounts, .controlTotals, .recordCounts, .controlTotals])
  }

  @Test("a statement of one day speaks of that day, and one of several begins behind its opening balance")
  func periods() {
    func period(_ opening: String, _ entry: String, _ closing: String) -> String? {
      read(":20:A\n:25:1\n:28C:1\n:60F:C\(opening)EUR0,\n:61:\(entry)C1,NTRFX\n:62F:C\(closing)EUR1,")
        .statements
        .first?.period.map { "\($0.lowerBound) \($0.upperBound)" }
    }
    #expect(period("260201", "260202", "260202") == "2026-02-02 2026-02-02")
    #expect(period("260201", "260201", "260202") == "2026-02-01 2026-02-02")
    #expect(period("260131", "260215", "260228") == "2026-02-01 2026-02-28")
    #expect(period("260228", "260215", "260131") == "2026-01-31 2026-01-31")
  }

  @Test("many statements are read in pieces as they are whole")
  func many() {
    let text = (1...3000).map { number in
      statement(
        ":61:2602010201C\(number),NTRFNONREF//B\(number)\n:86:166?20Purpose \(number)?32Name",
        closing: ":62F:C260228EUR\(number),")
    }.joined()
    let whole = read(text)
    #expect(whole.statements.count == 3000)
    #expect(whole.failures == [])
    #expect(whole.column("amount").last == "3000.0000")
    #expect(read(text, chunk: 1013).goldens.map(\.text) == whole.goldens.map(\.text))
  }
}

@Suite("MT940 among the formats")
struct MT940FactoryTests {
  @Test(
    "a file is known by the fields of a statement, under any name",
    arguments: [
      ":20:A\n:25:B\n:28C:1\n", "ABNANL2A\n940\nABNANL2A\r\n:20:A\r\n:25:B\r\n:28:1\r\n",
      "{1:F01X}{2:O940X}{4::20:A\n:25:B\n:60F:C", "\u{1}{1:F01X}{2:I942X}{4:\n:20:A\n:34F:EUR0,\n",
      ":20:A\r:25:B\r:61:260101C1,\r",
    ])
  func recognized(head: String) {
    #expect(MT940Reader.factory.recognizes(Array(head.utf8), "statement.txt") == .certain)
  }

  @Test(
    "other messages and other text are left to other formats",
    arguments: [
      "", ":20:A\n:23B:CRED\n:32A:260101EUR1,\n", ":20:A,B,C\n:25:A,B,C\n", "Date;Text\n1;:20:\n",
      "01,A,B\n02,",
    ])
  func notRecognized(head: String) {
    #expect(MT940Reader.factory.recognizes(Array(head.utf8), "statement.txt") == .no)
  }

  @Test("the name alone makes it possible", arguments: ["a.sta", "A.MT940", "b.940.gz", "x.mta"])
  func byName(name: String) { #expect(MT940Reader.factory.recognizes([], name) == .possible) }

  @Test("a field without end is refused, not held in memory")
  func tooLong() {
    let reading = read(":20:A\n:25:B\n:28C:1\n:86:" + String(repeating: "x", count: 17 << 20))
    #expect(reading.fault?.code == "record-too-long")
  }
}
