import Components
import Glibc
import Records
import Testing

@testable import Running

@Suite("Options that name a definition")
struct DefinitionTests {
  private static let specs = [
    OptionSpec(
      "layout",
      .oneOrMore(
        .definition(
          kind: "layout",
          [
            OptionSpec("layout", .text, doc: "Its name.", example: "ours"),
            OptionSpec("length", .integer(1...500), doc: "Of a record.", example: "80"),
            OptionSpec("summary", .any, doc: "Anything.", example: "Ours."),
            OptionSpec("standard", .any, doc: "Anything.", example: "Ours."),
            OptionSpec("constants", .any, doc: "Anything.", example: "{}"),
            OptionSpec("records", .any, doc: "Anything.", example: "[]"),
          ])), doc: "The layout.", example: "norma43")
  ]

  /// The lengths of the layouts that are meant, and the complaints.
  private func decode(_ text: String, in directory: String = "/") -> (lengths: [Int?], complaints: [String]) {
    var decoder = OptionDecoder(directory: directory)
    guard let node = YAMLParser.parse(Array(text.utf8), file: "bank.yaml", complaints: &decoder.complaints)
    else {
      return ([], decoder.complaints.map(\.description))
    }
    let options = decoder.options(node, DefinitionTests.specs, of: "fixed_width", at: node.place)
    return (
      options?.list("layout").map { $0.group.integer("length") } ?? [], decoder.complaints.map(\.description)
    )
  }

  @Test("a name stands for what the program has under it, a map for itself, and several for several")
  func named() {
    #expect(decode("layout: norma43").lengths == [80])
    #expect(decode("layout: { length: 12 }").lengths == [12])
    #expect(decode("layout: [coda, { length: 12 }, aba]").lengths == [128, 12, 120])
    #expect(decode("layout: [coda, { length: 12 }, aba]").complaints == [])
  }

  @Test("a name that is unknown, and a file that is not there, are told with what is known")
  func unknown() {
    #expect(
      decode("layout: norma34").complaints == [
        "bank.yaml:1:9: layout-unknown: there is no layout \"norma34\"\n  hint: Did you mean norma43?"
      ])
    #expect(
      decode("layout: none/ours.yaml").complaints.map { $0.prefix(35) } == [
        "bank.yaml:1:9: layout-unreadable: t"
      ])
    #expect(
      decode("layout: { length: 0 }").complaints == [
        "bank.yaml:1:19: number-out-of-range: length cannot be 0; expected a whole number from 1 to 500"
      ])
  }

  @Test("a file of one's own lies relative to the pipeline, and its mistakes have their places in it")
  func ownFile() throws {
    let folder = HouseFiles.root + "SampleData/fixed_width/own-layout/"
    #expect(decode("layout: ours.yaml", in: folder).lengths == [31])
    let wrong = decode("layout: ../columns/options.yaml", in: folder).complaints
    #expect(wrong.contains { $0.hasPrefix("../columns/options.yaml:1:1: key-unknown") })
  }

  @Test("the digest of a pipeline has a file of one's own in it, and none of what the program carries")
  func digests() {
    var decoder = OptionDecoder(directory: HouseFiles.root + "SampleData/fixed_width/own-layout/")
    let node = YAMLNode(.scalar("ours.yaml", .plain), at: Place(file: "bank.yaml"))
    _ = decoder.value(node, DefinitionTests.specs[0].type, of: "layout", at: node.place)
    #expect(decoder.definitions.count == 1)
    let known = YAMLNode(.scalar("coda", .plain), at: Place(file: "bank.yaml"))
    _ = decoder.value(known, DefinitionTests.specs[0].type, of: "layout", at: known.place)
    #expect(decoder.definitions.count == 1)
  }
}
