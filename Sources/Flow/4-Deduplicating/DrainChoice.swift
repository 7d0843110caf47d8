public import Records

/// What was decided about the rows of a package before they are drained.
public struct DrainChoice: Sendable {
  /// For each statement of the file, the fate of its records: `.filtered` for a test or deleting statement, `.rejected`
  /// for one that does not prove, `.duplicate` for one that another replaces.
  public var statements: [Fate]
  /// By number of the record; of several with one key those that are kept are chosen among.
  public var records: [Int32: Fate]
  /// By number of the record, its number among equal ones where it is not that of the file.
  public var occurrences: [Int32: Int]
  /// Only these records, and those of these statements, are chosen among; nil for all.
  public var picked: (records: Set<Int32>, statements: Set<Int32>)?

  /// Nothing but what the file itself says, unless told otherwise.
  public init(
    statements: [Fate] = [], records: [Int32: Fate] = [:], occurrences: [Int32: Int] = [:],
    picked: (records: Set<Int32>, statements: Set<Int32>)? = nil
  ) {
    self.statements = statements
    self.records = records
    self.occurrences = occurrences
    self.picked = picked
  }

  /// The fate of a record by its statement; nil where that leaves it open.
  func fate(byStatement origin: Origin) -> Fate? {
    let number = Int(origin.statement)
    guard number >= 0, number < statements.count, statements[number] != .kept else { return nil }
    return statements[number]
  }

  /// The fate of a record by its number; nil where it is one to choose among.
  func fate(byRecord origin: Origin) -> Fate? {
    if let picked, !picked.records.contains(origin.record), !picked.statements.contains(origin.statement) {
      return .filtered
    }
    return records.isEmpty ? nil : records[origin.record]
  }
}
