/// The path of a column in a tree of names, such as a document.
struct ColumnPath: Sendable {
  /// Whether it begins at the root, not at the record.
  var isFromRoot = false
  /// On each step, the names that lead on.
  var steps: [[String]]
}

/// The paths that are wanted, as a tree of names: where in a document a reader is, is kept as the number of a node.
struct ColumnTree: Sendable {
  /// A name that leads from a node to another one.
  struct Branch: Sendable {
    var name: String
    var bytes: [UInt8]
    var node: Int
  }

  private struct Node: Sendable {
    var branches: [Branch] = []
    /// Fields that the value here becomes.
    var fields: [Int] = []
    /// How many names lead here from the root, on the way to records; -1 elsewhere.
    var level = -1
    var isRecord = false
  }

  /// Where nothing is wanted.
  static let nowhere = 0
  static let root = 1

  /// By field: the level it belongs to when it lies around records; nil for a value of the record.
  let levels: [Int?]
  /// How many names lead from the root to the records.
  let depth: Int
  private let nodes: [Node]

  /// - Parameters:
  ///   - records: the way to the records; none when the root is one, or a list of them.
  ///   - columns: by field.
  init(records: [[String]], columns: [ColumnPath]) {
    var nodes = [Node(), Node(level: 0)]
    var at: Set<Int> = [ColumnTree.root]
    for (depth, names) in records.enumerated() {
      at = ColumnTree.step(from: at, names, &nodes)
      for node in at { nodes[node].level = depth + 1 }
    }
    for node in at { nodes[node].isRecord = true }
    let starts = at
    var levels: [Int?] = []
    for (field, path) in columns.enumerated() {
      var at: Set<Int> = path.isFromRoot ? [ColumnTree.root] : starts
      var level = 0
      var isInRecord = !at.isDisjoint(with: starts)
      for names in path.steps {
        at = ColumnTree.step(from: at, names, &nodes)
        level = max(level, at.map { nodes[$0].level }.max() ?? 0)
        if at.contains(where: { nodes[$0].isRecord }) { isInRecord = true }
      }
      for node in at.sorted() { nodes[node].fields.append(field) }
      levels.append(isInRecord ? nil : level)
    }
    self.nodes = nodes
    self.levels = levels
    depth = records.count
  }

  private static func step(from places: Set<Int>, _ names: [String], _ nodes: inout [Node]) -> Set<Int> {
    var reached: Set<Int> = []
    for place in places.sorted() {
      for name in names {
        if let known = nodes[place].branches.first(where: { $0.name == name }) {
          reached.insert(known.node)
          continue
        }
        nodes.append(Node())
        nodes[place].branches.append(Branch(name: name, bytes: Array(name.utf8), node: nodes.count - 1))
        reached.insert(nodes.count - 1)
      }
    }
    return reached
  }

  var count: Int { nodes.count }

  func fields(at node: Int) -> [Int] { nodes[node].fields }

  func level(of node: Int) -> Int { nodes[node].level }

  func isRecord(_ node: Int) -> Bool { nodes[node].isRecord }

  func branches(of node: Int) -> [Branch] { nodes[node].branches }

  /// Any node whose value is a record.
  var anyRecord: Int { nodes.firstIndex { $0.isRecord } ?? ColumnTree.nowhere }

  /// The node that a name leads to.
  @inline(__always)
  func child(of node: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    for branch in nodes[node].branches where branch.bytes.count == range.count {
      var at = 0
      while at < branch.bytes.count, branch.bytes[at] == bytes[range.lowerBound + at] { at += 1 }
      if at == branch.bytes.count { return branch.node }
    }
    return ColumnTree.nowhere
  }
}
