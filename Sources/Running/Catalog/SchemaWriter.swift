import Components
import Records

/// JSON Schema made from option types.
enum SchemaWriter {
  static func definitionName(_ spec: ComponentSpec) -> String { "\(spec.kind.rawValue)_\(spec.name)" }

  static func reference(_ name: String) -> OrderedJSON { .object([("$ref", .string("#/$defs/\(name)"))]) }

  static func reference(_ spec: ComponentSpec) -> OrderedJSON { reference(definitionName(spec)) }

  /// A map with exactly this key.
  static func oneKey(_ name: String, _ value: OrderedJSON) -> OrderedJSON {
    .object([
      ("type", .string("object")), ("properties", .object([(name, value)])), ("required", .strings([name])),
      ("additionalProperties", .bool(false)),
    ])
  }

  /// What stands under a component's key.
  static func component(_ spec: ComponentSpec) -> OrderedJSON {
    let members: [(String, OrderedJSON)]
    switch spec.shape {
    case .options: members = group(spec.options)
    case .mapOf(let key, let member): members = type(.map(key: key, member))
    case .listOf(let member): members = type(.list(member))
    }
    return .object([("description", .string(spec.summary))] + members)
  }

  static func properties(_ options: [OptionSpec]) -> [OrderedJSON.Member] {
    options.map { option in
      var members: [(String, OrderedJSON)] = [("description", .string(option.doc))]
      if let text = option.defaultValue { members.append(("default", value(text, option.type))) }
      return OrderedJSON.Member(name: option.name, value: .object(members + type(option.type)))
    }
  }

  static func required(_ options: [OptionSpec]) -> OrderedJSON {
    .strings(options.filter(\.isRequired).map(\.name))
  }

  /// Options by name. Without a required one the map may be left empty, which YAML reads as null.
  private static func group(_ options: [OptionSpec]) -> [(String, OrderedJSON)] {
    let isNeeded = options.contains(where: \.isRequired)
    return [
      ("type", isNeeded ? .string("object") : .strings(["object", "null"])),
      ("properties", .object(properties(options))),
      ("required", required(options)),
      ("additionalProperties", .bool(false)),
    ]
  }

  /// The keywords for a type.
  private static func type(_ type: OptionType) -> [(String, OrderedJSON)] {
    switch type {
    // Unquoted text may look like a number or a flag to an editor.
    case .text, .path: return [("type", .strings(["string", "number", "boolean"]))]
    case .character: return [("type", .string("string")), ("pattern", .string("^(.|tab|space|\\\\t)$"))]
    case .fieldName: return [("type", .string("string")), ("pattern", .string("^[a-z][a-z0-9_]*$"))]
    case .date:
      return orVariable([("type", .string("string")), ("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))])
    case .choice(let names):
      // An editor takes an unquoted null for nothing, and 2 for a number.
      let unquoted = names.compactMap { name in
        name == "null" ? OrderedJSON.null : Int(name).map { .integer($0) }
      }
      return orVariable([("enum", .array(names.map { .string($0) } + unquoted))])
    case .flag: return orVariable([("type", .string("boolean"))])
    case .integer(let range):
      var members: [(String, OrderedJSON)] = [("type", .string("integer"))]
      if range.lowerBound != .min { members.append(("minimum", .integer(range.lowerBound))) }
      if range.upperBound != .max { members.append(("maximum", .integer(range.upperBound))) }
      return orVariable(members)
    case .list(let member):
      return [("type", .string("array")), ("items", .object(self.type(member))), ("minItems", .integer(1))]
    case .oneOrMore(let member): return anyOf([self.type(member), self.type(.list(member))])
    case .either(let first, let second): return anyOf([self.type(first), self.type(second)])
    case .map(_, let member):
      return [("type", .string("object")), ("additionalProperties", .object(self.type(member)))]
    case .group(let options): return group(options)
    case .definition(_, let options): return anyOf([self.type(.text), group(options)])
    case .any: return []
    }
  }

  private static func orVariable(_ members: [(String, OrderedJSON)]) -> [(String, OrderedJSON)] {
    [("anyOf", .array([.object(members), reference("variable")]))]
  }

  private static func anyOf(_ forms: [[(String, OrderedJSON)]]) -> [(String, OrderedJSON)] {
    [("anyOf", .array(forms.map { .object($0) }))]
  }

  /// A default as it would be written in YAML, as JSON.
  private static func value(_ text: String, _ type: OptionType) -> OrderedJSON {
    var complaints: [Complaint] = []
    guard let node = YAMLParser.parse(Array(text.utf8), file: "", complaints: &complaints) else {
      preconditionFailure("the default \(text) is not YAML: \(complaints)")
    }
    return value(node, type)
  }

  private static func value(_ node: YAMLNode, _ type: OptionType) -> OrderedJSON {
    switch (node.kind, type) {
    case (.scalar(let text, _), .integer): Int(text).map { .integer($0) } ?? .string(text)
    case (.scalar(let text, _), .flag): .bool(text == "true")
    case (.scalar(let text, _), _): node.isNull ? .null : .string(text)
    case (.sequence(let members), .list(let member)), (.sequence(let members), .oneOrMore(let member)):
      .array(members.map { value($0, member) })
    case (.sequence(let members), _): .array(members.map { value($0, .text) })
    case (.mapping(let entries), .group(let options)):
      .object(
        entries.map { entry in
          (entry.key, value(entry.value, options.first { $0.name == entry.key }?.type ?? .text))
        })
    case (.mapping(let entries), .map(_, let member)):
      .object(entries.map { ($0.key, value($0.value, member)) })
    case (.mapping(let entries), _): .object(entries.map { ($0.key, value($0.value, .text)) })
    }
  }
}
