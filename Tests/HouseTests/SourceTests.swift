import Testing

@Suite("The sources of the house")
struct SourceTests {
  /// `path:line` wherever these files have a match, comments left out.
  private func places(_ pattern: Regex<Substring>, in files: [House.File]) -> [String] {
    files.flatMap { file in
      file.code.filter { $0.text.contains(pattern) }.map { "\(file.path):\($0.number)" }
    }
  }

  @Test("no source is longer than 500 lines, no test longer than 600")
  func length() {
    #expect(House.sources.filter { $0.lines.count > 500 }.map(\.path) == [])
    #expect(House.files(in: "Tests").filter { $0.lines.count > 600 }.map(\.path) == [])
  }

  @Test("money meets no binary float and no decimal of Foundation")
  func exactness() {
    let files = House.files(in: "Sources/Records") + House.files(in: "Sources/Flow")
    #expect(files.count > 100)
    #expect(places(/\b(?:Double|(?:CG)?Float\d*)\b|\bDecimal\(/, in: files) == [])
  }

  @Test("no error is swallowed, and no bug is reported but as a failed precondition")
  func errors() {
    #expect(places(/\btry\?|fatalError\(/, in: House.sources) == [])
    let whole = House.sources.filter { $0.text.contains(/catch[^{\n]*\{\s*\}/) }
    #expect(whole.map(\.path) == [], "an empty catch")
  }

  @Test("nothing is left to be done later")
  func leftovers() {
    // In classes, so that this line is not found by itself.
    let files = House.sources + House.files(in: "Tests")
    #expect(files.filter { $0.text.contains(/\b[T]ODO\b|\b[F]IXME\b/) }.map(\.path) == [])
    let placeholders = House.paths(in: "Sources") + House.paths(in: "Tests")
    #expect(placeholders.filter { $0.hasSuffix("/Placeholder.swift") } == [])
  }

  @Test("the program does without Foundation")
  func foundation() { #expect(places(/import Foundation/, in: House.sources) == []) }

  @Test("names say what a thing is for")
  func names() {
    let vague = /Utils|Helpers|Common|Manager|Processor/
    #expect((House.sources + House.files(in: "Tests")).map(\.path).filter { $0.contains(vague) } == [])
  }

  @Test("nothing names a folder of the machine it was written on")
  func machinePaths() throws {
    let listed = try House.output(of: ["git", "-c", "safe.directory=*", "ls-files", "-z"])
    let paths = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    #expect(paths.count > 300)
    let needles = [
      "/" + "work/", "/tmp/" + "wt", "shared/" + "corpus", "shared/" + "design", "shared/" + "facts",
    ]
    for path in paths {
      guard let text = House.text(path) else { continue }
      for needle in needles { #expect(!text.contains(needle), "\(path) names \(needle)") }
    }
  }
}
