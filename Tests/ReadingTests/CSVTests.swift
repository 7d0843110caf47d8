import Bytes
import Components
@testable import Reading
import Records
import Support
import Testing

@Suite("CSV")
struct CSVTests {
  @Test(
    "windows of any size give the same records",
    arguments: SampleCase.all.filter { $0.format == "csv" }, [1, 2, 5, 16, 17, 31, 64])
  func windows(sample: SampleCase, size: Int) throws {
    let bytes = try sample.bytes()
    let options = try sample.options()
    let whole = FileReading(try sample.factory(), options, bytes, name: sample.input)
    let pieces = FileReading { () throws(Fault) in
      var complaints: [Complaint] = []
      let source = try ByteSource(
        bytes: bytes, name: sample.input,
        encoding: options.text("encoding").flatMap(TextEncoding.init(named:)))
      return try CSVReader(
        dialect: CSVDialect(options, complaints: &complaints), source: source, windowBytes: size)
    }
    #expect(pieces.goldens.map(\.text) == whole.goldens.map(\.text))
    // What was given before a fault depends on the window, and is of no use.
    if whole.fault != nil { return }
    #expect(pieces.rejections == whole.rejections)
    #expect(pieces.recordsRead == whole.recordsRead)
    #expect(pieces.batches.flatMap(\.origins) == whole.batches.flatMap(\.origins))
  }

  @Test("an origin tells the bytes of its record in the decoded file")
  func origins() throws {
    let text = "A,B\r\nä,1\r\n\"x\ny\",2\r\n3,\"\"\"q\"\"\""
    let reading = try read(text)
    let bytes = Array(text.utf8)
    let origins = reading.batches.flatMap(\.origins)
    #expect(
      origins.map { String(decoding: bytes[Int($0.offset)..<Int($0.offset) + Int($0.length)], as: UTF8.self) }
        == ["ä,1", "\"x\ny\",2", "3,\"\"\"q\"\"\""])
    #expect(origins.map(\.line) == [2, 3, 5])
    #expect(origins.map(\.record) == [1, 2, 3])
  }

  @Test("batches share one arena and follow each other without gaps, beyond rows and windows at most")
  func manyRows() throws {
    var text = "id,note\n"
    for row in 1...50_000 {
      text += row % 1000 == 0 ? "\(row),\"a \"\"quote\"\" of \(row)\"\n" : "\(row),plain\n"
    }
    text += "end,of file\n"
    let reading = try read(text, "footer_lines: 1")
    #expect(reading.recordsRead == 50_000)
    #expect(reading.batches.allSatisfy { $0.count <= CSVReader.rowsAtMost })
    var row = 0
    for batch in reading.batches {
      for at in 0..<batch.count {
        row += 1
        let note = row % 1000 == 0 ? "a \"quote\" of \(row)" : "plain"
        guard
          batch.columns[0].string(at: at) != "\(row)" || batch.columns[1].string(at: at) != note
            || batch.origins[at].line != Int32(row + 1)
        else { continue }
        Issue.record("row \(row) is wrong")
        return
      }
    }
    #expect(row == 50_000)
  }

  @Test("a long record makes its window grow, one beyond 16 MiB is a fault")
  func longRecord() throws {
    let long = String(repeating: "x", count: 4_000_000)
    let reading = try read("a,b\n1,\(long)\n2,\"\(long)\"\n3,end\n")
    #expect(reading.recordsRead == 3)
    #expect(reading.batches.flatMap { batch in batch.origins.map(\.length) } == [4_000_002, 4_000_004, 5])
    let endless = try read("a,b\n1,\"" + String(repeating: "x\n", count: 9_000_000))
    #expect(endless.fault?.code == "record-too-large")
    #expect(endless.fault?.place?.line == 2)
  }

  @Test("random tables come back as they were written, whatever the dialect", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededRandom(seed: seed)
    let delimiter = [",", ";", "\t", "|", " "][generator.number(0...4)]
    let end = ["\n", "\r\n", "\r", "\r\r\n"][generator.number(0...3)]
    let pieces = [
      "a", "0", "é", "株", "😀", "\"", "\"\"", ",", ";", "|", "\t", " ", "\n", "\r\n", "\r", "\\", "'",
    ]
    let width = generator.number(2...6)
    let rows = (0..<generator.number(1...30)).map { _ in
      (0..<width).map { _ in
        (0..<generator.number(0...6)).map { _ in pieces[generator.number(0...pieces.count - 1)] }.joined()
      }
    }
    let names = (0..<width).map { "f\($0)" }
    let text = ([names] + rows).map { row in
      row.map { quoted($0, always: generator.number(0...3) == 0, delimiter) }.joined(separator: delimiter)
        + end
    }.joined()
    for window in [7, 64, 4096] {
      let reading = try read(text, "delimiter: \"\(delimiter == "\t" ? "\\t" : delimiter)\"", window: window)
      let back = reading.batches.flatMap { batch in
        (0..<batch.count).map { row in batch.columns.map { $0.string(at: row) ?? "" } }
      }
      // A line of nothing but empty fields is no record.
      let isWritten = rows.filter { row in !row.allSatisfy(\.isEmpty) }
      #expect(back.filter { row in !row.allSatisfy(\.isEmpty) } == isWritten)
      #expect(reading.rejections.isEmpty)
    }
  }

  @Test("options that contradict each other are complained about, all at once")
  func complaints() throws {
    let spec = CSVReader.spec
    let options = try OptionsFile.parse(
      """
      delimiter: "\\""
      escape: "é"
      header: false
      header_line_contains: Amount
      comment: ""
      columns:
        1: amount
        Posted: amount
      constants:
        amount: "0"
      """, spec: spec, file: "pipeline.yaml")
    var complaints: [Complaint] = []
    _ = CSVDialect(options, complaints: &complaints)
    #expect(
      complaints.map { "\($0.place) \($0.code)" } == [
        "pipeline.yaml:2:9 character-not-usable", "pipeline.yaml:1 characters-not-distinct",
        "pipeline.yaml:4:23 options-contradict", "pipeline.yaml:5:10 text-empty",
        "pipeline.yaml:8:11 field-repeated", "pipeline.yaml:10:3 field-repeated",
        "pipeline.yaml:8:3 column-not-a-position",
      ])
  }

  private func read(_ text: String, _ options: String = "", window: Int = CSVWindow.usualBytes) throws
    -> FileReading
  {
    let options = try OptionsFile.parse(options, spec: CSVReader.spec, file: "options.yaml")
    return FileReading { () throws(Fault) in
      var complaints: [Complaint] = []
      return try CSVReader(
        dialect: CSVDialect(options, complaints: &complaints),
        source: ByteSource(bytes: Array(text.utf8), name: "test.csv"), windowBytes: window)
    }
  }

  private func quoted(_ text: String, always: Bool, _ delimiter: String) -> String {
    let telling = Array((delimiter + "\"\r\n").unicodeScalars)
    guard always || text.unicodeScalars.contains(where: telling.contains) else { return text }
    let doubled = text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\"" { result.unicodeScalars.append(scalar) }
      result.unicodeScalars.append(scalar)
    }
    return "\"" + doubled + "\""
  }
}
