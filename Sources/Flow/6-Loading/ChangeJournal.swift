import Components
import Databases
import Records

/// What each run did to the rows of a table, kept beside them and committed with them: enough to undo it.
///
/// `daybook_changes` has a line for every row that was updated or removed, with the row as it was (`image`, a `RowImage`
/// of the columns that `daybook_images` lists, the first `own` of them the pipeline's), and a line for the rows that a
/// commit inserted, with their keys (`KeyList`). Updates and removals are noted by triggers that exist on this
/// connection only, so whatever way a row is changed through it, it is noted.
struct ChangeJournal {
  static let creation = """
    CREATE TABLE IF NOT EXISTS daybook_changes (
      change INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, run INTEGER NOT NULL, table_name TEXT NOT NULL,
      kind TEXT NOT NULL, layout INTEGER, key TEXT, image BLOB, rows INTEGER NOT NULL, keys BLOB
    );
    CREATE INDEX IF NOT EXISTS daybook_changes_by_run ON daybook_changes (pipeline, run);
    CREATE TABLE IF NOT EXISTS daybook_images (
      layout INTEGER PRIMARY KEY, table_name TEXT NOT NULL, columns TEXT NOT NULL, own INTEGER NOT NULL,
      key TEXT NOT NULL
    );
    """

  let table: String
  /// The columns that find a row: the key, or the row's number where rows have no identity.
  let identity: [String]
  private let pipeline: String
  private let run: Int64
  private let layout: Int64
  /// Of what is noted.
  let digest: JournalDigest

  /// Notes the changes of this connection from here on. Runs in a transaction.
  ///
  /// - Parameters:
  ///   - found: the table as it is.
  ///   - own: the columns that the pipeline writes: text and whole numbers.
  ///   - noting: whether inserts are noted row by row as well; the caller does it by `noteInserts` otherwise.
  init(
    of found: SQLiteTable, own: [String], key: [String], pipeline: String, run: Int64, notingInserts: Bool,
    in database: SQLiteDatabase
  ) throws(Fault) {
    table = found.name
    let identity = key.isEmpty ? ["rowid"] : key
    self.identity = identity
    self.pipeline = pipeline
    self.run = run
    try database.execute(ChangeJournal.creation)
    let ours = Set(own.map { $0.lowercased() })
    let stored = found.columns.filter { !$0.isGenerated }.map(\.name)
    let mine = stored.filter { ours.contains($0.lowercased()) }
    let others = (key.isEmpty ? ["rowid"] : []) + stored.filter { !ours.contains($0.lowercased()) }
    layout = try ChangeJournal.layout(of: found.name, mine, others, identity, in: database)
    digest = try JournalDigest(
      of: JournalState.Run(pipeline: pipeline, number: run), layout: layout, in: database)
    try note((mine, others), found.name, inserts: notingInserts, in: database)
  }

  /// Makes the triggers that write the lines.
  private func note(
    _ columns: (own: [String], others: [String]), _ table: String, inserts: Bool,
    in database: SQLiteDatabase
  ) throws(Fault) {
    try RowImage.install(on: database)
    func image(_ row: String) -> String {
      "daybook_image(\((columns.own + columns.others).map { "\(row).\(quotedName($0))" }.joined(separator: ", ")))"
    }
    func keyValues(_ row: String) -> String {
      identity.map { "\(row).\(quotedName($0))" }.joined(separator: ", ")
    }
    func note(_ kind: String, _ row: String, image: String) -> String {
      """
      INSERT INTO daybook_changes (pipeline, run, table_name, kind, layout, key, image, rows)
      VALUES (\(literal(pipeline)), \(run), \(literal(table)), '\(kind)', \(layout), json_array(\(keyValues(row))),
        \(image), 1);
      """
    }
    let on = "ON main.\(quotedName(table))"
    try database.execute(
      """
      CREATE TEMP TRIGGER daybook_notes_update BEFORE UPDATE \(on) BEGIN
        \(note("updated", "OLD", image: image("OLD")))
      END;
      CREATE TEMP TRIGGER daybook_notes_removal BEFORE DELETE \(on) BEGIN
        \(note("removed", "OLD", image: image("OLD")))
      END;
      """)
    if inserts {
      try database.execute(
        """
        CREATE TEMP TRIGGER daybook_notes_insert AFTER INSERT \(on) BEGIN
          \(note("inserted", "NEW", image: image("NEW")))
        END;
        """)
    }
  }

  /// The number of this list of columns, found or given.
  private static func layout(
    of table: String, _ own: [String], _ others: [String], _ key: [String], in database: SQLiteDatabase
  ) throws(Fault) -> Int64 {
    func list(_ names: [String]) throws(Fault) -> String {
      let values = names.map(literal).joined(separator: ", ")
      return try database.query("SELECT json_array(\(values))") { $0.text(0) ?? "" }.first ?? ""
    }
    let (columns, key) = (try list(own + others), try list(key))
    let known = try database.query(
      "SELECT layout FROM daybook_images WHERE table_name = ? AND columns = ? AND own = ? AND key = ?",
      .text(table), .text(columns), SQLiteValue(own.count), .text(key)
    ) { $0.integer(0) ?? 0 }
    if let known = known.first { return known }
    try database.run(
      "INSERT INTO daybook_images (table_name, columns, own, key) VALUES (?, ?, ?, ?)", .text(table),
      .text(columns), SQLiteValue(own.count), .text(key))
    return try database.query("SELECT last_insert_rowid()") { $0.integer(0) ?? 0 }.first ?? 0
  }

  /// Opens the line for the rows that the open transaction will insert: before any of them is changed again.
  func beginInserts(in database: SQLiteDatabase) throws(Fault) -> Int64 {
    try database.run(
      "INSERT INTO daybook_changes (pipeline, run, table_name, kind, layout, rows) VALUES (?, ?, ?, 'inserted', ?, 0)",
      .text(pipeline), .integer(run), .text(table), .integer(layout))
    return database.lastInsertedRow
  }

  /// Fills that line, or takes it away when nothing was inserted.
  func noteInserts(_ keys: KeyList, as change: Int64, in database: SQLiteDatabase) throws(Fault) {
    if keys.count == 0 {
      return try database.run("DELETE FROM daybook_changes WHERE change = ?", .integer(change))
    }
    try database.run(
      "UPDATE daybook_changes SET rows = ?, keys = ? WHERE change = ?", SQLiteValue(keys.count),
      .blob(keys.bytes), .integer(change))
  }
}

/// A text as SQL has it.
func literal(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}
