/// The path of a value in XML: local names of elements with slashes between them, and an attribute at its end,
/// `Amt/@Ccy`. A step may allow several names: `Dt|DtTm`.
///
/// A path that begins with a slash starts at the first element of `records`, any other one at the record.
struct XMLPath: Sendable {
  private(set) var column: ColumnPath

  /// Nil when a name is empty or none, or an attribute is not the last step.
  init?(_ text: String) {
    let isFromRoot = text.hasPrefix("/")
    let steps = text.dropFirst(isFromRoot ? 1 : 0).split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    let unusable: Set<Character> = ["@", ":", "[", "]", "(", "*", ".", " "]
    for (at, step) in steps.enumerated() {
      for name in step {
        let isAttribute = name.hasPrefix("@") && at == steps.count - 1
        let local = isAttribute ? name.dropFirst() : name[...]
        let first = local.first.map { $0.isLetter || $0 == "_" } ?? false
        // A point within a name is one; a path of points is not understood.
        if !first || local.contains(where: { $0 != "." && unusable.contains($0) }) { return nil }
      }
    }
    column = ColumnPath(isFromRoot: isFromRoot, steps: steps)
  }

  /// A path whose names are known to be such.
  init(steps: [String]) { column = ColumnPath(steps: steps.map { [$0] }) }

  /// As it is written in a pipeline.
  var text: String {
    (column.isFromRoot ? "/" : "")
      + column.steps.map { $0.joined(separator: "|") }.joined(separator: "/")
  }
}
