import Components
import Databases
import Records

/// Reads a table or view of an SQLite database as a mapping table.
enum DatabaseTable {
  /// Rows come in the order of their values, so that the same table is read the same way every time.
  static func read(_ path: String, _ table: String) throws(Fault) -> LookupTable {
    let database = try SQLiteDatabase(path: path, access: .reading)
    let columns = try database.query("SELECT name FROM pragma_table_info(?)", SQLiteValue(table)) { row in
      row.text(0) ?? ""
    }
    guard !columns.isEmpty else { throw try unknown(table, in: database) }
    try MappingFile.checkHeader(columns, at: Place(file: path))
    let names = columns.map { "CAST(\(quotedName($0)) AS TEXT)" }.joined(separator: ", ")
    let order = columns.indices.map { String($0 + 1) }.joined(separator: ", ")
    let limit = LookupTable.maximumRows + 1
    let rows = try database.query(
      "SELECT \(names) FROM \(quotedName(table)) ORDER BY \(order) LIMIT \(limit)"
    ) {
      row in
      columns.indices.map { row.text($0) ?? "" }
    }
    try MappingFile.checkSize(rows: rows.count, path)
    return LookupTable(
      name: path, columns: columns, rows: rows, lines: Array(repeating: 0, count: rows.count))
  }

  private static func unknown(_ table: String, in database: SQLiteDatabase) throws(Fault) -> Fault {
    let known = try database.query(
      "SELECT name FROM sqlite_schema "
        + "WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ) { row in row.text(0) ?? "" }
    return Fault(
      "table-unknown", "the database has no table \"\(table)\"", at: Place(file: database.path),
      hint: nearest(to: table, among: known).map { "Did you mean \($0)?" }
        ?? "Its tables are: \(known.joined(separator: ", ")).", status: .specInvalid)
  }
}
