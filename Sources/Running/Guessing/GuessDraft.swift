import Records

/// Writes what was found as a pipeline, with what it rests on beside it.
enum GuessDraft {
  static func text(_ files: [GuessFile]) -> String {
    let name = pipelineName(files[0].path)
    var lines = [
      "# Drafted by `daybook guess`: look at what each format rests on before you run it.",
      "pipeline: \(name)", "contract: bank_transaction/1", "stages:", "  - read:",
      "      path: [\(files.map { quoted($0.path) }.joined(separator: ", "))]", "      formats:",
    ]
    for file in files { lines += format(file) }
    lines += [
      "  - dedup: { key: [account_id, external_id], keep: last }",
      "  - load: { sqlite: { path: \(name).db, table: bank_transactions, mode: upsert } }",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func format(_ file: GuessFile) -> [String] {
    let shown = String(file.path.split(separator: "/").last ?? "")
    var lines = file.evidence.map { "        # \(oneLine($0))" }
    lines += ["        - match: \(quoted(shown))", "          \(file.reader):"]
    lines += file.options.map { "            \($0.name): \($0.yaml)" }
    lines.append("            columns:")
    lines += file.fields.map { "              \(quoted($0.key)): \($0.field)" }
    if !file.constants.isEmpty {
      let all = file.constants.map { "\($0.field): \(quoted($0.text))" }.joined(separator: ", ")
      lines.append("            constants: { \(all) }")
    }
    lines.append("          normalize:")
    if !file.amountOptions.isEmpty {
      let all = file.amountOptions.map { "\($0.name): \($0.yaml)" }.joined(separator: ", ")
      lines.append("            amount: { \(all) }")
    }
    let dates = file.dateFormats.map(quoted).joined(separator: ", ")
    lines.append("            dates: { format: [\(dates)] }")
    return lines
  }

  /// A text as YAML has it in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 32 || scalar.value == 127: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    // A variable of the environment is not meant.
    return result.replacing("${", with: "$${") + "\""
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func pipelineName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.lowercased().prefix { $0 != "." }.map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-"
    }
    let name = String(stem).split(separator: "-").joined(separator: "-")
    return name.first?.isLetter == true ? name : "guessed" + (name.isEmpty ? "" : "-" + name)
  }
}
