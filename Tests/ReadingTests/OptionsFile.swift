import Components
import Records

/// The part of YAML that `options.yaml` of a sample case is written in: `key: value`, one level of maps below a key,
/// lists in brackets, texts plain or in quotes, whole lines of comments. Anything else is an error.
enum OptionsFile {
  struct Mistake: Error, CustomStringConvertible {
    var place: Place
    var message: String
    var description: String { "\(place): \(message)" }
  }

  /// Checked against the spec, defaults filled in.
  static func parse(_ text: String, spec: ComponentSpec, file: String) throws -> Options {
    var values: [String: Options.Value] = [:]
    let start = Place(file: file, line: 1)
    for option in spec.options {
      guard let text = option.defaultValue else { continue }
      values[option.name] = try value(text, option.type, at: start)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (place: Place(file: file, line: $0.offset + 1), text: String($0.element)) }
      .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }[...]
    while let line = lines.popFirst() {
      let (key, rest) = try entry(line.text, line.place)
      guard let option = spec.options.first(where: { $0.name == key }) else {
        throw Mistake(place: line.place, message: "\(spec.name) has no option \(key)")
      }
      if rest.isEmpty {
        guard case .map(_, let type) = option.type else {
          throw Mistake(place: line.place, message: "\(key) is not a map")
        }
        var entries: [Options.Value.Entry] = []
        while let inner = lines.first, inner.text.hasPrefix("  ") {
          lines.removeFirst()
          let (key, rest) = try entry(String(inner.text.dropFirst(2)), inner.place)
          entries.append(
            .init(key: key, keyPlace: inner.place, value: try value(rest, type, at: inner.place)))
        }
        values[key] = Options.Value(.map(entries), at: line.place)
      } else {
        values[key] = try value(rest, option.type, at: line.place)
      }
    }
    return Options(values, at: start)
  }

  private static func entry(_ line: String, _ place: Place) throws -> (key: String, rest: String) {
    var isQuoted = false
    for at in line.indices {
      if line[at] == "\"" { isQuoted.toggle() }
      let after = line.index(after: at)
      guard line[at] == ":", !isQuoted, after == line.endIndex || line[after] == " " else { continue }
      let key = try scalar(String(line[..<at]), place)
      return (key, after == line.endIndex ? "" : String(line[after...].drop { $0 == " " }))
    }
    throw Mistake(place: place, message: "expected `key: value`")
  }

  private static func value(_ text: String, _ type: OptionType, at place: Place) throws -> Options.Value {
    func mistake() -> Mistake { Mistake(place: place, message: "\(text) is not \(type.words)") }
    switch type {
    case .text, .path, .fieldName, .character: return Options.Value(.text(try scalar(text, place)), at: place)
    case .choice(let names):
      let name = try scalar(text, place)
      guard names.contains(name) else { throw mistake() }
      return Options.Value(.text(name), at: place)
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else { throw mistake() }
      return Options.Value(.integer(number), at: place)
    case .flag:
      guard text == "true" || text == "false" else { throw mistake() }
      return Options.Value(.flag(text == "true"), at: place)
    case .date:
      guard let date = CivilDate(iso: text) else { throw mistake() }
      return Options.Value(.date(date), at: place)
    case .list(let member), .oneOrMore(let member):
      guard text.hasPrefix("["), text.hasSuffix("]") else {
        if case .oneOrMore = type { return try value(text, member, at: place) }
        throw mistake()
      }
      let members = text.dropFirst().dropLast().split(separator: ",").map { String($0.drop { $0 == " " }) }
      return Options.Value(.list(try members.map { try value($0, member, at: place) }), at: place)
    case .map, .group, .any, .either: throw mistake()
    }
  }

  private static func scalar(_ text: String, _ place: Place) throws -> String {
    guard let quote = text.first, quote == "\"" || quote == "'" else { return text }
    guard text.count >= 2, text.last == quote else {
      throw Mistake(place: place, message: "quote not closed")
    }
    let inner = text.dropFirst().dropLast()
    if quote == "'" {
      return inner.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
    }
    var result = ""
    var isEscaped = false
    for character in inner {
      if isEscaped {
        result.append(character == "t" ? "\t" : character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
