import Bytes
import Databases
import Dispatch
import Records
import Synchronization

/// Keeps, beside a table, what it should hold (`daybook_tables`: rows and digest) and what each run did to it
/// (`ChangeJournal`, with a digest of its own); all of it commits with the rows.
///
/// Inserted rows are digested on a thread of their own while the next ones load.
final class TableRecorder {
  static let creation = """
    CREATE TABLE IF NOT EXISTS daybook_tables (
      table_name TEXT PRIMARY KEY COLLATE NOCASE, columns TEXT NOT NULL, rows INTEGER NOT NULL, digest TEXT NOT NULL
    ) WITHOUT ROWID;
    """

  private struct Work: Sendable {
    /// What the open transaction put in and took out.
    var change = MultisetDigest()
    var keys = KeyList()
    var failure: Fault?
  }

  private let database: SQLiteDatabase
  private let table: String
  private let journal: ChangeJournal?
  /// The writer's columns, and the positions of the key among them.
  private let columns: [String]
  private let key: [Int]
  private let bySQL: Bool
  /// The columns that the table's digest covers: the writer's, and those of other pipelines.
  private var names: [String] = []
  /// What each of the writer's columns is known by.
  private var numbers: [UInt16] = []
  /// Where the journal keeps the rows that the open transaction inserts.
  private var insertion: Int64?
  private let work: Box
  private let queue = DispatchQueue(label: "daybook.digest")
  private var added: RowCollector?
  private var removed: RowCollector?

  /// Shared with the digesting thread.
  private final class Box: Sendable {
    let content: Mutex<Work>
    init(_ work: Work) { content = Mutex(work) }
  }

  /// Takes over the recording of a table that is there. Runs in a transaction.
  ///
  /// - Parameters:
  ///   - columns: the writer's columns, in its order.
  ///   - key: positions of the key among them; empty when rows have no identity.
  ///   - journal: nil where changes need no undo, as in a table that will replace another one.
  ///   - bySQL: rows are inserted by statements, not by a writer that tells of them.
  init(
    table: String, columns: [String], key: [Int], journal: ChangeJournal?, bySQL: Bool = false,
    in database: SQLiteDatabase
  ) throws(Fault) {
    self.database = database
    self.table = table
    self.journal = journal
    self.columns = columns
    self.key = key
    self.bySQL = bySQL
    work = Box(Work())
    try database.execute(TableRecorder.creation)
    let known = try TableState.read(table, in: database)
    let grown = (known?.columns ?? []) + columns.filter { known?.columns.contains($0) != true }
    if known?.columns != grown { try grow(known, to: grown) }
    try observe(grown)
  }

  /// Rows that have values in columns which the digest did not cover before have another part in it from here on. What
  /// was wrong with the table before stays wrong.
  private func grow(_ known: TableState?, to names: [String]) throws(Fault) {
    let found = try database.table(table)
    let fresh = names.filter { known?.columns.contains($0) != true && found?.column($0) != nil }
    let hasValues = try !database.query(
      """
      SELECT 1 FROM \(quotedName(table)) WHERE \(fresh.map { "\(quotedName($0)) IS NOT NULL" }.joined(separator: " OR "))
      LIMIT 1
      """
    ) { _ in true }.isEmpty
    var digest = known?.digest ?? MultisetDigest()
    if known == nil || hasValues {
      digest.add(try TableState.measured(table, columns: names, in: database).digest)
      if let known {
        digest.remove(try TableState.measured(table, columns: known.columns, in: database).digest)
      }
    }
    try TableState(columns: names, digest: digest).write(table, in: database)
  }

  /// Changes that come by SQL are seen by triggers of this connection: whole rows, in the columns the digest covers.
  private func observe(_ names: [String]) throws(Fault) {
    self.names = names
    numbers = columns.map { UInt16(names.firstIndex(of: $0) ?? 0) }
    let found = try database.table(table)
    let there = names.indices.filter { found?.column(names[$0]) != nil }
    let box = work
    let all = there.map { UInt16($0) }
    added = try RowCollector("daybook_added", numbers: all, on: database) { rows in
      box.content.withLock { $0.change.add(rows.bytes, ends: rows.ends) }
    }
    removed = try RowCollector("daybook_removed", numbers: all, on: database) { rows in
      box.content.withLock { $0.change.remove(rows.bytes, ends: rows.ends) }
    }
    func row(_ name: String) -> String {
      there.map { "\(name).\(quotedName(names[$0]))" }.joined(separator: ", ")
    }
    let on = "ON main.\(quotedName(table))"
    try database.execute(
      """
      CREATE TEMP TRIGGER daybook_sees_update AFTER UPDATE \(on) BEGIN
        SELECT daybook_removed(\(row("OLD"))), daybook_added(\(row("NEW")));
      END;
      CREATE TEMP TRIGGER daybook_sees_removal AFTER DELETE \(on) BEGIN SELECT daybook_removed(\(row("OLD"))); END;
      """)
    if bySQL {
      try database.execute(
        "CREATE TEMP TRIGGER daybook_sees_insert AFTER INSERT \(on) BEGIN SELECT daybook_added(\(row("NEW"))); END;"
      )
    }
  }

  /// Takes the triggers off the connection.
  func end() throws(Fault) {
    try drop(["sees_update", "sees_removal", "sees_insert", "notes_update", "notes_removal", "notes_insert"])
    try drop(["sums_insert", "sums_update", "sums_removal"])
  }

  private func drop(_ triggers: [String]) throws(Fault) {
    for name in triggers { try database.execute("DROP TRIGGER IF EXISTS temp.daybook_\(name)") }
  }

  // MARK: Inserted rows

  /// To be called before rows are inserted or updated: what is inserted comes before what happens to it.
  func willInsert() throws(Fault) {
    if insertion == nil { insertion = try journal?.beginInserts(in: database) }
  }

  /// Notes the inserted ones among these rows.
  func take(_ columns: [Column], fates: [TableWriter.Fate]) {
    let (box, numbers, key) = (work, numbers, key)
    // Rows without a key are told apart by their number, which SQLite gives in ascending order.
    queue.async {
      let rows = fates.indices.filter { fates[$0] == .inserted }
      var arena = RowArena()
      do throws(Fault) {
        try arena.append(columns, numbers: numbers, rows: rows)
      } catch {
        box.content.withLock { $0.failure = error }
      }
      let filled = arena
      box.content.withLock { work in
        work.change.add(filled.bytes, ends: filled.ends)
        if !key.isEmpty { work.keys.append(key.map { columns[$0] }, rows: rows) }
      }
    }
  }

  /// Notes rows without a key by their numbers.
  func take(_ columns: [Column], numbered rows: Range<Int64>) {
    let count = columns.first?.count ?? 0
    take(columns, fates: Array(repeating: .inserted, count: count))
    let box = work
    queue.async {
      box.content.withLock { work in
        work.keys.append(numbers: rows)
        if rows.count != count {
          work.failure = Fault(
            "rows-not-numbered",
            "the table's row numbers do not ascend, so what is loaded could not be undone",
            hint: "Copy the table's rows into a new one, which numbers them afresh.", status: .dataRefused)
        }
      }
    }
  }

  // MARK: Transactions

  /// Another pipeline may have made the digest cover more columns since.
  func begin() throws(Fault) {
    guard let now = try TableState.read(table, in: database)?.columns, now != names else { return }
    added = nil
    removed = nil
    try drop(["sees_update", "sees_removal", "sees_insert"])
    try observe(now)
  }

  /// Writes what the open transaction did, right before it commits.
  func seal() throws(Fault) {
    queue.sync {}
    added?.flush()
    removed?.flush()
    let done = work.content.withLock { $0 }
    if let failure = done.failure { throw failure }
    if let insertion { try journal?.noteInserts(done.keys, as: insertion, in: database) }
    try journal?.digest.seal(in: database)
    if done.change != MultisetDigest() {
      // Another pipeline may have written since: what is written down is read within the transaction.
      guard var state = try TableState.read(table, in: database) else {
        preconditionFailure("the table's state is written when recording begins")
      }
      state.digest.add(done.change)
      try state.write(table, in: database)
    }
    restart()
  }

  /// The journal's last line so far; nil where no journal is kept.
  func lastChange() throws(Fault) -> Int64? {
    guard journal != nil else { return nil }
    return try database.query("SELECT coalesce(max(change), 0) FROM daybook_changes") { $0.integer(0) }.first
      ?? nil
  }

  /// The open transaction was undone.
  func forget() {
    queue.sync {}
    added?.forget()
    removed?.forget()
    journal?.digest.forget()
    restart()
  }

  private func restart() {
    insertion = nil
    work.content.withLock { $0 = Work() }
  }
}
