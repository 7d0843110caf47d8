import Components

extension Catalog {
  /// Every component by kind with its sentence, for `daybook list`.
  public var listing: String {
    let width = specs.map(\.name.count).max() ?? 0
    var text = ""
    for kind in ComponentSpec.Kind.allCases {
      text += (text.isEmpty ? "" : "\n") + "\(kind.rawValue)s\n"
      for spec in specs where spec.kind == kind {
        text +=
          "  " + spec.name + String(repeating: " ", count: width - spec.name.count + 2) + spec.summary + "\n"
      }
    }
    return text
  }
}
