/// What the program carries with it of the kinds that options name.
enum BuiltInDefinitions {
  /// Each with its name and its YAML; none of a kind that the program has none of.
  static func texts(of kind: String) -> [(name: String, text: String)] {
    kind == "layout" ? BuiltInLayouts.texts : []
  }
}
