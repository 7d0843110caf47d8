import Records

/// One command of the program: what it takes, what it says of itself, what it does.
struct Command: Sendable {
  struct Option: Sendable {
    var name: String
    /// What the value is called in help; nil for a flag.
    var value: String?
    var doc: String
    var isRepeatable = false
    /// The only values allowed; empty when any is.
    var choices: [String] = []
  }

  var name: String
  var summary: String
  /// The positional arguments as shown in usage: `PIPELINE…`.
  var arguments: String
  /// How many positional arguments.
  var count: ClosedRange<Int>
  var options: [Option]
  var details: String = ""
  var example: String
  var run: @Sendable (Arguments) throws(Fault) -> ExitStatus

  static let help = Option(name: "help", value: nil, doc: "Show this help.")

  var help: String {
    let all = options + [Command.help]
    let forms = all.map { "  --\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
    let width = forms.map(\.count).max() ?? 0
    let lines = zip(all, forms).map { option, form in
      form + String(repeating: " ", count: width - form.count + 2) + option.doc
    }
    return """
      \(summary)

      usage: daybook \(name)\(arguments.isEmpty ? "" : " \(arguments)") [OPTIONS]

      \(lines.joined(separator: "\n"))
      \(details.isEmpty ? "" : "\n\(details)\n")
      example:
        \(example)

      """
  }
}

/// The arguments of one call, checked against the command.
struct Arguments: Sendable {
  private(set) var positional: [String] = []
  private var values: [String: [String]] = [:]

  init(parsing words: [String], for command: Command) throws(Fault) {
    var rest = words[...]
    var onlyPositional = false
    while let word = rest.popFirst() {
      if onlyPositional || !word.hasPrefix("-") || word == "-" {
        positional.append(word)
      } else if word == "--" {
        onlyPositional = true
      } else {
        try take(option: word, &rest, for: command)
      }
    }
    if values["help"] == nil, !command.count.contains(positional.count) {
      throw Arguments.usage(
        "\(command.name) takes \(command.arguments.isEmpty ? "no arguments" : command.arguments)", "", command
      )
    }
  }

  /// `--name`, `--name value` or `--name=value`.
  private mutating func take(
    option word: String, _ rest: inout ArraySlice<String>, for command: Command
  ) throws(Fault) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0] == "-h" ? "help" : String(parts[0].drop { $0 == "-" })
    guard let option = (command.options + [Command.help]).first(where: { $0.name == name }) else {
      let near = nearest(to: name, among: command.options.map(\.name)).map { "Did you mean --\($0)? " } ?? ""
      throw Arguments.usage("\(command.name) has no option \(parts[0])", near, command)
    }
    if option.value == nil {
      if parts.count == 2 { throw Arguments.usage("--\(name) takes no value", "", command) }
      values[name] = ["true"]
      return
    }
    guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
      throw Arguments.usage("--\(name) needs a value", "", command)
    }
    if !option.choices.isEmpty, !option.choices.contains(value) {
      throw Arguments.usage("--\(name) is one of \(option.choices.joined(separator: ", "))", "", command)
    }
    if values[name] != nil, !option.isRepeatable {
      throw Arguments.usage("--\(name) was given twice", "", command)
    }
    values[name, default: []].append(value)
  }

  private static func usage(_ message: String, _ hint: String, _ command: Command) -> Fault {
    Fault(
      "usage-wrong", message, hint: hint + "daybook \(command.name) --help shows what it takes.",
      status: .usage)
  }

  func flag(_ name: String) -> Bool { values[name] != nil }

  func value(_ name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// - Throws: `usage-wrong` when the value is no date.
  func date(_ name: String) throws(Fault) -> CivilDate? {
    guard let text = value(name) else { return nil }
    guard let date = CivilDate(iso: text) else {
      throw Fault(
        "usage-wrong", "--\(name) is not a date", hint: "Write it as YYYY-MM-DD: --\(name) 2026-01-31.",
        status: .usage)
    }
    return date
  }
}
