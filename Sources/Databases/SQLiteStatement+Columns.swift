import CSQLite
public import Records

/// Rows of a query as whole columns.
extension SQLiteStatement {
  /// What a column of the query holds.
  public enum Storage: Sendable {
    case text
    case integer
  }

  /// Bytes of one batch's text, after which no further row is taken: an arena holds 4 GiB.
  private static let largestArena = 1 << 28

  /// The next rows, one column for each of the query's.
  ///
  /// - Parameters:
  ///   - storage: of the query's columns.
  ///   - limit: how many rows at most; fewer come where their text is very large.
  /// - Returns: columns of equal length; of none at the end.
  /// - Throws: `value-not-loaded` when a column holds a value of another kind.
  public func columns(_ storage: [Storage], limit: Int) throws(Fault) -> [Column] {
    precondition(storage.count == columnCount, "one kind a column")
    var texts = storage.map { _ in TextColumn(bytes: [], views: []) }
    var integers: [[Int64]] = storage.map { _ in [] }
    var (count, size) = (0, 0)
    while count < limit, size < SQLiteStatement.largestArena, try step() {
      for at in storage.indices {
        switch storage[at] {
        case .text: size += try take(at, into: &texts[at])
        case .integer: integers[at].append(try whole(at))
        }
      }
      count += 1
    }
    return storage.indices.map { storage[$0] == .text ? .text(texts[$0]) : .integers(integers[$0]) }
  }

  /// Adds the text of the current row; returns its bytes.
  private func take(_ column: Int, into text: inout TextColumn) throws(Fault) -> Int {
    // Safe: the handle is valid; SQLite's text is valid until the next step, and is copied at once.
    let kind = unsafe sqlite3_column_type(handle, Int32(column))
    if kind == SQLITE_NULL {
      text.views.append(.null)
      return 0
    }
    guard kind == SQLITE_TEXT, let start = unsafe sqlite3_column_text(handle, Int32(column)) else {
      throw notLoaded(column)
    }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    text.views.append(TextView(start: UInt32(text.bytes.count), length: Int32(count)))
    unsafe text.bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    return count
  }

  private func whole(_ column: Int) throws(Fault) -> Int64 {
    // Safe: the handle is valid.
    let kind = unsafe sqlite3_column_type(handle, Int32(column))
    if kind == SQLITE_NULL { return Column.nullInteger }
    guard kind == SQLITE_INTEGER else { throw notLoaded(column) }
    return unsafe sqlite3_column_int64(handle, Int32(column))
  }

  private func notLoaded(_ column: Int) -> Fault {
    Fault(
      "value-not-loaded", "the column \(columnNames[column]) holds a value that no load wrote",
      at: Place(file: database.path), hint: "Someone changed the table by hand; mend the value.",
      status: .dataRefused)
  }
}
