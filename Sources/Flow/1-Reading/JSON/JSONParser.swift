import Records

/// Reads the tokens of a document, or of many in lines, into records.
struct JSONParser {
  /// An object or list that is open, and on a path that is wanted.
  private struct Container {
    var node: Int
    var isObject: Bool
    /// Objects are numbered in the order they begin.
    var number = 0
    /// An object on the way to records has the name that leads on.
    var leadsOn = false
  }

  var tokens: JSONTokenizer
  var rows: TreeRows
  private(set) var isFinished = false
  private let file: String
  private let tree: ColumnTree
  private var open: [Container] = []
  /// Of the next value in an object.
  private var named = ColumnTree.nowhere
  /// Containers that are open where nothing is wanted.
  private var skipped = 0
  /// How many containers were open when the record began; nil outside a record.
  private var recordDepth: Int?
  private var objects = 0
  /// By node, the number of the object that last had its name.
  private var seenIn: [Int]
  /// Something stood where records should be; and something on the way there did not lead on.
  private var hasRecords = false
  private var wentAstray = false
  // Of the line, in a file of lines.
  private var failure: JSONFailure?
  private var isInText = false
  /// That nothing is where records should be, told where the text begins.
  private var missing: JSONFailure
  private var mark: TreeRows.Mark
  private var rejectionsBefore = 0

  init(_ tree: ColumnTree, rows: TextRows, isLines: Bool, file: String) {
    self.tree = tree
    self.file = file
    tokens = JSONTokenizer(isLines: isLines)
    self.rows = TreeRows(rows, levels: tree.levels)
    seenIn = Array(repeating: 0, count: tree.count)
    mark = self.rows.mark
    missing = tokens.failure(JSONReason.recordsMissing.flaw)
  }

  /// Reads on until the piece is done with, the file is, or the rows are enough.
  ///
  /// - Throws: what makes a document unreadable; `record-too-large`.
  mutating func read(_ bytes: Span<UInt8>, atEnd: Bool, rejecting rejections: inout [Rejection])
    throws(Fault)
  {
    while !isEnough {
      let token = tokens.next(bytes, atEnd: atEnd)
      if !isInText, token.rawValue < JSONTokenizer.Token.textEnd.rawValue { beginText(rejections.count) }
      switch token {
      case .more: return
      case .fileEnd:
        isFinished = true
        return
      case .textEnd: try endText(&rejections)
      case .failure:
        if !isInText { beginText(rejections.count) }
        if let failure = tokens.failure { try fail(failure) }
      case .name: try takeName(bytes)
      case .objectStart: try begin(isObject: true)
      case .arrayStart: try begin(isObject: false)
      case .objectEnd, .arrayEnd: end(&rejections)
      case .string, .number, .yes, .no, .null: try take(token, bytes, &rejections)
      }
      if rows.isBeyond { throw rows.tooLarge(file, line: tokens.line) }
    }
  }

  /// The next piece begins behind what of this one is done with: how many bytes that is.
  mutating func advance() -> Int { tokens.advance() }

  /// A line is given whole or refused whole, so that a batch ends between two of them, and else between two records.
  private var isEnough: Bool { (tokens.isLines ? !isInText : recordDepth == nil) && rows.isFull }

  // MARK: Texts

  private mutating func beginText(_ rejections: Int) {
    isInText = true
    missing = tokens.failure(JSONReason.recordsMissing.flaw)
    mark = rows.mark
    rejectionsBefore = rejections
    hasRecords = false
    wentAstray = false
  }

  private mutating func endText(_ rejections: inout [Rejection]) throws(Fault) {
    if failure == nil, wentAstray, !hasRecords {
      guard tokens.isLines else { throw JSONFaults.unreadable(missing, file) }
      failure = missing
    }
    if let failure {
      rows.takeBack(to: mark)
      rejections.removeLast(rejections.count - rejectionsBefore)
      rows.refuse(
        failure.flaw, missing.offset..<max(tokens.startOffset, failure.offset), line: missing.line,
        position: failure.offset, rejecting: &rejections)
    }
    failure = nil
    isInText = false
  }

  /// A document cannot be read on. A line is refused, and the next one is read.
  private mutating func fail(_ failure: JSONFailure) throws(Fault) {
    guard tokens.isLines else { throw JSONFaults.unreadable(failure, file) }
    self.failure = failure
    tokens.skipLine()
    open.removeAll(keepingCapacity: true)
    skipped = 0
    recordDepth = nil
  }

  // MARK: Containers

  /// Where the value that begins is.
  private var node: Int {
    guard let top = open.last else { return ColumnTree.root }
    return top.isObject ? named : top.node
  }

  private mutating func takeName(_ bytes: Span<UInt8>) throws(Fault) {
    guard skipped == 0, let top = open.last else { return }
    if tokens.isEscaped {
      let name = JSONText.unescaped(bytes, tokens.range) ?? []
      named = tree.child(of: top.node, name.span, 0..<name.count)
    } else {
      named = tree.child(of: top.node, bytes, tokens.range)
    }
    if named == ColumnTree.nowhere { return }
    if seenIn[named] == top.number { return try takeAgain() }
    seenIn[named] = top.number
    if tree.level(of: named) >= 0 { open[open.count - 1].leadsOn = true }
  }

  /// A name that is wanted stands in its object twice.
  private mutating func takeAgain() throws(Fault) {
    let flaw = JSONReason.nameRepeated.flaw
    if recordDepth == nil { return try fail(tokens.failure(flaw)) }
    rows.flaw(flaw, tree.fields(at: named).first, nil, at: tokens.startOffset)
    // Its value is not looked at.
    named = ColumnTree.nowhere
  }

  private mutating func begin(isObject: Bool) throws(Fault) {
    let node = self.node
    guard skipped == 0, node != ColumnTree.nowhere else {
      skipped += 1
      return
    }
    objects += 1
    let depth = open.count
    open.append(Container(node: node, isObject: isObject, number: objects))
    if tree.isRecord(node) { hasRecords = true }
    guard isObject else { return }
    if recordDepth != nil {
      for field in tree.fields(at: node) {
        rows.flaw(TreeReason.valueHasParts.flaw, field, nil, at: tokens.startOffset)
      }
    } else if tree.isRecord(node) {
      recordDepth = depth
      rows.begin(offset: tokens.startOffset, line: tokens.line)
    } else {
      if tree.level(of: node) >= 0 { rows.enter(level: tree.level(of: node)) }
      if !tree.fields(at: node).isEmpty { try fail(tokens.failure(TreeReason.valueHasParts.flaw)) }
    }
  }

  private mutating func end(_ rejections: inout [Rejection]) {
    guard skipped == 0, let ended = open.popLast() else {
      skipped -= 1
      return
    }
    if open.count == recordDepth {
      recordDepth = nil
      rows.end(tokens.endOffset, rejecting: &rejections)
    } else if ended.isObject, recordDepth == nil, !ended.leadsOn, tree.level(of: ended.node) >= 0 {
      wentAstray = true
    }
  }

  // MARK: Values

  private mutating func take(
    _ token: JSONTokenizer.Token, _ bytes: Span<UInt8>, _ rejections: inout [Rejection]
  ) throws(Fault) {
    let node = self.node
    guard skipped == 0, node != ColumnTree.nowhere else { return }
    if recordDepth != nil { return takeOwn(token, tree.fields(at: node), bytes) }
    if tree.isRecord(node) {
      hasRecords = true
      // A name without a value has no records; a list has no room for one that is none.
      if token == .null, open.last?.isObject == true { return }
      rows.refuse(
        JSONReason.recordNotObject.flaw, tokens.startOffset..<tokens.endOffset, line: tokens.line,
        position: tokens.startOffset,
        rejecting: &rejections)
      return
    }
    if tree.level(of: node) >= 0, token != .null { wentAstray = true }
    for field in tree.fields(at: node) {
      let (text, reason) = text(token, bytes)
      if let reason { return try fail(tokens.failure(reason.flaw)) }
      if let flaw = rows.hold(field, text) { return try fail(tokens.failure(flaw)) }
    }
  }

  /// Takes a value of the open record.
  private mutating func takeOwn(_ token: JSONTokenizer.Token, _ fields: [Int], _ bytes: Span<UInt8>) {
    let isPlain = !tokens.isEscaped && (token == .string || token == .number)
    for field in fields {
      if isPlain {
        rows.put(field, bytes, tokens.range, at: tokens.startOffset)
        continue
      }
      let (text, reason) = text(token, bytes)
      rows.put(field, text, at: tokens.startOffset)
      if let reason { rows.flaw(reason.flaw, field, nil, at: tokens.startOffset) }
    }
  }

  /// What a value says, a number as it is written; and what is wrong with it.
  private func text(_ token: JSONTokenizer.Token, _ bytes: Span<UInt8>) -> ([UInt8], JSONReason?) {
    switch token {
    case .yes: return (Array("true".utf8), nil)
    case .no: return (Array("false".utf8), nil)
    case .string, .number:
      guard let text = JSONText.unescaped(bytes, tokens.range) else { return ([], .textNotUnicode) }
      return text.contains(0) ? ([], .textHasNul) : (text, nil)
    default: return ([], nil)
    }
  }
}
