import Bytes
import Records
import Testing

@Suite("reading the text of a file")
struct ByteSourceTests {
  @Test("every encoding gives the same UTF-8, however small the pieces", arguments: [1, 2, 3, 7, 4096])
  func encodings(chunk: Int) throws {
    let text = "Größe;Preis €;Łódź\r\nZürich;1,00;😀\n"
    let western = "Größe;Preis €;Zürich\r\n"
    #expect(try read(Array(text.utf8), chunk: chunk) == text)
    #expect(try read([0xEF, 0xBB, 0xBF] + Array(text.utf8), chunk: chunk) == text)
    #expect(try read([0xFF, 0xFE] + utf16(text, bigEndian: false), chunk: chunk) == text)
    #expect(try read([0xFE, 0xFF] + utf16(text, bigEndian: true), chunk: chunk) == text)
    #expect(try read(utf16(text, bigEndian: false), chunk: chunk) == text)
    #expect(try read(utf16(text, bigEndian: true), chunk: chunk) == text)
    let western1252 = western.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
    #expect(try read(western1252, chunk: chunk) == western)
    let czech: [UInt8] = [0x8E, 0x69, 0x9A, 0xF8]
    #expect(try read(czech, encoding: .windows1250, chunk: chunk) == "Žišř")
  }

  @Test("the encoding is found in the whole file, not in its beginning")
  func lateByte() throws {
    var bytes = [UInt8](repeating: 0x61, count: 200_000)
    bytes.append(0xE4)
    let source = try ByteSource(bytes: bytes, name: "late.csv")
    #expect(source.encoding == .windows1252)
    #expect(source.remarks == ["byte 200001 is not utf-8: read as windows-1252"])
  }

  @Test("a byte that Windows-1252 leaves out makes it ISO-8859-1")
  func undefinedByte() throws {
    #expect(try ByteSource(bytes: [0x61, 0x81, 0xE4, 0x61], name: "a").encoding == .latin1)
  }

  @Test("a wrong declaration is reported, a possible one is kept")
  func declarations() throws {
    let wrong = try ByteSource(bytes: [0x61, 0xE4, 0x62], name: "a", encoding: .utf8)
    #expect(wrong.encoding == .windows1252)
    #expect(wrong.remarks == ["declared utf-8, but read as windows-1252"])
    let unlikely = try ByteSource(bytes: Array("ä".utf8), name: "a", encoding: .windows1252)
    #expect(unlikely.encoding == .windows1252)
    #expect(unlikely.remarks.count == 1)
    let plain = try ByteSource(bytes: Array("abcd".utf8), name: "a", encoding: .utf16LittleEndian)
    #expect(plain.encoding == .utf8)
    let marked = try ByteSource(bytes: [0xEF, 0xBB, 0xBF, 0x61, 0xE4], name: "a", encoding: nil)
    #expect(marked.encoding == .windows1252)
    #expect(try text(of: marked) == "aä")
  }

  @Test("half a surrogate pair and an odd last byte become U+FFFD and are remarked")
  func damagedUTF16() throws {
    let source = try ByteSource(bytes: [0xFF, 0xFE, 0x61, 0, 0x00, 0xD8, 0x62, 0, 0x63], name: "a")
    #expect(try text(of: source) == "a\u{FFFD}b\u{FFFD}")
    #expect(source.remarks == ["2 code units are not text and became the replacement character U+FFFD"])
  }

  @Test(
    "what only looks like UTF-8 is not taken for it",
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE4, 0xB8], [0x80], [0xFF],
    ] as [[UInt8]])
  func strictUTF8(bytes: [UInt8]) throws {
    for filler in [0, 1, 31, 32, 33] {
      let padding = [UInt8](repeating: 0x61, count: filler)
      let source = try ByteSource(
        bytes: padding + bytes + (bytes.last == 0xB8 ? [] : [0x0A]), name: "a", chunk: 1)
      #expect(source.encoding != .utf8)
    }
  }

  @Test("names and aliases of encodings are understood in any case")
  func names() {
    #expect(TextEncoding(named: "CP1252") == .windows1252)
    #expect(TextEncoding(named: "Latin-1") == .latin1)
    #expect(TextEncoding(named: "ISO-8859-15") == .latin9)
    #expect(TextEncoding(named: "utf-7") == nil)
    #expect(TextEncoding.names.allSatisfy { TextEncoding(named: $0) != nil })
  }
}

/// All text of the bytes, read in pieces of at most `chunk` bytes.
func read(_ bytes: [UInt8], encoding: TextEncoding? = nil, chunk: Int) throws(Fault) -> String {
  try text(of: ByteSource(bytes: bytes, name: "test.txt", encoding: encoding, chunk: chunk))
}

func text(of source: ByteSource) throws(Fault) -> String {
  var buffer: [UInt8] = []
  while try source.read(into: &buffer, atMost: 8192) > 0 {}
  return String(decoding: buffer, as: UTF8.self)
}

private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
  text.utf16.flatMap { unit -> [UInt8] in
    bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
  }
}
