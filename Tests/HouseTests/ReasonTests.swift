import Components
import Running
import Testing

@Suite("The reasons to refuse")
struct ReasonTests {
  /// Where a reader's reasons are shown: the expected refusals of the sample files.
  private static let goldens = House.paths(in: "SampleData", suffix: "/expected.rejects.csv")

  /// Every word of a text that could be a code.
  private static func words(_ text: String) -> Set<Substring> {
    Set(text.split { !($0.isLowercase || $0.isNumber || $0 == "-") })
  }

  private static let wordsOfGoldens: Set<Substring> = goldens.reduce(into: []) {
    $0.formUnion(words(House.text($1) ?? ""))
  }

  /// The tests of a stage's own room.
  private static func wordsOfTests(_ spec: ComponentSpec) -> Set<Substring> {
    let rooms = [
      "normalize": "NormalizingTests", "cut_off": "FilteringTests", "where": "FilteringTests",
      "dedup": "DeduplicatingTests", "map": "MappingTests", "sqlite": "LoadingTests",
    ]
    guard let room = rooms[spec.name] else { return [] }
    return House.files(in: "Tests/\(room)").reduce(into: []) { $0.formUnion(words($1.text)) }
  }

  @Test("every code of a reader occurs in a sample file's expected refusals", arguments: Catalog.all)
  func readers(_ spec: ComponentSpec) {
    guard spec.kind == .reader else { return }
    let missing = spec.reasons.map(\.code).filter { !ReasonTests.wordsOfGoldens.contains($0[...]) }
    #expect(missing == [], "\(spec.name)")
  }

  @Test("every code of a stage is asserted by a test of its room", arguments: Catalog.all)
  func stages(_ spec: ComponentSpec) {
    guard spec.kind != .reader else { return }
    let tested = ReasonTests.wordsOfTests(spec)
    // What a person has to decide is found by the run, which knows the books; tests of pipelines assert it.
    let ofRuns: Set = ["statement-restated", "day-restated", "identity-undecided"]
    let untested = spec.reasons.map(\.code).filter { !tested.contains($0[...]) && !ofRuns.contains($0) }
    #expect(untested == [], "\(spec.name)")
  }

  @Test("codes are kebab-case, each told once, in a sentence", arguments: Catalog.all)
  func form(_ spec: ComponentSpec) {
    for reason in spec.reasons {
      #expect(reason.code.wholeMatch(of: /[a-z]+(-[a-z0-9]+)+/) != nil, "\(spec.name): \(reason.code)")
      #expect(reason.summary.hasSuffix("."), "\(spec.name): \(reason.code)")
    }
    #expect(Set(spec.reasons.map(\.code)).count == spec.reasons.count, "\(spec.name)")
  }

  @Test("no record is refused for a code that no component declares")
  func declared() {
    // Refusing a whole statement is the run's own doing, not a component's.
    let known = Set(Catalog.all.flatMap(\.reasons).map(\.code)).union([
      "statement-does-not-prove", "statement-unproven",
    ])
    var found = 0
    for file in House.sources {
      for match in file.text.matches(of: /\b(?:Rejection|Refusal)\(/) {
        guard let code = code(in: file.text[match.range.upperBound...]) else { continue }
        found += 1
        #expect(code.isEmpty || known.contains(String(code)), "\(file.path): \(code)")
      }
    }
    #expect(found > 10)
  }

  /// The code in a call, from behind its opening parenthesis: the literal after `code:`, or the first argument; nil
  /// when the code is no literal.
  private func code(in call: Substring) -> Substring? {
    var depth = 1
    var end = call.startIndex
    while end < call.endIndex, depth > 0 {
      if call[end] == "(" { depth += 1 }
      if call[end] == ")" { depth -= 1 }
      end = call.index(after: end)
    }
    let arguments = call[..<end]
    return arguments.firstMatch(of: /code: "([^"]*)"/)?.output.1
      ?? arguments.prefixMatch(of: /\s*"([a-z-]+)"/)?.output.1
  }
}
