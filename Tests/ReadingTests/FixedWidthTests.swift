import Bytes
import Components
import Records
import Testing

@testable import Reading

private func options(_ text: String) throws -> Options {
  try OptionsFile.parse(text, spec: FixedWidthReader.spec, file: "options.yaml")
}

private func read(_ text: String, _ columns: String) throws -> FileReading {
  FileReading(
    FixedWidthReader.factory, try options("columns: \(columns)"), Array(text.utf8), name: "input.txt")
}

/// Codes of what the options are refused with.
private func complaints(_ text: String) throws -> [String] {
  var complaints: [Complaint] = []
  let contract = FileReading.contract("bank_transaction/1")
  _ = FixedWidthReader.factory.schema(try options(text), contract, &complaints)
  return complaints.map(\.code)
}

extension FileReading {
  /// One column over all batches; `~` is "no value".
  fileprivate func column(_ name: String) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" } }
  }
}

@Suite("fixed width files")
struct FixedWidthTests {
  @Test(
    "a sign stands before the digits, behind them, or punched over the last one",
    arguments: [
      ("0000012345", "123.4500"), ("-000012345", "-123.4500"), ("000012345-", "-123.4500"),
      ("+000012345", "123.4500"), ("     12345", "123.4500"), ("000001234{", "123.4000"),
      ("000001234}", "-123.4000"), ("000001234A", "123.4100"), ("000001234I", "123.4900"),
      ("000001234J", "-123.4100"), ("000001234R", "-123.4900"), ("000001234é", "123.4000"),
      ("000001234è", "-123.4000"), ("         }", "0.0000"),
    ])
  func signs(written: String, amount: String) throws {
    let reading = try read(
      written + "\n", "{ amount: { at: 1-10, type: number, decimals: 2, overpunch: true } }")
    #expect(reading.column("amount") == [amount])
  }

  @Test(
    "what is no number is refused, and nothing is rounded",
    arguments: [
      ("12.50", "number-not-digits"), ("1,250", "number-not-digits"), ("--125", "number-not-digits"),
      ("-", "number-not-digits"), ("1250O", "number-not-digits"), ("1250J", "number-not-digits"),
      ("12345678901234567890123456789012345678901234567890", "number-too-large"),
    ])
  func refusedNumbers(written: String, code: String) throws {
    let reading = try read(written + "\n", "{ amount: { at: 1-60, type: number, decimals: 2 } }")
    #expect(reading.rejections.map(\.code) == [code])
    #expect(reading.batches.isEmpty)
    let fine = try read("0000012345\n", "{ amount: { at: 1-10, type: number, decimals: 5 } }")
    #expect(fine.rejections.map(\.code) == ["number-too-many-decimals"])
    #expect(try read("0000012340\n", "{ amount: { at: 1-10, type: number, decimals: 5 } }").rejections == [])
  }

  @Test(
    "dates are written as the layout says, and two digits of a year are of 1970 to 2069",
    arguments: [
      ("ddMMyy", "050126", "2026-01-05"), ("yyMMdd", "700101", "1970-01-01"),
      ("yyMMdd", "691231", "2069-12-31"),
      ("yyyyMMdd", "20260105", "2026-01-05"), ("MM/dd/yyyy", "01/05/2026", "2026-01-05"),
      ("yyyy-MM-dd", "2026-01-05", "2026-01-05"), ("ddMMyy", "000000", "~"), ("ddMMyy", "      ", "~"),
      ("ddMMyy", "300226", nil), ("dd.MM.yy", "05-01-26", nil), ("ddMMyy", "50126", nil),
    ] as [(String, String, String?)])
  func dates(format: String, written: String, day: String?) throws {
    let reading = try read(
      written + "X\n",
      "{ booking_date: { at: 1-\(written.count), type: date, date_format: \(format) }, description: \(written.count + 1) }"
    )
    #expect(reading.column("booking_date") == (day.map { [$0] } ?? []))
    #expect(reading.rejections.map(\.code) == (day == nil ? ["date-not-in-calendar"] : []))
  }

  @Test("the sign of another place decides, and one that is not named refuses an amount that is not zero")
  func signPlaces() throws {
    let columns =
      "{ amount: { at: 2-4, type: number, sign_at: 1, negative: [\"1\", D], positive: \"2\" } }"
    let reading = try read("1005\n2006\nD007\nX000\nX001\n", columns)
    #expect(reading.column("amount") == ["-5.0000", "6.0000", "-7.0000", "0.0000"])
    #expect(reading.rejections.map(\.code) == ["sign-unknown"])
    #expect(reading.rejections.map(\.value) == ["X"])
  }

  @Test("the parts of a field are put together as join says")
  func joins() throws {
    let text = "AB  CD  \n"
    func description(_ join: String) throws -> [String] {
      try read(text, "{ description: { at: [1-4, 5-8], join: \(join) } }").column("description")
    }
    #expect(try description("none") == ["AB  CD"])
    #expect(try description("space") == ["AB CD"])
    #expect(try description("newline") == ["AB\nCD"])
  }

  @Test(
    "options that cannot be meant are told",
    arguments: [
      ("columns: { a: 5-3 }", "places-malformed"), ("columns: { a: 0-3 }", "places-malformed"),
      ("columns: { a: x }", "places-malformed"), ("columns: { a: 1-99999 }", "places-malformed"),
      ("columns: { a: { at: 1-3, type: date, date_format: ddMM } }", "date-format-malformed"),
      ("columns: { a: { at: 1-3, type: number, sign_at: 4 } }", "option-missing"),
      ("columns: { a: 1-3 }\nlayout: coda", "option-out-of-place"),
      ("layout: { records: [{ name: a, is: ignored }] }", "record-missing"),
      ("layout: { records: [{ name: a, states: { clsing: 1-3 } }] }", "state-unknown"),
      (
        "layout: { records: [{ name: a, fields: { b: 1-3 } }, { name: c, fields: { b: { at: 1, type: date } } }] }",
        "field-two-types"
      ),
    ])
  func refusedOptions(text: String, code: String) throws {
    #expect(try complaints(text) == [code])
  }

  @Test("layouts of the program lint, and each is taken by its name")
  func builtIn() throws {
    #expect(try complaints("") == [])
    for name in ["coda", "cfonb120", "norma43", "aba"] { #expect(try complaints("layout: \(name)") == []) }
    #expect(throws: OptionsFile.Mistake.self) { try options("layout: codo") }
  }

  @Test(
    "what a block ends in is read whole: a record stays with its continuations",
    arguments: [1 << 16, 1 << 20])
  func blocks(chunk: Int) throws {
    let layout = """
      layout:
        records:
          - { name: entry, code: { 1: D }, fields: { description: 2-60 } }
          - { name: more, code: { 1: C }, is: continuation, fields: { description: { at: 2-60, join: newline } } }
      """
    let text = (0..<30_000).map { "DENTRY \($0) OF MANY OF THEM\nCGOES ON \($0)\n" }.joined()
    let reading = FileReading(
      FixedWidthReader.factory, try options(layout), Array(text.utf8), name: "input.txt", chunk: chunk)
    #expect(reading.batches.count > 1)
    #expect(
      reading.column("description") == (0..<30_000).map { "ENTRY \($0) OF MANY OF THEM\nGOES ON \($0)" })
    #expect(reading.batches.flatMap(\.origins).map(\.line) == (0..<30_000).map { Int32(2 * $0 + 1) })
  }

  @Test(
    "files of the layouts are known by their first line, others by their names",
    arguments: [
      ("0000006012631005        REF       ", "download", .certain),
      ("110049150001234567892601012601312000000001000009783NORTHWIND", "download", .certain),
      (
        "0                 01WBC       NORTHWIND PTY LTD         301500PAYROLL     060126", "download",
        .certain
      ),
      ("00000,1,2", "download", .no), ("11.00;x", "download", .no), ("", "JANUARY.N43", .possible),
      ("anything", "pay.aba", .possible), ("anything", "pay.txt", .no),
    ] as [(String, String, Recognition)])
  func recognized(head: String, name: String, recognition: Recognition) {
    #expect(FixedWidthReader.factory.recognizes(Array(head.utf8), name) == recognition)
  }
}
