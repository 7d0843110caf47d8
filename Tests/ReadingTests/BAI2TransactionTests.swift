import Records
import Support
import Testing

@testable import Reading

@Suite("BAI2 transactions")
struct BAI2TransactionTests {
  @Test("a credit is positive, a debit negative, in major units at four decimals")
  func signs() throws {
    let result = try readBAI2(
      oneAccount(
        "16,165,150000,Z,B1,C1,SALARY RUN/\n16,475,2750,0,B2,,CHECK 1001\n16,920,100,Z,,,\n16,965,100,Z,,,"))
    #expect(result.column("amount") == ["1500.0000", "-27.5000", "1.0000", "-1.0000"])
    #expect(result.column("bank_reference") == ["B1", "B2", "~", "~"])
    #expect(result.column("customer_reference") == ["C1", "~", "~", "~"])
    #expect(result.column("description") == ["SALARY RUN", "CHECK 1001", "~", "~"])
    #expect(result.column("type_code") == ["165", "475", "920", "965"])
    #expect(result.column("booking_date").allSatisfy { $0 == "2026-01-05" })
    #expect(result.column("value_date").allSatisfy { $0 == "~" })
    #expect(result.column("status").allSatisfy { $0 == "booked" })
    #expect(result.column("statement_id").allSatisfy { $0 == "BANK-260106-7-1" })
  }

  @Test(
    "an amount has digits and one sign, before or behind",
    arguments: [
      ("100", "1.0000"), ("+100", "1.0000"), ("065", "0.6500"), ("000", "0.0000"), ("-100", "-1.0000"),
      ("100-", "-1.0000"), ("100+", "1.0000"), (" 100 ", "1.0000"), ("000000000000000000000100", "1.0000"),
      ("", "~"), ("88822453256286", "888224532562.8600"),
    ])
  func amounts(written: String, read: String) throws {
    #expect(try readBAI2(oneAccount("16,165,\(written),Z,,,")).column("amount") == [read])
  }

  @Test("a debit with a minus is money into the account", arguments: ["-100", "100-"])
  func reversedDebit(written: String) throws {
    #expect(try readBAI2(oneAccount("16,475,\(written),Z,,,")).column("amount") == ["1.0000"])
  }

  @Test(
    "what is no amount refuses the record and nothing else",
    arguments: [("12.3O0", 2), ("12.30", 2), ("1 2", 1), ("--5", 1), ("-", 0), ("1-2", 1)])
  func badAmounts(written: String, at offset: Int32) throws {
    let result = try readBAI2(oneAccount("16,165,\(written),Z,B1,,ACME\n16,165,5,Z,B2,,"))
    #expect(result.column("bank_reference") == ["B2"])
    #expect(text(result.rejections) == "1 amount amount-not-a-number \(written)")
    #expect(result.rejections.first?.position == 7 + offset)
    #expect(result.rejections.first?.origin.line == 4)
    #expect(result.recordsRead == 2)
  }

  @Test("an amount beyond 64 bits at four decimals is refused, never bent")
  func tooLarge() throws {
    let result = try readBAI2(
      oneAccount(
        "16,165,92233720368547758,Z,,,\n16,165,92233720368547759,Z,,,\n16,165,9999999999999999999,Z,,,"))
    #expect(result.column("amount") == ["922337203685477.5800"])
    #expect(text(result.rejections).split(separator: "\n").count == 2)
    #expect(result.rejections.allSatisfy { $0.code == "amount-too-large" })
  }

  @Test(
    "decimals go by the currency: its ISO 4217 minor units",
    arguments: [
      ("JPY", "1500.0000"), ("KWD", "1.5000"), ("EUR", "15.0000"), ("usd", "15.0000"), ("CLF", "0.1500"),
    ])
  func minorUnits(currency: String, amount: String) throws {
    let result = try readBAI2(oneAccount("16,165,1500,Z,,,", account: "03,100,\(currency),015,1500,,/"))
    #expect(result.column("amount") == [amount])
    #expect(result.column("currency") == [currency.uppercased()])
    #expect(result.statements.first?.closing?.description == amount)
  }

  @Test("a bank's own decimals are an option")
  func exponents() throws {
    let result = try readBAI2(
      oneAccount("16,165,1500,Z,,,", account: "03,100,EUR,/"), exponents: ["EUR": 0])
    #expect(result.column("amount") == ["1500.0000"])
  }

  @Test("the currency is the account's, else the group's, else US dollars with a remark")
  func currencies() throws {
    let stated = try readBAI2(oneAccount("16,165,1,Z,,,", account: "03,100,GBP,/"))
    #expect(stated.column("currency") == ["GBP"])
    let inherited = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,260105,,CAD,2/"))
    #expect(inherited.column("currency") == ["CAD"])
    #expect(inherited.remarks == [])
    let missing = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,260105,,,2/"))
    #expect(missing.column("currency") == ["USD"])
    #expect(
      missing.remarks == ["no currency in group and account; read as USD, the standard's default (line 3)"])
  }

  @Test("records of an account in an unknown currency are refused, but count in the control total")
  func unknownCurrency() throws {
    let file = """
      01,BANK,ME,260106,0800,7,80,,2/
      02,ME,BANK,1,260105,,USD,2/
      03,100,ZZZ,015,5000,,/
      16,165,100,Z,B1,,
      49,5100,3/
      98,5100,1,5/
      99,5100,1,7/
      """
    let result = try readBAI2(file)
    #expect(text(result.rejections) == "1 currency currency-unknown ZZZ")
    #expect(result.failures == [])
    #expect(result.statements.first?.closing == nil)
  }

  @Test("a code without a side is refused: the sign would be a guess")
  func sideless() throws {
    let result = try readBAI2(oneAccount("16,750,100,Z,,,"))
    #expect(text(result.rejections) == "1 type_code type-code-unknown 750")
  }

  @Test("a message, 890, has no money")
  func message() throws {
    let result = try readBAI2(oneAccount("16,890,,,B1,,OFFICE CLOSED ON MONDAY/"))
    #expect(result.column("amount") == ["0.0000"])
    #expect(result.column("description") == ["OFFICE CLOSED ON MONDAY"])
  }

  @Test("interim reports, modifiers 1 and 3, are pending; final ones are booked", arguments: 1...4)
  func modifiers(modifier: Int) throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,260105,,USD,\(modifier)/"))
    #expect(result.column("status") == [modifier == 1 || modifier == 3 ? "pending" : "booked"])
    #expect(result.statements.map(\.isInterim) == [modifier == 1 || modifier == 3])
  }

  @Test(
    "an as-of time of 2400 or 9999 is the end of the as-of date",
    arguments: ["2400", "9999", "0000", "", "14:59:35"])
  func times(time: String) throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,260105,\(time),USD,2/"))
    #expect(result.column("booking_date") == ["2026-01-05"])
  }

  @Test("years 70 to 99 are of the last century")
  func years() throws {
    #expect(
      try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,700101,,USD,2/")).column("booking_date")
        == ["1970-01-01"])
    #expect(
      try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,691231,,USD,2/")).column("booking_date")
        == ["2069-12-31"])
  }

  @Test("an as-of date that does not exist leaves the booking date empty and is remarked")
  func impossibleDate() throws {
    let result = try readBAI2(oneAccount("16,165,1,Z,,,", group: "02,,BANK,1,261305,,USD,2/"))
    #expect(result.column("booking_date") == ["~"])
    #expect(result.remarks.count == 1)
  }
}

@Suite("BAI2 funds types")
struct BAI2FundsTypeTests {
  private func references(_ record: String) throws -> [String] {
    let result = try readBAI2(oneAccount(record))
    return result.column("amount") + result.column("value_date") + result.column("bank_reference")
      + result.column("customer_reference") + result.column("description")
  }

  @Test("0, 1, 2, Z and nothing bring no further field", arguments: ["0", "1", "2", "Z", "z", ""])
  func plain(type: String) throws {
    #expect(try references("16,165,900,\(type),B1,C1,TEXT/") == ["9.0000", "~", "B1", "C1", "TEXT"])
  }

  @Test(
    "S brings three amounts, any of which may be empty", arguments: ["S,100,500,300", "S,,500,400", "s,,,"])
  func split(funds: String) throws {
    #expect(try references("16,165,900,\(funds),B1,C1,TEXT/") == ["9.0000", "~", "B1", "C1", "TEXT"])
  }

  @Test("V brings the value date and a time, which may be empty", arguments: ["0930", "2400", ""])
  func valueDated(time: String) throws {
    #expect(
      try references("16,165,900,V,260107,\(time),B1,C1,TEXT/") == [
        "9.0000", "2026-01-07", "B1", "C1", "TEXT",
      ])
  }

  @Test("V without a date leaves the value date empty")
  func undated() throws {
    #expect(try references("16,165,900,V,,,B1,C1,TEXT/") == ["9.0000", "~", "B1", "C1", "TEXT"])
  }

  @Test("V with a day that does not exist refuses the record")
  func impossible() throws {
    let result = try readBAI2(oneAccount("16,165,900,V,260230,,B1,C1,TEXT/"))
    #expect(text(result.rejections) == "1 value_date value-date-not-in-calendar 260230")
  }

  @Test(
    "D brings a count and as many pairs of days and amount",
    arguments: ["D,2,0,400,3,500", "D,0", "D,", "d,1,0,-9"])
  func distributed(funds: String) throws {
    #expect(try references("16,165,900,\(funds),B1,C1,TEXT/") == ["9.0000", "~", "B1", "C1", "TEXT"])
  }

  @Test(
    "D with a count larger than the record, or none, refuses it", arguments: ["999999999999", "X", "-1", "5"])
  func shortDistribution(count: String) throws {
    let result = try readBAI2(oneAccount("16,165,900,D,\(count),0,400/"))
    #expect(text(result.rejections) == "1 - distribution-unreadable \(count)")
  }

  @Test(
    "D whose count takes references for pairs refuses the record",
    arguments: [
      "D,3,0,100,1,400,BR,CR,T", "D,3,0,100,1,400,,,T", "D,3,0,100,1,400,77,,T", "D,2,0,100,4711,4712,T",
      "D,2,0,100,-1,5,T", "D,2,0,100,1,4X,T",
    ])
  func misplacedDistribution(funds: String) throws {
    let result = try readBAI2(oneAccount("16,165,900,\(funds)/"))
    let count = funds.dropFirst(2).prefix(1)
    #expect(text(result.rejections) == "1 - distribution-unreadable \(count)")
    #expect(result.failures == [])
  }

  @Test(
    "S with something else than three amounts refuses the record",
    arguments: [("S,200,BR,CR,T", "BR"), ("S,,1,CR,T", "CR"), ("s,X", "X")])
  func misplacedAvailability(funds: String, value: String) throws {
    let result = try readBAI2(oneAccount("16,165,900,\(funds)/"))
    #expect(text(result.rejections) == "1 - distribution-unreadable \(value)")
  }

  @Test("the fields of a funds type may lie in different physical records")
  func acrossRecords() throws {
    #expect(
      try references("16,165,900,D/\n88,2,0/\n88,400,3,500/\n88,B1/\n88,C1/\n88,TEXT")
        == ["9.0000", "~", "B1", "C1", "TEXT"])
  }

  @Test("an unknown funds type brings nothing and is remarked")
  func unknown() throws {
    let result = try readBAI2(oneAccount("16,165,900,7,B1,C1,TEXT/"))
    #expect(result.column("bank_reference") == ["B1"])
    #expect(result.remarks == ["funds type unknown; read as one without further fields (line 4)"])
  }
}
