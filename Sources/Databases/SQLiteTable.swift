public import Records

/// A table as a database file describes it.
public struct SQLiteTable: Sendable {
  /// What SQLite does to a value stored in a column.
  ///
  /// Standard: SQLite, "Determination Of Column Affinity".
  public enum Affinity: String, Sendable {
    case text = "TEXT"
    case integer = "INTEGER"
    case numeric = "NUMERIC"
    case real = "REAL"
    case blob = "BLOB"

    init(declared: String) {
      let declared = declared.uppercased()
      func has(_ parts: String...) -> Bool { parts.contains { declared.contains($0) } }
      self =
        if has("INT") { .integer } else if has("CHAR", "CLOB", "TEXT") {
          .text
        } else if declared.isEmpty
          || has("BLOB")
        { .blob } else if has("REAL", "FLOA", "DOUB") { .real } else { .numeric }
    }
  }

  /// A column as declared.
  public struct Column: Sendable {
    /// As declared, in its own case.
    public var name: String
    /// What it does to values.
    public var affinity: Affinity
    /// NOT NULL.
    public var isRequired: Bool
    /// A row that leaves it out gets a value.
    public var hasDefault: Bool
    /// Computed by the table; cannot be written.
    public var isGenerated: Bool
  }

  /// As declared, in its own case.
  public var name: String
  /// In the order of the table.
  public var columns: [Column]
  /// The columns of each unique index that holds for every row and tells all bytes apart, the primary key's first.
  public var uniqueKeys: [[String]]

  /// Its rows have numbers that no column of its own holds: `rowid` names a row.
  public var numbersRows: Bool

  /// Names of tables and columns know no case in SQLite.
  public func column(_ name: String) -> Column? {
    columns.first { $0.name.lowercased() == name.lowercased() }
  }

  /// Whether no two rows can have the same values in these columns.
  public func isUnique(over names: [String]) -> Bool {
    let wanted = Set(names.map { $0.lowercased() })
    return uniqueKeys.contains { Set($0.map { $0.lowercased() }) == wanted }
  }
}

extension SQLiteDatabase {
  /// Whether there is a table or view of that name.
  public func hasTable(_ name: String) throws(Fault) -> Bool {
    try !query(
      "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE", .text(name)
    ) {
      _ in true
    }.isEmpty
  }

  /// Nil when there is no table of that name; a view is none.
  public func table(_ name: String) throws(Fault) -> SQLiteTable? {
    let found = try query(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", .text(name)
    ) { $0.text(0) ?? "" }
    guard !found.isEmpty else { return nil }
    var primaryKey: [(rank: Int64, name: String)] = []
    let columns = try query(
      "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, hidden, pk FROM pragma_table_xinfo(?)",
      .text(name)
    ) { row in
      let column = row.text(0) ?? ""
      if let rank = row.integer(5), rank > 0 { primaryKey.append((rank, column)) }
      return SQLiteTable.Column(
        name: column, affinity: SQLiteTable.Affinity(declared: row.text(1) ?? ""),
        isRequired: row.integer(2) == 1,
        hasDefault: row.integer(3) == 1, isGenerated: (row.integer(4) ?? 0) >= 2)
    }
    var keys = try uniqueIndexes(of: name)
    // An INTEGER PRIMARY KEY is the row's number and has no index.
    let hasAlias =
      primaryKey.count == 1
      && columns.contains { $0.name == primaryKey[0].name && $0.affinity == .integer }
    if hasAlias {
      keys.insert(primaryKey.map(\.name), at: 0)
    }
    let isWithoutRowid = try query(
      "SELECT wr FROM pragma_table_list WHERE name = ? COLLATE NOCASE", .text(name)
    ) {
      $0.integer(0) == 1
    }.first
    return SQLiteTable(
      name: found[0], columns: columns, uniqueKeys: keys, numbersRows: isWithoutRowid == false && !hasAlias)
  }

  /// The columns of every unique index that holds for all rows and tells every text from every other, the primary key's
  /// first.
  private func uniqueIndexes(of table: String) throws(Fault) -> [[String]] {
    var keys: [[String]] = []
    let indexes = try query(
      "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND partial = 0 ORDER BY origin = 'pk' DESC, name",
      .text(table)
    ) { $0.text(0) ?? "" }
    for index in indexes {
      // An expression has no name; only BINARY tells "a" from "A".
      let parts = try query(
        "SELECT name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno", .text(index)
      ) { $0.text(1) == "BINARY" ? $0.text(0) : nil }
      if !parts.contains(nil) { keys.append(parts.compactMap(\.self)) }
    }
    return keys
  }
}
