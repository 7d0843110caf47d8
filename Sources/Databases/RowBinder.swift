import CSQLite
import Records

/// Runs a statement that writes, once a row: parameter n takes column n - 1.
///
/// Safe only inside `withCellPointers`, where the batch cannot go away.
@safe struct RowBinder {
  private let database: SQLiteDatabase
  private let statement: OpaquePointer
  private let cells: UnsafeBufferPointer<CellPointers>
  /// The columns with a value in some row; the others stay NULL, as `sqlite3_clear_bindings` made them.
  private let bound: [Int]

  init(
    _ statement: SQLiteStatement, _ cells: UnsafeBufferPointer<CellPointers>, columns: Range<Int>
  ) {
    database = statement.database
    unsafe self.statement = statement.handle
    unsafe self.cells = unsafe cells
    bound = columns.filter { unsafe !cells[$0].isEmpty }
    // Safe: the statement is valid and not running.
    _ = unsafe sqlite3_clear_bindings(self.statement)
  }

  func run(_ row: Int) throws(Fault) {
    for column in bound {
      // Safe: `bound` holds indices of `cells`.
      let status = unsafe cells[column].bind(
        row: row, to: statement, at: Int32(truncatingIfNeeded: column + 1))
      if status != SQLITE_OK { throw database.fault(status) }
    }
    // Safe: the statement is valid; `reset` repeats the error of `step`.
    let status = unsafe sqlite3_step(statement)
    if status != SQLITE_DONE {
      let fault = database.fault(status)
      _ = unsafe sqlite3_reset(statement)
      throw fault
    }
    _ = unsafe sqlite3_reset(statement)
  }

  /// Lets go of the batch's bytes.
  func end() {
    // Safe: the statement is valid and not running.
    _ = unsafe sqlite3_clear_bindings(statement)
  }
}

/// Looks for rows by key and compares them with those of a batch: parameter n takes the n-th field of the key,
/// column n shows the n-th of the other fields.
///
/// Safe only inside `withCellPointers`, where the batch cannot go away.
@safe struct RowFinder {
  enum Found {
    case absent
    case same
    case different
  }

  private let database: SQLiteDatabase
  private let statement: OpaquePointer
  private let cells: UnsafeBufferPointer<CellPointers>
  private let key: [Int]
  private let values: [Int]

  init(
    _ statement: SQLiteStatement, _ cells: UnsafeBufferPointer<CellPointers>, key: [Int], values: [Int]
  ) {
    database = statement.database
    unsafe self.statement = statement.handle
    unsafe self.cells = unsafe cells
    self.key = key
    self.values = values
  }

  func find(_ row: Int) throws(Fault) -> Found {
    // Safe throughout: the statement is valid; `key` and `values` hold indices of `cells`.
    for at in 0..<key.count {
      let status = unsafe cells[key[at]].bind(row: row, to: statement, at: Int32(truncatingIfNeeded: at + 1))
      if status != SQLITE_OK { throw database.fault(status) }
    }
    let status = unsafe sqlite3_step(statement)
    defer { _ = unsafe sqlite3_reset(statement) }
    if status == SQLITE_DONE { return .absent }
    if status != SQLITE_ROW { throw database.fault(status) }
    for at in 0..<values.count {
      let same = unsafe cells[values[at]].equals(row: row, statement, column: Int32(truncatingIfNeeded: at))
      if !same { return .different }
    }
    return .same
  }

  /// Lets go of the batch's bytes.
  func end() {
    // Safe: the statement is valid and not running.
    _ = unsafe sqlite3_clear_bindings(statement)
  }
}
