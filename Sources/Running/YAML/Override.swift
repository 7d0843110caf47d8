import Records

/// A value given on the command line in place of the one in the file:
/// `stages.load.sqlite.path=/tmp/books.db`.
///
/// A path is names and positions: `company`, `stages[5].load.sqlite.path`. A name steps into a map by its
/// key, and into a list by the one item that has the key, so `stages.load` is the stage `load`. `[n]` is a
/// position from 0. Names that are not in the file are added. A value that begins with `[` or `{` is read as
/// YAML; any other value is text as it stands, without variables.
struct Override {
  enum Step: Equatable {
    case name(String)
    case position(Int)
  }

  var steps: [Step]
  var value: YAMLNode
  /// `--set` and the argument: what a complaint points at.
  var place: Place

  /// Nil and a complaint when the argument is not `path=value`.
  init?(_ argument: String, complaints: inout [Complaint]) {
    place = Place(file: "--set \(argument)")
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count == 2, let steps = Self.steps(parts[0]) else {
      complaints.append(
        Complaint(
          "override-malformed", at: place, "this is not of the form path=value",
          hint: "Write for instance: --set stages.load.sqlite.path=Books/books.db"))
      return nil
    }
    self.steps = steps
    let text = parts[1]
    if text.hasPrefix("[") || text.hasPrefix("{") {
      guard let node = YAMLParser.parse(Array(text.utf8), file: place.file, complaints: &complaints) else {
        return nil
      }
      value = node
    } else {
      // Variables are expanded after the overrides; the shell has had its turn on these.
      value = YAMLNode(.scalar(Self.escaped(text), .given), at: place)
    }
  }

  /// The tree with the value in its place; the same tree and a complaint when the path leads nowhere.
  func applied(to root: YAMLNode, complaints: inout [Complaint]) -> YAMLNode {
    do throws(Complaint) {
      return try replace(root, steps[...], walked: "")
    } catch {
      complaints.append(error)
      return root
    }
  }

  private func replace(_ node: YAMLNode, _ rest: ArraySlice<Step>, walked: String) throws(Complaint)
    -> YAMLNode
  {
    guard let step = rest.first else { return value }
    let rest = rest.dropFirst()
    var node = node
    switch (step, node.kind) {
    case (.name(let name), .sequence(var members)):
      let at = try item(named: name, members, walked: walked)
      members[at] = try replace(members[at], [.name(name)] + rest, walked: walked)
      node.kind = .sequence(members)
    case (.position(let at), .sequence(var members)):
      guard at < members.count else {
        throw complaint(
          "override-path-unknown", "\(walked) has \(members.count) items, counted from 0: there is no [\(at)]"
        )
      }
      members[at] = try replace(members[at], rest, walked: walked + "[\(at)]")
      node.kind = .sequence(members)
    case (.name(let name), _):
      guard var entries = node.mapping else {
        throw complaint("override-path-unknown", "\(walked) is \(node.words) and has no \"\(name)\" in it")
      }
      let inside = walked.isEmpty ? name : walked + "." + name
      if let at = entries.firstIndex(where: { $0.key == name }) {
        entries[at].value = try replace(entries[at].value, rest, walked: inside)
      } else {
        let empty = YAMLNode(.mapping([]), at: place)
        entries.append(
          YAMLNode.Entry(key: name, keyPlace: place, value: try replace(empty, rest, walked: inside)))
      }
      node.kind = .mapping(entries)
    case (.position, _):
      throw complaint("override-path-unknown", "\(walked) is \(node.words), not a list")
    }
    return node
  }

  /// The one item of a list that has the key.
  private func item(named name: String, _ members: [YAMLNode], walked: String) throws(Complaint) -> Int {
    let found = members.indices.filter { at in members[at].mapping?.contains { $0.key == name } ?? false }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      let known = members.flatMap { $0.mapping?.map(\.key) ?? [] }
      throw complaint(
        "override-path-unknown", "no item of \(walked) has the key \"\(name)\"",
        hint: nearest(to: name, among: known).map { "Did you mean \"\($0)\"?" })
    }
    throw complaint(
      "override-ambiguous", "\(found.count) items of \(walked) have the key \"\(name)\"",
      hint: "Name one by its position: " + found.map { "\(walked)[\($0)].\(name)" }.joined(separator: " or ")
        + ".")
  }

  private func complaint(_ code: String, _ message: String, hint: String? = nil) -> Complaint {
    Complaint(code, at: place, message, hint: hint)
  }

  /// Nil when the path is not names and positions.
  private static func steps(_ path: String) -> [Step]? {
    var steps: [Step] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      if pieces[0].isEmpty { return nil }
      steps.append(.name(String(pieces[0])))
      for piece in pieces.dropFirst() {
        guard piece.last == "]", let at = Int(piece.dropLast()), at >= 0 else { return nil }
        steps.append(.position(at))
      }
    }
    return steps
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
  }
}
