import Bytes
import Components
import Records
import Testing

@testable import Reading

/// Reads a text as OFX.
private func read(
  _ text: String, settings: OFXSettings = OFXSettings(), chunk: Int = Int.max
) -> FileReading {
  FileReading { () throws(Fault) in
    OFXReader(
      try ByteSource(bytes: Array(text.utf8), name: "input.ofx", chunk: chunk), settings: settings)
  }
}

/// A document of one statement of one account around its entries.
private func document(_ entries: String, span: String = "<DTSTART>20260101<DTEND>20260131") -> String {
  "<OFX><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>42</BANKACCTFROM><BANKTRANLIST>\(span)\n"
    + entries
    + "</BANKTRANLIST><LEDGERBAL><BALAMT>10.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></OFX>\n"
}

private func entry(
  _ amount: String, day: String = "20260105", id: String = "F1", _ more: String = ""
) -> String {
  "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>\(day)<TRNAMT>\(amount)<FITID>\(id)\(more)</STMTTRN>\n"
}

extension FileReading {
  /// One column over all batches; `~` is "no value".
  fileprivate func column(_ name: String) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" } }
  }
}

@Suite("OFX tags and texts")
struct OFXTextTests {
  @Test(
    "a text ends at the next tag, and what only looks like one is text",
    arguments: [
      ("<NAME>A</NAME>", "A"), ("<NAME>A\n", "A"), ("<NAME>A < B", "A < B"), ("<NAME>A<B", "A<B"),
      ("<NAME>1<2>0", "1<2>0"), ("<NAME>A<b>B", "A"), ("<NAME>A<!-- x -->B", "AB"),
      ("<NAME><![CDATA[<A>]]>", "<A>"), ("<NAME>A<?x?>B", "AB"), ("<NAME note=\"1\">A", "A"),
      ("<NAME>A & B", "A & B"), ("<NAME>&lt;A&gt;", "<A>"), ("<NAME>&#65;&#x42;", "AB"),
      ("<NAME>&amp;lt;", "&lt;"), ("<NAME>&#0;&#xD800;&#x110000;&;", "&#0;&#xD800;&#x110000;&;"),
      ("<NAME>A\r\n  B", "A\nB"), ("<NAME>A\r\r\nB", "A\nB"), ("<NAME>\r\nA \r\n", "A"),
      ("<NAME>A&nbsp;", "A"), ("<NAME> <![CDATA[ ]]> ", "~"), ("<NAME/>A", "~"), ("<NAME></NAME>", "~"),
    ])
  func texts(written: String, meant: String) {
    let reading = read(document(entry("1.00", written)))
    #expect(reading.column("counterparty_name") == [meant])
    #expect(reading.column("amount") == ["1.0000"])
  }

  @Test("lines are counted over texts, comments and all line ends")
  func lines() throws {
    let text = document(
      "<!-- one\ntwo\r\nthree -->\n" + entry("1.00", "<MEMO>a\nb\rc\r\r\nd") + entry("x"))
    let rejection = try #require(read(text).rejections.first)
    // The list begins on line 1; a comment of three lines, and an entry of four stand before it.
    #expect(rejection.origin.line == 9)
    for chunk in [1, 2, 3, 5] { #expect(read(text, chunk: chunk).rejections == [rejection]) }
  }

  @Test("thousands of unended comments, sections and tags do not take the time of a square")
  func unended() {
    for piece in ["<!", "<!--", "<![CDATA[", "<?", "<A", "</", "<", "&"] {
      let reading = read("<OFX>" + String(repeating: piece, count: 200_000))
      #expect(reading.fault?.code == "statements-missing", "\(piece)")
    }
  }

  @Test("an entry that a block ends in is read whole from the next one")
  func blocks() {
    let memo = String(repeating: "x", count: 700)
    let entries = (1...4000).map { entry("\($0).00", id: "F\($0)", "<MEMO>\(memo)") }
    let reading = read(document(entries.joined()), chunk: 70_001)
    #expect(reading.column("external_id") == (1...4000).map { "F\($0)" })
    #expect(reading.column("description").allSatisfy { $0 == memo })
    #expect(reading.column("account_id").allSatisfy { $0 == "42" })
    #expect(reading.batches.count > 1)
  }

  @Test("an entry longer than sixteen megabytes refuses the file")
  func tooLong() {
    let reading = read(document(entry("1.00", "<MEMO>" + String(repeating: "x", count: 17 << 20))))
    #expect(reading.fault?.code == "record-too-long")
  }

  @Test("a refused entry keeps its bytes, and the caret stands under the bad ones")
  func refused() throws {
    let text = document(entry("1.00") + entry("12.3O", id: "F2"))
    let rejection = try #require(read(text).rejections.first)
    let start = Int(rejection.origin.offset)
    let bytes = Array(text.utf8)[start..<start + Int(rejection.origin.length)]
    #expect(String(decoding: bytes, as: UTF8.self) + "\n" == entry("12.3O", id: "F2"))
    #expect(bytes[start + Int(try #require(rejection.position))] == UInt8(ascii: "O"))
    #expect(rejection.value == "12.3O")
  }

  @Test("a file that ends within a statement is refused whole, wherever it is cut")
  func truncated() {
    let text = document(entry("-1.00") + entry("-125.00", id: "F2"))
    let bytes = Array(text.utf8)
    let first = text.utf8.count - document("").utf8.count
    let from = bytes.count - first
    for end in stride(from: from, to: bytes.count - "</STMTRS></STMTTRNRS></OFX>\n".utf8.count, by: 1) {
      let cut = String(decoding: bytes[..<end], as: UTF8.self)
      #expect(read(cut).fault?.code == "file-truncated", "cut at \(end)")
    }
  }
}

@Suite("OFX statements")
struct OFXStatementTests {
  @Test(
    "the ledger balance is the closing balance only where nothing can lie between it and the end",
    arguments: [
      ("20260131", "10.0000"), ("20260120", "10.0000"), ("20260201", "~"), ("20260104", "~"),
      ("20260131235959[-5:EST]", "10.0000"), ("", "10.0000"), ("00000000", "10.0000"),
    ])
  func closing(day: String, closing: String) {
    let text = document(entry("1.00")).replacing("<DTASOF>20260131", with: "<DTASOF>\(day)")
    let statement = read(text).statements.first
    #expect(statement?.closing?.description ?? "~" == closing)
    #expect(statement?.opening == nil)
    #expect(statement?.balances.map(\.code) == ["LEDGERBAL"])
  }

  @Test("the period is that of the list, without one that of the entries and the balance")
  func periods() {
    func period(_ span: String, _ entries: String) -> String? {
      read(document(entries, span: span)).statements.first?.period.map { "\($0.lowerBound) \($0.upperBound)" }
    }
    let two = entry("1.00", day: "20260109") + entry("2.00", day: "20260103", id: "F2")
    #expect(period("<DTSTART>20260101<DTEND>20260131", two) == "2026-01-01 2026-01-31")
    #expect(period("", two) == "2026-01-03 2026-01-31")
    #expect(period("<DTSTART>20260131<DTEND>20260101", two) == "2026-01-01 2026-01-01")
    #expect(period("<DTSTART>00000000<DTEND>20260115", two) == "2026-01-15 2026-01-15")
  }

  @Test("a bank account, a card and a broker's account in one file are three statements")
  func kinds() {
    let text =
      document(entry("-1.00"))
      + "<OFX><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>43</CCACCTFROM><BANKTRANLIST>"
      + entry("-2.00") + "</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS>"
      + "<INVSTMTTRNRS><INVSTMTRS><CURDEF>GBP<INVACCTFROM><ACCTID>44</INVACCTFROM><INVTRANLIST><INVBANKTRAN>"
      + entry("-3.00") + "</INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></OFX>"
    let reading = read(text)
    #expect(reading.statements.map { "\($0.accountID) \($0.currency)" } == ["42 USD", "43 EUR", "44 GBP"])
    #expect(reading.column("account_id") == ["42", "43", "44"])
    #expect(reading.column("currency") == ["USD", "EUR", "GBP"])
  }

  @Test("the cash of a trade is a record only where it is asked for, and never that of a reinvestment")
  func trades() {
    let trade =
      "<BUYMF><INVBUY><INVTRAN><FITID>T1<DTTRADE>20260105<DTSETTLE>20260107<MEMO>BUY</INVTRAN><TOTAL>-5.00</INVBUY>"
      + "</BUYMF>"
      + "<REINVEST><INVTRAN><FITID>T2<DTTRADE>20260106</INVTRAN><TOTAL>-1.00</REINVEST>"
    let text =
      "<OFX><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>44</INVACCTFROM><INVTRANLIST>"
      + trade
      + "</INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></OFX>"
    #expect(read(text).recordsRead == 0)
    #expect(read(text).remarks.count == 1)
    let reading = read(text, settings: OFXSettings(readsTrades: true))
    #expect(reading.column("external_id") == ["T1"])
    #expect(reading.column("type_code") == ["BUYMF"])
    #expect(reading.column("booking_date") == ["2026-01-05"])
    #expect(reading.column("value_date") == ["2026-01-07"])
    #expect(reading.remarks == [])
  }

  @Test("pending entries are an interim statement of their own, known by no number of the bank")
  func pending() {
    let list = "<BANKTRANLISTP><DTASOF>20260202<STMTTRNP><DTTRAN>20260201<TRNAMT>-3.00<NAME>X</STMTTRNP>"
    let text = document(entry("1.00")).replacing("</STMTRS>", with: list + "</BANKTRANLISTP></STMTRS>")
    let reading = read(text)
    #expect(reading.statements.map(\.isInterim) == [false, true])
    #expect(reading.statements.map(\.recordCount) == [1, 1])
    #expect(reading.column("status") == ["booked", "pending"])
    #expect(reading.column("external_id") == ["F1", "~"])
    #expect(reading.batches.flatMap(\.origins).map(\.statement) == [0, 1])
  }

  @Test("an amount that stands in no entry makes its statement fail")
  func outside() {
    let reading = read(document(entry("1.00") + "<TRNTYPE>OTHER<DTPOSTED>20260106<TRNAMT>-2.00\n"))
    #expect(reading.statements.first?.checks.map(\.name) == ["amounts-outside-entries"])
    #expect(reading.statements.first?.isRefused == true)
  }

  @Test("a sum that does not fit is said, not wrapped")
  func sum() {
    let most = "922337203685477.0000"
    let reading = read(document(entry(most) + entry(most, id: "F2")))
    #expect(reading.recordsRead == 2)
    #expect(reading.statements.first?.checks.map(\.name) == ["records-total"])
    #expect(reading.statements.first?.proves == false)
  }

  @Test("a currency that ISO 4217 does not have is no option")
  func option() throws {
    let options = try OptionsFile.parse("currency: DOL\n", spec: OFXReader.spec, file: "options.yaml")
    var complaints: [Complaint] = []
    _ = OFXReader.factory.schema(
      options,
      Contract(
        name: "bank_transaction", version: 1, summary: "", fields: [], key: [], fingerprintField: nil,
        effectiveDate: nil, footingAmount: nil), &complaints)
    #expect(complaints.map(\.code) == ["currency-unknown"])
  }

  @Test(
    "OFX is known by its content under any name",
    arguments: [
      "OFXHEADER:100\nDATA:OFXSGML\n", "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>\n<OFX>", "<ofx>",
      "\n\n\nDATA:OFXSGML\n<OFX>\n", "<STMTTRNRS><TRNUID>1",
    ])
  func recognition(head: String) {
    #expect(OFXReader.factory.recognizes(Array(head.utf8), "download.txt") == .certain)
    guard case .one(let reader) = Readers.detect(head: Array(head.utf8), name: "a.csv") else {
      Issue.record("not one format")
      return
    }
    #expect(reader.spec.name == "ofx")
  }

  @Test("other documents are not OFX, and a name makes it possible")
  func notOFX() {
    #expect(OFXReader.factory.recognizes(Array("<Document><Stmt>".utf8), "a.xml") == .no)
    #expect(OFXReader.factory.recognizes(Array("<html>".utf8), "a.QFX") == .possible)
    #expect(OFXReader.factory.recognizes([], "a.qbo.gz") == .possible)
  }
}
