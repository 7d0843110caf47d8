import Components
import Records

extension OptionDecoder {
  mutating func complain(_ code: String, at place: Place, _ message: String, hint: String? = nil) {
    complaints.append(Complaint(code, at: place, message, hint: hint))
  }

  /// - Parameter wanted: the option and its type in words: `from as a date YYYY-MM-DD`.
  mutating func wrongType(_ node: YAMLNode, _ wanted: String, hint: String? = nil) {
    complain("type-wrong", at: node.place, "expected \(wanted), found \(node.words)", hint: hint)
  }

  mutating func unknownKey(_ entry: YAMLNode.Entry, _ known: [String], in title: String) {
    let all = known.isEmpty ? "It has no options." : "Known are: " + known.joined(separator: ", ") + "."
    complain(
      "key-unknown", at: entry.keyPlace, "\(title) has no option \"\(entry.key)\"",
      hint: nearest(to: entry.key, among: known).map { "Did you mean \($0)?" } ?? all)
  }

  mutating func missing(_ spec: OptionSpec, in title: String, at place: Place) {
    complain(
      "option-missing", at: place, "\(title) needs \"\(spec.name)\", \(spec.type.words)",
      hint: "Write for instance: \(spec.name): \(spec.example)")
  }

  func shapeHint(_ specs: [OptionSpec]) -> String? {
    (specs.first(where: \.isRequired) ?? specs.first).map {
      "Write for instance: { \($0.name): \($0.example) }"
    }
  }

  /// The character meant, or nil.
  static func character(_ text: String) -> String? {
    switch text {
    case "tab", "\\t": return "\t"
    case "space": return " "
    default: return text.unicodeScalars.count == 1 ? text : nil
    }
  }

  /// snake_case.
  static func isFieldName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
  }
}
