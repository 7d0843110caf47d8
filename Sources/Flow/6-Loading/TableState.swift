public import Bytes
public import Databases
public import Records

/// What a table should hold by all that was loaded into it: how many rows, and their digest.
public struct TableState: Sendable, Hashable {
  /// The columns that the digest covers, each known by its place here; a new one is put at the end.
  public var columns: [String]
  /// Over the rows in these columns.
  public var digest: MultisetDigest

  /// What is written down for a table; nil when nothing is.
  public static func read(_ table: String, in database: SQLiteDatabase) throws(Fault) -> TableState? {
    guard try database.hasTable("daybook_tables") else { return nil }
    let found = try database.query(
      "SELECT columns, rows, digest FROM daybook_tables WHERE table_name = ? COLLATE NOCASE", .text(table)
    ) { ($0.text(0) ?? "", $0.integer(1) ?? 0, $0.text(2) ?? "") }
    guard let (columns, rows, digest) = found.first else { return nil }
    guard let digest = MultisetDigest(text: digest, count: rows) else {
      throw Fault(
        "table-state-damaged", "what is written down of the table \(table) cannot be read",
        at: Place(file: database.path),
        hint: "Someone changed daybook_tables; restore the books from a copy.",
        status: .dataRefused)
    }
    let names = try database.query("SELECT value FROM json_each(?) ORDER BY key", .text(columns)) {
      $0.text(0) ?? ""
    }
    return TableState(columns: names, digest: digest)
  }

  /// What the table really holds, read row by row.
  public static func measured(_ table: String, columns: [String], in database: SQLiteDatabase) throws(Fault)
    -> TableState
  {
    var state = MultisetDigest()
    let there = try database.table(table)
    let numbers = columns.indices.filter { there?.column(columns[$0]) != nil }
    let collector = try RowCollector(
      "daybook_measured", numbers: numbers.map { UInt16($0) }, on: database
    ) { rows in state.add(rows.bytes, ends: rows.ends) }
    let list = numbers.map { quotedName(columns[$0]) }.joined(separator: ", ")
    if there != nil, !numbers.isEmpty {
      _ = try database.query("SELECT sum(daybook_measured(\(list))) FROM \(quotedName(table))") { _ in }
    }
    collector.flush()
    return TableState(columns: columns, digest: state)
  }

  func write(_ table: String, in database: SQLiteDatabase) throws(Fault) {
    let names = columns.map(literal).joined(separator: ", ")
    try database.run(
      """
      INSERT INTO daybook_tables VALUES (?, json_array(\(names)), ?, ?)
      ON CONFLICT (table_name) DO UPDATE SET columns = excluded.columns, rows = excluded.rows, digest = excluded.digest
      """, .text(table), .integer(digest.count), .text(digest.text))
  }

  static func forget(_ table: String, in database: SQLiteDatabase) throws(Fault) {
    try database.run("DELETE FROM daybook_tables WHERE table_name = ? COLLATE NOCASE", .text(table))
  }
}
