import CSQLite
public import Records

/// Rows of a table as canonical bytes, one behind the other: the same row has the same bytes whether it comes from a
/// batch or out of the table.
///
/// A row is its fields that have a value, each as: number of the column (two bytes), kind (1 whole number, 2 binary
/// float, 3 text, 4 blob), then eight bytes of a number, or the length in four bytes and the bytes; little-endian. A
/// field without a value leaves no trace, so that a column added later changes no row.
public struct RowArena: Sendable {
  /// The rows, one behind the other.
  public private(set) var bytes: [UInt8] = []
  /// Where each ends.
  public private(set) var ends: [Int] = []

  /// Of no rows.
  public init() {}

  /// Forgets the rows and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds rows of a batch.
  ///
  /// - Parameters:
  ///   - columns: text and whole numbers, of equal length.
  ///   - numbers: what each column is known by.
  ///   - rows: which.
  public mutating func append(_ columns: [Column], numbers: [UInt16], rows: [Int]) throws(Fault) {
    var filling = self
    self = RowArena()
    try unsafe withCellPointers(columns) { cells throws(Fault) in
      unsafe filling.append(rows, of: cells, numbers: numbers)
    }
    self = filling
  }

  private mutating func append(
    _ rows: [Int], of cells: UnsafeBufferPointer<CellPointers>, numbers: [UInt16]
  ) {
    var size = 0
    for row in rows {
      for at in 0..<cells.count { size += unsafe RowArena.size(cells[at], row) }
    }
    ends.reserveCapacity(ends.count + rows.count)
    let start = bytes.count
    var ends = self.ends
    self.ends = []
    bytes.append(addingCapacity: size) { span in
      unsafe span.withUnsafeMutableBufferPointer { target, written in
        // Safe: the span has room for `size` bytes, which is what the rows take.
        let base = UnsafeMutableRawBufferPointer(target)
        var end = 0
        for row in rows {
          for at in 0..<cells.count { unsafe RowArena.write(cells[at], row, numbers[at], to: base, &end) }
          ends.append(start + end)
        }
        written = end
      }
    }
    self.ends = ends
  }

  /// Bytes that a row's value takes.
  @inline(__always)
  private static func size(_ cell: CellPointers, _ row: Int) -> Int {
    // Safe: `row` is below the batch's count.
    if let views = unsafe cell.views {
      let view = unsafe views[row]
      return view.isNull ? 0 : 7 + Int(view.length)
    }
    return unsafe cell.integers.unsafelyUnwrapped[row] == Column.nullInteger ? 0 : 11
  }

  /// - Parameter end: where the value is put, and afterwards what lies behind it.
  @inline(__always)
  private static func write(
    _ cell: CellPointers, _ row: Int, _ number: UInt16, to target: UnsafeMutableRawBufferPointer,
    _ end: inout Int
  ) {
    // Safe: `row` is below the batch's count, views were checked to lie in the arena, and there is room.
    func head(_ kind: UInt8) {
      unsafe target.storeBytes(of: number.littleEndian, toByteOffset: end, as: UInt16.self)
      unsafe target.storeBytes(of: kind, toByteOffset: end + 2, as: UInt8.self)
      end += 3
    }
    if let views = unsafe cell.views {
      let view = unsafe views[row]
      if view.isNull { return }
      head(3)
      unsafe target.storeBytes(of: UInt32(view.length).littleEndian, toByteOffset: end, as: UInt32.self)
      end += 4
      let count = Int(view.length)
      if count > 0 {
        let text = unsafe UnsafeRawBufferPointer(
          start: cell.bytes.unsafelyUnwrapped + Int(view.start), count: count)
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[end..<end + count]).copyMemory(from: text)
        end += count
      }
    } else {
      let value = unsafe cell.integers.unsafelyUnwrapped[row]
      if value == Column.nullInteger { return }
      head(1)
      unsafe target.storeBytes(of: value.littleEndian, toByteOffset: end, as: Int64.self)
      end += 8
    }
  }

  /// Adds the row that these values make; values count from the `first` column of a statement's current row.
  mutating func append(_ values: UnsafeMutableBufferPointer<OpaquePointer?>, numbers: [UInt16]) {
    for at in values.indices {
      // Safe: SQLite hands out as many values as the function was called with, valid through the call.
      guard let value = unsafe values[at] else { continue }
      switch unsafe sqlite3_value_type(value) {
      case SQLITE_INTEGER:
        head(numbers[at], 1)
        number(UInt64(bitPattern: unsafe sqlite3_value_int64(value)))
      case SQLITE_FLOAT:
        head(numbers[at], 2)
        number(unsafe sqlite3_value_double(value).bitPattern)
      case SQLITE_TEXT:
        head(numbers[at], 3)
        let text = unsafe sqlite3_value_text(value).map { unsafe UnsafeRawPointer($0) }
        unsafe append(text, sqlite3_value_bytes(value))
      case SQLITE_BLOB:
        head(numbers[at], 4)
        unsafe append(sqlite3_value_blob(value), sqlite3_value_bytes(value))
      default: break
      }
    }
    ends.append(bytes.count)
  }

  private mutating func append(_ start: UnsafeRawPointer?, _ count: Int32) {
    number(UInt32(count))
    // Safe: SQLite's bytes are valid through the call; an empty value may have no address.
    if let start = unsafe start, count > 0 {
      unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: Int(count)))
    }
  }

  private mutating func head(_ column: UInt16, _ kind: UInt8) {
    bytes.append(UInt8(truncatingIfNeeded: column))
    bytes.append(UInt8(truncatingIfNeeded: column >> 8))
    bytes.append(kind)
  }

  private mutating func number(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  private mutating func number(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

/// Takes the rows that SQL hands it, as bytes: `SELECT name(column, …)` adds one row.
public final class RowCollector {
  /// The rows since `take`.
  private var arena = RowArena()
  private let numbers: [UInt16]
  /// Called when the rows exceed a megabyte.
  private let full: (RowArena) -> Void

  /// Makes `name` a function of SQL on this connection, for as long as the collector lives.
  ///
  /// - Parameters:
  ///   - numbers: what each argument's column is known by.
  ///   - full: gets the rows whenever there are many, and at `flush`.
  public init(
    _ name: String, numbers: [UInt16], on database: SQLiteDatabase, full: @escaping (RowArena) -> Void
  ) throws(Fault) {
    self.numbers = numbers
    self.full = full
    // Safe: the collector is retained by the connection until the function is taken away or the connection closes.
    let status = unsafe sqlite3_create_function_v2(
      database.handle, name, Int32(numbers.count), SQLITE_UTF8, Unmanaged.passRetained(self).toOpaque(),
      { context, count, values in
        guard let context = unsafe context, let values = unsafe values,
          let user = unsafe sqlite3_user_data(context)
        else { return }
        let collector = unsafe Unmanaged<RowCollector>.fromOpaque(user).takeUnretainedValue()
        unsafe collector.take(UnsafeMutableBufferPointer(start: values, count: Int(count)))
        unsafe sqlite3_result_int(context, 1)
      }, nil, nil,
      { user in if let user = unsafe user { unsafe Unmanaged<RowCollector>.fromOpaque(user).release() } })
    if status != SQLITE_OK { throw database.fault(status) }
  }

  private func take(_ values: UnsafeMutableBufferPointer<OpaquePointer?>) {
    unsafe arena.append(values, numbers: numbers)
    if arena.bytes.count > 1_048_576 { flush() }
  }

  /// Hands out what there is.
  public func flush() {
    if arena.ends.isEmpty { return }
    full(arena)
    arena.removeAll()
  }

  /// Forgets what there is: the statement that gave it was undone.
  public func forget() { arena.removeAll() }
}
