import Records
import Testing

@testable import Running

@Suite("YAML")
struct YAMLTests {
  func parse(_ text: String) -> (node: YAMLNode?, complaints: [String]) {
    parse(Array(text.utf8))
  }

  func parse(_ bytes: [UInt8]) -> (node: YAMLNode?, complaints: [String]) {
    var complaints: [Complaint] = []
    let node = YAMLParser.parse(bytes, file: "a.yaml", complaints: &complaints)
    return (node, complaints.map { "\($0.place): \($0.code): \($0.message)" })
  }

  @Test("every value knows its line and its column in bytes")
  func places() throws {
    let (node, complaints) = parse("näme: Ä b\nlist:\n  - 'ü': [é, {x: y}]\n")
    #expect(complaints == [])
    let entries = try #require(node?.mapping)
    #expect(entries[0].value.place == Place(file: "a.yaml", line: 1, column: 8))
    let inner = try #require(entries[1].value.sequence?[0].mapping?[0])
    #expect(inner.keyPlace == Place(file: "a.yaml", line: 3, column: 5))
    let map = try #require(inner.value.sequence?[1])
    #expect(map.place == Place(file: "a.yaml", line: 3, column: 16))
  }

  @Test("a byte order mark and CR LF do not move a place")
  func byteOrderMark() throws {
    let (node, complaints) = parse([0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: 2\r\n".utf8))
    #expect(complaints == [])
    #expect(node?.mapping?[0].keyPlace == Place(file: "a.yaml", line: 1, column: 1))
    #expect(node?.mapping?[1].value.place == Place(file: "a.yaml", line: 2, column: 4))
  }

  @Test("scalars stay as written, and only plain emptiness is nothing")
  func scalars() throws {
    let (node, _) = parse("a: 0012345\nb: NO\nc:\nd: ''\ne: ~\nf: |\n  x\n  y\n")
    let values = try #require(node?.mapping).map(\.value)
    #expect(values.map(\.text) == ["0012345", "NO", nil, "", nil, "x\ny\n"])
    #expect(values.map(\.isNull) == [false, false, true, false, true, false])
  }

  @Test("an alias repeats its anchor's value")
  func alias() throws {
    let (node, complaints) = parse("a: &x {k: [1, 2]}\nb: *x\n")
    #expect(complaints == [])
    let entries = try #require(node?.mapping)
    #expect(entries[0].value.kind == entries[1].value.kind)
    #expect(entries[1].value.place == Place(file: "a.yaml", line: 2, column: 4))
  }

  @Test(
    "what is not YAML is said at its place, in words that help",
    arguments: [
      ("a: [1, 2\nb: 3\n", "a.yaml:2:2: yaml-unreadable: a list in brackets is not closed or lacks a comma"),
      ("a:\n\tb: 1\n", "a.yaml:2:1: yaml-unreadable: a character here cannot start a value"),
      ("a: b: c\n", "a.yaml:1:5: yaml-unreadable: a colon stands where no key can"),
      ("a: 1\n  b: 2\n", "a.yaml:2:4: yaml-unreadable: a colon stands where no key can"),
      ("a: {b: 1\n", "a.yaml:2:1: yaml-unreadable: a map in braces is not closed or lacks a comma"),
      ("a: 'b\n", "a.yaml:2:1: yaml-unreadable: a quoted text is not closed before the file ends"),
      ("a: \"\\q\"\n", "a.yaml:1:5: yaml-unreadable: a backslash in double quotes begins no known escape"),
      ("a: @b\n", "a.yaml:1:4: yaml-unreadable: a character here cannot start a value"),
      ("a: 1\nb\nc: 2\n", "a.yaml:3:1: yaml-unreadable: a key has no colon after it"),
      ("a:\n  - 1\n  b: 2\n", "a.yaml:3:3: yaml-unreadable: this line does not fit the list it is in"),
      ("{a: b:c:, d: 1}\n", "a.yaml:1:8: yaml-unreadable: a colon stands inside a value"),
      ("a: - 1\n", "a.yaml:1:4: yaml-unreadable: a list item stands where none can"),
      ("a: \u{7}\n", "a.yaml:1:4: yaml-unreadable: a control character stands here"),
      ("a: 1\n---\nb: 2\n", "a.yaml:2:1: document-second: a second document begins here"),
      ("", "a.yaml:1:1: file-empty: nothing is written in the file"),
      ("# nothing\n", "a.yaml:1:1: file-empty: nothing is written in the file"),
      (
        "a: 1\nb: 2\na: 3\n",
        "a.yaml:3:1: key-twice: the key \"a\" stands here a second time; the first is at a.yaml:1:1"
      ),
      ("a: &x {k: 1}\nb: {<<: *x}\n", "a.yaml:2:5: merge-refused: merge keys are not supported"),
      ("a: !!int 3\n", "a.yaml:1:4: tag-refused: the tag \"tag:yaml.org,2002:int\" has no meaning here"),
      ("a: !secret x\n", "a.yaml:1:4: tag-refused: the tag \"!secret\" has no meaning here"),
      ("? [a]\n: 1\n", "a.yaml:1:3: key-not-text: a key is a list, where a name is expected"),
      ("a: *x\n", "a.yaml:1:4: alias-unknown: no anchor \"&x\" stands before the alias"),
      ("a: &x [*x]\n", "a.yaml:1:8: alias-unknown: no anchor \"&x\" stands before the alias"),
    ])
  func refused(_ text: String, _ expected: String) {
    #expect(parse(text).complaints == [expected])
  }

  @Test("bytes that are not UTF-8 are refused where they stand")
  func notUTF8() {
    for bad: [UInt8] in [
      [0xE4], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xFF, 0xFE],
    ] {
      let complaints = parse(Array("a: 1\nb: ".utf8) + bad + [0x0A]).complaints
      #expect(complaints == ["a.yaml:2:4: file-not-utf8: a byte here is not UTF-8"])
    }
    #expect(firstNotUTF8(Array("aä€𐍈".utf8)) == nil)
  }

  @Test("a file over 4 MiB is refused unread")
  func large() {
    let complaints = parse([UInt8](repeating: 0x20, count: (4 << 20) + 1)).complaints
    #expect(
      complaints == ["a.yaml: file-too-large: 4194305 bytes are more than the 4194304 a YAML file may have"])
  }

  @Test("64 levels are read, 65 are refused")
  func depth() {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels - 1) + "x" + String(repeating: "]", count: levels - 1)
    }
    #expect(parse(nested(64)).complaints == [])
    #expect(parse(nested(65)).complaints == ["a.yaml:1:65: nesting-too-deep: more than 64 levels of nesting"])
    #expect(parse(String(repeating: "[", count: 100_000)).complaints.count == 1)
  }

  @Test("a chain of aliases cannot grow without bound")
  func aliasBomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text +=
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        + "]\n"
    }
    let complaints = parse(text).complaints
    #expect(complaints.count == 1)
    #expect(complaints[0].hasPrefix("a.yaml:5:"))
    #expect(complaints[0].hasSuffix("values-too-many: more than 100000 values, with every alias written out"))
  }

  @Test("aliases cannot nest deeper than the bound")
  func aliasDepth() {
    var text = "a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n"
    for level in 1...9 { text += "a\(level): &a\(level) [[[[[[[[[[*a\(level - 1)]]]]]]]]]]\n" }
    let complaints = parse(text).complaints
    #expect(complaints == ["a.yaml:7:19: nesting-too-deep: more than 64 levels of nesting"])
  }

  @Test("mutated files never trap")
  func mutations() {
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let seed = Array("a: &x [1, {b: 'c', d: \"e\\n\"}]\nf: *x\ng: |\n  text\n- !t {? k : v}\n".utf8)
    let bytes = Array("[]{}&*!|>'\"%@`#,?:-\n\t \\<~x".utf8) + [0, 0x80, 0xC2, 0xE2, 0xFF]
    for _ in 0..<3000 {
      var mutated = seed
      for _ in 0...random(4) {
        let at = random(mutated.count)
        switch random(3) {
        case 0: mutated[at] = bytes[random(bytes.count)]
        case 1: mutated.insert(bytes[random(bytes.count)], at: at)
        default: mutated.remove(at: at)
        }
      }
      let (node, complaints) = parse(mutated)
      #expect(node != nil || complaints.count >= 1)
    }
  }
}
