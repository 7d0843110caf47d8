import Testing

@Suite("The README")
struct ReadmeTests {
  /// The commands in the code blocks, one a line, without a prompt.
  private func commands() throws -> [[Substring]] {
    let readme = try #require(House.text("README.md"), "README.md is missing")
    var isCode = false
    var found: [[Substring]] = []
    for line in readme.split(separator: "\n") {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        var words = line.prefix { $0 != "#" }.split(separator: " ")
        if words.first == "$" { words.removeFirst() }
        if let program = words.first, program == "make" || program.split(separator: "/").last == "daybook" {
          found.append(words)
        }
      }
    }
    return found
  }

  @Test("every make line names a target")
  func targets() throws {
    let makefile = try #require(House.text("Makefile"))
    let targets = Set(makefile.matches(of: /(?m)^([a-z]+):/).map(\.output.1))
    let lines = try commands().filter { $0[0] == "make" }
    #expect(!lines.isEmpty)
    for words in lines {
      for word in words.dropFirst() where !word.contains("=") {
        #expect(targets.contains(word), "\(words.joined(separator: " "))")
      }
    }
  }

  @Test("every daybook line names a command and its options")
  func program() throws {
    let sources = House.files(in: "Sources/daybook").map(\.text).joined()
    let commands = Set(sources.matches(of: /Command\(\s*name: "([a-z]+)"/).map(\.output.1))
    let options = Set(sources.matches(of: /name: "([a-z-]+)"/).map(\.output.1)).union(["version"])
    #expect(commands.count > 8)
    let lines = try self.commands().filter { $0[0] != "make" }
    #expect(!lines.isEmpty)
    for words in lines {
      let line = words.joined(separator: " ")
      if let name = words.dropFirst().first, !name.hasPrefix("-") {
        #expect(commands.contains(name), "\(line)")
      }
      for word in words where word.hasPrefix("--") {
        #expect(options.contains(word.dropFirst(2).prefix { $0 != "=" }), "\(line)")
      }
    }
  }
}
