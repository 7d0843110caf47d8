import Records

extension YAMLNode {
  /// The tree with `${NAME}` in every value replaced by the variable of that name; `$${` stands for `${`
  /// itself.
  ///
  /// Keys are left alone, and a variable's text is not looked into again.
  ///
  /// - Parameter environment: the variables, by name.
  func expandingVariables(from environment: [String: String], complaints: inout [Complaint]) -> YAMLNode {
    var node = self
    switch kind {
    case .scalar(let text, let style):
      guard text.utf8.contains(UInt8(ascii: "$")) else { return self }
      let expanded = expand(text, environment, &complaints)
      if expanded != text { node.kind = .scalar(expanded, style == .quoted ? .quoted : .given) }
    case .sequence(let members):
      node.kind = .sequence(members.map { $0.expandingVariables(from: environment, complaints: &complaints) })
    case .mapping(let entries):
      node.kind = .mapping(
        entries.map { entry in
          var entry = entry
          entry.value = entry.value.expandingVariables(from: environment, complaints: &complaints)
          return entry
        })
    }
    return node
  }

  private func expand(_ text: String, _ environment: [String: String], _ complaints: inout [Complaint])
    -> String
  {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let rest = bytes[at...]
      if rest.starts(with: "$${".utf8) {
        result += "${".utf8
        at += 3
      } else if rest.starts(with: "${".utf8) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          complaints.append(
            Complaint(
              "variable-malformed", at: place, "a \"${\" is not closed",
              hint: "Write ${NAME}, or $${ where the characters themselves are meant."))
          return text
        }
        let name = String(decoding: bytes[at + 2..<end], as: UTF8.self)
        guard let value = variable(name, environment, &complaints) else { return text }
        result += value.utf8
        at = end + 1
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func variable(
    _ name: String, _ environment: [String: String], _ complaints: inout [Complaint]
  ) -> String? {
    guard Self.isVariableName(name) else {
      complaints.append(
        Complaint(
          "variable-malformed", at: place, "\"${\(name)}\" does not name a variable",
          hint: "A variable's name has letters, digits and underscores, and does not begin with a digit."))
      return nil
    }
    if let value = environment[name] { return value }
    complaints.append(
      Complaint(
        "variable-missing", at: place, "the environment variable \(name) is not set",
        hint: nearest(to: name, among: environment.keys.sorted()).map { "Did you mean ${\($0)}?" }
          ?? "Set it before the run, for instance: \(name)=... daybook run ..."))
    return nil
  }

  private static func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "_")
    }
  }
}
