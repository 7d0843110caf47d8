import Records
import Testing

@testable import Reading

@Suite("BAI2 statements")
struct BAI2StatementTests {
  private static let proven = """
    01,BANK,ME,260106,0800,7,80,,2/
    02,ME,BANK,1,260105,,USD,2/
    03,100,,010,5000,,,015,4800,,,400,200,1,/
    16,475,200,Z,B1,,CHECK
    49,10200,3/
    03,200,,010,-70,,,015,-70,,/
    49,-140,2/
    98,10060,2,7/
    02,ME,BANK,1,260105,,EUR,2/
    03,300,,015,0,,/
    49,0,2/
    98,0,1,4/
    99,10060,2,13/
    """

  @Test("a statement has its balances, its totals and the sums of its records")
  func statement() throws {
    let statement = try #require(try readBAI2(BAI2StatementTests.proven).statements.first)
    #expect(statement.accountID == "100")
    #expect(statement.asOf?.description == "2026-01-05")
    #expect(statement.opening?.description == "50.0000")
    #expect(statement.closing?.description == "48.0000")
    #expect(statement.balances.map(\.code) == ["010", "015", "400"])
    #expect(statement.balances.map(\.name) == ["opening ledger", "closing ledger", "total debits"])
    #expect(statement.balances.map(\.itemCount) == [nil, nil, 1])
    #expect(statement.recordsTotal.description == "-2.0000")
    #expect(statement.recordCount == 1)
    #expect(statement.line == 3)
  }

  @Test("trailers become checks of every statement they cover")
  func checks() throws {
    let result = try readBAI2(BAI2StatementTests.proven)
    #expect(result.failures == [])
    for statement in result.statements {
      #expect(
        statement.checks.map(\.name).filter { $0 != "closing-balance" } == [
          "account-control-total", "account-record-count", "group-control-total", "group-account-count",
          "group-record-count", "file-control-total", "file-group-count", "file-record-count",
        ])
    }
  }

  @Test(
    "a trailer that disagrees fails for the statements it covers, and the file is read all the same",
    arguments: [
      ("49,10200,3/", "49,10201,3/", 1 + 2), ("49,10200,3/", "49,10200,4/", 1),
      ("98,10060,2,7/", "98,10061,2,7/", 2 + 3),
      ("98,10060,2,7/", "98,10060,3,7/", 2), ("98,0,1,4/", "98,0,1,5/", 1),
      ("99,10060,2,13/", "99,1,2,13/", 3),
      ("99,10060,2,13/", "99,10060,1,13/", 3), ("99,10060,2,13/", "99,10060,2,1X/", 3),
    ])
  func failingChecks(from: String, to: String, failures: Int) throws {
    let result = try readBAI2(BAI2StatementTests.proven.replacing(from, with: to))
    #expect(result.column("amount") == ["-2.0000"])
    #expect(result.failures.count == failures)
  }

  @Test("opening plus records is held against closing, where totals say that every transaction is listed")
  func balance() throws {
    /// One account that opens with 50.00 and lists a credit of 7.00 and a debit of 2.00.
    func check(_ summaries: String) throws -> [String] {
      let text = """
        01,A,B,260106,0700,1,,,2/
        02,B,A,1,260105,2400,USD,2/
        03,100,USD,010,5000,,,\(summaries)/
        16,165,700,Z,R1,,IN/
        16,475,200,Z,R2,,OUT/
        49,,4/
        98,,1,6/
        99,,1,8/

        """
      return try readBAI2(text).statements[0].checks.filter { $0.kind == .balance }.map {
        "\($0.name) \($0.arithmetic)"
      }
    }
    #expect(
      try check("015,5500,,,100,700,,,400,200,,") == ["closing-balance stated 55.00 USD, computed 55.00 USD"])
    #expect(
      try check("015,5600,,,100,700,,,400,200,,") == [
        "closing-balance stated 56.00 USD, computed 55.00 USD, difference 1.00 USD"
      ])
    // Totals that the records do not come to: not every transaction is listed, and nothing is asked.
    #expect(try check("015,9900,,,100,5100,,,400,200,,") == [])
    #expect(try check("015,9900,,,100,700,,,") == [])
    // No totals, or no closing balance: nothing is known.
    #expect(try check("015,9900,,") == [])
    #expect(try check("100,700,,,400,200,,") == [])
  }

  @Test("what a trailer leaves empty is not checked; zeros and plus signs do not matter")
  func emptyTotals() throws {
    let result = try readBAI2(
      BAI2StatementTests.proven.replacing("49,10200,3/", with: "49,,003/").replacing(
        "98,0,1,4/", with: "98,+00/"))
    #expect(result.failures == [])
    #expect(result.statements.first?.checks.count == 8)
  }

  @Test("a missing account or group trailer fails for the statements it should cover")
  func missingTrailers() throws {
    let result = try readBAI2(BAI2StatementTests.proven.replacing("49,10200,3/\n", with: ""))
    #expect(result.failures.contains("account-trailer present missing"))
    #expect(result.statements[0].recordCount == 1)
    let group = try readBAI2(BAI2StatementTests.proven.replacing("98,10060,2,7/\n", with: ""))
    #expect(group.failures.filter { $0 == "group-trailer present missing" }.count == 2)
  }

  @Test("a group that lost all its accounts fails for every statement of the file")
  func emptyGroup() throws {
    let file = BAI2StatementTests.proven.replacing(
      "99,10060,2,13/", with: "02,ME,BANK,1,260105,,EUR,2/\n98,5,1,2/\n99,10065,3,15/")
    #expect(
      try readBAI2(file).failures
        == Array(repeating: ["group-control-total 5 0", "group-account-count 1 0"], count: 3).flatMap { $0 })
  }

  @Test("a trailer that disagrees with a file without accounts is at least remarked")
  func emptyFile() throws {
    let result = try readBAI2("01,B,M,260106,,7,,,2/\n99,5,0,2/")
    #expect(result.remarks == ["a trailer does not agree with a group or file that has no account (line 2)"])
  }

  @Test("a refused record is missing from the control total, so the statement does not prove")
  func refusedRecord() throws {
    let result = try readBAI2(BAI2StatementTests.proven.replacing("16,475,200,", with: "16,475,2OO,"))
    #expect(result.failures.contains("account-control-total 102.00 100.00"))
    #expect(result.statements[0].recordCount == 0)
    #expect(result.statements[0].recordsTotal.description == "0.0000")
  }

  @Test(
    "the group status is what shall happen to the records",
    arguments: zip(["1", "2", "3", "4"], [Statement.Disposition.update, .delete, .replace, .test]))
  func dispositions(status: String, disposition: Statement.Disposition) throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,\(status),260105,,USD,2/"))
    #expect(result.statements.map(\.disposition) == [disposition])
    #expect(result.recordsRead == 1)
  }

  @Test(
    "balances come in fours, empty fields where a type is due are skipped, and a record may break anywhere",
    arguments: [
      "03,100,USD,010,1,,,015,2,3,/", "03,100,USD,,,,,010,1,,,015,2,3,/", "03,100,USD,010,1,,,/\n88,015,2,3/",
      "03,100,USD,010,1/\n88,,,015/\n88,2,3,/", "03,100/\n88,USD/\n88,010/\n88,1/\n88,,,015,2/\n88,3,/",
      "03,100,USD,010,1,,V,260105,,015,2,3,S,1,,/", "03,100,USD,010,1,,D,2,0,1,1,0,015,2,3,Z/",
      "03,100,USD,010,1,,,\n88,015,2,3,",
    ])
  func balances(account: String) throws {
    let balances = try readBAI2(oneAccount("", account: account)).statements[0].balances
    #expect(balances.map(\.code) == ["010", "015"])
    #expect(balances.map { $0.amount?.description } == ["0.0100", "0.0200"])
    #expect(balances.map(\.itemCount) == [nil, 3])
  }

  @Test(
    "a balance that cannot be read fails a check",
    arguments: ["010,1O", "010,99999999999999999999", "01,5", "XYZ"])
  func unreadableBalance(fields: String) throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", account: "03,100,USD,\(fields),,/"))
    #expect(result.failures.count == 1)
    #expect(result.column("amount") == ["0.0100"])
  }

  @Test(
    "a funds type of a balance without the numbers it announces fails a check, and what follows is not guessed",
    arguments: [
      "D,3,0,1,1,0,,,015,2,,", "D,X,015,2,,", "D,3,0,1,015,2,,", "D,9,0,1", "S,1,2,OO,015,2,,",
      "D,2,0,1,1,,015,2,,",
    ])
  func misplacedDistribution(funds: String) throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", account: "03,100,USD,010,1,,\(funds)/"))
    #expect(result.failures == ["balance-distribution 010 not the numbers it announces"])
    #expect(result.statements[0].balances.map(\.code) == ["010"])
    #expect(result.column("amount") == ["0.0100"])
  }

  @Test(
    "a ledger balance stated twice with different amounts fails a check; with the same amount it does not")
  func contradiction() throws {
    func failures(_ balances: String) throws -> [String] {
      let result = try readBAI2(oneAccount("", account: "03,100,USD,\(balances)/"))
      #expect(result.statements[0].opening?.description == "0.0100")
      return result.failures
    }
    #expect(try failures("010,1,,,010,1,,,045,3,,,045,4,,") == [])
    #expect(try failures("010,1,,,010,2,,") == ["balance-contradicted 010 0.0100 010 0.0200"])
    #expect(
      try failures("010,1,,,015,5,,,015,,,,015,-5,,") == ["balance-contradicted 015 0.0500 015 -0.0500"])
    #expect(try failures("010,1,010,2,015,5,015,5") == ["balance-contradicted 010 0.0100 010 0.0200"])
  }

  @Test("an empty balance is listed without an amount")
  func emptyBalance() throws {
    let statement = try readBAI2(oneAccount("", account: "03,100,USD,010,,,,015,,,/")).statements[0]
    #expect(statement.balances.map { $0.amount } == [nil, nil])
    #expect(statement.opening == nil)
  }

  @Test("the closing balance is the ledger's, never the available one")
  func closing() throws {
    let statement = try readBAI2(oneAccount("", account: "03,100,USD,045,9,,,015,5,,,040,8,,/")).statements[0]
    #expect(statement.closing?.description == "0.0500")
    #expect(statement.opening == nil)
  }

  @Test("the NAB dialect has pairs of balances, one reference and a second total instead of a count")
  func nab() throws {
    let file = """
      01,,ME,260106,0400,1,78,78/
      02,ME,BANK,1,260105,0000/
      03,100,AUD,015,13467-,100,000,102,000,400/
      88,000,402,000,500,000/
      16,399,50000,0,0004711/
      88,J CITIZEN, RENT
      16,475,70050,0,0005607,GROCER, MAIN ST
      16,475,330/
      16,475,10,Z,0,,OLD STYLE
      49,106923,106923/
      98,106923,1,106923/
      99,106923,1,12,106923/
      """
    let result = try readBAI2(file)
    #expect(result.column("amount") == ["500.0000", "-700.5000", "-3.3000", "-0.1000"])
    #expect(result.column("bank_reference") == ["0004711", "0005607", "~", "0"])
    #expect(result.column("customer_reference") == ["~", "~", "~", "~"])
    #expect(result.column("description") == ["J CITIZEN, RENT", "GROCER, MAIN ST", "~", "OLD STYLE"])
    #expect(result.statements[0].closing?.description == "-134.6700")
    #expect(result.statements[0].balances.map(\.code) == ["015", "100", "102", "400", "402", "500"])
    #expect(result.statements[0].balances.map(\.itemCount) == [nil, nil, 0, nil, 0, nil])
    #expect(result.failures == [])
    #expect(result.remarks.contains("balances in pairs of type and amount: the NAB dialect (line 3)"))
  }

  @Test("several files in one are read one after another, statements numbered within their own")
  func severalFiles() throws {
    let result = try readBAI2(BAI2StatementTests.proven + "\n" + BAI2StatementTests.proven)
    #expect(result.statements.count == 6)
    #expect(Set(result.statements.map(\.statementID)).count == 3)
    #expect(result.failures == [])
    #expect(result.remarks == ["several files in one (line 14)"])
  }

  @Test("version 3 is read as BAI2 and remarked")
  func version() throws {
    let result = try readBAI2(BAI2StatementTests.proven.replacing("7,80,,2/", with: "7,80,,3/"))
    #expect(result.failures == [])
    #expect(result.remarks == ["the file does not declare version 2; read as BAI2 (line 1)"])
  }

  @Test(
    "what is no whole BAI2 file is refused, with its line",
    arguments: [
      ("", "file-not-bai2", 0), ("Date,Amount\n1,2", "file-not-bai2", 1), ("00,1,2/", "file-not-bai2", 1),
      ("16,475,1,Z,,,", "file-not-bai2", 1), ("88,X", "file-not-bai2", 1),
      ("01,B,M,260106,,7,,,2/", "file-truncated", 1),
      ("01,B,M,260106,,7,,,2/\n02,,B,1,260105,,USD,2/\n16,475,1,Z,,,", "record-out-of-place", 3),
      ("01,B,M,260106,,7,,,2/\n03,1,USD,/", "record-out-of-place", 2),
      ("01,B,M,260106,,7,,,2/\n01,B,M,260106,,7,,,2/", "record-out-of-place", 2),
      ("01,B,M,260106,,7,,,2/\n99,0,0,2/\n16,475,1,Z,,,", "record-out-of-place", 3),
      ("01,B,M,260106,,7,,,2/\n02,,B,21,0250525,,USD,2/", "group-header-shifted", 2),
      ("01,B,M,260106,,7,,,2/\n02,,B,1,0250525,,USD,2/", "group-header-shifted", 2),
      ("01,B,M,260106,,7,,,2/\n02,,B,1,260105,,USD,2/\n34,error1", "record-unknown", 3),
    ])
  func refused(text: String, code: String, line: Int) {
    #expect { try readBAI2(text) } throws: { error in
      guard let fault = error as? Fault else { return false }
      return fault.code == code && fault.status == .dataRefused && fault.place?.line == line
        && fault.place?.file == "input.bai"
    }
  }

  @Test(
    "a line that is no record refuses the file, unless it can only be wrapped text",
    arguments: ["34,error1", "12error2", "17,475,1,Z,,,", "16ABC"])
  func unknownRecords(line: String) {
    #expect(throws: Fault("record-unknown", "", status: .dataRefused)) {
      try readBAI2(oneAccount("16,475,1,Z,,,TEXT\n\(line)"))
    }
  }

  @Test("a line after a text closed by a slash is not its continuation")
  func strayLine() {
    #expect(throws: Fault("record-unknown", "", status: .dataRefused)) {
      try readBAI2(oneAccount("16,475,1,Z,,,TEXT/\nMORE"))
    }
  }

  @Test("a transaction without three digits of type refuses the file", arguments: ["", "47", "4755", "4A5"])
  func typeCodes(code: String) {
    #expect(throws: Fault("type-code-malformed", "", status: .dataRefused)) {
      try readBAI2(oneAccount("16,\(code),115,450000"))
    }
  }

  @Test("a file cut off anywhere is refused")
  func truncated() throws {
    let bytes = Array(BAI2StatementTests.proven.utf8)
    let end = bytes.count - "99,10060,2,13/".utf8.count
    for length in 0..<end {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      #expect(throws: Fault.self, "\(length) bytes") { try readBAI2(text) }
    }
  }
}
