import CSQLite
import Glibc
import Records

/// Where the values of one column of a batch lie, for loops that bind or compare them row by row.
///
/// Safe only inside `withCellPointers`, where the batch cannot go away.
@safe struct CellPointers {
  /// Of text: the arena and one view per row; nil of whole numbers.
  var bytes: UnsafePointer<UInt8>?
  var views: UnsafePointer<TextView>?
  /// Of whole numbers: one per row.
  var integers: UnsafePointer<Int64>?
  /// No row has a value.
  var isEmpty: Bool

  /// Binds a row's value; text is not copied and must stay where it is until the statement was run.
  @inline(__always)
  func bind(row: Int, to statement: OpaquePointer, at index: Int32) -> Int32 {
    // Safe: `row` is below the batch's count, and views were checked to lie in the arena.
    if let views = unsafe views {
      let view = unsafe views[row]
      if view.isNull { return unsafe sqlite3_bind_null(statement, index) }
      return unsafe daybook_bind_text_static(
        statement, index,
        UnsafeRawPointer(bytes.unsafelyUnwrapped + Int(view.start))
          .assumingMemoryBound(to: CChar.self), view.length)
    }
    let value = unsafe integers.unsafelyUnwrapped[row]
    if value == Column.nullInteger { return unsafe sqlite3_bind_null(statement, index) }
    return unsafe sqlite3_bind_int64(statement, index, value)
  }

  /// Whether a row's value is the one in a column of the statement's current row, byte for byte.
  @inline(__always)
  func equals(row: Int, _ statement: OpaquePointer, column: Int32) -> Bool {
    // Safe: as in `bind`; SQLite's text is compared before anything else is asked of the statement.
    // One call for the column instead of three; its connection is used by one thread at a time.
    let value = unsafe sqlite3_column_value(statement, column)
    let stored = unsafe sqlite3_value_type(value)
    if let views = unsafe views {
      let view = unsafe views[row]
      if view.isNull { return stored == SQLITE_NULL }
      guard stored == SQLITE_TEXT, let text = unsafe sqlite3_value_text(value) else {
        return false
      }
      return unsafe sqlite3_value_bytes(value) == view.length
        && memcmp(text, bytes.unsafelyUnwrapped + Int(view.start), Int(view.length)) == 0
    }
    let wanted = unsafe integers.unsafelyUnwrapped[row]
    if wanted == Column.nullInteger { return stored == SQLITE_NULL }
    return unsafe stored == SQLITE_INTEGER && sqlite3_value_int64(value) == wanted
  }
}

/// Hands out pointers into all columns at once.
///
/// - Parameter columns: text and whole numbers only; anything else is a bug.
func withCellPointers<Result>(
  _ columns: [Column], _ body: (UnsafeBufferPointer<CellPointers>) throws(Fault) -> Result
) throws(Fault) -> Result {
  func descend(_ pointers: [CellPointers]) throws(Fault) -> Result {
    guard pointers.count < columns.count else {
      return try unsafe pointers.withUnsafeBufferPointer { all throws(Fault) in unsafe try body(all) }
    }
    switch columns[pointers.count] {
    case .text(let column):
      let isEmpty = checked(column)
      return try unsafe column.bytes.withUnsafeBufferPointer { bytes throws(Fault) in
        try unsafe column.views.withUnsafeBufferPointer { views throws(Fault) in
          // An arena without bytes has no address; an empty text still needs one.
          let base = unsafe bytes.baseAddress ?? UnsafePointer(emptyArena)
          return try unsafe descend(
            pointers + [
              CellPointers(bytes: base, views: views.baseAddress, integers: nil, isEmpty: isEmpty)
            ])
        }
      }
    case .integers(let values):
      let isEmpty = values.allSatisfy { $0 == Column.nullInteger }
      return try unsafe values.withUnsafeBufferPointer { values throws(Fault) in
        try unsafe descend(
          pointers + [CellPointers(bytes: nil, views: nil, integers: values.baseAddress, isEmpty: isEmpty)])
      }
    default: preconditionFailure("a table stores text and whole numbers")
    }
  }
  return try descend([])
}

/// The address of an empty text in an arena without bytes: SQLite takes a missing address for NULL.
private nonisolated(unsafe) let emptyArena = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

/// Whether no row has a value. Views that do not lie in their arena are a bug.
private func checked(_ column: TextColumn) -> Bool {
  var isEmpty = true
  let count = Int64(column.bytes.count)
  for view in column.views where !view.isNull {
    isEmpty = false
    precondition(Int64(view.start) + Int64(view.length) <= count, "a text view lies in its arena")
  }
  return isEmpty
}
