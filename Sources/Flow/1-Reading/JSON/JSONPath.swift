/// The path of a value: names with dots between them, `booking.date`. Lists on the way have no part in it.
///
/// A path that begins with `$.` starts at the root of the document, any other one at the record. A backslash before a
/// dot, or before a dollar at the beginning, makes it a part of the name.
struct JSONPath: Sendable {
  var isFromRoot: Bool
  var names: [String]

  /// Nil when a name is empty.
  init?(_ text: String) {
    var names = [""]
    var isEscaped = false
    for character in text {
      if isEscaped || (character != "\\" && character != ".") {
        names[names.count - 1].append(character)
        isEscaped = false
      } else if character == "." {
        names.append("")
      } else {
        isEscaped = true
      }
    }
    isFromRoot = text.hasPrefix("$.")
    if isFromRoot { names.removeFirst() }
    guard !isEscaped, !names.contains("") else { return nil }
    self.names = names
  }

  init(isFromRoot: Bool, names: [String]) {
    self.isFromRoot = isFromRoot
    self.names = names
  }

  var column: ColumnPath { ColumnPath(isFromRoot: isFromRoot, steps: names.map { [$0] }) }

  /// As it is written in a pipeline.
  var text: String {
    let path = names.map { $0.replacing("\\", with: "\\\\").replacing(".", with: "\\.") }
      .joined(separator: ".")
    return isFromRoot ? "$." + path : path.hasPrefix("$.") ? "\\" + path : path
  }
}
