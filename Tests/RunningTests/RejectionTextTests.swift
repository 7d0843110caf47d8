import Bytes
import Components
import Records
import Testing

@testable import Running

@Suite("Refusals as people read them")
struct RejectionTextTests {
  /// The console form of one refusal in a file of this text.
  private func console(
    _ text: String, line: Int32 = 2, record: String, value: String?, field: String = "amount",
    position: Int32? = nil, finder: Bool = true
  ) throws -> String {
    let folder = RunFolder()
    let path = try folder.write(text, to: "in-a.csv")
    let range = try #require(text.firstRange(of: record))
    let offset = text[..<range.lowerBound].utf8.count
    let rejection = Rejection(
      origin: Origin(offset: Int64(offset), length: Int32(record.utf8.count), line: line, record: line - 1),
      stage: "normalize", field: field, value: value, code: "amount-not-a-number",
      reason: "amount is not a number",
      hint: "Write digits.", position: position)
    let survey = try FileSurvey.of(path: path, declared: nil)
    let refused = try RejectionText.refusedRecords(
      [rejection], from: path, survey: survey, finder: finder ? RejectionTextTests.amount : nil)
    #expect(refused.map(\.original) == [record])
    return RejectionText.console(refused[0], path: "in/a.csv")
  }

  /// The amount is what stands between the record's last two commas outside quotes, or behind the only one.
  private static let amount: FieldFinder = { field, record in
    guard field == "amount" else { return nil }
    var commas: [Int] = []
    var isQuoted = false
    for (at, byte) in record.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ","), !isQuoted { commas.append(at) }
    }
    guard let first = commas.first else { return nil }
    return first + 1..<(commas.dropFirst().first ?? record.count)
  }

  @Test("the caret stands under the bad value, and the place can be clicked")
  func plain() throws {
    #expect(
      try console("id,amount\nR1,12.3O0,x\n", record: "R1,12.3O0,x", value: "12.3O0") == """
        in/a.csv:2:4: amount-not-a-number: amount is not a number (record 1, field amount)
            2 | R1,12.3O0,x
              |    ^
          hint: Write digits.
        """)
  }

  @Test("a sample file's refusals, as the program shows them")
  func sample() throws {
    let path = HouseFiles.root + "SampleData/bai2/bad-amount/input.bai"
    let inspection = try FileInspection(path: path, format: nil, pipeline: nil, stop: StopFlag())
    let shown = inspection.refused.map { RejectionText.console($0, path: "input.bai") }
    #expect(
      shown.first == """
        input.bai:4:10: amount-not-a-number: amount is not a whole number of minor units (record 1, field amount)
            4 | 16,195,12.3O0,,REF881,,NORTHGATE/
              |          ^
          hint: BAI2 amounts are digits with implied decimals; the letter O is a common slip for zero.
        """)
  }

  @Test("where only statements are wanted, records are counted and none is kept")
  func statementsAlone() throws {
    let path = HouseFiles.root + "SampleData/bai2/plain/input.bai"
    let whole = try FileInspection(path: path, format: nil, pipeline: nil, stop: StopFlag())
    let alone = try FileInspection(
      path: path, format: nil, pipeline: nil, keepsRecords: false, stop: StopFlag())
    #expect(alone.records == whole.records)
    #expect(alone.statements == whole.statements)
    var written: [UInt8] = []
    try alone.write(as: .ndjson) { written += $0 }
    #expect(written.isEmpty)
  }

  @Test("a position given by the reader goes before a search for the value")
  func position() throws {
    let found = try console("id,amount\n7,7,7\n", record: "7,7,7", value: "7", position: 4)
    #expect(found.hasPrefix("in/a.csv:2:5: "))
    #expect(found.contains("\n    2 | 7,7,7\n      |     ^\n"))
  }

  @Test("a missing value, and one written otherwise, point at the field where it would stand")
  func missing() throws {
    for value in [nil, "", "not there"] {
      let found = try console("id,amount\nR1,,x\n", record: "R1,,x", value: value)
      #expect(found.hasPrefix("in/a.csv:2:4: "))
      #expect(found.contains("\n    2 | R1,,x\n      |    ^\n"))
    }
  }

  @Test("a value that stands in an earlier field as well is pointed at in its own")
  func repeated() throws {
    #expect(try console("id,amount\n7x,7x\n", record: "7x,7x", value: "7x").hasPrefix("in/a.csv:2:4: "))
  }

  @Test(
    "a field that is not in the record, or of a format without columns, has no caret; a whole record its beginning"
  )
  func unplaced() throws {
    let derived = try console("id,amount\nR1,1,x\n", record: "R1,1,x", value: "1", field: "gl_account")
    #expect(derived.hasPrefix("in/a.csv:2: ") && derived.contains("\n    2 | R1,1,x\n  hint: "), "\(derived)")
    let unknown = try console("id,amount\nR1,1,x\n", record: "R1,1,x", value: "1", finder: false)
    #expect(unknown.hasPrefix("in/a.csv:2: ") && !unknown.contains("^"), "\(unknown)")
    let whole = try console("id,amount\nR1,1,x\n", record: "R1,1,x", value: nil, field: "", finder: false)
    #expect(whole.hasPrefix("in/a.csv:2:1: ") && whole.contains("      | ^"), "\(whole)")
  }

  @Test("a record of several lines is shown by its first, with the caret only where the value stands in it")
  func severalLines() throws {
    let text = "id,amount\nR1,12.3O0,\"two\nlines\"\n"
    let record = "R1,12.3O0,\"two\nlines\""
    #expect(
      try console(text, record: record, value: "12.3O0").contains("\n    2 | R1,12.3O0,\"two\n      |    ^\n")
    )
    let later = try console(
      "id,amount\n\"two\nlines\",12.3O0\n", record: "\"two\nlines\",12.3O0", value: "12.3O0")
    #expect(later.hasPrefix("in/a.csv:2: "))
    #expect(later.contains("\n    2 | \"two\n  hint: "))
  }

  @Test("characters of several bytes before the value do not push the caret away; the column counts bytes")
  func multibyte() throws {
    let found = try console("id,amount\nZürich €,12.3O0\n", record: "Zürich €,12.3O0", value: "12.3O0")
    #expect(found.hasPrefix("in/a.csv:2:13: "))
    #expect(found.contains("\n    2 | Zürich €,12.3O0\n      |          ^\n"))
  }

  @Test("control characters are shown as dots and take one place")
  func controls() throws {
    let record = "R\u{1B}[31m\t\u{7F},12.3O0"
    let found = try console("id,amount\n\(record)\n", record: record, value: "12.3O0")
    #expect(found.contains("\n    2 | R·[31m··,12.3O0\n      |          ^\n"))
    #expect(!found.contains("\u{1B}"))
  }

  @Test("of a very long line the part around the value is shown")
  func longLine() throws {
    let record = String(repeating: "a", count: 3000) + ",12.3O0," + String(repeating: "b", count: 3000)
    let lines = try console("id,amount\n\(record)\n", record: record, value: "12.3O0").split(separator: "\n")
    #expect(lines[0].hasPrefix("in/a.csv:2:3002: "))
    let shown = lines[1].dropFirst(8)
    let caret = lines[2].dropFirst(8).prefix { $0 == " " }.count
    #expect(shown.count == 100)
    #expect(shown.dropFirst(caret).hasPrefix("12.3O0,bbb"))
    #expect(shown.hasPrefix("aaa"))
  }

  @Test("line numbers of up to five digits line up, longer ones push")
  func lineNumbers() {
    func shown(_ line: Int32) -> String {
      let origin = Origin(offset: 0, length: 3, line: line, record: 0)
      let rejection = Rejection(
        origin: origin, stage: "read", field: "", value: nil, code: "x-y", reason: "odd", hint: "Look.")
      return RejectionText.console(
        RefusedRecord(rejection: rejection, original: "a,b", line: "a,b", column: 3), path: "f")
    }
    #expect(shown(14) == "f:14:3: x-y: odd\n   14 | a,b\n      |   ^\n  hint: Look.")
    #expect(shown(1_234_567) == "f:1234567:3: x-y: odd\n1234567 | a,b\n        |   ^\n  hint: Look.")
  }

  @Test("a refusal of the whole file has no line to show")
  func wholeFile() {
    let rejection = Rejection(
      origin: Origin(offset: 0, length: 0, line: 0, record: 0), stage: "read", field: "", value: nil,
      code: "file-empty", reason: "the file is empty", hint: "Ask for it again.")
    #expect(
      RejectionText.console(RefusedRecord(rejection: rejection), path: "in.csv")
        == "in.csv: file-empty: the file is empty\n  hint: Ask for it again.")
  }

  @Test("the file of rejects quotes what CSV must quote and keeps missing apart from empty")
  func rejectsFile() {
    func refused(_ value: String?, _ original: String) -> RefusedRecord {
      RefusedRecord(
        rejection: Rejection(
          origin: Origin(offset: 0, length: 9, line: 2, record: 1), stage: "normalize", field: "amount",
          value: value,
          code: "amount-not-a-number", reason: "\"1,0\" is not a number", hint: "Write digits."),
        original: original)
    }
    let bytes = RejectsFile.text(
      run: 3,
      [
        ("in/a.csv", "3/0/0", refused("1,0", "R1,\"1,0\"\nmore")), ("in/b.csv", "3/1/0", refused(nil, "")),
        ("c", "3/2/0", refused("", " x")),
      ])
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        run,reject,code,file,line,record,stage,field,value,reason,hint,original
        3,3/0/0,amount-not-a-number,in/a.csv,2,1,normalize,amount,"1,0","\""1,0"" is not a number",Write digits.,"R1,""1,0""
        more"
        3,3/1/0,amount-not-a-number,in/b.csv,2,1,normalize,amount,,"\""1,0"" is not a number",Write digits.,""
        3,3/2/0,amount-not-a-number,c,2,1,normalize,amount,"","\""1,0"" is not a number",Write digits.," x"

        """)
  }

  /// The value of a refusal as a cell of the file of rejects, without the quotes of CSV.
  private func cell(_ value: String) -> String {
    let rejection = Rejection(
      origin: Origin(offset: 0, length: 0, line: 0, record: 0), stage: "s", field: "f", value: value,
      code: "c",
      reason: "r", hint: "h")
    let text = String(
      decoding: RejectsFile.text(run: 1, [("p", "1/0/0", RefusedRecord(rejection: rejection))]), as: UTF8.self
    )
    let line = text.dropFirst(text.prefix { $0 != "\n" }.count + 1)
    let inner = line.dropFirst("1,1/0/0,c,p,0,0,s,f,".count).dropLast(",r,h,\"\"\n".count)
    if !inner.hasPrefix("\"") { return String(inner) }
    return String(inner.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }

  @Test(
    "the file of rejects has no cell that a spreadsheet computes, and every cell can be had back as it was")
  func formulas() {
    let formulas = [
      "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-1+1", "-A1", "-", "+", "@SUM(A1)", "\t=1", "\r\n=1",
      "'=1",
      "''", "'", "-1,234.56", "-12.30-", "+1e5",
    ]
    for text in formulas { #expect(cell(text) == "'" + text, "\(text)") }
    let plain = ["-12.30", "+5", "-0.001", "12.30", "a=1", "R1,=1", " =1", "a'b", "\"=1\"", "ü", "\u{FF1D}1"]
    for text in plain { #expect(cell(text) == text, "\(text)") }
    for text in formulas + plain {
      let read = cell(text)
      #expect((read.hasPrefix("'") ? String(read.dropFirst()) : read) == text)
    }
  }
}
