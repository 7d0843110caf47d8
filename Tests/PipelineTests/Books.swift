import Databases
import Foundation
import Records

/// The books of a test as text.
enum Books {
  /// Every table with its definition and every row: all columns but those ending in `_at` or `_ms` and the count of rows
  /// read back, in the order of the rows.
  static func dump(_ path: String) throws -> String {
    let database = try SQLiteDatabase(path: path, access: .reading)
    let tables = try database.query(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ) { row in (name: row.text(0) ?? "", sql: row.text(1) ?? "") }
    var parts: [String] = []
    for table in tables {
      let columns = try database.query(
        """
        SELECT name FROM pragma_table_info(?)
        WHERE name NOT LIKE '%\\_at' ESCAPE '\\' AND name NOT LIKE '%\\_ms' ESCAPE '\\'
          AND name <> 'rows_read_back' ORDER BY cid
        """,
        .text(table.name)
      ) { row in row.text(0) ?? "" }
      let hasRowNumbers = !table.sql.hasSuffix("WITHOUT ROWID")
      let cells = (hasRowNumbers ? ["rowid"] : []) + columns.map { "quote(\"\($0)\")" }
      parts += [table.sql, columns.joined(separator: "|")]
      parts += try database.query(
        """
        SELECT group_concat(line, char(10)) FROM (
          SELECT \(cells.joined(separator: "||'|'||")) AS line FROM "\(table.name)"
          \(hasRowNumbers ? "ORDER BY rowid" : ""))
        """
      ) { row in row.text(0) ?? "" }
    }
    return parts.joined(separator: "\n")
  }

  /// The rows of a query, one a line, cells separated by a blank.
  static func rows(_ path: String, _ query: String) throws -> [String] {
    let database = try SQLiteDatabase(path: path, access: .reading)
    return try database.query(query) { row in
      (0..<row.columnCount).map { row.text($0) ?? "~" }.joined(separator: " ")
    }
  }

  /// Copies a database as a program that was killed leaves it: its last change, a table `late`, is in the log only.
  ///
  /// - Returns: path of the copy; the log lies beside it.
  static func logged(_ path: String, at copy: String) throws -> String {
    let database = try SQLiteDatabase(path: path, access: .writing)
    try database.execute("CREATE TABLE late (note TEXT); INSERT INTO late VALUES ('in the log')")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  /// Changes a database behind the program's back.
  static func change(_ path: String, _ sql: String) throws {
    try SQLiteDatabase(path: path, access: .writing).execute(sql)
  }

  /// The status of each file of a run that may be going on; nothing before there are checkpoints.
  static func files(_ path: String) throws -> [String] {
    guard SQLiteDatabase.exists(at: path) else { return [] }
    let known = "SELECT 1 FROM sqlite_schema WHERE name = 'daybook_files'"
    if try rows(path, known).isEmpty { return [] }
    return try rows(path, "SELECT status FROM daybook_files ORDER BY file")
  }

  /// `ok` for a sound file.
  static func integrity(_ path: String) throws -> [String] { try rows(path, "PRAGMA integrity_check") }

  /// The first lines in which two dumps differ; nil when they are equal.
  static func difference(_ found: String, from expected: String) -> String? {
    if found == expected { return nil }
    let mine = found.split(separator: "\n", omittingEmptySubsequences: false)
    let theirs = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let at = zip(mine, theirs).enumerated().first { $1.0 != $1.1 }?.offset ?? min(mine.count, theirs.count)
    let near = { (lines: [Substring]) in lines.dropFirst(at).prefix(3).joined(separator: "\n") }
    return
      "line \(at + 1) of \(mine.count), \(theirs.count) expected:\n\(near(mine))\nexpected:\n\(near(theirs))"
  }
}
