import Records
import Testing

@Suite("texts as JSON strings")
struct JSONStringTests {
  @Test(
    "what would end or break the string is escaped, all else stands as it is",
    arguments: [
      ("", #""""#), ("Zürich 4,50", #""Zürich 4,50""#), (#"a "b" \c"#, #""a \"b\" \\c""#),
      ("a\nb\tc\rd", #""a\nb\tc\rd""#), ("\u{0}x\u{1F}\u{7F}", "\"\\u0000x\\u001f\u{7F}\""),
      ("a/b", #""a/b""#),
    ])
  func escapes(_ text: String, _ expected: String) {
    var json = "["
    json.appendJSON(text)
    #expect(json == "[" + expected)
  }
}
