public import Records

/// Inserts rows that come value by value into one table: for what the program itself keeps, a few thousand rows at a time.
public final class RowInserter {
  /// Rows that are handed to SQLite at once.
  private static let rowsAtOnce = 4096

  private let writer: TableWriter
  private let storage: [SQLiteStatement.Storage]
  private var texts: [TextColumn]
  private var integers: [[Int64]]
  private var rows = 0
  /// The column that the next value goes to.
  private var next = 0

  /// - Parameter columns: of the table, in the order in which the values of a row come.
  public init(
    _ database: SQLiteDatabase, table: String, columns: [(name: String, storage: SQLiteStatement.Storage)]
  ) throws(Fault) {
    writer = try TableWriter(database, table: table, fields: columns.map(\.name), key: [], stamps: [])
    storage = columns.map(\.storage)
    texts = storage.map { _ in TextColumn(bytes: [], views: []) }
    integers = storage.map { _ in [] }
  }

  /// The value of the next column, which holds text.
  public func add(_ text: String?) {
    precondition(storage[next] == .text, "a column of text")
    if let text {
      let start = texts[next].bytes.count
      texts[next].bytes.append(contentsOf: text.utf8)
      let view = TextView(start: UInt32(start), length: Int32(texts[next].bytes.count - start))
      texts[next].views.append(view)
    } else {
      texts[next].views.append(.null)
    }
    next += 1
  }

  /// The value of the next column, which holds whole numbers.
  public func add(_ integer: Int64?) {
    precondition(storage[next] == .integer, "a column of whole numbers")
    integers[next].append(integer ?? Column.nullInteger)
    next += 1
  }

  /// The row has all its values.
  public func endRow() throws(Fault) {
    precondition(next == storage.count, "a value for each column")
    next = 0
    rows += 1
    if rows == RowInserter.rowsAtOnce { try finish() }
  }

  /// Inserts the rows that wait.
  public func finish() throws(Fault) {
    if rows == 0 { return }
    try writer.append(
      storage.indices.map { storage[$0] == .text ? .text(texts[$0]) : .integers(integers[$0]) })
    for at in storage.indices {
      texts[at].bytes.removeAll(keepingCapacity: true)
      texts[at].views.removeAll(keepingCapacity: true)
      integers[at].removeAll(keepingCapacity: true)
    }
    rows = 0
  }
}
