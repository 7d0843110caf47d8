import Bytes
import Databases
import Dispatch
import Records
import Synchronization

/// Keeps, beside a table, what it should hold (`daybook_tables`: rows and digest) and what each run did to it
/// (`ChangeJournal`); both commit with the rows.
///
/// Inserted rows are digested on a thread of their own while the next ones load.
final class TableRecorder {
  static let creation = """
    CREATE TABLE IF NOT EXISTS daybook_tables (
      table_name TEXT PRIMARY KEY, columns TEXT NOT NULL, rows INTEGER NOT NULL, digest TEXT NOT NULL
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
  /// What each of the writer's columns is known by, and the positions of the key among them.
  private let numbers: [UInt16]
  private let key: [Int]
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
    self.key = key
    try database.execute(TableRecorder.creation)
    let known = try TableState.read(table, in: database)
    let names = (known?.columns ?? []) + columns.filter { known?.columns.contains($0) != true }
    numbers = columns.map { UInt16(names.firstIndex(of: $0) ?? 0) }
    let box = Box(Work())
    work = box
    added = try RowCollector("daybook_added", numbers: numbers, on: database) { rows in
      box.content.withLock { $0.change.add(rows.bytes, ends: rows.ends) }
    }
    removed = try RowCollector("daybook_removed", numbers: numbers, on: database) { rows in
      box.content.withLock { $0.change.remove(rows.bytes, ends: rows.ends) }
    }
    var held = known?.digest
    if held == nil { held = try TableState.measured(table, columns: columns, in: database).digest }
    if let held, known?.columns != names {
      try TableState(columns: names, digest: held).write(table, in: database)
    }
    try observe(columns, bySQL: bySQL)
  }

  /// Changes that come by SQL are seen by triggers of this connection.
  private func observe(_ columns: [String], bySQL: Bool) throws(Fault) {
    func row(_ name: String) -> String { columns.map { "\(name).\(quotedName($0))" }.joined(separator: ", ") }
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
    for name in [
      "sees_update", "sees_removal", "sees_insert", "notes_update", "notes_removal", "notes_insert",
    ] {
      try database.execute("DROP TRIGGER IF EXISTS temp.daybook_\(name)")
    }
  }

  // MARK: Inserted rows

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
    take(columns, fates: Array(repeating: .inserted, count: columns.first?.count ?? 0))
    let box = work
    queue.async {
      box.content.withLock { $0.keys.append(numbers: rows) }
    }
  }

  // MARK: Transactions

  /// Writes what the open transaction did, right before it commits.
  func seal() throws(Fault) {
    queue.sync {}
    added?.flush()
    removed?.flush()
    let done = work.content.withLock { $0 }
    if let failure = done.failure { throw failure }
    try journal?.noteInserts(done.keys, in: database)
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

  /// The open transaction was undone.
  func forget() {
    queue.sync {}
    added?.forget()
    removed?.forget()
    restart()
  }

  private func restart() {
    work.content.withLock { $0 = Work() }
  }
}
