import CSQLite
public import Records

/// Reads rows of one table back and holds them, field by field, against the batch they were written from.
///
/// Rows that follow each other in the batch mostly follow each other in the table, so they are read in one go along the
/// key; where they do not, a row is looked for by itself. Used by one thread.
@safe public final class TableReader {
  private let database: SQLiteDatabase
  private let columnCount: Int
  private let key: [Int]
  /// Rows from a key on, in the order of the keys.
  private let along: SQLiteStatement
  /// How many rows of the table are passed over before one is looked for by its key.
  private let patience: Int
  private var isOpen = false

  /// - Parameters:
  ///   - key: positions in `columns`; empty for rows that are known by their number.
  ///   - isOrdered: the table has an index in just the key's order.
  public init(
    _ database: SQLiteDatabase, table: String, columns: [String], key: [Int], isOrdered: Bool
  ) throws(Fault) {
    self.database = database
    self.key = key
    columnCount = columns.count
    patience = isOrdered || key.isEmpty ? 4 : 0
    let names = columns.map(quotedName)
    let identity = key.isEmpty ? ["rowid"] : key.map { names[$0] }
    let marks = identity.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    let list = identity.joined(separator: ", ")
    let from =
      patience > 0
      ? "(\(list)) >= (\(marks)) ORDER BY \(list)"
      : identity.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
    along = try database.prepare(
      "SELECT \((names + (key.isEmpty ? ["rowid"] : [])).joined(separator: ", ")) FROM \(quotedName(table)) WHERE \(from)"
    )
  }

  /// The rows that are not in the table as they are in the batch.
  ///
  /// - Parameters:
  ///   - columns: one per column of the table, of equal length.
  ///   - rows: which of the batch.
  public func differing(_ columns: [Column], rows: [Int]) throws(Fault) -> [Int] {
    try differing(columns, rows: rows, numberedFrom: 0)
  }

  /// The same for rows that are known by their number.
  public func differing(_ columns: [Column], numberedFrom first: Int64) throws(Fault) -> [Int] {
    try differing(columns, rows: Array(0..<(columns.first?.count ?? 0)), numberedFrom: first)
  }

  private func differing(
    _ columns: [Column], rows: [Int], numberedFrom first: Int64
  ) throws(Fault) -> [Int] {
    precondition(columns.count == columnCount, "one column a column of the table")
    let count = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == count }, "columns of equal length")
    precondition(rows.allSatisfy { (0..<count).contains($0) }, "rows of the batch")
    var found: [Int] = []
    try database.snapshot { () throws(Fault) in
      defer { close() }
      try unsafe withCellPointers(columns) { cells throws(Fault) in
        for row in rows where unsafe try !isThere(row, cells, number: first &+ Int64(row)) {
          found.append(row)
        }
      }
    }
    return found
  }

  private func isThere(
    _ row: Int, _ cells: UnsafeBufferPointer<CellPointers>, number: Int64
  ) throws(Fault) -> Bool {
    if isOpen {
      for _ in 0..<patience {
        guard try step() else { break }
        if unsafe isAt(row, cells, number) { return unsafe isSame(row, cells) }
      }
    }
    try unsafe seek(row, cells, number)
    guard try step(), unsafe isAt(row, cells, number) else { return false }
    return unsafe isSame(row, cells)
  }

  private func seek(
    _ row: Int, _ cells: UnsafeBufferPointer<CellPointers>, _ number: Int64
  ) throws(Fault) {
    along.reset()
    if key.isEmpty { return try along.bind([.integer(number)]) }
    for at in key.indices {
      // Safe: `key` holds indices of `cells`; the batch stays where it is until `close`.
      let status = unsafe cells[key[at]].bind(
        row: row, to: along.handle, at: Int32(truncatingIfNeeded: at + 1))
      if status != SQLITE_OK { throw database.fault(status) }
    }
  }

  private func step() throws(Fault) -> Bool {
    isOpen = try along.step()
    return isOpen
  }

  private func isAt(_ row: Int, _ cells: UnsafeBufferPointer<CellPointers>, _ number: Int64) -> Bool {
    // Safe: the statement stands on a row; the row's number comes behind the columns.
    if key.isEmpty {
      return unsafe sqlite3_column_int64(along.handle, Int32(truncatingIfNeeded: columnCount)) == number
    }
    return key.allSatisfy {
      unsafe cells[$0].equals(row: row, along.handle, column: Int32(truncatingIfNeeded: $0))
    }
  }

  private func isSame(_ row: Int, _ cells: UnsafeBufferPointer<CellPointers>) -> Bool {
    for column in 0..<columnCount {
      // Safe: one cell a column.
      let same = unsafe cells[column].equals(
        row: row, along.handle, column: Int32(truncatingIfNeeded: column))
      if !same { return false }
    }
    return true
  }

  /// Lets go of the batch's bytes and of the state of the database.
  private func close() {
    along.reset()
    isOpen = false
    // Safe: the statement is valid and not running.
    _ = unsafe sqlite3_clear_bindings(along.handle)
  }
}
