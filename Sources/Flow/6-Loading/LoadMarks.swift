import Components
import Databases
import Records

/// The marks a destination keeps beside its rows when the checkpoint store lives elsewhere: one per pipeline, written
/// in the transaction of the rows.
enum LoadMarks {
  private static let table = "daybook_marks"

  static func create(in database: SQLiteDatabase) throws(Fault) {
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table) (
        pipeline TEXT PRIMARY KEY, run INTEGER NOT NULL, file INTEGER NOT NULL, rows INTEGER NOT NULL
      )
      """)
  }

  static func write(_ mark: LoadMark, in database: SQLiteDatabase) throws(Fault) {
    try database.run(
      """
      INSERT INTO \(table) VALUES (?, ?, ?, ?)
      ON CONFLICT (pipeline) DO UPDATE SET run = excluded.run, file = excluded.file, rows = excluded.rows
      """, .text(mark.pipeline), .integer(mark.run), SQLiteValue(mark.file), .integer(mark.rows))
  }

  static func last(of pipeline: String, in database: SQLiteDatabase) throws(Fault) -> LoadMark? {
    guard try database.hasTable(table) else { return nil }
    return try database.query("SELECT run, file, rows FROM \(table) WHERE pipeline = ?", .text(pipeline)) {
      row in
      LoadMark(
        pipeline: pipeline, run: row.integer(0) ?? 0, file: Int(row.integer(1) ?? 0),
        rows: row.integer(2) ?? 0)
    }.first
  }
}
