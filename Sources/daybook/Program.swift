import Records
import Running

/// The command line: finds the command, parses its arguments, turns what was thrown into a message and a status.
enum Program {
  static let commands: [Command] = [
    guessCommand, validateCommand, planCommand, runCommand, watchCommand, readCommand, historyCommand,
    showCommand,
    rejectsCommand, coverageCommand, retryCommand, acceptCommand, undoCommand, remapCommand, verifyCommand,
    explainCommand, listCommand, docsCommand, schemaCommand,
  ]

  static func run(_ words: [String]) -> ExitStatus {
    guard let first = words.first, first != "--help", first != "-h", first != "help" else {
      Output.write(help())
      return words.isEmpty ? .usage : .done
    }
    if first == "--version" {
      Output.write("daybook \(programVersion)\n")
      return .done
    }
    guard let command = commands.first(where: { $0.name == first }) else {
      let near = nearest(to: first, among: commands.map(\.name)).map { "did you mean \($0)? " } ?? ""
      Output.complain("daybook: there is no command \(first)\n  hint: \(near)daybook --help lists them.")
      return .usage
    }
    Waiting.tell { Output.complain("daybook: \($0)") }
    do throws(Fault) {
      let arguments = try Arguments(parsing: Array(words.dropFirst()), for: command)
      if arguments.flag("help") {
        Output.write(command.help)
        return .done
      }
      return try command.run(arguments)
    } catch {
      Output.complain("daybook: \(error)")
      return error.status
    }
  }

  private static func help() -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let lines = commands.map { command in
      "  \(command.name)\(String(repeating: " ", count: width - command.name.count + 2))\(command.summary)"
    }
    return """
      Daybook \(programVersion): bank, ERP and accounting data into your books, once, complete and proven.

      usage: daybook COMMAND [ARGUMENTS] [OPTIONS]

      \(lines.joined(separator: "\n"))

      Every command has --help with an example. Data goes to standard output, messages to standard error.
      Exit status: 0 done · 64 usage · 65 data refused · 66 input missing · 69 unavailable · 70 a bug · 73 cannot create
      · 74 I/O · 75 try again · 77 not permitted · 78 pipeline not valid · 130/143 stopped, resumable.

      Try: daybook validate Pipelines/monthly-bank/pipeline.yaml

      """
  }
}
