import Records

@testable import Running

/// As much of JSON Schema as the pipeline language's schema uses.
struct JSONSchemaCheck {
  let root: OrderedJSON

  /// Where and why the value does not fit; empty when it does.
  func errors(_ value: OrderedJSON) -> [String] { errors(value, root, at: "$") }

  private func errors(_ value: OrderedJSON, _ schema: OrderedJSON, at path: String) -> [String] {
    var found: [String] = []
    for member in schema.members {
      let wanted = member.value
      switch member.name {
      case "$schema", "title", "description", "default", "$defs", "properties": break
      case "$ref": found += errors(value, definition(wanted.string), at: path)
      case "type":
        let types = wanted.elements.isEmpty ? [wanted] : wanted.elements
        if !types.contains(where: { value.fits($0.string) }) { found.append("\(path): not \(wanted.text())") }
      case "enum":
        if !wanted.elements.contains(value) { found.append("\(path): not one of \(wanted.text())") }
      case "minimum", "maximum":
        if case .integer(let number) = value, case .integer(let bound) = wanted {
          if member.name == "minimum" ? number < bound : number > bound {
            found.append("\(path): out of range")
          }
        }
      case "pattern":
        if case .string(let text) = value, let pattern = try? Regex(wanted.string),
          text.firstMatch(of: pattern) == nil
        {
          found.append("\(path): does not match \(wanted.string)")
        }
      case "required":
        if case .object = value {
          for name in wanted.elements where value[name.string] == nil {
            found.append("\(path): no \(name.string)")
          }
        }
      case "additionalProperties":
        for entry in value.members where schema["properties"]?[entry.name] == nil {
          if wanted == .bool(false) {
            found.append("\(path): unknown \(entry.name)")
          } else {
            found += errors(entry.value, wanted, at: "\(path).\(entry.name)")
          }
        }
      case "items":
        let first = schema["prefixItems"]?.elements.count ?? 0
        for (at, element) in value.elements.enumerated() where at >= first {
          found += errors(element, wanted, at: "\(path)[\(at)]")
        }
      case "prefixItems":
        for (at, pair) in zip(value.elements, wanted.elements).enumerated() {
          found += errors(pair.0, pair.1, at: "\(path)[\(at)]")
        }
      case "minItems":
        if case .array(let elements) = value, case .integer(let least) = wanted, elements.count < least {
          found.append("\(path): too few")
        }
      case "anyOf", "oneOf":
        let fitting = wanted.elements.filter { errors(value, $0, at: path).isEmpty }.count
        if fitting == 0 || (member.name == "oneOf" && fitting > 1) {
          let why = wanted.elements.flatMap { errors(value, $0, at: path) }
          found.append("\(path): fits \(fitting) of \(member.name): \(why)")
        }
      default: found.append("\(path): the check does not know \(member.name)")
      }
    }
    for property in schema["properties"]?.members ?? [] {
      if let inner = value[property.name] {
        found += errors(inner, property.value, at: "\(path).\(property.name)")
      }
    }
    return found
  }

  private func definition(_ reference: String) -> OrderedJSON {
    let name = String(reference.dropFirst("#/$defs/".count))
    guard let found = root["$defs"]?[name] else { preconditionFailure("no definition \(name)") }
    return found
  }
}

extension OrderedJSON {
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  var elements: [OrderedJSON] { if case .array(let elements) = self { elements } else { [] } }
  var string: String { if case .string(let text) = self { text } else { "" } }
  subscript(name: String) -> OrderedJSON? { members.first { $0.name == name }?.value }

  func fits(_ type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"),
      (.string, "string"),
      (.array, "array"), (.object, "object"):
      true
    default: false
    }
  }

  /// A YAML value as an editor sees it: plain numbers, flags and nothing have their types.
  init(_ node: YAMLNode) {
    switch node.kind {
    case .sequence(let members): self = .array(members.map(OrderedJSON.init))
    case .mapping(let entries): self = .object(entries.map { ($0.key, OrderedJSON($0.value)) })
    case .scalar(let text, let style):
      if node.isNull {
        self = .null
      } else if style == .plain, text == "true" || text == "false" {
        self = .bool(text == "true")
      } else if style == .plain, let number = Int(text) {
        self = .integer(number)
      } else {
        self = .string(text)
      }
    }
  }
}
