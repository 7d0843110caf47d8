import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("xlsx")
struct XLSXTests {
  private func reading(_ workbook: XLSXWriting, options: String = "", chunk: Int = Int.max) throws
    -> FileReading
  {
    FileReading(
      XLSXReader.factory, try OptionsFile.parse(options, spec: XLSXReader.spec, file: "options.yaml"),
      workbook.bytes, name: "input.xlsx", chunk: chunk)
  }

  /// The rows of everything read, missing values as `~`.
  private func rows(_ reading: FileReading) -> [[String]] {
    reading.batches.flatMap { batch in
      (0..<batch.count).map { row in batch.columns.map { $0.string(at: row) ?? "~" } }
    }
  }

  @Test(
    "hostile changes of the parts, packed as they should be, trap nothing and lose no record",
    arguments: XLSXSample.all.map(\.name))
  func mutations(name: String) throws {
    let sample = try #require(XLSXSample.all.first { $0.name == name })
    guard let original = sample.workbook else { return }
    let options = try OptionsFile.parse(sample.options, spec: XLSXReader.spec, file: "options.yaml")
    for round in 0..<max(1, HostileTests.mutations / 4) {
      var generator = SeededRandom(seed: UInt64(round))
      var workbook = original
      workbook.changing = { members in
        original.changing(&members)
        let at = generator.number(0...members.count - 1)
        members[at].content = mutate(members[at].content, using: &generator)
      }
      let bytes = workbook.bytes
      let reading = FileReading(
        XLSXReader.factory, options, bytes, name: "input.xlsx", chunk: [1, 7, 64, 4096][round % 4])
      let mistake = reading.mistake(of: bytes)
      #expect(mistake == nil, "\(sample.name), mutation \(round): \(mistake ?? "")")
    }
  }

  @Test("what was written is what is read, however the cells are written", arguments: 0..<30)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let width = random.number(1...30)
    var table = XLSXTable(isNamed: random.number(0...1) == 0, random: random)
    let header = (0...width).map { "Column \($0)" }
    var expected: [[String]] = []
    var xml = [XLSXWriting.texts(1, Array(header.prefix(26)))]
    if width >= 26 { xml = [table.header(header)] }
    for number in 0..<random.number(0...300) {
      let (row, values) = table.row(number + 2, width: width)
      xml.append(row)
      expected.append(values)
    }
    var workbook = XLSXWriting(xml)
    workbook.strings = table.strings
    workbook.formats = XLSXTable.formats
    let reading = try reading(workbook, chunk: random.number(1...9000))
    #expect(reading.fault == nil && reading.rejections == [])
    #expect(reading.recordsRead == expected.count)
    let differing = zip(rows(reading), expected).first { $0 != $1 }
    #expect(differing == nil && rows(reading).count == expected.count)
  }

  @Test(
    "rows over many pieces and batches are read whole, and found again by their places",
    arguments: [1000, Int.max])
  func pieces(chunk: Int) throws {
    let count = 40_000
    var workbook = XLSXWriting(
      [XLSXWriting.texts(1, ["Number", "Text"])]
        + (2..<count + 2).map { at in
          XLSXWriting.row(
            at, [XLSXWriting.cell("A\(at)", "\(at)"), XLSXWriting.cell("B\(at)", "0", kind: "s")])
        })
    workbook.strings = ["<t>the same in every row</t>"]
    let bytes = workbook.bytes
    let reading = try reading(workbook, chunk: chunk)
    #expect(reading.batches.map(\.count) == [16_384, 16_384, 7232])
    let source = try ByteSource(bytes: bytes, name: "input.xlsx")
    var text: [UInt8] = []
    while try source.read(into: &text, atMost: 1 << 20) > 0 {}
    var number = 2
    for batch in reading.batches {
      for row in 0..<batch.count {
        let origin = batch.origins[row]
        #expect(origin.line == Int32(number) && origin.record == Int32(number - 1))
        #expect(batch.columns[0].string(at: row) == "\(number)")
        if number % 1000 == 0 {
          let record = text[Int(origin.offset)..<Int(origin.offset) + Int(origin.length)]
          #expect(
            record.starts(with: "<row r=\"\(number)\">".utf8) && record.suffix(6).elementsEqual("</row>".utf8)
          )
        }
        number += 1
      }
    }
    #expect(number == count + 2)
  }

  @Test("the cell of a field is found in the bytes of its row")
  func fieldFinder() throws {
    let workbook = XLSXSample.table(["Day", "Amount", "Text"], [])
    let source = try ByteSource(bytes: workbook.bytes, name: "input.xlsx")
    var complaints: [Complaint] = []
    let settings = XLSXSettings(Options([:], at: Place(file: "options.yaml")), complaints: &complaints)
    let finder = try #require(try XLSXReader(source, settings: settings).fieldFinder)
    func found(_ field: String, _ row: String) -> String? {
      finder(field, Array(row.utf8)).map { String(decoding: Array(row.utf8)[$0], as: UTF8.self) }
    }
    let named = "<row r=\"7\"><c r=\"A7\"><v>1</v></c><c s=\"1\" r=\"C7\" t=\"s\"><v>3</v></c></row>"
    #expect(found("day", named) == "<c r=\"A7\"><v>1</v></c>")
    #expect(found("amount", named) == nil)
    #expect(found("text", named) == "<c s=\"1\" r=\"C7\" t=\"s\"><v>3</v></c></row>")
    #expect(found("amount", "<row><c/><c><v>2</v></c><c/></row>") == "<c><v>2</v></c>")
    #expect(found("other", named) == nil)
  }

  @Test("a text that is shared by more rows than a batch may hold of it makes more batches")
  func longTexts() throws {
    var workbook = XLSXWriting(
      [XLSXWriting.texts(1, ["Text"])]
        + (2..<42).map { (at: Int) in XLSXWriting.row(at, [XLSXWriting.cell("A\(at)", "0", kind: "s")]) })
    workbook.strings = ["<t>\(String(repeating: "x", count: 1 << 20))</t>"]
    let reading = try reading(workbook)
    #expect(reading.batches.map(\.count) == [16, 16, 8])
    let wide = Array(XLSXWriting.letters.prefix(20))
    workbook.sheets = [
      .init(
        "Sheet1",
        [
          XLSXWriting.texts(1, wide),
          XLSXWriting.row(2, wide.map { XLSXWriting.cell("\($0)2", "0", kind: "s") }),
        ])
    ]
    let fault = try self.reading(workbook).fault
    #expect(fault?.code == "record-too-large")
  }

  @Test("a workbook is known by the list of its content types, under any name")
  func recognition() throws {
    func found(_ bytes: [UInt8], _ name: String) throws -> [String] {
      let source = try ByteSource(bytes: bytes, name: name)
      var head: [UInt8] = []
      while head.count < Readers.headSize,
        try source.read(into: &head, atMost: Readers.headSize - head.count) > 0
      {}
      return Readers.all.filter { $0.recognizes(head, name) != .no }.map(\.spec.name)
    }
    let workbook = XLSXSample.table(["Day", "Amount"], [])
    #expect(try found(workbook.bytes, "statement.zip") == ["xlsx"])
    var document = workbook
    document.changing = { members in
      let text = String(decoding: members[0].content, as: UTF8.self)
      members[0].content = Array(
        text.replacing("spreadsheetml.sheet", with: "wordprocessingml.document").utf8)
    }
    #expect(try found(document.bytes, "letter.docx") == [])
    #expect(try found([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 1, 2], "old.xls") == ["xlsx"])
    #expect(try found(Array("a;b\n1;2\n".utf8), "list.xlsx") == ["xlsx"])
  }

  @Test("rows that say what a header of numbers says are records")
  func numbersAsHeader() throws {
    let workbook = XLSXWriting(
      (1...3).map { (at: Int) in XLSXWriting.row(at, [XLSXWriting.cell("A\(at)", "7")]) })
    #expect(rows(try reading(workbook)) == [["7"], ["7"]])
  }

  @Test("a workbook that is read as CSV is refused by its name, not by what its parts say")
  func workbookAsCSV() throws {
    let reading = FileReading(
      CSVReader.factory, try OptionsFile.parse("", spec: CSVReader.spec, file: "options.yaml"),
      XLSXSample.table(["Day"], []).bytes, name: "input.xlsx")
    #expect(reading.fault?.code == "file-not-text")
  }

  @Test(
    "a number format says what a number is",
    arguments: [
      ("General", .number(decimals: nil)), ("@", .number(decimals: nil)), ("0", .number(decimals: 0)),
      ("#,##0.00", .number(decimals: 2)), ("_-* #,##0.00\\ \"€\"_-;-* #,##0.00", .number(decimals: 2)),
      ("[$€-407] #,##0.000", .number(decimals: 3)), ("0.0%", .number(decimals: 3)),
      ("0.00E+00", .number(decimals: nil)), ("# ?/?", .number(decimals: nil)),
      ("0.0,", .number(decimals: nil)),
      ("[<100]0.0;0", .number(decimals: nil)), ("\"dmy\"", .number(decimals: nil)),
      ("#,##0 DKK", .number(decimals: 0)),
      ("m/d/yyyy", .date), ("[$-409]d\\-mmm\\-yy;@", .date), ("MMMM", .date), ("yyyy\"h\"", .date),
      ("dd.mm.yyyy hh:mm", .dateTime), ("h:mm AM/PM", .time), ("mm:ss.000", .time), ("[hh]:mm:ss", .duration),
      ("[Red]yyyy-mm-dd", .date), ("", .number(decimals: nil)), ("\"", .number(decimals: nil)),
      ("[", .number(decimals: nil)),
      ("\\", .number(decimals: nil)),
    ] as [(String, XLSXNumberFormat)])
  func formats(code: String, expected: XLSXNumberFormat) { #expect(XLSXNumberFormat(code: code) == expected) }

  @Test("an area of cells is read as it is written")
  func areas() {
    func area(_ text: String) -> XLSXArea? {
      let bytes = Array(text.utf8)
      return XLSXArea(bytes.span, bytes.indices)
    }
    #expect(area("B2:D7").map { [$0.columns.lowerBound, $0.columns.upperBound] } == [1, 3])
    #expect(area("B2:D7")?.rows == 2...7)
    #expect(area("XFD1048576:XFD1048576")?.columns == 16_383...16_383)
    for text in ["", "A1", "A1:", ":A1", "D7:B2", "A:B", "1:2", "A1:B2C"] {
      #expect(area(text) == nil, "\(text)")
    }
    #expect([0, 25, 26, 701, 702, 16_383].map(XLSXArea.letters) == ["A", "Z", "AA", "ZZ", "AAA", "XFD"])
  }
}

/// Random rows, each cell written in one of the ways in which spreadsheet programs write it.
private struct XLSXTable {
  /// Whether rows and cells say where they are.
  let isNamed: Bool
  var random: SeededRandom
  private(set) var strings: [String] = []

  init(isNamed: Bool, random: SeededRandom) {
    self.isNamed = isNamed
    self.random = random
  }

  static let formats = ["dd/mm/yyyy", "yyyy-mm-dd hh:mm:ss", "#,##0.00", "h:mm:ss"]

  func header(_ names: [String]) -> String {
    XLSXWriting.row(
      1, names.enumerated().map { XLSXWriting.text("\(XLSXArea.letters($0.offset))1", $0.element) })
  }

  /// A row's XML and its values; the first one is never missing.
  mutating func row(_ number: Int, width: Int) -> (xml: String, values: [String]) {
    var cells = [XLSXWriting.text(isNamed ? "A\(number)" : "", "row \(number)")]
    var values = ["row \(number)"]
    for column in 1...width {
      let (cell, value) = cell(isNamed ? "\(XLSXArea.letters(column))\(number)" : "")
      cells.append(cell)
      values.append(value)
    }
    return (XLSXWriting.row(isNamed ? number : nil, cells), values)
  }

  private mutating func cell(_ name: String) -> (xml: String, value: String) {
    switch random.number(0...8) {
    case 0: return (isNamed ? "" : "<c/>", "~")
    case 1: return (isNamed ? "<c r=\"\(name)\" s=\"1\"/>" : "<c s=\"1\"/>", "~")
    case 2:
      let text = text()
      strings.append("<t xml:space=\"preserve\">\(written(text))</t>")
      return (XLSXWriting.cell(name, "\(strings.count - 1)", kind: "s"), text)
    case 3:
      let text = text()
      return (
        "<c\(name.isEmpty ? "" : " r=\"\(name)\"") t=\"inlineStr\"><is><r><t xml:space=\"preserve\">"
          + "\(written(text))</t></r></is></c>", text
      )
    case 4:
      let day = CivilDate(days: Int32(random.number(-25_508...2_932_896)))
      return (XLSXWriting.cell(name, "\(Int(day.days) + 25_569)", style: 1), day.description)
    case 5: return moment(name)
    case 6:
      let isTrue = random.number(0...1) == 1
      return (XLSXWriting.cell(name, isTrue ? "1" : "0", kind: "b"), isTrue ? "true" : "false")
    default:
      let decimals = random.number(0...6)
      let number = ScaledDecimal(
        unscaled: Int64(random.number(-999_999_999_999...999_999_999_999)), scale: decimals)
      return (
        XLSXWriting.cell(
          name, number.description, style: random.number(0...1) * 3,
          formula: random.number(0...4) == 0 ? "A1" : nil),
        number.description
      )
    }
  }

  /// A time of a day, its fraction as near as 17 digits come.
  private mutating func moment(_ name: String) -> (xml: String, value: String) {
    let day = CivilDate(days: Int32(random.number(-25_508...100_000)))
    let seconds = random.number(1...86_399)
    let fraction = Int64(seconds) * 1_000_000_000_000 / 86_400
    let digits = String(1_000_000_000_000 + fraction).dropFirst()
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return (
      XLSXWriting.cell(name, "\(Int(day.days) + 25_569).\(digits)", style: 2), "\(day.description)T\(time)"
    )
  }

  private mutating func text() -> String {
    let letters = Array("ab <>&\"'_xé東😀\t\n0041_")
    return "t"
      + String((0..<random.number(1...12)).map { _ in letters[random.number(0...letters.count - 1)] })
  }

  /// As XML, with the underscore of what looks like an escape escaped.
  private func written(_ text: String) -> String {
    XLSXWriting.escaped(text.replacing("_", with: "_x005F_"))
  }
}
