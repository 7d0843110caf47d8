import Components
import Databases
import Records

/// A table being filled beside the one it will replace: `<table>__loading`, from the first file of a run to its end.
///
/// `daybook_replacements` vouches for it from its making until it takes its place, and says which run it belongs to:
/// an interrupted run goes on with its own rows, a new run makes the table anew, and a table of that name that someone
/// else made is never touched.
struct TableReplacement {
  let table: String
  let staging: String
  /// The run had put the table in place before it was interrupted; there is nothing left to load.
  let isDone: Bool
  private let columns: [String]
  private let definition: String

  /// Makes the staging table, or goes on with that of the resumed run. Runs in a transaction.
  init(of table: String, layout: TableLayout, plan: LoadPlan, in database: SQLiteDatabase) throws(Fault) {
    self.table = table
    staging = table + "__loading"
    columns = layout.columns.map(\.name)
    definition = layout.creation(of: table)
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS daybook_replacements (
        table_name TEXT PRIMARY KEY, run INTEGER NOT NULL, is_done INTEGER NOT NULL, rows_before INTEGER
      )
      """)
    let known = try database.query(
      "SELECT run, is_done FROM daybook_replacements WHERE table_name = ?", .text(table)
    ) { (run: $0.integer(0), isDone: $0.integer(1) == 1) }.first
    let isThere = try database.hasTable(staging)
    if plan.isResumed, let known, known.run == plan.run {
      isDone = known.isDone
      if isDone || isThere { return }
      throw Fault(
        "staging-table-missing", "the table \(staging) of the interrupted run is gone",
        at: Place(file: database.path),
        hint: "Run again with --full: the rows loaded so far have to be loaded anew.", status: .dataRefused)
    }
    isDone = false
    if isThere, known?.isDone != false {
      throw Fault(
        "table-name-taken", "there is a table \(staging), and no run has made it",
        at: Place(file: database.path),
        hint: "Rename it, or load into another table: replace needs that name for itself.",
        status: .specInvalid)
    }
    try database.execute("DROP TABLE IF EXISTS \(quotedName(staging))")
    try database.execute(TableRecorder.creation)
    try TableState.forget(staging, in: database)
    try database.execute(layout.creation(of: staging))
    try database.run(
      """
      INSERT INTO daybook_replacements VALUES (?, ?, 0, NULL)
      ON CONFLICT (table_name) DO UPDATE SET run = excluded.run, is_done = 0, rows_before = NULL
      """, .text(table), .integer(plan.run))
  }

  /// Puts the rows in place, inside the caller's transaction. An existing table keeps its definition, indexes and
  /// triggers; columns that the pipeline does not fill get their defaults.
  ///
  /// - Returns: how many rows were there before.
  func takePlace(in database: SQLiteDatabase) throws(Fault) -> Int {
    if isDone {
      return try database.query(
        "SELECT rows_before FROM daybook_replacements WHERE table_name = ?", .text(table)
      ) { Int($0.integer(0) ?? 0) }.first ?? 0
    }
    let before = try rows(database)
    if try isPlain(database) { try database.execute("DROP TABLE \(quotedName(table))") }
    if let existing = try database.table(table) {
      try database.execute("DELETE FROM \(quotedName(table))")
      let names = columns.map(quotedName).joined(separator: ", ")
      // Without a list of columns SQLite copies whole pages' worth of rows when the two tables are alike.
      let alike = existing.columns.map(\.name) == columns
      try database.execute(
        alike
          ? "INSERT INTO \(quotedName(table)) SELECT * FROM \(quotedName(staging))"
          : "INSERT INTO \(quotedName(table)) (\(names)) SELECT \(names) FROM \(quotedName(staging))")
      try database.execute("DROP TABLE \(quotedName(staging))")
    } else {
      try database.execute("ALTER TABLE \(quotedName(staging)) RENAME TO \(quotedName(table))")
    }
    try TableState.forget(table, in: database)
    try database.run(
      "UPDATE daybook_tables SET table_name = ? WHERE table_name = ? COLLATE NOCASE", .text(table),
      .text(staging))
    try database.run(
      "UPDATE daybook_replacements SET is_done = 1, rows_before = ? WHERE table_name = ?",
      SQLiteValue(before), .text(table))
    return before
  }

  /// 0 for a table that is not there yet.
  private func rows(_ database: SQLiteDatabase) throws(Fault) -> Int {
    guard try database.hasTable(table) else { return 0 }
    return try database.query("SELECT count(*) FROM \(quotedName(table))") { Int($0.integer(0) ?? 0) }.first
      ?? 0
  }

  /// Whether the table is just as a load makes it, and nothing in the file speaks of it: then it can be dropped for
  /// the new one instead of being filled again.
  private func isPlain(_ database: SQLiteDatabase) throws(Fault) -> Bool {
    let found = try database.query(
      """
      SELECT sql = ?2 AND NOT EXISTS (
        SELECT 1 FROM sqlite_master
        WHERE type IN ('view', 'trigger') OR type = 'index' AND tbl_name = ?1 COLLATE NOCASE AND sql IS NOT NULL)
      FROM sqlite_master WHERE type = 'table' AND name = ?1
      """, .text(table), .text(definition)
    ) { $0.integer(0) == 1 }
    return found.first == true
  }
}
