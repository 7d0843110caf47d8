import CSQLite
import Glibc
public import Records

/// One connection to an SQLite database file. Used by one thread at a time.
///
/// Writers use a write-ahead log: readers are never held up, and a power cut can lose the last transactions but
/// never part of one.
@safe public final class SQLiteDatabase {
  /// How the file is opened.
  public enum Access: Sendable {
    /// Creates the file when it is missing, and the folder it lies in, but no folder above that.
    case writing
    /// The file must exist; nothing is written, and no file is left behind. Works also where nothing may be written.
    case reading
  }

  /// As it was opened.
  public let path: String
  /// Whether it may write.
  public let access: Access
  /// Open for the lifetime of this object.
  let handle: OpaquePointer
  private let busy: BusyWait

  /// Opens the file.
  ///
  /// - Parameter patience: how long to wait for another program's lock, in milliseconds.
  public init(path: String, access: Access, patience: Int32 = 30_000) throws(Fault) {
    self.path = path
    self.access = access
    busy = BusyWait(path: path, patience: patience)
    _ = SQLiteDatabase.configured
    if access == .writing { SQLiteDatabase.createFolder(of: path) }
    if access == .reading, !SQLiteDatabase.exists(at: path) {
      throw Fault(
        "database-not-found", "there is no database here", at: Place(file: path),
        hint: "Check the path; the first run creates the database.", status: .inputMissing)
    }
    // A reader opens read-write as well, where it may: only so can SQLite take its side files away again.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (access == .writing ? SQLITE_OPEN_CREATE : 0)
    var handle = unsafe try SQLiteDatabase.open(path, flags, path: path)
    if access == .reading, unsafe SQLiteDatabase.needsWriting(handle) {
      // Safe: the handle is open, has no statement, and is used no more.
      unsafe sqlite3_close_v2(handle)
      unsafe handle = try SQLiteDatabase.openUnchanging(path)
    }
    unsafe self.handle = handle
    // Safe: the handle is open.
    unsafe sqlite3_extended_result_codes(handle, 1)
    // Safe: the handle is open, and `busy` lives as long as this object, which closes it; the handler is called by the
    // thread that uses the connection.
    unsafe sqlite3_busy_handler(
      handle,
      { context, count in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue().again(count) ? 1 : 0
      }, Unmanaged.passUnretained(busy).toOpaque())
    do throws(Fault) {
      for pragma in SQLiteDatabase.pragmas(access) { try execute(pragma) }
    } catch {
      // Safe: no statement is left open; the initialiser fails and nobody has the handle.
      unsafe sqlite3_close_v2(handle)
      throw error
    }
  }

  /// An open handle.
  ///
  /// - Parameters:
  ///   - name: the path, or a URI.
  ///   - path: for messages.
  private static func open(_ name: String, _ flags: Int32, path: String) throws(Fault) -> OpaquePointer {
    var opened: OpaquePointer?
    let status = unsafe sqlite3_open_v2(name, &opened, flags, nil)
    guard status == SQLITE_OK, let handle = unsafe opened else {
      let detail = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      let systemError = unsafe opened.map { unsafe sqlite3_system_errno($0) } ?? 0
      // Safe: SQLite hands out a handle even when opening fails, to be closed; nil is a no-op.
      unsafe sqlite3_close_v2(opened)
      throw Fault(sqlite: status, detail: detail, path: path, systemError: systemError)
    }
    return unsafe handle
  }

  /// Whether reading fails because the side files of the write-ahead log cannot be made.
  private static func needsWriting(_ handle: OpaquePointer) -> Bool {
    // Safe: the handle is open, and the text is a constant.
    let status = unsafe sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema LIMIT 1", nil, nil, nil) & 0xFF
    return status == SQLITE_CANTOPEN || status == SQLITE_READONLY
  }

  /// Opens a file in a folder that may not be written to: it is read as it stands, and must have no log beside it, as
  /// after every writer's orderly end.
  private static func openUnchanging(_ path: String) throws(Fault) -> OpaquePointer {
    var log = stat()
    if unsafe stat(path + "-wal", &log) == 0, log.st_size > 0 {
      throw Fault(
        "database-log-unreadable", "the last changes are still in a log that cannot be read without writing",
        at: Place(file: path),
        hint:
          "Copy the database with its -wal file into a folder of your own; or wait for the run that writes it.",
        status: .notPermitted)
    }
    let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    return unsafe try open("file:\(escaped)?immutable=1", flags, path: path)
  }

  /// Whether there is a file to open.
  public static func exists(at path: String) -> Bool {
    // Safe: the text lives through the call.
    unsafe Glibc.access(path, F_OK) == 0
  }

  deinit {
    // Safe: statements keep the database alive, so none is open any more.
    unsafe sqlite3_close_v2(handle)
  }

  /// Settings of the whole library, made once and before the first connection. A program that used SQLite earlier
  /// keeps its own: the call then does nothing.
  private static let configured: Int32 = daybook_without_memory_statistics()

  /// Page size and journal mode only matter to a file that is being created.
  private static func pragmas(_ access: Access) -> [String] {
    switch access {
    case .writing:
      [
        "PRAGMA page_size = 16384", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
        "PRAGMA cache_size = -32768", "PRAGMA wal_autocheckpoint = 4000", "PRAGMA secure_delete = FAST",
      ]
    case .reading: ["PRAGMA query_only = ON", "PRAGMA cache_size = -32768"]
    }
  }

  /// A folder that cannot be made is found out when the file is opened.
  private static func createFolder(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    _ = unsafe mkdir(String(path[..<slash]), 0o777)
  }

  /// Runs statements that give no rows, or whose rows do not matter; several are separated by semicolons.
  public func execute(_ sql: String) throws(Fault) {
    // Safe: the handle is open for the lifetime of this object, and the text lives through the call.
    let status = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if status != SQLITE_OK { throw fault(status) }
  }

  /// Runs one statement with values for its `?` in their order.
  public func run(_ sql: String, _ values: SQLiteValue...) throws(Fault) {
    let statement = try prepare(sql)
    try statement.run(values)
  }

  /// Every row of a query, made into something by `row`.
  public func query<Row>(
    _ sql: String, _ values: SQLiteValue..., row: (SQLiteStatement) throws(Fault) -> Row
  ) throws(Fault) -> [Row] {
    let statement = try prepare(sql)
    try statement.bind(values)
    var rows: [Row] = []
    while try statement.step() { rows.append(try row(statement)) }
    return rows
  }

  /// A statement to be run many times. It keeps the database open.
  public func prepare(_ sql: String) throws(Fault) -> SQLiteStatement {
    var compiled: OpaquePointer?
    // Safe: the handle is open, the text lives through the call.
    let status = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
    guard status == SQLITE_OK, let compiled = unsafe compiled else { throw fault(status) }
    return unsafe SQLiteStatement(compiled, of: self)
  }

  /// Rows that the last INSERT, UPDATE or DELETE touched.
  public var changes: Int {
    // Safe: the handle is open.
    Int(unsafe sqlite3_changes64(handle))
  }

  /// Number of the row that was inserted last; of a table without row numbers it means nothing.
  public var lastInsertedRow: Int64 {
    // Safe: the handle is open.
    unsafe sqlite3_last_insert_rowid(handle)
  }

  /// Whether a transaction is open.
  public var isInTransaction: Bool {
    // Safe: the handle is open.
    unsafe sqlite3_get_autocommit(handle) == 0
  }

  /// Starts a transaction that may write; waits for other writers.
  public func begin() throws(Fault) { try execute("BEGIN IMMEDIATE") }

  /// Makes the transaction durable; when that fails nothing of it remains.
  public func commit() throws(Fault) {
    do throws(Fault) {
      try execute("COMMIT")
    } catch {
      rollback()
      throw error
    }
  }

  /// Takes what is committed out of the write-ahead log into the database, as far as nobody is in the way.
  public func emptyLog() throws(Fault) { try execute("PRAGMA wal_checkpoint(PASSIVE)") }

  /// Forgets the open transaction. Does nothing when there is none, as after an error that ended it.
  public func rollback() {
    guard isInTransaction else { return }
    // Safe: the handle is open. A failing ROLLBACK leaves the journal, which the next opening rolls back.
    _ = unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
  }

  /// Does `work` in a transaction of its own, or as part of the one that is open.
  public func transaction<Result>(_ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    if isInTransaction { return try work() }
    try begin()
    do throws(Fault) {
      let result = try work()
      try commit()
      return result
    } catch {
      rollback()
      throw error
    }
  }

  /// Another number once another connection has changed the database.
  public func version() throws(Fault) -> Int64 {
    try query("PRAGMA data_version") { $0.integer(0) ?? 0 }.first ?? 0
  }

  /// Does `work` on one unchanging state of the database, which also spares a lock for every query.
  public func snapshot<Result>(_ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    if isInTransaction { return try work() }
    try execute("BEGIN")
    defer { rollback() }
    return try work()
  }

  /// The fault for a result code of the last call.
  func fault(_ status: Int32) -> Fault {
    // Safe: the handle is open, and the message is copied at once.
    Fault(
      sqlite: status, detail: unsafe String(cString: sqlite3_errmsg(handle)), path: path,
      systemError: unsafe daybook_file_error(handle))
  }
}
