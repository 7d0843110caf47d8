import Records
import Testing

@testable import Bytes

@Suite("XML as events")
struct XMLSourceTests {
  /// The events of a document, one word each: `<a b=c>`, `text`, `</>text`.
  private func events(
    _ text: String, names: [String] = [], chunk: Int = Int.max
  ) throws(Fault) -> (words: [String], events: [XMLEvent]) {
    let source = XMLSource(
      try ByteSource(bytes: Array(text.utf8), name: "a.xml", chunk: chunk), names: names)
    var words: [String] = []
    var all: [XMLEvent] = []
    while try source.advance() {
      try source.withPiece { events, attributes, text throws(Fault) in
        func shown(_ first: UInt32, _ count: UInt32) -> String {
          String(decoding: (Int(first)..<Int(first + count)).map { text[$0] }, as: UTF8.self)
        }
        for at in events.indices {
          let event = events[at]
          all.append(event)
          switch event.kind {
          case .start:
            let pairs = (Int(event.first)..<Int(event.first + event.count)).map { index in
              let attribute = attributes[index]
              return " \(source.name(attribute.name))=\(shown(attribute.first, attribute.count))"
            }
            words.append("<\(source.name(event.name))\(pairs.joined())>")
          case .end: words.append("</>" + shown(event.first, event.count))
          case .text: words.append(shown(event.first, event.count))
          }
        }
      }
    }
    return (words, all)
  }

  private func code(_ text: String, chunk: Int = Int.max) -> String? {
    do throws(Fault) { _ = try events(text, chunk: chunk) } catch { return error.code }
    return nil
  }

  private func fault(_ text: String) -> Fault? {
    do throws(Fault) { _ = try events(text) } catch { return error }
    return nil
  }

  @Test(
    "text comes with the end of its element, in pieces of any size", arguments: [1, 2, 3, 7, 64, 65_536])
  func leaves(chunk: Int) throws {
    let text = """
      <?xml version="1.0"?>
      <!-- one --><a xmlns="urn:a" x="1" y="&lt;&#228; &amp;&#38;&amp;#38;">
        <b>10 &amp; 11</b> <c/>
        <p:d xmlns:p="urn:p" p:z=""> in <e>side</e> mixed </p:d><f><![CDATA[<&]]> or<!-- --> so</f>
      </a>
      """
    #expect(
      try events(text, chunk: chunk).words == [
        "<a x=1 y=<ä &&&#38;>", "<b>", "</>10 & 11", "<c>", "</>", "<d z=>", " in ", "<e>", "</>side",
        " mixed ",
        "</>", "<f>",
        "</><& or so", "</>",
      ])
  }

  @Test("given names have the numbers given, others those that follow; a name keeps its first namespace")
  func numbers() throws {
    let source = XMLSource(
      try ByteSource(bytes: Array("<q xmlns='urn:q'><b/><a c='1'/><d/></q>".utf8), name: "a.xml"),
      names: ["a", "b"])
    var numbers: [UInt16] = []
    while try source.advance() {
      try source.withPiece { events, _, _ throws(Fault) in
        for at in events.indices where events[at].kind == .start { numbers.append(events[at].name) }
      }
    }
    #expect(numbers == [3, 2, 1, 5])
    #expect(numbers.map { source.name($0) } == ["q", "b", "a", "d"])
    #expect(source.namespace(3) == "urn:q")
    #expect(source.name(0) == "")
  }

  @Test("offsets and lines are those of the document", arguments: [1, 5, 1000, 65_536])
  func places(chunk: Int) throws {
    var text = "<?xml version='1.0'?>\n<r>\n"
    for number in 0..<3000 { text += "  <e n='\(number)'\n >ä&amp;\(number)</e>\r\n" }
    text += "</r>"
    let bytes = Array(text.utf8)
    let found = try events(text, chunk: chunk).events
    var line: Int32 = 3
    for at in stride(from: 1, to: found.count - 1, by: 2) {
      let (start, end) = (found[at], found[at + 1])
      #expect(bytes[Int(start.offset)...].starts(with: "<e n='".utf8))
      #expect(bytes[..<Int(end.offset)].suffix(4).elementsEqual("</e>".utf8))
      #expect(start.line == line + 1 && end.line == line + 1)
      line += 2
    }
    #expect(found.last?.offset == Int64(bytes.count))
  }

  @Test("every line end is one", arguments: ["\n", "\r\n", "\r", "\r\r\n"], [1, 3, 65_536])
  func lineEnds(end: String, chunk: Int) throws {
    let text = ["<a>", "", "<b>x", "y</b>", "", "</a>"].joined(separator: end)
    let found = try events(text, chunk: chunk)
    #expect(found.events.map(\.line) == [1, 3, 4, 6])
    #expect(found.words[2].filter { $0 != "\n" } == "</>xy")
  }

  @Test(
    "what is not well-formed is refused with its line",
    arguments: [
      ("", "does not begin with an element", 1), ("no XML", "does not begin with an element", 1),
      ("<a>\n<b></a>", "an end tag that does not fit", 2), ("<a>\n<b>", "ends within an element", 2),
      ("<a>\n\n&nbsp;</a>", "an entity that is not declared", 3), ("<a>\u{1}</a>", "does not allow", 1),
      ("<a x='1' x='2'/>", "an attribute twice", 1), ("<a x=1/>", "an attribute that is not", 1),
      ("<p:a/>", "a prefix that is not declared", 1), ("<a/>\n<b/>", "bytes behind", 2),
      ("<a>\nR & D</a>", "a name is missing", 2), ("<a>&#xZ;</a>", "a character reference", 1),
    ] as [(String, String, Int)])
  func notWellFormed(text: String, words: String, line: Int) throws {
    let fault = try #require(self.fault(text))
    #expect(fault.code == "xml-not-well-formed")
    #expect(fault.message.contains(words), "\(fault.message)")
    #expect(fault.place?.line == line)
    #expect(fault.hint != nil && fault.status == .dataRefused)
  }

  @Test("a document type declaration is refused, whatever it declares")
  func documentTypes() {
    for text in [
      "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
      "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><a>&d;</a>",
      "<!DOCTYPE a [<!ENTITY b SYSTEM 'http://example.com/'>]><a>&b;</a>",
    ] {
      #expect(code(text) == "xml-dtd-refused")
      #expect(code(text, chunk: 1) == "xml-dtd-refused")
    }
  }

  @Test("depth, attributes, names and text are bounded")
  func bounds() {
    let deep = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
    #expect(code(deep) == "xml-too-deep")
    let attributes = (0...256).map { " a\($0)=''" }.joined()
    #expect(code("<a\(attributes)/>") == "xml-attributes-too-many")
    #expect(code("<a>" + (0...60_000).map { "<n\($0)/>" }.joined() + "</a>") == "xml-names-too-many")
    #expect(code("<a>" + String(repeating: "x", count: 17 << 20) + "</a>") == "xml-text-too-long")
    let long = String(repeating: "y", count: 3 << 20)
    #expect(code("<a>\(long)</a>") == nil)
  }

  @Test(
    "the encoding a document declares is the declared one of the survey",
    arguments: [
      ("<?xml version='1.0' encoding='ISO-8859-1'?>", "ISO-8859-1"),
      ("\u{FEFF}<?xml encoding = \"utf-8\" ?>", "utf-8"), ("<?xml version='1.0'?><a encoding='x'/>", nil),
      ("<a encoding='x'/>", nil), ("<?xmlencoding='x'?>", nil), ("<?xml encoding='x", nil), ("", nil),
    ] as [(String, String?)])
  func declared(head: String, name: String?) {
    #expect(XMLDeclaration.encoding(in: Array(head.utf8)) == name)
  }

  @Test("a declared encoding counts unless the pipeline names one, or the bytes cannot be it")
  func encodings() throws {
    let latin =
      Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE4, 0x80] + Array("</a>".utf8)
    #expect(try ByteSource(bytes: latin, name: "a.xml").encoding == .latin1)
    #expect(try ByteSource(bytes: latin, name: "a.xml", encoding: .windows1252).encoding == .windows1252)
    let wrong = Array("<?xml version='1.0' encoding='UTF-8'?><a>".utf8) + [0xE4] + Array("</a>".utf8)
    let source = try ByteSource(bytes: wrong, name: "a.xml")
    #expect(source.remarks == ["declared utf-8, but read as windows-1252"])
    let unknown = Array("<?xml version='1.0' encoding='KOI8-R'?><a>".utf8) + [0xC4] + Array("</a>".utf8)
    #expect(throws: Fault("encoding-unknown", "", status: .dataRefused)) {
      try ByteSource(bytes: unknown, name: "a.xml")
    }
    #expect(try ByteSource(bytes: unknown, name: "a.xml", encoding: .latin1).encoding == .latin1)
  }
}
