import Testing

@Suite("The README, and what messages tell people to do")
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

  /// What is declared in the command line's sources.
  private func declaredCommands(_ sources: String) -> Set<Substring> {
    Set(sources.matches(of: /Command\(\s*name: "([a-z]+)"/).map(\.output.1))
  }

  @Test("no message and no page sends a person to a command that is not there")
  func messages() {
    let known = declaredCommands(House.files(in: "Sources/daybook").map(\.text).joined())
    for file in House.sources + House.files(in: "Specs", suffix: ".md") {
      for match in file.text.matches(of: /`daybook ([a-z]+)/) {
        #expect(known.contains(match.output.1), "\(file.path): \(match.output.0)")
      }
    }
  }

  @Test("every daybook line names a command and its options")
  func program() throws {
    let sources = House.files(in: "Sources/daybook").map(\.text).joined()
    let commands = declaredCommands(sources)
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
