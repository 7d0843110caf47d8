public import Records

/// Puts whole columns into one table, row by row inside this module: insert, find by key, compare, update.
///
/// Columns come as SQLite stores them: text, or whole numbers. First the fields, which are compared with what is
/// in the table, then the stamps, which are written with a row but never compared.
@safe public final class TableWriter {
  /// What became of a row.
  public enum Fate: UInt8, Sendable {
    case inserted
    /// In the table under its key with another value; now it has the new ones.
    case updated
    /// In the table under its key with the same values.
    case unchanged
    /// In the table under its key with another value, which stays.
    case kept
  }

  private let database: SQLiteDatabase
  private let columnCount: Int
  /// Positions of the key's fields, and of the fields that are compared.
  private let key: [Int]
  private let values: [Int]
  private let insert: SQLiteStatement
  private let insertNew: SQLiteStatement?
  private let select: SQLiteStatement?
  private let update: SQLiteStatement?
  /// 0 to 3: how sure it is that the next row is in the table already.
  private var expectation = 0

  /// - Parameters:
  ///   - key: positions in `fields`; empty when rows have no identity. The table needs a unique index over them.
  ///   - uncompared: positions in `fields` that are written but never make a row another one.
  ///   - stamps: columns after the fields.
  public init(
    _ database: SQLiteDatabase, table: String, fields: [String], key: [Int], uncompared: [Int] = [],
    stamps: [String]
  ) throws(Fault) {
    self.database = database
    self.key = key
    values = fields.indices.filter { !key.contains($0) && !uncompared.contains($0) }
    columnCount = fields.count + stamps.count
    let names = (fields + stamps).map(quotedName)
    let marks = names.indices.map { "?\($0 + 1)" }
    let into =
      "INTO \(quotedName(table)) (\(names.joined(separator: ", "))) VALUES (\(marks.joined(separator: ", ")))"
    insert = try database.prepare("INSERT \(into)")
    guard !key.isEmpty else {
      insertNew = nil
      select = nil
      update = nil
      return
    }
    let keyNames = key.map { names[$0] }.joined(separator: ", ")
    insertNew = try database.prepare("INSERT \(into) ON CONFLICT (\(keyNames)) DO NOTHING")
    let shown = values.isEmpty ? "1" : values.map { names[$0] }.joined(separator: ", ")
    let byKey = key.enumerated().map { "\(names[$1]) = ?\($0 + 1)" }.joined(separator: " AND ")
    select = try database.prepare("SELECT \(shown) FROM \(quotedName(table)) WHERE \(byKey)")
    let changed = (0..<columnCount).filter { !key.contains($0) }
    let settings = changed.map { "\(names[$0]) = \(marks[$0])" }.joined(separator: ", ")
    let byMark = key.map { "\(names[$0]) = \(marks[$0])" }.joined(separator: " AND ")
    update =
      changed.isEmpty
      ? nil : try database.prepare("UPDATE \(quotedName(table)) SET \(settings) WHERE \(byMark)")
  }

  /// Inserts every row.
  ///
  /// - Parameter columns: one per field and stamp, of equal length.
  /// - Returns: the numbers SQLite gave the rows; empty when they are not a range.
  @discardableResult public func append(_ columns: [Column]) throws(Fault) -> Range<Int64> {
    let count = checked(columns)
    var first: Int64?
    try unsafe withCellPointers(columns) { cells throws(Fault) in
      let inserting = unsafe RowBinder(insert, cells, columns: 0..<columnCount)
      defer { inserting.end() }
      for row in 0..<count {
        try inserting.run(row)
        if database.changes != 1 { throw notStored() }
        if first == nil { first = database.lastInsertedRow }
      }
    }
    guard let first, database.lastInsertedRow &- first == Int64(count) - 1 else { return 0..<0 }
    return first..<first + Int64(count)
  }

  /// Inserts the rows whose key is not in the table, and compares the others with what is there.
  ///
  /// Whether a row is looked for first or inserted first follows from the rows before it: both are right, and the
  /// one that fits the data is up to twice as fast.
  ///
  /// - Parameters:
  ///   - columns: one per field and stamp, of equal length.
  ///   - keepingFirst: a row with other values stays as it is.
  public func merge(_ columns: [Column], keepingFirst: Bool) throws(Fault) -> [Fate] {
    guard let select, let insertNew else { preconditionFailure("merging needs a key") }
    let count = checked(columns)
    var fates: [Fate] = []
    fates.reserveCapacity(count)
    try unsafe withCellPointers(columns) { cells throws(Fault) in
      let finding = unsafe RowFinder(select, cells, key: key, values: values)
      let inserting = unsafe RowBinder(insertNew, cells, columns: 0..<columnCount)
      let updating = update.map { unsafe RowBinder($0, cells, columns: 0..<columnCount) }
      defer {
        finding.end()
        inserting.end()
        updating?.end()
      }
      for row in 0..<count {
        var found = expectation >= 2 ? try finding.find(row) : .absent
        if found == .absent {
          try inserting.run(row)
          if database.changes == 1 {
            fates.append(.inserted)
            expectation = max(0, expectation - 1)
            continue
          }
          found = try finding.find(row)
          if found == .absent { throw notStored() }
        }
        expectation = min(3, expectation + 1)
        if found == .different, !keepingFirst {
          try updating?.run(row)
          if database.changes != 1 { throw notStored() }
        }
        fates.append(found == .same ? .unchanged : keepingFirst ? .kept : .updated)
      }
    }
    return fates
  }

  /// Gives rows that are in the table, found by their key, these values and stamps.
  ///
  /// - Parameter columns: one per field and stamp, of equal length.
  public func update(_ columns: [Column]) throws(Fault) {
    guard let update else { preconditionFailure("updating needs a key and something besides") }
    let count = checked(columns)
    try unsafe withCellPointers(columns) { cells throws(Fault) in
      let updating = unsafe RowBinder(update, cells, columns: 0..<columnCount)
      defer { updating.end() }
      for row in 0..<count {
        try updating.run(row)
        if database.changes != 1 { throw notStored() }
      }
    }
  }

  /// What `merge` would do, changing nothing.
  public func compare(_ columns: [Column], keepingFirst: Bool) throws(Fault) -> [Fate] {
    guard let select else { preconditionFailure("comparing needs a key") }
    let count = checked(columns)
    var fates: [Fate] = []
    fates.reserveCapacity(count)
    try database.snapshot { () throws(Fault) in
      try unsafe withCellPointers(columns) { cells throws(Fault) in
        let finding = unsafe RowFinder(select, cells, key: key, values: values)
        defer { finding.end() }
        for row in 0..<count {
          switch try finding.find(row) {
          case .absent: fates.append(.inserted)
          case .same: fates.append(.unchanged)
          case .different: fates.append(keepingFirst ? .kept : .updated)
          }
        }
      }
    }
    return fates
  }

  /// A row that a statement took without an error, and that is not there.
  private func notStored() -> Fault {
    Fault(
      "row-not-stored", "a trigger of the table drops records", at: Place(file: database.path),
      hint: "Take the trigger out, or load into a table without one.", status: .dataRefused)
  }

  private func checked(_ columns: [Column]) -> Int {
    precondition(columns.count == columnCount, "one column a field and stamp")
    let count = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == count }, "columns of equal length")
    return count
  }
}
