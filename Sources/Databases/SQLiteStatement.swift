import CSQLite
public import Records

/// A value bound to one `?` of a statement. For checkpoints and small tables; rows go through `TableWriter`.
public enum SQLiteValue: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByNilLiteral, CustomStringConvertible
{
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
  /// A binary float by its bits: only ever what a table held before.
  case real(bits: UInt64)

  /// Text as written.
  public init(stringLiteral text: String) { self = .text(text) }
  /// A whole number as written.
  public init(integerLiteral number: Int64) { self = .integer(number) }
  /// NULL.
  public init(nilLiteral: ()) { self = .null }

  /// Null for nil.
  public init(_ text: String?) { self = text.map(SQLiteValue.text) ?? .null }
  /// Null for nil.
  public init(_ number: Int64?) { self = number.map(SQLiteValue.integer) ?? .null }
  /// A whole number.
  public init(_ number: Int) { self = .integer(Int64(number)) }

  /// The text, or the digits; empty for NULL; of bytes their number.
  public var description: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .text(let text): text
    case .real(let bits): String(Double(bitPattern: bits))
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }
}

/// A compiled SQL statement of a database, which it keeps open.
///
/// Columns count from 0.
@safe public final class SQLiteStatement {
  let database: SQLiteDatabase
  /// Valid for the lifetime of this object.
  let handle: OpaquePointer

  /// - Parameter handle: a compiled statement, finalised by this object and by nobody else.
  @unsafe init(_ handle: OpaquePointer, of database: SQLiteDatabase) {
    unsafe self.handle = handle
    self.database = database
  }

  deinit {
    // Safe: the handle is valid and nobody else finalises it.
    unsafe sqlite3_finalize(handle)
  }

  /// Binds values to the `?` in their order, from the first.
  public func bind(_ values: [SQLiteValue]) throws(Fault) {
    reset()
    for (at, value) in values.enumerated() {
      let index = Int32(at + 1)
      let status: Int32
      // Safe: the handle is valid; text and blobs are copied by SQLite before the call returns.
      switch value {
      case .null: status = unsafe sqlite3_bind_null(handle, index)
      case .integer(let number): status = unsafe sqlite3_bind_int64(handle, index, number)
      case .text(let text):
        status = unsafe daybook_bind_text_copied(handle, index, text, Int32(text.utf8.count))
      case .real(let bits):
        status = unsafe sqlite3_bind_double(handle, index, Double(bitPattern: bits))
      case .blob(let bytes):
        status = unsafe daybook_bind_blob_copied(handle, index, bytes, Int32(bytes.count))
      }
      if status != SQLITE_OK { throw database.fault(status) }
    }
  }

  /// Moves to the next row; false at the end.
  public func step() throws(Fault) -> Bool {
    // Safe: the handle is valid.
    let status = unsafe sqlite3_step(handle)
    if status == SQLITE_ROW { return true }
    if status == SQLITE_DONE { return false }
    let fault = database.fault(status)
    reset()
    throw fault
  }

  /// Binds values and runs the statement to its end.
  public func run(_ values: [SQLiteValue] = []) throws(Fault) {
    try bind(values)
    while try step() {}
    reset()
  }

  /// Back to before the first row; bound values stay.
  public func reset() {
    // Safe: the handle is valid. The result repeats the error of the last step, which was reported there.
    _ = unsafe sqlite3_reset(handle)
  }

  /// Nil for NULL.
  public func integer(_ column: Int) -> Int64? {
    // Safe: the handle is valid; SQLite answers NULL for a column that does not exist.
    unsafe isNull(column) ? nil : sqlite3_column_int64(handle, Int32(column))
  }

  /// Nil for NULL.
  public func text(_ column: Int) -> String? {
    // Safe: SQLite's text is valid until the next step, and is copied at once; its length is asked after it.
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// As it is stored; anything but whole numbers as text.
  public func value(_ column: Int) -> SQLiteValue {
    // Safe: the handle is valid; SQLite answers NULL for a column that does not exist.
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: SQLiteValue(integer(column))
    default: SQLiteValue(text(column))
    }
  }

  /// Nil for NULL.
  public func blob(_ column: Int) -> [UInt8]? {
    if isNull(column) { return nil }
    // Safe: SQLite's bytes are valid until the next step, and are copied at once; none when the length is 0.
    guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// How many columns its rows have; 0 for a statement that gives no rows.
  public var columnCount: Int {
    // Safe: the handle is valid.
    Int(unsafe sqlite3_column_count(handle))
  }

  /// The names of its columns, in their order.
  public var columnNames: [String] {
    (0..<columnCount).map { column in
      // Safe: the handle is valid and has this column; the name lives until the statement does not, and is copied.
      unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
    }
  }

  /// Whether the current row has no value there.
  public func isNull(_ column: Int) -> Bool {
    // Safe: the handle is valid; SQLite answers NULL for a column that does not exist.
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }
}
