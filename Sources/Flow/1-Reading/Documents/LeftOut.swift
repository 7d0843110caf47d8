/// How many sets or messages of each kind were left out.
struct LeftOut {
  private static let mostKinds = 1000
  private static let mostShown = 20

  private var counts: [String: Int] = [:]

  mutating func add(_ name: String) {
    let name = String(name.prefix(10))
    // A hostile file may have as many names as it likes.
    if counts.count < LeftOut.mostKinds || counts[name] != nil { counts[name, default: 0] += 1 }
  }

  /// One sentence, in the order of the names; none when nothing was left out.
  func remarks(_ what: String) -> [String] {
    if counts.isEmpty { return [] }
    let kinds = counts.sorted { $0.key < $1.key }
    let shown = kinds.prefix(LeftOut.mostShown)
      .map { "\($0.value) \($0.key.isEmpty ? "without a name" : $0.key)" }.joined(separator: ", ")
    return ["\(what) left out: \(shown)" + (kinds.count > LeftOut.mostShown ? " and others" : "")]
  }
}
