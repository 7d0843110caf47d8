import Bytes

/// The paths that are wanted as a table of the numbers that `XMLSource` gives to names.
struct XMLTree: Sendable {
  let tree: ColumnTree
  /// By node and number: the node of an element, and of an attribute, within the element there.
  private var elements: [Int32]
  private var attributes: [Int32]
  private let width: Int

  /// - Parameter numbers: of the names.
  init(_ tree: ColumnTree, numbers: [String: UInt16]) {
    self.tree = tree
    width = Int(numbers.values.max() ?? 0) + 1
    elements = Array(repeating: 0, count: width * tree.count)
    attributes = elements
    for node in 0..<tree.count {
      for branch in tree.branches(of: node) {
        let isAttribute = branch.name.hasPrefix("@")
        guard let number = numbers[isAttribute ? String(branch.name.dropFirst()) : branch.name] else {
          continue
        }
        let at = node * width + Int(number)
        if isAttribute { attributes[at] = Int32(branch.node) } else { elements[at] = Int32(branch.node) }
      }
    }
  }

  /// Every name of the paths once, without the mark of attributes.
  static func names(of tree: ColumnTree) -> [String] {
    var names: [String] = []
    for node in 0..<tree.count {
      for branch in tree.branches(of: node) {
        let name = branch.name.hasPrefix("@") ? String(branch.name.dropFirst()) : branch.name
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// The node of an element within the one at `node`. Around the first element of the paths anything may stand.
  @inline(__always)
  func element(in node: Int, _ number: UInt16) -> Int {
    let found = Int(number) < width ? Int(elements[node * width + Int(number)]) : ColumnTree.nowhere
    return found == ColumnTree.nowhere && node == ColumnTree.root ? node : found
  }

  @inline(__always)
  func attribute(in node: Int, _ number: UInt16) -> Int {
    Int(number) < width ? Int(attributes[node * width + Int(number)]) : ColumnTree.nowhere
  }
}
