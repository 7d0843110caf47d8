import Bytes
import Records

/// Reads the events of a document into records.
struct XMLParser {
  var rows: TreeRows
  private let table: XMLTree
  private let file: String
  /// Where the open element is, and the ones around it.
  private var node = ColumnTree.root
  private var above: [Int] = []
  /// Whether the open element, and each around it, has elements or text beside elements in it.
  private var hasParts = false
  private var hadParts: [Bool] = []
  /// How many elements were open when the record began; nil outside a record.
  private var recordDepth: Int?
  /// How far the path of the records was followed.
  private var reached = 0
  /// Index of the next event of the piece.
  private var next = 0

  init(_ table: XMLTree, rows: TextRows, file: String) {
    self.table = table
    self.file = file
    self.rows = TreeRows(rows, levels: table.tree.levels)
  }

  /// Begins with a new piece.
  mutating func beginPiece() { next = 0 }

  /// Reads the events of a piece on, until it ends or the rows are enough.
  ///
  /// - Returns: whether the piece is done with.
  mutating func read(
    _ events: Span<XMLEvent>, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>,
    rejecting rejections: inout [Rejection]
  ) throws(Fault) -> Bool {
    while next < events.count {
      let event = events[next]
      next += 1
      switch event.kind {
      case .start: try start(event, attributes, text)
      case .text: try addPart(event)
      case .end:
        try end(event, text, &rejections)
        if recordDepth == nil, rows.isFull { return next == events.count }
      }
      if rows.isBeyond { throw rows.tooLarge(file, line: event.line) }
    }
    return true
  }

  /// Looks at the end of the document whether there was what the paths lead to. A list without records is one.
  func finish() throws(Fault) {
    if rows.recordsRead > 0 || (reached > 0 && reached >= table.tree.depth - 1) { return }
    throw Fault(
      "records-missing", "no element at the path of the records", at: Place(file: file),
      hint: "Look at the file, and write the names of its elements without prefixes: records: Export/Entry.",
      status: .dataRefused)
  }

  // MARK: Elements

  private mutating func start(
    _ event: XMLEvent, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>
  ) throws(Fault) {
    try addPart(event)
    above.append(node)
    hadParts.append(hasParts)
    hasParts = false
    node = table.element(in: node, event.name)
    if node == ColumnTree.nowhere { return }
    if recordDepth == nil {
      reached = max(reached, table.tree.level(of: node))
      if table.tree.isRecord(node) {
        recordDepth = above.count
        rows.begin(offset: event.offset, line: event.line)
      } else if table.tree.level(of: node) > 0 {
        rows.enter(level: table.tree.level(of: node))
      }
    }
    for at in Int(event.first)..<Int(event.first) + Int(event.count) {
      let attribute = attributes[at]
      let place = table.attribute(in: node, attribute.name)
      if place == ColumnTree.nowhere { continue }
      try take(place, text, Int(attribute.first)..<Int(attribute.first) + Int(attribute.count), event)
    }
  }

  /// Something stands within the open element, which then is no plain value.
  private mutating func addPart(_ event: XMLEvent) throws(Fault) {
    if hasParts { return }
    hasParts = true
    for field in table.tree.fields(at: node) {
      let flaw = TreeReason.valueHasParts.flaw
      guard recordDepth != nil else { throw refusal(flaw, event) }
      rows.flaw(flaw, field, nil, at: event.offset)
    }
  }

  private mutating func end(_ event: XMLEvent, _ text: Span<UInt8>, _ rejections: inout [Rejection])
    throws(Fault)
  {
    if node != ColumnTree.nowhere, !hasParts {
      try take(node, text, Int(event.first)..<Int(event.first) + Int(event.count), event)
    }
    node = above.popLast() ?? ColumnTree.nowhere
    hasParts = hadParts.popLast() ?? false
    if above.count + 1 == recordDepth {
      recordDepth = nil
      rows.end(event.offset, rejecting: &rejections)
    }
  }

  // MARK: Values

  /// Takes a text without the blanks around it.
  private mutating func take(_ node: Int, _ text: Span<UInt8>, _ range: Range<Int>, _ event: XMLEvent)
    throws(Fault)
  {
    let range = text.trimmed(range)
    for field in table.tree.fields(at: node) {
      if recordDepth != nil {
        rows.put(field, text, range, at: event.offset)
        continue
      }
      var copy: [UInt8] = []
      for at in range { copy.append(text[at]) }
      if let flaw = rows.hold(field, copy) { throw refusal(flaw, event) }
    }
  }

  /// What is wrong around records refuses the document.
  private func refusal(_ flaw: Flaw, _ event: XMLEvent) -> Fault {
    Fault(
      flaw.code, flaw.fact, at: Place(file: file, line: Int(event.line)), hint: flaw.hint,
      status: .dataRefused)
  }
}
