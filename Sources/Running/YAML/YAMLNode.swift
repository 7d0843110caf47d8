import Records

/// A value of a YAML file and where it stands: text, a list or a map in the order written.
///
/// Scalars stay text; what they are is for the option they are given to. So `0012345` keeps its zeros and
/// `NO` stays Norway.
struct YAMLNode: Sendable, Equatable {
  indirect enum Kind: Sendable, Equatable {
    case scalar(String, Style)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  /// How a scalar was written.
  enum Style: Sendable, Equatable {
    case plain
    /// In single or double quotes, or as a block of lines: text and nothing else.
    case quoted
    /// Plain, from a variable or an override: never "no value".
    case given
  }

  struct Entry: Sendable, Equatable {
    var key: String
    var keyPlace: Place
    var value: YAMLNode
  }

  var kind: Kind
  var place: Place

  init(_ kind: Kind, at place: Place) {
    self.kind = kind
    self.place = place
  }

  /// Left empty, or written as `null` or `~`.
  var isNull: Bool {
    guard case .scalar(let text, .plain) = kind else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar that is not "no value".
  var text: String? {
    guard case .scalar(let text, _) = kind, !isNull else { return nil }
    return text
  }

  /// The text of a scalar without quotes.
  var plainText: String? {
    guard case .scalar(let text, let style) = kind, style != .quoted, !isNull else { return nil }
    return text
  }

  var sequence: [YAMLNode]? {
    guard case .sequence(let nodes) = kind else { return nil }
    return nodes
  }

  /// The entries of a map; none when the value was left empty.
  var mapping: [Entry]? {
    if isNull { return [] }
    guard case .mapping(let entries) = kind else { return nil }
    return entries
  }

  /// What it is, for "found …": long texts are cut.
  var words: String {
    switch kind {
    case .sequence(let nodes): return nodes.isEmpty ? "an empty list" : "a list"
    case .mapping(let entries): return entries.isEmpty ? "an empty map" : "a map"
    case .scalar(let text, let style):
      if isNull { return "nothing" }
      let shown = text.count > 40 ? text.prefix(37) + "..." : text[...]
      return style == .quoted ? "the text \"\(shown)\"" : "\"\(shown)\""
    }
  }
}
