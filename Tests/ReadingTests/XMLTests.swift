import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("XML by paths")
struct XMLTests {
  private func read(_ text: String, _ options: String, chunk: Int = Int.max) throws -> FileReading {
    FileReading(
      XMLReader.factory, try OptionsFile.parse(options, spec: XMLReader.spec, file: "options.yaml"),
      Array(text.utf8), name: "input.xml", chunk: chunk)
  }

  private func cells(_ reading: FileReading) -> [[String]] {
    reading.batches.flatMap { batch in
      (0..<batch.count).map { row in batch.columns.map { $0.string(at: row) ?? "~" } }
    }
  }

  @Test("records and values around them are written and read back", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var expected: [[String]] = []
    var accounts: [XMLElement] = []
    for _ in 0..<1 + random.next(5) {
      let number = text(&random)
      var members = (0..<random.next(20)).map { _ in
        let (amount, currency) = (text(&random), text(&random))
        expected.append([amount, currency, number].map { $0.isEmpty ? "~" : $0 })
        var parts = [
          XMLElement("Amount", attributes: [("Ccy", currency)], text: amount),
          XMLElement("Noise", [XMLElement("Amount", text: "x"), XMLElement("Entry")]),
        ]
        parts.shuffle(using: &random)
        return XMLElement("Entry", parts)
      }
      members.insert(XMLElement("Number", text: number), at: random.next(members.count + 1))
      accounts.append(XMLElement("Account", members))
    }
    let document = XMLElement("Export", [XMLElement("Head", text: "x")] + accounts).written(&random)
    let reading = try read(
      document,
      """
      records: Export/Account/Entry
      columns:
        Amount: amount
        Amount/@Ccy: currency
        /Export/Account/Number: account_id
      """, chunk: 1 + random.next(5000))
    #expect(reading.fault == nil)
    #expect(reading.rejections == [])
    #expect(cells(reading) == expected)
  }

  private func text(_ random: inout SeededRandom) -> String {
    let letters: [Unicode.Scalar] = ["a", "é", "€", "😀", "\"", "&", "<", ">", "'", "]"]
    var text = ""
    for _ in 0..<random.next(10) { text.unicodeScalars.append(letters[random.next(letters.count)]) }
    return text
  }

  @Test("a list of any length streams in batches")
  func streams() throws {
    let items = (0..<40_000).map { "<R n=\"\($0)\"><T>\($0)</T></R>\n" }.joined()
    let reading = try read(
      "<E a='A'>\n\(items)</E>", "records: E/R\ncolumns:\n  T: id\n  \"@n\": n\n  /E/@a: account_id")
    #expect(reading.fault == nil)
    #expect(reading.batches.map(\.count) == [16_384, 16_384, 7232])
    let rows = cells(reading)
    #expect(rows.indices.allSatisfy { rows[$0] == ["\($0)", "\($0)", "A"] })
    #expect(reading.batches.flatMap(\.origins).map { Int($0.line) } == Array(2...40_001))
  }

  @Test("a value around records that comes behind a batch of them is refused, not lost")
  func late() throws {
    let items = String(repeating: "<R/>", count: TreeRows.rowsPerBatch + 1)
    let options = "records: E/R\ncolumns:\n  T: id\n  /E/A: account_id"
    #expect(try read("<E>\(items)<A>1</A></E>", options).fault?.code == "value-late")
    #expect(try read("<E><A>1</A>\(items)</E>", options).recordsRead == TreeRows.rowsPerBatch + 1)
  }

  @Test("paths that are none are complained about")
  func complaints() throws {
    func codes(_ text: String) throws -> [String] {
      let options = try OptionsFile.parse(text, spec: XMLReader.spec, file: "pipeline.yaml")
      var complaints: [Complaint] = []
      _ = XMLDialect(options, complaints: &complaints)
      return complaints.map { "\($0.place.line) \($0.code)" }
    }
    #expect(try codes("records: E/@a") == ["1 path-not-usable"])
    var missing: [Complaint] = []
    _ = XMLReader.factory.schema(
      Options([:], at: Place(file: "pipeline.yaml", line: 2)), FileReading.contract("party/1"), &missing)
    #expect(missing.map(\.code) == ["option-missing", "option-missing"])
    #expect(
      try codes(
        "records: E/R\ncolumns:\n  a//b: x\n  ../c: y\n  p:d: z\n  \"@a/b\": u\n  e[1]: v\n  /F/a: w\n  \"\": q"
      )
        == (3...9).map { "\($0) path-not-usable" })
    #expect(try codes("records: E/R\ncolumns:\n  a.b/_c-1: x\n  Dt|DtTm/@Ä: y\n  /E/R/@b: z") == [])
  }

  @Test("a document is XML where no other format may know it, whatever it is called")
  func recognition() {
    func detected(_ head: String, _ name: String) -> [String] {
      switch Readers.detect(head: Array(head.utf8), name: name) {
      case .one(let reader): [reader.spec.name]
      case .ambiguous(let readers): readers.map(\.spec.name)
      case .none: []
      }
    }
    #expect(detected("<Export><Entry/></Export>", "download") == ["xml"])
    #expect(detected(" <?xml version=\"1.0\"?><Export/>", "export.xml") == ["xml"])
    #expect(
      detected("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">", "a.xml") == ["camt"])
    #expect(detected("", "export.xml") == ["xml"])
    #expect(detected("< 5\n", "a.txt") == [])
  }
}
