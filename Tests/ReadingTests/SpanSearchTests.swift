import Records
import Testing

@testable import Reading

@Suite("looking for bytes eight at a time")
struct SpanSearchTests {
  /// Bytes with few different values, so that every distance between two of them comes up.
  private static let text: [UInt8] = (0..<200).map { at in
    [0x41, 0x3B, 0x0A, 0x0D, 0x80, 0x0B, 0x8A, 0x00, 0xFF, 0x2F, 0x2B][(at * at * 7 + at / 3) % 11]
  }

  @Test("the first byte of a kind is the one that a look at each byte finds, wherever the search begins")
  func first() {
    let text = SpanSearchTests.text
    for start in 0..<40 {
      for end in start..<text.count {
        let range = start..<end
        let line = range.first { text[$0] == 10 || text[$0] == 13 || text[$0] >= 0x80 } ?? end
        #expect(text.span.endOfASCII(from: start, before: end) == line)
        for byte in [0x3B, 0x00, 0xFF, 0x0A] as [UInt8] {
          let found = range.first { text[$0] == byte } ?? end
          #expect(text.span.first(byte, from: start, before: end) == found)
        }
      }
      let lineEnd = (start..<text.count).first { text[$0] == 10 || text[$0] == 13 } ?? text.count
      #expect(text.span.lineEnd(from: start) == lineEnd)
    }
  }

  @Test("a record is cut at its last character, whatever characters have more than one byte")
  func records() throws {
    func cut(_ text: String, length: Int?) throws -> String {
      let bytes = Array(text.utf8)
      var cutter = RecordCutter(file: "a", length: length) { Fault("x", "x", at: $0, status: .dataRefused) }
      let record = try #require(try cutter.peek(bytes.span, atEnd: true) { _, _ in true })
      return bytes.span.text(record.range) + (record.isASCII ? "" : " in characters")
    }
    #expect(try cut("ABCDEFGHIJ\nX", length: 10) == "ABCDEFGHIJ")
    #expect(try cut("ABCDEFGHIJäKLMNOPQRSTUVWXYZABC", length: 10) == "ABCDEFGHIJ")
    #expect(try cut("ABCDEFGHäJKLMNOPQRSTUVWXYZABCD", length: 10) == "ABCDEFGHäJ in characters")
    #expect(try cut("ABCDEFGHIJKLä\r\nX", length: nil) == "ABCDEFGHIJKLä in characters")
  }
}

@Suite("texts of several parts")
struct TextArenaTests {
  private let block = Array("first  ~ second ~third".utf8)

  @Test("a part goes behind a text of the block or of the arena, a joint in place of the blanks")
  func joint() {
    var arena = TextArena(behind: block.count)
    let first = arena.view(of: 0..<7)
    let two = arena.append(9..<15, to: first, joint: 10, of: block.span)
    #expect(arena.bytes(of: two, block: block.span) == Array("first\nsecond".utf8))
    let three = arena.append(17..<22, to: two, joint: 32, of: block.span)
    #expect(arena.bytes(of: three, block: block.span) == Array("first\nsecond third".utf8))
    #expect(arena.bytes(of: first, block: block.span) == Array("first  ".utf8))
  }

  @Test("without a joint blanks within stay, and those at the ends go at last")
  func plain() {
    var arena = TextArena(behind: block.count)
    _ = arena.keep("between")
    let joined = arena.append(8..<16, to: arena.view(of: 0..<7), joint: nil, of: block.span)
    #expect(arena.bytes(of: joined, block: block.span) == Array("first   second ".utf8))
    let trimmed = arena.trimmed(joined, of: block.span)
    #expect(arena.bytes(of: trimmed, block: block.span) == Array("first   second".utf8))
    #expect(arena.trimmed(arena.view(of: 5..<7), of: block.span).isNull)
  }
}
