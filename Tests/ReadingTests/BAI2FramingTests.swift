import Records
import Testing

@testable import Reading

@Suite("BAI2 physical records")
struct BAI2FramingTests {
  private static let file = """
    01,BANK,ME,260106,0800,7,80,,2/
    02,ME,BANK,1,260105,,USD,2/
    03,100,,015,5300,,/
    88,100,300,2,/
    16,165,100,Z,B1,,FIRST LINE/
    88,SECOND LINE
    16,165,200,Z,B2/
    88,C2,TEXT, WITH / SIGNS/
    49,5900,7/
    98,5900,1,9/
    99,5900,1,11/
    """

  private func expectFile(_ text: String, chunk: Int = Int.max) throws {
    let result = try readBAI2(text, chunk: chunk)
    #expect(result.column("amount") == ["1.0000", "2.0000"])
    #expect(result.column("customer_reference") == ["~", "C2"])
    #expect(result.column("description") == ["FIRST LINE\nSECOND LINE", "TEXT, WITH / SIGNS"])
    #expect(result.failures == [])
    #expect(result.statements.first?.checks.count == 8)
  }

  @Test("every line end is one", arguments: ["\n", "\r\n", "\r", "\r\r\n"])
  func lineEnds(lineEnd: String) throws {
    for tail in ["", lineEnd, lineEnd + lineEnd, "   ", lineEnd + "\u{1A}"] {
      let text = BAI2FramingTests.file.split(separator: "\n").joined(separator: lineEnd) + tail
      try expectFile(text)
      try expectFile(text, chunk: 1)
    }
    let result = try readBAI2(BAI2FramingTests.file.split(separator: "\n").joined(separator: lineEnd))
    #expect(result.batches.first?.origins.map(\.line) == [5, 7])
  }

  @Test("line ends may be mixed, and empty lines lie anywhere")
  func mixedLineEnds() throws {
    let lines = BAI2FramingTests.file.split(separator: "\n")
    let ends = ["\n", "\r\n", "\r", "\n\n", "\r\r\n"]
    try expectFile("\n  \r\n" + lines.indices.map { lines[$0] + ends[$0 % ends.count] }.joined())
  }

  @Test("blanks fill a record up to its physical length")
  func padding() throws {
    try expectFile(
      BAI2FramingTests.file.split(separator: "\n")
        .map { $0 + String(repeating: " ", count: 80 - $0.utf8.count) }.joined(separator: "\n"))
  }

  @Test("a file without line breaks is cut at the physical length it declares")
  func fixedLength() throws {
    let text = BAI2FramingTests.file.split(separator: "\n")
      .map { $0 + String(repeating: " ", count: 80 - $0.utf8.count) }.joined()
    try expectFile(text)
    #expect(try readBAI2(text).remarks == ["no line breaks: cut at the physical record length (line 1)"])
  }

  @Test("a declared physical length means nothing where there are line breaks")
  func wrongLength() throws {
    try expectFile(BAI2FramingTests.file.replacing("0800,7,80,", with: "0800,7,20,"))
  }

  @Test("records without line break and padding end at their slash")
  func unbroken() throws {
    let text = """
      01,BANK,ME,260106,0800,7,,,2/02,ME,BANK,1,260105,,USD,2/03,100,,015,5300,,/88,100,300,2,/\
      16,165,100,Z,B1,,FIRST LINE/88,SECOND LINE/16,165,200,Z,B2/88,C2,TEXT, WITH / SIGNS/49,5900,7/\
      98,5900,1,9/99,5900,1,11/
      """
    try expectFile(text)
  }

  @Test("several records may share a line when a slash and blanks part them")
  func sharedLines() throws {
    let text = """
      01,BANK,ME,260106,0800,7,80,,2/  02,ME,BANK,1,260105,,USD,2/ 03,100,,015,5300,,/   88,100,300,2,/
      16,165,100,Z,B1,,FIRST LINE/ 88,SECOND LINE/ 16,165,200,Z,B2/ 88,C2,TEXT, WITH / SIGNS/    49,5900,7/
      98,5900,1,9/ 99,5900,1,11/
      """
    try expectFile(text)
    let origins = try readBAI2(text).batches.flatMap(\.origins)
    #expect(origins.map(\.line) == [2, 2])
    let bytes = Array(text.utf8)
    #expect(
      origins.map { String(decoding: bytes[Int($0.offset)..<Int($0.offset) + Int($0.length)], as: UTF8.self) }
        == ["16,165,100,Z,B1,,FIRST LINE/ 88,SECOND LINE/", "16,165,200,Z,B2/ 88,C2,TEXT, WITH / SIGNS/"])
  }

  @Test(
    "slashes and numbers within a text do not end it",
    arguments: [
      "PAID 12/ 16, ROAD", "A/16,475,100,Z", "RATE 2/ 49,99 EUR", "HALF 1/2", "X / 98,1,2,3/ Y", "A/ 03,4,",
    ])
  func textWithSlashes(text: String) throws {
    let result = try readBAI2(oneAccount("16,165,100,Z,,,\(text)"))
    #expect(result.column("description") == [text.hasSuffix("/") ? String(text.dropLast()) : text])
    #expect(result.failures == [])
  }

  @Test("an 88 text may begin with a slash")
  func leadingSlash() throws {
    #expect(
      try readBAI2(oneAccount("16,165,100,Z,,,FROM\n88,/MEXICO ;")).column("description") == [
        "FROM\n/MEXICO ;"
      ])
  }

  @Test("one slash at the end of each text line belongs to the record, not to the text")
  func trailingSlashes() throws {
    #expect(
      try readBAI2(oneAccount("16,165,100,Z,,,ONE  /\n88,TWO//   \n88,/\n88, THREE/")).column("description")
        == ["ONE\nTWO/\n THREE"])
  }

  @Test(
    "lines of text are joined as the option says",
    arguments: [("newline", "A\nB"), ("space", "A B"), ("none", "AB")])
  func joining(option: String, text: String) throws {
    #expect(try readBAI2(oneAccount("16,165,1,Z,,,A\n88,B"), join: option).column("description") == [text])
  }

  @Test("text that goes on in a line without 88 is read and remarked")
  func wrapped() throws {
    let result = try readBAI2(oneAccount("16,165,100,Z,,,SETTLEMENT 4711\n471147114711    /\n88,END"))
    #expect(result.column("description") == ["SETTLEMENT 4711\n471147114711\nEND"])
    #expect(result.remarks == ["text goes on without an 88 record (line 5)"])
  }

  @Test("88 with a colon is read and remarked")
  func colon() throws {
    let result = try readBAI2(oneAccount("16,165,100,Z,,,WIRE\n88:EREF: 073"))
    #expect(result.column("description") == ["WIRE\nEREF: 073"])
    #expect(result.remarks == ["88 followed by a colon (line 5)"])
  }

  @Test("filling after the slash of a record without text is left out and remarked")
  func filling() throws {
    let result = try readBAI2(BAI2FramingTests.file.replacing("98,5900,1,9/", with: "98,5900,1,9/--------"))
    #expect(result.failures == [])
    #expect(result.remarks == ["bytes after the end of a record left out (line 10)"])
  }

  @Test("an account number may hold a slash")
  func slashInAccount() throws {
    let result = try readBAI2(oneAccount("16,165,100,Z,,,", account: "03,12/34,JPY,015,5,,/"))
    #expect(result.column("account_id") == ["12/34"])
    #expect(result.column("amount") == ["100.0000"])
  }

  @Test("records across the blocks the reader works in are read whole")
  func blocks() throws {
    let count = 40_000
    var lines = ["01,BANK,ME,260106,0800,7,80,,2/", "02,ME,BANK,1,260105,,USD,2/", "03,100,,/"]
    for number in 1...count {
      lines.append("16,165,\(number),Z,B\(number),,TEXT \(number)")
      lines.append("88,MORE TEXT, OF \(number)")
    }
    let total = count * (count + 1) / 2
    lines.append("49,\(total),\(2 * count + 2)/")
    lines.append("98,\(total),1,\(2 * count + 4)/")
    lines.append("99,\(total),1,\(2 * count + 6)/")
    let text = lines.joined(separator: "\n")
    let result = try readBAI2(text)
    #expect(result.batches.count > 2)
    #expect(result.failures == [])
    #expect(result.column("bank_reference") == (1...count).map { "B\($0)" })
    #expect(result.column("description") == (1...count).map { "TEXT \($0)\nMORE TEXT, OF \($0)" })
    #expect(result.column("account_id").allSatisfy { $0 == "100" })
    let origins = result.batches.flatMap(\.origins)
    #expect(origins.map(\.line) == (1...count).map { Int32(2 * $0 + 2) })
    let bytes = Array(text.utf8)
    #expect(
      origins.allSatisfy { bytes[Int($0.offset)] == UInt8(ascii: "1") && bytes[Int($0.offset) - 1] == 10 })
  }

  @Test("a record longer than a block is read, a record without end is refused")
  func longRecords() throws {
    let long = String(repeating: "X", count: 3 << 20)
    #expect(try readBAI2(oneAccount("16,165,1,Z,,,\(long)")).column("description") == [long])
    let endless = oneAccount("16,165,1,Z,,,") + "\n01,BANK," + String(repeating: "X", count: 17 << 20)
    #expect(throws: Fault("record-too-long", "", status: .dataRefused)) { try readBAI2(endless) }
  }
}
