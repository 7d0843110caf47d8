/// The paths that are wanted, as a tree of names: where in a document a reader is, is kept as the number of a node.
struct JSONTree: Sendable {
  private struct Node: Sendable {
    var names: [(bytes: [UInt8], node: Int)] = []
    /// Fields that the value here becomes.
    var fields: [Int] = []
    /// How many names lead here from the root, on the way to records; -1 elsewhere.
    var level = -1
  }

  /// Where nothing is wanted.
  static let nowhere = 0
  static let root = 1

  /// What the records are.
  let records: Int
  /// By field: the level it belongs to when it lies around records; nil for a value of the record.
  let levels: [Int?]
  private var nodes = [Node(), Node(level: 0)]

  /// - Parameters:
  ///   - records: names on the way to the records; none when the root is one, or a list of them.
  ///   - columns: by field.
  init(records names: [String], columns: [JSONPath]) {
    var at = JSONTree.root
    for (depth, name) in names.enumerated() {
      at = JSONTree.child(named: name, of: at, &nodes)
      nodes[at].level = depth + 1
    }
    records = at
    var levels: [Int?] = []
    for (field, path) in columns.enumerated() {
      var at = path.isFromRoot ? JSONTree.root : records
      var level = nodes[at].level
      var isInRecord = at == records
      for name in path.names {
        at = JSONTree.child(named: name, of: at, &nodes)
        level = max(level, nodes[at].level)
        if at == records { isInRecord = true }
      }
      nodes[at].fields.append(field)
      levels.append(isInRecord ? nil : level)
    }
    self.levels = levels
  }

  private static func child(named name: String, of node: Int, _ nodes: inout [Node]) -> Int {
    let bytes = Array(name.utf8)
    if let known = nodes[node].names.first(where: { $0.bytes == bytes }) { return known.node }
    nodes.append(Node())
    nodes[node].names.append((bytes, nodes.count - 1))
    return nodes.count - 1
  }

  var count: Int { nodes.count }

  func fields(at node: Int) -> [Int] { nodes[node].fields }

  func level(of node: Int) -> Int { nodes[node].level }

  /// The node of a name in an object at `node`.
  @inline(__always)
  func child(of node: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    for (name, child) in nodes[node].names where name.count == range.count {
      var at = 0
      while at < name.count, name[at] == bytes[range.lowerBound + at] { at += 1 }
      if at == name.count { return child }
    }
    return JSONTree.nowhere
  }
}
