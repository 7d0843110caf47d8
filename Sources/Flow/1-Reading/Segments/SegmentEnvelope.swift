import Records

/// The open interchange, group and transaction set: what their trailers state, and what was counted.
///
/// A check that holds stands in the first statement of its level, one that fails in all of them: a file of many sets would
/// carry it as many times.
struct SegmentEnvelope {
  struct Level {
    /// Index of the first statement within it.
    var firstStatement: Int
    /// Its control number or reference, without leading zeros.
    var reference: String
    /// Groups of an interchange, sets of a group.
    var members: Int64 = 0
    /// Sets of it, in groups or not.
    var sets: Int64 = 0
  }

  /// How a standard calls its levels, for the names of checks, and what its trailers count.
  struct Words {
    var set: String
    var reference: String
    /// Whether the trailer of an interchange states the number of sets where there is no group.
    var countsSets: Bool
  }

  private let words: Words
  private(set) var interchange: Level?
  private(set) var group: Level?
  private(set) var set: Level?
  var statements: [Statement] = []
  /// Segments of the open set so far.
  private(set) var segments: Int64 = 0
  /// A trailer does not agree with a level that has no set.
  private(set) var hasLooseEnds = false

  init(_ words: Words) { self.words = words }

  // MARK: Headers

  mutating func openInterchange(_ reference: String) {
    interchange = Level(firstStatement: statements.count, reference: reference)
  }

  mutating func openGroup(_ reference: String) {
    interchange?.members += 1
    group = Level(firstStatement: statements.count, reference: reference)
  }

  /// - Parameter statement: of the set; a set may open more of them.
  mutating func openSet(_ reference: String, _ statement: Statement) {
    group?.members += 1
    interchange?.sets += 1
    set = Level(firstStatement: statements.count, reference: reference)
    statements.append(statement)
    segments = 1
  }

  /// A statement of its own for a further account of the open set.
  ///
  /// - Parameter first: index of a statement of the set.
  /// - Returns: its index.
  mutating func openAccount(besides first: Int, line: Int32) -> Int {
    var statement = Statement(
      statementID: statements[first].statementID, accountID: "", currency: .none, line: line)
    statement.disposition = statements[first].disposition
    statements.append(statement)
    return statements.count - 1
  }

  mutating func countSegment() { segments += 1 }

  /// Of the set, joined with a dash.
  func identity(_ reference: String) -> String {
    [interchange?.reference, group?.reference, reference].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: "-")
  }

  // MARK: Trailers

  /// What a trailer states; nil when it is missing.
  struct Stated {
    var count: String
    var reference: String
  }

  mutating func closeSet(_ stated: Stated?, line: Int32) {
    guard let level = set else { return }
    close(level, words.set, "segment", stated, computed: segments, line: line)
    set = nil
  }

  mutating func closeGroup(_ stated: Stated?, line: Int32) {
    if set != nil { closeSet(nil, line: line) }
    guard let level = group else { return }
    close(level, "group", words.set, stated, computed: level.members, line: line)
    group = nil
  }

  mutating func closeInterchange(_ stated: Stated?, line: Int32) {
    if group != nil { closeGroup(nil, line: line) } else if set != nil { closeSet(nil, line: line) }
    guard let level = interchange else { return }
    let hasGroups = level.members > 0 || !words.countsSets
    close(
      level, "interchange", hasGroups ? "group" : words.set, stated,
      computed: hasGroups ? level.members : level.sets, line: line)
    interchange = nil
  }

  /// Ends an interchange that had no header and needs no trailer.
  mutating func dropInterchange(line: Int32) {
    if group != nil { closeGroup(nil, line: line) }
    interchange = nil
  }

  private mutating func close(
    _ level: Level, _ name: String, _ member: String, _ stated: Stated?, computed: Int64, line: Int32
  ) {
    guard let stated else {
      return attach(
        Statement.Check(
          .recordCounts, name: "\(name)-trailer", stated: "present", computed: "missing", line: line),
        from: level.firstStatement)
    }
    attach(
      Statement.Check(
        .recordCounts, name: "\(name)-\(member)-count", stated: stated.count, computed: String(computed),
        line: line), from: level.firstStatement)
    attach(
      Statement.Check(
        .recordCounts, name: "\(name)-\(words.reference)", stated: stated.reference,
        computed: level.reference,
        line: line), from: level.firstStatement)
  }

  private mutating func attach(_ check: Statement.Check, from first: Int) {
    guard first < statements.count else {
      if !check.holds { hasLooseEnds = true }
      return
    }
    if check.holds { return statements[first].checks.append(check) }
    for index in first..<statements.count { statements[index].checks.append(check) }
  }
}
