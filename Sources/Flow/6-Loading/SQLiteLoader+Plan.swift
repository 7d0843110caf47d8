import Components
import Databases
import Records

/// What a plan takes out of the books, and puts into a table of its own.
extension SQLiteLoader {
  /// Keys of rows that have left a plan's table: they do not come out of the books again.
  private static let gone = "temp.daybook_gone"

  /// Something identifies a record.
  var isKeyed: Bool { encoder?.layout.key.isEmpty == false }

  /// Rows that this loader takes out are known from here on, by their keys.
  func noteLeaving() throws(Fault) {
    guard let database, let layout = encoder?.layout, !layout.key.isEmpty, replacement == nil else { return }
    let key = layout.keyNames.map { "OLD.\(quotedName($0))" }.joined(separator: ", ")
    try database.execute(
      """
      CREATE TEMP TABLE daybook_gone (key TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TEMP TRIGGER daybook_leaving AFTER DELETE ON main.\(quotedName(table))
      BEGIN INSERT OR IGNORE INTO daybook_gone VALUES (json_array(\(key))); END;
      """)
  }

  /// Which rows of a batch have keys that have left.
  func haveLeft(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> Set<Int32> {
    guard let database, let encoder, isKeyed, replacement == nil,
      try !database.query("SELECT 1 FROM \(SQLiteLoader.gone) LIMIT 1", row: { _ in true }).isEmpty
    else { return [] }
    let columns = try encoder.columns(of: batch.gathering(rows), from: nil)
    let marks = encoder.layout.key.map { _ in "?" }.joined(separator: ", ")
    let select = try database.prepare("SELECT 1 FROM \(SQLiteLoader.gone) WHERE key = json_array(\(marks))")
    var found: Set<Int32> = []
    for row in rows.indices {
      select.reset()
      try select.bind(encoder.layout.key.map { columns[$0].value(row) })
      if try select.step() { found.insert(rows[row]) }
    }
    select.reset()
    return found
  }

  // MARK: Stored rows

  /// The columns of a stored row: those of the records, and what locks it.
  private var storedColumns: String {
    guard let layout = encoder?.layout else { preconditionFailure("prepared") }
    return (layout.columns.map(\.name) + layout.locks).map(quotedName).joined(separator: ", ")
  }

  /// Every row of these accounts and days, as it is stored; none of a table that will be replaced.
  func eachStored(
    _ accounts: [String: ClosedRange<CivilDate>], use: ([SQLiteValue]) throws(Fault) -> Void
  ) throws(Fault) {
    guard let database, writer != nil else { return }
    try gather(accounts)
    if gathered.isEmpty { return }
    let select = try database.prepare("SELECT \(storedColumns) FROM temp.daybook_near")
    while try select.step() { try use((0..<select.columnCount).map { select.value($0) }) }
  }

  /// The rows that lie under the keys of these records.
  func eachStored(
    _ batch: RecordBatch, rows: [Int32], use: ([SQLiteValue]) throws(Fault) -> Void
  ) throws(Fault) {
    guard let database, let encoder, writer != nil, isKeyed, !rows.isEmpty else { return }
    let columns = try encoder.columns(of: batch.gathering(rows), from: nil)
    let isKey = encoder.layout.keyNames.map { "\(quotedName($0)) = ?" }.joined(separator: " AND ")
    let select = try database.prepare("SELECT \(storedColumns) FROM \(quotedName(table)) WHERE \(isKey)")
    for row in rows.indices {
      select.reset()
      try select.bind(encoder.layout.key.map { columns[$0].value(row) })
      while try select.step() { try use((0..<select.columnCount).map { select.value($0) }) }
    }
    select.reset()
  }

  /// The rows of these accounts and days, as they are stored.
  func eachStored(
    _ retractions: [Retraction], use: ([SQLiteValue]) throws(Fault) -> Void
  ) throws(Fault) {
    guard let plan, let encoder, let database, writer != nil else { return }
    let retractor = try Retractor(plan.contract, encoder.layout, table: table)
    for row in try retractor.stored(retractions, columns: storedColumns, in: database) { try use(row) }
  }

  /// Takes rows that are stored elsewhere into the table, where their keys have neither come nor left; nil for a table
  /// that is replaced.
  func adding() throws(Fault) -> SQLiteStatement? {
    guard let encoder, let database else { preconditionFailure("prepared for writing") }
    if replacement != nil { return nil }
    let layout = encoder.layout
    let marks = (1...layout.columns.count + layout.locks.count).map { "?\($0)" }.joined(separator: ", ")
    let insert = "INSERT INTO \(quotedName(table)) (\(storedColumns)) SELECT \(marks)"
    if layout.key.isEmpty { return try database.prepare(insert) }
    let key = layout.key.map { "?\($0 + 1)" }.joined(separator: ", ")
    return try database.prepare(
      """
      \(insert) WHERE json_array(\(key)) NOT IN (SELECT key FROM \(SQLiteLoader.gone))
      ON CONFLICT (\(layout.keyNames.map(quotedName).joined(separator: ", "))) DO NOTHING
      """)
  }
}
