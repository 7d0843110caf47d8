import Bytes
import Components
import Records

/// Checks YAML against the options a component declares, and fills in the defaults.
///
/// It goes on after a complaint, so that all are found at once.
struct OptionDecoder {
  /// Absolute: where relative paths start.
  let directory: String
  var complaints: [Complaint] = []
  /// SHA-256 in hexadecimal of every file that was taken as a definition, in the order in which they were met.
  private(set) var definitions: [String] = []

  init(directory: String) { self.directory = directory }

  /// The options of a component that was given none.
  static func defaults(of spec: ComponentSpec, at place: Place) -> Options {
    var decoder = OptionDecoder(directory: "/")
    return decoder.options(YAMLNode(.mapping([]), at: place), spec, at: place) ?? Options([:], at: place)
  }

  /// The options of a component, or the map or list it takes under the empty name; nil when any complaint was
  /// added.
  ///
  /// - Parameters:
  ///   - node: the value of the component's key.
  ///   - place: of the component's key.
  mutating func options(_ node: YAMLNode, _ spec: ComponentSpec, at place: Place) -> Options? {
    let value: Options.Value?
    switch spec.shape {
    case .options: return options(node, spec.options, of: spec.name, at: place)
    case .mapOf(let key, let member):
      value = self.value(node, .map(key: key, member), of: spec.name, at: place)
    case .listOf(let member): value = self.value(node, .list(member), of: spec.name, at: place)
    }
    return value.map { Options(["": $0], at: place) }
  }

  /// The named options of a component or a group; nil when any complaint was added.
  ///
  /// - Parameters:
  ///   - node: the value of the key; nothing stands for no options.
  ///   - title: what has the options, for messages: `csv`.
  ///   - place: of the component's key.
  mutating func options(
    _ node: YAMLNode, _ specs: [OptionSpec], of title: String, at place: Place
  ) -> Options? {
    let before = complaints.count
    guard let entries = node.mapping else {
      wrongType(node, "options of \(title) as a map", hint: shapeHint(specs))
      return nil
    }
    var values: [String: Options.Value] = [:]
    for entry in entries {
      guard let spec = specs.first(where: { $0.name == entry.key }) else {
        unknownKey(entry, specs.map(\.name), in: title)
        continue
      }
      values[spec.name] = value(entry.value, spec.type, of: spec.name, at: entry.keyPlace)
    }
    for spec in specs where !entries.contains(where: { $0.key == spec.name }) {
      if let text = spec.defaultValue {
        values[spec.name] = defaultValue(text, spec, of: title, at: place)
      } else if spec.isRequired {
        missing(spec, in: title, at: place)
      }
    }
    return complaints.count == before ? Options(values, at: place) : nil
  }

  /// One value; nil when any complaint was added.
  ///
  /// - Parameter name: of the option, for messages.
  mutating func value(_ node: YAMLNode, _ type: OptionType, of name: String, at keyPlace: Place) -> Options
    .Value?
  {
    if node.isNull, !type.takesNothing(node) {
      complain("value-missing", at: keyPlace, "\(name) has no value; expected \(type.words)")
      return nil
    }
    switch type {
    case .text, .path, .character, .fieldName, .choice: return textual(node, type, of: name)
    case .integer(let range): return integer(node, range, of: name)
    case .flag: return flag(node, of: name)
    case .date: return date(node, of: name)
    case .list(let member): return list(node, member, of: name, words: type.words)
    case .oneOrMore(let member):
      if node.sequence != nil { return list(node, member, of: name, words: type.words) }
      return value(node, member, of: name, at: keyPlace)
    case .map(let key, let member): return map(node, member, of: name, keys: key)
    case .group(let specs):
      return options(node, specs, of: name, at: keyPlace).map { Options.Value(.group($0), at: node.place) }
    case .either(let first, let second):
      if first.fits(node) { return value(node, first, of: name, at: keyPlace) }
      if second.fits(node) { return value(node, second, of: name, at: keyPlace) }
      wrongType(node, "\(name) as \(type.words)")
      return nil
    case .definition(let kind, let specs): return definition(node, kind, specs, of: name, at: keyPlace)
    case .any: return anything(node)
    }
  }

  /// What is named is decoded like what is written in place.
  private mutating func definition(
    _ node: YAMLNode, _ kind: String, _ specs: [OptionSpec], of name: String, at keyPlace: Place
  ) -> Options.Value? {
    guard let title = node.text else { return value(node, .group(specs), of: name, at: keyPlace) }
    let known = BuiltInDefinitions.texts(of: kind)
    var found: [Complaint] = []
    let named = NamedDefinition(
      kind: kind, known: known.map { ($0.name, (bytes: Array($0.text.utf8), file: $0.name + ".yaml")) },
      parse: { bytes, file, _ in (bytes: bytes, file: file) })
    let text = named.find(title, at: node.place, from: directory, complaints: &found)
    let root = text.flatMap { YAMLParser.parse($0.bytes, file: $0.file, complaints: &found) }
    complaints += found
    if let text, !known.contains(where: { $0.name == title }) {
      definitions.append(Digest.sha256(text.bytes))
    }
    return root.flatMap { value($0, .group(specs), of: kind, at: $0.place) }
  }

  private mutating func textual(_ node: YAMLNode, _ type: OptionType, of name: String) -> Options.Value? {
    // A choice may be called null.
    guard case .scalar(let text, _) = node.kind else {
      wrongType(node, "\(name) as \(type.words)")
      return nil
    }
    switch type {
    case .path:
      return Options.Value(.text(WholeFile.absolute(text, from: directory)), at: node.place)
    case .character:
      guard let character = Self.character(text) else {
        wrongType(node, "\(name) as \(type.words)", hint: "Write one character in quotes, or tab or space.")
        return nil
      }
      return Options.Value(.text(character), at: node.place)
    case .fieldName where !Self.isFieldName(text):
      complain(
        "name-malformed", at: node.place, "\"\(text)\" cannot be a field name",
        hint: "Field names have small letters, digits and underscores, and begin with a letter.")
      return nil
    case .choice(let names) where !names.contains(text):
      complain(
        "choice-unknown", at: node.place, "\(name) cannot be \"\(text)\"; expected \(type.words)",
        hint: nearest(to: text, among: names).map { "Did you mean \($0)?" })
      return nil
    default: return Options.Value(.text(text), at: node.place)
    }
  }

  private mutating func integer(_ node: YAMLNode, _ range: ClosedRange<Int>, of name: String) -> Options
    .Value?
  {
    let words = OptionType.integer(range).words
    guard let text = node.plainText, let number = Int(text) else {
      let isQuoted = node.text.map { Int($0) != nil } ?? false
      wrongType(node, "\(name) as \(words)", hint: isQuoted ? "Take the quotes off." : nil)
      return nil
    }
    guard range.contains(number) else {
      complain("number-out-of-range", at: node.place, "\(name) cannot be \(number); expected \(words)")
      return nil
    }
    return Options.Value(.integer(number), at: node.place)
  }

  private mutating func flag(_ node: YAMLNode, of name: String) -> Options.Value? {
    switch node.plainText {
    case "true": return Options.Value(.flag(true), at: node.place)
    case "false": return Options.Value(.flag(false), at: node.place)
    default:
      let word = node.text.map {
        ["yes": "true", "on": "true", "no": "false", "off": "false"][$0.lowercased()] ?? $0
      }
      let isClear = word?.lowercased() == "true" || word?.lowercased() == "false"
      wrongType(node, "\(name) as true or false", hint: isClear ? "Write \(word?.lowercased() ?? "")." : nil)
      return nil
    }
  }

  private mutating func date(_ node: YAMLNode, of name: String) -> Options.Value? {
    guard let text = node.text, let date = CivilDate(iso: text) else {
      wrongType(
        node, "\(name) as a date YYYY-MM-DD", hint: "Write a day that exists, year first: 2026-01-31.")
      return nil
    }
    return Options.Value(.date(date), at: node.place)
  }

  private mutating func list(
    _ node: YAMLNode, _ member: OptionType, of name: String, words: String
  ) -> Options.Value? {
    guard let nodes = node.sequence else {
      let hint = node.text.map { "Write it in brackets: [\($0)]" }
      wrongType(node, "\(name) as \(words)", hint: hint)
      return nil
    }
    guard !nodes.isEmpty else {
      complain("list-empty", at: node.place, "\(name) is an empty list; expected \(words)")
      return nil
    }
    let values = nodes.map { value($0, member, of: name, at: $0.place) }
    let decoded = values.compactMap { $0 }
    return decoded.count == values.count ? Options.Value(.list(decoded), at: node.place) : nil
  }

  private mutating func map(
    _ node: YAMLNode, _ member: OptionType, of name: String, keys: String
  ) -> Options.Value? {
    guard let entries = node.mapping else {
      wrongType(node, "\(name) as \(OptionType.map(key: keys, member).words)")
      return nil
    }
    var decoded: [Options.Value.Entry] = []
    for entry in entries {
      guard let value = value(entry.value, member, of: "\(name).\(entry.key)", at: entry.keyPlace) else {
        continue
      }
      decoded.append(Options.Value.Entry(key: entry.key, keyPlace: entry.keyPlace, value: value))
    }
    return decoded.count == entries.count ? Options.Value(.map(decoded), at: node.place) : nil
  }

  private func anything(_ node: YAMLNode) -> Options.Value {
    switch node.kind {
    case .scalar(let text, _): return Options.Value(.text(text), at: node.place)
    case .sequence(let nodes): return Options.Value(.list(nodes.map(anything)), at: node.place)
    case .mapping(let entries):
      let decoded = entries.map {
        Options.Value.Entry(key: $0.key, keyPlace: $0.keyPlace, value: anything($0.value))
      }
      return Options.Value(.map(decoded), at: node.place)
    }
  }

  /// A default that does not lint is a bug in the component's spec.
  private mutating func defaultValue(
    _ text: String, _ spec: OptionSpec, of title: String, at place: Place
  ) -> Options.Value {
    var decoder = OptionDecoder(directory: directory)
    let node = YAMLParser.parse(Array(text.utf8), file: "", complaints: &decoder.complaints)
    let value = node.flatMap { decoder.value($0.moved(to: place), spec.type, of: spec.name, at: place) }
    guard let value, decoder.complaints.isEmpty else {
      preconditionFailure("the default \(text) of \(title).\(spec.name) does not lint: \(decoder.complaints)")
    }
    return value
  }
}

extension OptionType {
  /// Whether a value written like this can be meant for the type.
  fileprivate func fits(_ node: YAMLNode) -> Bool {
    switch self {
    case .any: true
    case .definition: node.text != nil || node.mapping != nil
    case .list: node.sequence != nil
    case .map, .group: node.mapping != nil
    case .oneOrMore(let member): node.sequence != nil || member.fits(node)
    case .either(let first, let second): first.fits(node) || second.fits(node)
    case .choice: node.text != nil || takesNothing(node)
    case .text, .character, .integer, .flag, .date, .path, .fieldName: node.text != nil
    }
  }

  /// Whether leaving the value empty, or writing `null`, means something: no options, a choice of that name.
  fileprivate func takesNothing(_ node: YAMLNode) -> Bool {
    switch self {
    case .group, .any: true
    case .either(let first, let second): first.takesNothing(node) || second.takesNothing(node)
    case .oneOrMore(let member): member.takesNothing(node)
    case .choice(let names): if case .scalar(let text, _) = node.kind { names.contains(text) } else { false }
    default: false
    }
  }
}

extension YAMLNode {
  /// The same tree, all of it at one place: a default stands where its component does.
  fileprivate func moved(to place: Place) -> YAMLNode {
    var node = self
    node.place = place
    switch kind {
    case .scalar: break
    case .sequence(let members): node.kind = .sequence(members.map { $0.moved(to: place) })
    case .mapping(let entries):
      node.kind = .mapping(
        entries.map { Entry(key: $0.key, keyPlace: place, value: $0.value.moved(to: place)) })
    }
    return node
  }
}
