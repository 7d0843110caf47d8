import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("JSON")
struct JSONTests {
  /// What a document is refused for: `line:column: fact`; nil when it is read.
  private func refusal(_ text: String, lines: Bool = false) throws -> String? {
    let reading = try read(text, "lines: \(lines)")
    return reading.fault.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0): \($0.message)" }
  }

  private func read(_ text: String, _ options: String = "", chunk: Int = Int.max) throws -> FileReading {
    FileReading(
      JSONReader.factory, try OptionsFile.parse(options, spec: JSONReader.spec, file: "options.yaml"),
      Array(text.utf8), name: "input.json", chunk: chunk)
  }

  private func cells(_ reading: FileReading) -> [[String]] {
    reading.batches.flatMap { batch in
      (0..<batch.count).map { row in batch.columns.map { $0.string(at: row) ?? "~" } }
    }
  }

  @Test(
    "what RFC 8259 allows is read",
    arguments: [
      "[]", "{}", " [ ] ", "[[],[[]]]", "{\"\":{}}", "[-0,0,0.0,1e0,1E+5,-1.5e-10]", "[\"\\u0000\\uD800\"]",
      "[\"\u{7f}\u{2028}\"]", "\t[\r\n1 ,\n2]\r\n", "{\"a\":1,\"a\":2}", "[true,false,null]", "[\"\\/\\b\"]",
    ])
  func accepted(text: String) throws { #expect(try refusal(text) == nil) }

  @Test(
    "what it does not allow is refused with its place",
    arguments: [
      ("", "0:0: there is nothing in the file"), ("[", "1:2: expected a value or ], but the file ends"),
      ("[1", "1:3: expected , or ], but the file ends"), ("[1,]", "1:4: expected a value"),
      ("[,1]", "1:2: expected a value or ]"), ("[1 2]", "1:4: expected , or ]"),
      ("]", "1:1: expected a value"), ("[}", "1:2: expected a value or ]"),
      ("{]", "1:2: expected a name in quotes or }"),
      ("{\"a\"}", "1:5: expected : after the name"), ("{\"a\":}", "1:6: expected a value"),
      ("{\"a\":1,}", "1:8: expected a name in quotes"), ("{\"a\":1]", "1:7: expected , or }"),
      ("{a:1}", "1:2: expected a name in quotes or }"), ("{1:1}", "1:2: expected a name in quotes or }"),
      ("[01]", "1:3: expected no digit after a zero that begins a number"), ("[-]", "1:3: expected a digit"),
      ("[1.]", "1:4: expected a digit"), ("[.5]", "1:2: expected a value or ]"),
      ("[1e]", "1:4: expected a digit"),
      ("[1e+]", "1:5: expected a digit"),
      ("[-01]", "1:4: expected no digit after a zero that begins a number"),
      ("[0x1]", "1:3: expected , or ]"), ("[Infinity]", "1:2: expected a value or ]"),
      ("[tru]", "1:2: expected true"),
      ("[TRUE]", "1:2: expected a value or ]"), ("[nul", "1:2: expected null"),
      ("[\"a]", "1:5: expected the quote at the end of a text, but the file ends"),
      ("[\"\\x\"]", "1:3: expected an escape like \\n or \\u00e4 after \\"),
      ("[\"\\u00g0\"]", "1:3: expected an escape like \\n or \\u00e4 after \\"),
      ("[\"\t\"]", "1:3: expected no control character within a text, or the quote at its end"),
      ("[1]\n\n x", "3:2: expected the end of the document"),
      ("[1]]", "1:4: expected the end of the document"),
      ("\u{c}[1]", "1:1: expected a value"), ("[\n\r\n\r1,\r\r\nx]", "5:1: expected a value"),
    ])
  func refused(text: String, why: String) throws { #expect(try refusal(text) == why) }

  @Test("256 levels are read, one more is not")
  func depth() throws {
    let (open, close) = (String(repeating: "[", count: 256), String(repeating: "]", count: 256))
    #expect(try refusal(open + close) == nil)
    #expect(try refusal("[" + open) == "1:257: more than 256 objects and lists within each other")
    let million = String(repeating: "{\"a\":", count: 1_000_000)
    #expect(try refusal(million) == "1:1281: more than 256 objects and lists within each other")
  }

  @Test("records and values around them are written and read back", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var expected: [[String]] = []
    var accounts: [JSONValue] = []
    for _ in 0..<random.next(6) {
      let number = text(&random)
      let records = (0..<random.next(30)).map { _ in record(&random) }
      expected += records.map { [$0.amount, $0.note, number.isEmpty ? "~" : number, "EUR"] }
      var members: [(String, JSONValue)] = [
        ("number", .text(number)), ("entries", .list(records.map(\.value))),
        ("more", noise(&random, depth: 0)),
      ]
      members.shuffle(using: &random)
      accounts.append(.object(members))
    }
    let options = """
      columns:
        amount.value: amount
        note: description
        $.accounts.number: account_id
      constants:
        currency: EUR

      """
    let chunk = 1 + random.next(5000)
    let document = JSONValue.object([("accounts", .list(accounts))]).written(&random, lineEnds: true)
    let reading = try read(document, options + "records: accounts.entries", chunk: chunk)
    #expect(reading.fault == nil)
    #expect(reading.rejections == [])
    #expect(cells(reading) == expected)
    let lines = accounts.map { JSONValue.object([("accounts", $0)]).written(&random, lineEnds: false) }
    let text = lines.joined(separator: "\n") + "\n"
    let ofLines = try read(text, options + "records: accounts.entries\nlines: true", chunk: chunk)
    #expect(ofLines.rejections == [])
    #expect(cells(ofLines) == expected)
  }

  private func record(_ random: inout SeededRandom) -> (value: JSONValue, amount: String, note: String) {
    let amount = ["0", "-0.10", "1e2", "9007199254740993.01", "12345678901234567890.5E-3"][random.next(5)]
    let note = text(&random)
    var members: [(String, JSONValue)] = [
      ("amount", .object([("value", .number(amount)), ("other", noise(&random, depth: 1))])),
      ("note", note.isEmpty ? .null : .text(note)), ("extra", noise(&random, depth: 0)),
    ]
    members.shuffle(using: &random)
    return (.object(members), amount, note.isEmpty ? "~" : note)
  }

  private func text(_ random: inout SeededRandom) -> String {
    let letters: [Unicode.Scalar] = ["a", "é", "€", "😀", "\"", "\\", "\n", " ", "/", "\u{1}", "{", "]", ","]
    var text = ""
    for _ in 0..<random.next(12) { text.unicodeScalars.append(letters[random.next(letters.count)]) }
    return text
  }

  /// A value that no column asks for.
  private func noise(_ random: inout SeededRandom, depth: Int) -> JSONValue {
    switch random.next(depth > 3 ? 4 : 6) {
    case 0: .null
    case 1: .flag(random.next(2) == 0)
    case 2: .number("-1.5e+3")
    case 3: .text(text(&random))
    case 4: .list((0..<random.next(3)).map { _ in noise(&random, depth: depth + 1) })
    default: .object([("note", noise(&random, depth: depth + 1)), ("value", .number("1"))])
    }
  }

  @Test("a list of any length streams: batches are bounded, and so is what is at hand")
  func streams() throws {
    let count = 60_000
    let items = (0..<count).map { "{\"id\":\($0),\"text\":\"entry \($0)\"}" }.joined(separator: ",\n")
    let text = "{\"account\":\"A\",\"items\":[" + items + "],\"page\":1}"
    let reading = try read(
      text, "records: items\ncolumns:\n  id: external_id\n  $.account: account_id", chunk: 65_536)
    #expect(reading.fault == nil)
    #expect(reading.batches.map(\.count) == [16_384, 16_384, 16_384, 10_848])
    let rows = cells(reading)
    #expect(rows.indices.allSatisfy { rows[$0] == ["\($0)", "A"] })
    #expect(reading.batches.flatMap(\.origins).map { Int($0.line) } == Array(1...count))
  }

  @Test("a value around records that comes behind a batch of them is refused, not lost")
  func late() throws {
    let items = String(repeating: "{},", count: TreeRows.rowsPerBatch) + "{}"
    let options = "records: items\ncolumns:\n  $.account: account_id"
    let reading = try read("{\"items\":[\(items)],\n\"account\":\"A\"}", options)
    #expect(reading.fault?.code == "value-late")
    #expect(reading.fault?.place?.line == 2)
    let before = try read("{\"account\":\"A\",\"items\":[\(items)]}", options)
    #expect(cells(before).count == TreeRows.rowsPerBatch + 1)
    #expect(cells(before).allSatisfy { $0 == ["A"] })
  }

  @Test("texts of more than 16 MiB are refused, and not held")
  func longText() throws {
    let long = String(repeating: "x", count: 17 << 20)
    #expect(try read("[{\"a\":\"\(long)\"}]", "columns:\n  a: b").fault?.code == "text-too-long")
    #expect(try read("[{\"a\":\"\(long.prefix(15 << 20))\"}]", "columns:\n  a: b").recordsRead == 1)
  }

  @Test("an origin tells the bytes of its record, and the finder the value in them")
  func origins() throws {
    let text = "{\"n\":\"x\",\r\n\"items\":[ {\"a\":{\"b\":\"ä\"}} ,\r\n{\"c\":1,\"a\":{\"b\":-1.0}}]}"
    let bytes = Array(text.utf8)
    let options = try OptionsFile.parse(
      "records: items\ncolumns:\n  a.b: amount\n  $.n: name", spec: JSONReader.spec, file: "options.yaml")
    var complaints: [Complaint] = []
    let source = try ByteSource(bytes: bytes, name: "input.json")
    var reader = try JSONReader(source, dialect: JSONDialect(options, complaints: &complaints))
    var rejections: [Rejection] = []
    let batch = try #require(try reader.nextBatch(rejecting: &rejections))
    let records = batch.origins.map { Array(bytes[Int($0.offset)..<Int($0.offset) + Int($0.length)]) }
    #expect(
      records.map { String(decoding: $0, as: UTF8.self) } == [
        "{\"a\":{\"b\":\"ä\"}}", "{\"c\":1,\"a\":{\"b\":-1.0}}",
      ])
    #expect(batch.origins.map(\.line) == [2, 3])
    let finder = try #require(reader.fieldFinder)
    let found = records.map { record in
      finder("amount", record).map { String(decoding: record[$0], as: UTF8.self) }
    }
    #expect(found == ["ä", "-1.0"])
    #expect(finder("name", records[0]) == nil)
  }

  @Test("paths that lead nowhere and fields twice are complained about, and columns must be there")
  func complaints() throws {
    func codes(_ text: String) throws -> [String] {
      let options = try OptionsFile.parse(text, spec: JSONReader.spec, file: "pipeline.yaml")
      var complaints: [Complaint] = []
      _ = JSONReader.factory.schema(options, bank, &complaints)
      return complaints.map { "\($0.place.line) \($0.code)" }
    }
    #expect(try codes("records: a..b") == ["1 path-not-usable", "1 option-missing"])
    #expect(
      try codes("columns:\n  a.: x\n  b: x\nconstants:\n  x: y")
        == ["3 field-repeated", "5 field-repeated", "2 path-not-usable"])
    #expect(try codes("columns:\n  a.b: x\n  $.c: y\n  $: z") == [])
  }

  private let bank = Contract(
    name: "bank_transaction", version: 1, summary: "", fields: [], key: [], fingerprintField: nil,
    effectiveDate: nil, footingAmount: nil)

  @Test(
    "JSON is known by its content",
    arguments: [
      ("{\"a\": 1}", Recognition.certain), (" [\n{\"a\": [1]}]", .certain),
      ("{\"a\":1}\n{\"a\":2}\n", .certain),
      ("{\"a\": 1", .no), ("[1, 2]", .no), ("{1:F01BANKDEFFAXXX0000000000}{2:I940", .no),
      ("{\"a\": 'b'}", .no),
    ])
  func recognized(text: String, expected: Recognition) {
    #expect(JSONReader.factory.recognizes(Array(text.utf8), "download") == expected)
    let long = "[" + String(repeating: "{\"a\": 1},\n", count: 1000)
    #expect(
      JSONReader.factory.recognizes(Array(long.utf8.prefix(Readers.headSize)), "download") == .certain)
    #expect(JSONReader.factory.recognizes(Array("{".utf8), "export.JSON") == .possible)
  }
}
