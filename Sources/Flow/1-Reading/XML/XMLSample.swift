import Bytes

/// What the beginning of a document shows: where its records are, and what is in them.
struct XMLSample {
  /// Fields at most that are found.
  private static let mostColumns = 1000

  private(set) var records: [String] = []
  private(set) var columns: [XMLPath] = []
  /// The numbers of the names met.
  private(set) var numbers: [String: UInt16] = [:]

  /// - Parameter given: the way to the records, if it is said.
  init(
    _ events: Span<XMLEvent>, _ attributes: Span<XMLAttribute>, _ source: XMLSource,
    records given: [[String]]?
  ) {
    for at in events.indices { numbers[source.name(events[at].name)] = events[at].name }
    for at in attributes.indices { numbers[source.name(attributes[at].name)] = attributes[at].name }
    records = given?.compactMap(\.first) ?? XMLSample.records(events, source)
    columns = XMLSample.columns(events, attributes, source, records)
  }

  /// The way to the elements with parts that there are the most of; to the root where none is there twice.
  private static func records(_ events: Span<XMLEvent>, _ source: XMLSource) -> [String] {
    var path: [String] = []
    var counts: [[String]: Int] = [:]
    var best: [String] = []
    var root: [String] = []
    var wasStart = false
    for at in events.indices {
      switch events[at].kind {
      case .start:
        // The element around begins to have parts.
        if wasStart {
          counts[path, default: 0] += 1
          if counts[path, default: 0] > counts[best, default: 0] { best = path }
        }
        path.append(source.name(events[at].name))
        if root.isEmpty { root = path }
        wasStart = true
      case .end:
        path.removeLast()
        wasStart = false
      case .text: break
      }
    }
    return best.isEmpty ? root : best
  }

  /// The paths of texts and attributes in records, in the order in which they are met, without those that a record has
  /// twice.
  private static func columns(
    _ events: Span<XMLEvent>, _ attributes: Span<XMLAttribute>, _ source: XMLSource, _ records: [String]
  ) -> [XMLPath] {
    var path: [String] = []
    var order: [[String]] = []
    var known: Set<[String]> = []
    var seen: Set<[String]> = []
    var twice: Set<[String]> = []
    func meet(_ names: [String]) {
      guard names.count > records.count, names.starts(with: records) else { return }
      if !seen.insert(names).inserted { twice.insert(names) }
      if order.count < mostColumns, known.insert(names).inserted { order.append(names) }
    }
    var wasStart = false
    for at in events.indices {
      let event = events[at]
      switch event.kind {
      case .start:
        path.append(source.name(event.name))
        if path == records { seen = [] }
        for at in Int(event.first)..<Int(event.first) + Int(event.count) {
          meet(path + ["@" + source.name(attributes[at].name)])
        }
        wasStart = true
      case .end:
        if wasStart { meet(path) }
        path.removeLast()
        wasStart = false
      case .text: break
      }
    }
    return order.filter { !twice.contains($0) }.map { XMLPath(steps: Array($0[records.count...])) }
  }
}
