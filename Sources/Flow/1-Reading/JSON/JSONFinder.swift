import Records

/// Finds the value of a field in the bytes of a record.
struct JSONFinder: Sendable {
  private let tree: ColumnTree
  private let fields: [String: Int]

  init(_ tree: ColumnTree, _ schema: RecordSchema) {
    self.tree = tree
    fields = Dictionary(
      zip(schema.names, tree.levels.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The value without its quotes; nil when the field has none in the record.
  func range(of field: String, in record: [UInt8]) -> Range<Int>? {
    guard let wanted = fields[field], tree.levels[wanted] == nil else { return nil }
    let bytes = record.span
    var tokens = JSONTokenizer(isLines: false)
    // By container that is open, its node and whether it is an object.
    var open: [(node: Int, isObject: Bool)] = []
    var named = ColumnTree.nowhere
    while true {
      let token = tokens.next(bytes, atEnd: true)
      let node = open.last.map { $0.isObject ? named : $0.node } ?? tree.anyRecord
      switch token {
      case .failure, .more, .textEnd, .fileEnd: return nil
      case .objectStart, .arrayStart: open.append((node, token == .objectStart))
      case .objectEnd, .arrayEnd: open.removeLast()
      case .name: named = tree.child(of: open.last?.node ?? ColumnTree.nowhere, bytes, tokens.range)
      case .string, .number, .yes, .no, .null:
        if tree.fields(at: node).contains(wanted) {
          return token.rawValue <= JSONTokenizer.Token.number.rawValue
            ? tokens.range : tokens.start..<tokens.used
        }
      }
    }
  }
}
