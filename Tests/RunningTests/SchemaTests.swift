import Components
import Records
import Testing

@testable import Running

@Suite("The JSON Schema")
struct SchemaTests {
  private func value(_ text: String) throws -> OrderedJSON {
    var complaints: [Complaint] = []
    let node = YAMLParser.parse(Array(text.utf8), file: "a.yaml", complaints: &complaints)
    return OrderedJSON(try #require(node, "\(complaints)"))
  }

  @Test("it accepts every example of every component", arguments: Catalog.all)
  func examples(_ spec: ComponentSpec) throws {
    let root = Catalog.builtIn.schemaForm
    let definition = SchemaWriter.component(spec)
    let check = JSONSchemaCheck(
      root: .object(definition.members.map { ($0.name, $0.value) } + [("$defs", root["$defs"] ?? .null)]))
    for example in spec.examples { #expect(check.errors(try value(example)) == [], "\(example)") }
  }

  @Test("it accepts what compiles, and a variable where a number is expected")
  func accepts() throws {
    let check = JSONSchemaCheck(root: Catalog.sample.schemaForm)
    #expect(check.errors(try value(goodPipeline)) == [])
    #expect(check.errors(try value(changed("delimiter: \";\"", "header_lines: ${LINES}"))) == [])
    #expect(check.errors(try value(changed("acme-us", "0012"))) == [])
    #expect(check.errors(try value(changed("- dedup: {}", "- dedup:"))) == [])
  }

  @Test(
    "it refuses what the linter refuses",
    arguments: [
      ("company: acme-us", "compny: acme-us"), ("company: acme-us", "company: []"),
      ("pipeline: monthly-bank", "company: a"), ("delimiter: \";\"", "delimiter: abc"),
      ("delimiter: \";\"", "header_lines: 101"), ("delimiter: \";\"", "header_lines: x"),
      ("delimiter: \";\"", "strict: yes"), ("delimiter: \";\"", "since: tomorrow"),
      ("delimiter: \";\"", "totals: []"),
      ("delimiter: \";\"", "quote: {}"), ("Amount: amount", "Amount: The Amount"),
      ("- dedup: {}", "- dedupe: {}"),
      ("- dedup: {}", "- { dedup: {}, cut_off: {} }"), ("- dedup: {}", "- dedup: { keep: lats }"),
      ("- dedup: {}", "- read: {}"), ("sqlite: {", "sqlit: {"), ("{ path: Books/books.db }", "{}"),
      ("bank:\n", "banc:\n"),
    ])
  func refuses(_ old: String, _ new: String) throws {
    let text = changed(old, new)
    #expect(JSONSchemaCheck(root: Catalog.sample.schemaForm).errors(try value(text)) != [])
    #expect(compile(text).complaints != [])
  }

  @Test("JSON is written in order, escaped, and the same every time")
  func json() {
    let form = OrderedJSON.object([
      ("b", .array([.integer(-1), .null, .bool(true)])), ("a", .string("\"\\\n\t\r\u{1}é")),
      ("e", .array([])),
      ("o", .object([(String, OrderedJSON)]())),
    ])
    #expect(form.text() == #"{"b":[-1,null,true],"a":"\"\\\n\t\r\u0001é","e":[],"o":{}}"#)
    #expect(
      form.text(isIndented: true) == """
        {
          "b": [
            -1,
            null,
            true
          ],
          "a": "\\"\\\\\\n\\t\\r\\u0001é",
          "e": [],
          "o": {}
        }
        """)
  }
}
