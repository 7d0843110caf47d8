import Databases
import Records

/// Rows that others have posted or locked, by a value in one of these columns: the pipeline leaves them alone.
struct RowLocks {
  /// Columns of the table that are not the pipeline's.
  let columns: [String]

  /// Whether a row is locked, in SQL: a value other than 0 or an empty text.
  ///
  /// - Parameter row: what the row is called.
  func condition(_ row: String) -> String {
    columns.map { "(\(row).\(quotedName($0)) IS NOT NULL AND \(row).\(quotedName($0)) NOT IN (0, '', '0'))" }
      .joined(separator: " OR ")
  }

  /// From here on a change of a locked row through this connection is a fault, `row-locked`.
  func guardRows(of table: String, in database: SQLiteDatabase) throws(Fault) {
    if columns.isEmpty { return }
    for event in ["UPDATE", "DELETE"] {
      try database.execute(
        """
        CREATE TEMP TRIGGER \(quotedName("daybook_locks_\(event)")) BEFORE \(event) ON main.\(quotedName(table))
        WHEN \(condition("OLD")) BEGIN SELECT RAISE(ABORT, '\(SQLiteDatabase.lockedRow)'); END;
        """)
    }
  }
}
