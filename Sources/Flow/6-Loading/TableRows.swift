import Components
import Databases
public import Records

/// Which rows of its table a pipeline takes up again.
public enum RowChoice: Sendable, Hashable {
  /// Those that a run of the pipeline put in or updated, and that are still its.
  case run(Int64)
  /// Those dated from a day through another, unless they are another pipeline's.
  case dates(field: String, from: CivilDate, through: CivilDate?)
}

/// Some rows of a table as records.
public struct StoredRows: Sendable {
  /// The records; each origin has the row's number in the batch, from 1.
  public var batch: RecordBatch
  /// Posted or locked, by a column that the pipeline names.
  public var isLocked: [Bool]
  /// As the table stores them, one per field of the layout.
  let stored: [Column]
}

/// The chosen rows of a table, batch by batch in the order of their key. They may be changed between two batches.
public final class TableRows {
  /// Rows of a batch.
  private static let most = 65_536

  let database: SQLiteDatabase
  let layout: TableLayout
  private let decoder: BatchDecoder
  private let first: SQLiteStatement
  private let next: SQLiteStatement
  private var last: [SQLiteValue]?
  private var isAtEnd = false

  /// - Parameters:
  ///   - locks: columns of the table; a row with a value in one of them, other than 0 or an empty text, is locked.
  ///   - ignored: runs of the pipeline that make a row nobody's.
  init(
    _ choice: RowChoice, of table: String, layout: TableLayout, pipeline: String, locks: [String],
    ignoring ignored: [Int64], in database: SQLiteDatabase
  ) throws(Fault) {
    self.database = database
    self.layout = layout
    decoder = BatchDecoder(layout: layout, path: database.path)
    let from = try TableRows.source(choice, table, layout, pipeline, Set(ignored), database)
    let isLocked = locks.map {
      "(t.\(quotedName($0)) IS NOT NULL AND t.\(quotedName($0)) NOT IN (0, '', '0'))"
    }
    let shown =
      layout.fields.map { "t.\(quotedName($0.name))" }
      + [isLocked.isEmpty ? "0" : isLocked.joined(separator: " OR ")]
    let order = from.key.map { "\($0) COLLATE BINARY" }.joined(separator: ", ")
    func sql(_ condition: [String]) -> String {
      let all = from.conditions + condition
      return "SELECT \(shown.joined(separator: ", ")) FROM \(from.tables)"
        + (all.isEmpty ? "" : " WHERE \(all.joined(separator: " AND "))")
        + " ORDER BY \(order) LIMIT \(TableRows.most)"
    }
    first = try database.prepare(sql([]))
    // Told apart byte by byte, whatever the columns' own order: said of the values, it lets the key's index be used.
    let marks = from.key.map { _ in "? COLLATE BINARY" }.joined(separator: ", ")
    next = try database.prepare(sql(["(\(from.key.joined(separator: ", "))) > (\(marks))"]))
  }

  private struct Source {
    var tables: String
    var conditions: [String]
    /// Expressions that give the key in its order.
    var key: [String]
  }

  private static func source(
    _ choice: RowChoice, _ table: String, _ layout: TableLayout, _ pipeline: String, _ ignored: Set<Int64>,
    _ database: SQLiteDatabase
  ) throws(Fault) -> Source {
    let key = layout.keyNames
    let owners = RowOwnership(name: "daybook_chosen", database: database, table: table, key: key)
    let byKey = key.enumerated().map { "t.\(quotedName($1)) = c.k\($0)" }.joined(separator: " AND ")
    switch choice {
    case .run(let run):
      try owners.fill(from: try firstChange(of: run, pipeline, database)) { owner, changing in
        if owner == pipeline, changing == run { return .claims }
        return owner == pipeline && ignored.contains(changing) ? .nothing : .releases
      }
      return Source(
        tables: "temp.daybook_chosen c CROSS JOIN main.\(quotedName(table)) t ON \(byKey)", conditions: [],
        key: key.indices.map { "c.k\($0)" })
    case .dates(let field, let from, let through):
      var conditions = ["t.\(quotedName(field)) >= '\(from)'"]
      if let through { conditions.append("t.\(quotedName(field)) <= '\(through)'") }
      if try isShared(table, pipeline, database) {
        try owners.fill(from: 0) { owner, changing in
          if owner != pipeline { return .claims }
          return ignored.contains(changing) ? .nothing : .releases
        }
        conditions.append("NOT EXISTS (SELECT 1 FROM temp.daybook_chosen c WHERE \(byKey))")
      }
      return Source(
        tables: "main.\(quotedName(table)) t", conditions: conditions,
        key: key.map { "t.\(quotedName($0))" })
    }
  }

  private static func firstChange(
    of run: Int64, _ pipeline: String, _ database: SQLiteDatabase
  ) throws(Fault) -> Int64 {
    guard try database.hasTable("daybook_changes") else { return 0 }
    return try database.query(
      "SELECT min(change) FROM daybook_changes WHERE pipeline = ? AND run = ?", .text(pipeline), .integer(run)
    ) { $0.integer(0) }.first.flatMap { $0 } ?? .max
  }

  /// Whether other pipelines have written into the table.
  private static func isShared(
    _ table: String, _ pipeline: String, _ database: SQLiteDatabase
  ) throws(Fault) -> Bool {
    guard try database.hasTable("daybook_changes") else { return false }
    return try !database.query(
      "SELECT 1 FROM daybook_changes WHERE pipeline <> ? AND table_name = ? COLLATE NOCASE LIMIT 1",
      .text(pipeline), .text(table)
    ) { _ in true }.isEmpty
  }

  /// The next rows; nil at the end.
  ///
  /// - Throws: `value-not-loaded` when the table holds a value that no load wrote.
  public func nextRows() throws(Fault) -> StoredRows? {
    if isAtEnd { return nil }
    let statement = last == nil ? first : next
    try statement.bind(last ?? [])
    let kinds = layout.fields.map { $0.storesInteger ? SQLiteStatement.Storage.integer : .text }
    var columns = try statement.columns(kinds + [.integer], limit: TableRows.most)
    statement.reset()
    guard case .integers(let locks) = columns.removeLast(), !locks.isEmpty else {
      isAtEnd = true
      return nil
    }
    last = layout.key.map { columns[$0].value(at: locks.count - 1) }
    return StoredRows(
      batch: try decoder.batch(of: columns), isLocked: locks.map { $0 == 1 }, stored: columns)
  }
}

extension Column {
  /// As it is stored.
  fileprivate func value(at row: Int) -> SQLiteValue {
    switch self {
    case .text(let column): SQLiteValue(column.string(at: row))
    case .integers(let values): values[row] == Column.nullInteger ? .null : .integer(values[row])
    default: preconditionFailure("a table stores text and whole numbers")
    }
  }
}
