import Components
import Databases
import Records

/// Whose each row is, by the journal: replayed into a temporary table of keys, in the order of the key.
///
/// A row is of the run that last put it in or updated it. Runs that were taken back changed nothing, and mapping a row
/// anew makes it no other's.
struct RowOwnership {
  /// What a change means for the keys that are kept.
  enum Effect {
    /// The row is in from here on, unless the change removed it.
    case claims
    /// The row is out from here on.
    case releases
    case nothing
  }

  /// The temporary table; its columns are `k0`, `k1`, … in the order of the key.
  let name: String
  let database: SQLiteDatabase
  let table: String
  let key: [String]

  /// Replays the journal's changes of the table.
  ///
  /// - Parameters:
  ///   - first: the change to begin with.
  ///   - effect: of a change, by its pipeline and run.
  /// - Throws: `key-changed` when the table had another key; `journal-damaged`.
  func fill(from first: Int64, effect: (_ pipeline: String, _ run: Int64) -> Effect) throws(Fault) {
    let columns = key.indices.map { "k\($0)" }
    try database.withTemporaryTables { () throws(Fault) in
      try database.execute(
        """
        DROP TABLE IF EXISTS temp.\(name);
        CREATE TEMP TABLE \(name) (\(columns.map { "\($0) NOT NULL" }.joined(separator: ", ")),
          PRIMARY KEY (\(columns.joined(separator: ", ")))) WITHOUT ROWID;
        """)
      try replay(from: first, columns, effect)
    }
  }

  private func replay(
    from first: Int64, _ columns: [String], _ effect: (String, Int64) -> Effect
  ) throws(Fault) {
    guard try database.hasTable("daybook_changes"), let found = try database.table(table) else { return }
    let layouts = try knownLayouts()
    let isText = key.map { found.column($0)?.affinity != .integer }
    let put = try database.prepare(
      "INSERT OR IGNORE INTO temp.\(name) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))")
    let drop = try database.prepare(
      "DELETE FROM temp.\(name) WHERE \(columns.map { "\($0) = ?" }.joined(separator: " AND "))")
    let changes = try database.prepare(
      """
      SELECT pipeline, run, kind, layout, key, keys FROM daybook_changes
      WHERE change >= ? AND table_name = ? COLLATE NOCASE ORDER BY change
      """)
    try changes.bind([.integer(first), .text(table)])
    while try changes.step() {
      let effect = effect(changes.text(0) ?? "", changes.integer(1) ?? 0)
      if effect == .nothing { continue }
      guard layouts.contains(changes.integer(3) ?? 0) else { throw keyChanged() }
      let statement = effect == .claims && changes.text(2) != "removed" ? put : drop
      guard let keys = changes.blob(5) else {
        try statement.run(try values(changes.text(4) ?? ""))
        continue
      }
      try KeyList.each(keys, isText: isText, path: database.path) { key throws(Fault) in
        try statement.run(
          key.map { part in
            switch part {
            case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
            case .integer(let number): .integer(number)
            }
          })
      }
    }
  }

  /// The journal's layouts whose rows are told apart by this key.
  private func knownLayouts() throws(Fault) -> Set<Int64> {
    let wanted = key.map { $0.lowercased() }
    let stored = try database.query(
      "SELECT layout, key FROM daybook_images WHERE table_name = ? COLLATE NOCASE", .text(table)
    ) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
    var known: Set<Int64> = []
    for (layout, key) in stored {
      let names = try database.query("SELECT value FROM json_each(?) ORDER BY key", .text(key)) {
        ($0.text(0) ?? "").lowercased()
      }
      if names == wanted { known.insert(layout) }
    }
    return known
  }

  private func values(_ json: String) throws(Fault) -> [SQLiteValue] {
    try database.query("SELECT value, type FROM json_each(?) ORDER BY key", .text(json)) { row in
      row.text(1) == "integer" ? SQLiteValue(row.integer(0)) : SQLiteValue(row.text(0))
    }
  }

  private func keyChanged() -> Fault {
    Fault(
      "key-changed", "the rows of \(table) were told apart by another key when they were loaded",
      at: Place(file: database.path), hint: "Read the files again with daybook run --full.",
      status: .specInvalid)
  }
}
