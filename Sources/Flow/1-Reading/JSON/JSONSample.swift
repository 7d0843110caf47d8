import Records

/// What the beginning of a file shows: whether each line is a document, where its records are, and what is in them.
struct JSONSample {
  /// Fields at most that are found.
  private static let mostColumns = 1000

  /// Whether the first value stands in one line, and something follows it in another one.
  static func isLines(_ bytes: Span<UInt8>, atEnd: Bool) -> Bool {
    var tokens = JSONTokenizer(isLines: true)
    var first: Int32?
    while true {
      switch tokens.next(bytes, atEnd: atEnd) {
      case .failure, .more, .fileEnd: return false
      case .textEnd: first = tokens.line
      default: if let first, tokens.line >= first { return true }
      }
    }
  }

  /// Names on the way to the records: to the list that holds the most objects, where the document is no list itself.
  static func records(_ bytes: Span<UInt8>, atEnd: Bool, isLines: Bool) -> [String] {
    var counts: [[String]: Int] = [:]
    var best: [String] = []
    walk(bytes, atEnd, isLines) { names, lists, token in
      guard token == .objectStart, let last = lists.last, last == names.count else { return }
      counts[names, default: 0] += 1
      if counts[names, default: 0] > counts[best, default: 0] { best = names }
    }
    return isLines || counts[[]] != nil ? [] : best
  }

  /// The paths of all values of records, in the order in which they are met; without those that stand in lists.
  static func columns(_ bytes: Span<UInt8>, atEnd: Bool, isLines: Bool, records: [String]) -> [JSONPath] {
    var found: [JSONPath] = []
    var known: Set<[String]> = []
    walk(bytes, atEnd, isLines) { names, lists, token in
      guard token.rawValue >= JSONTokenizer.Token.string.rawValue, names.count > records.count,
        names.starts(with: records), (lists.last ?? 0) <= records.count, !names.contains(""),
        found.count < mostColumns, known.insert(names).inserted
      else { return }
      found.append(JSONPath(isFromRoot: false, names: Array(names[records.count...])))
    }
    return found
  }

  /// Goes through the values.
  ///
  /// - Parameter visit: of each value, or its beginning: the names on its path, by each list around it how many names
  ///   lead there, and its token.
  private static func walk(
    _ bytes: Span<UInt8>, _ atEnd: Bool, _ isLines: Bool,
    visit: (_ names: [String], _ lists: [Int], JSONTokenizer.Token) -> Void
  ) {
    var tokens = JSONTokenizer(isLines: isLines)
    var names: [String] = []
    var lists: [Int] = []
    // By container that is open: whether it is a list. An object has a name on the path from its first one on.
    var open: [Bool] = []
    while true {
      let token = tokens.next(bytes, atEnd: atEnd)
      switch token {
      case .failure, .more, .fileEnd: return
      case .textEnd: break
      case .name:
        names[names.count - 1] = String(
          decoding: JSONText.unescaped(bytes, tokens.range) ?? [], as: UTF8.self)
      case .objectStart:
        visit(names, lists, token)
        open.append(false)
        names.append("")
      case .arrayStart:
        open.append(true)
        lists.append(names.count)
      case .objectEnd:
        open.removeLast()
        names.removeLast()
      case .arrayEnd:
        open.removeLast()
        lists.removeLast()
      case .string, .number, .yes, .no, .null: visit(names, lists, token)
      }
    }
  }
}
