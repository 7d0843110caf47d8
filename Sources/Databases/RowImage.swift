import CSQLite
public import Records

/// A row as one blob, exact for values of every kind: `daybook_image(column, …)` in SQL, in the form of `RowArena`
/// with the columns numbered from 0.
///
/// Limits: 127 columns, as many as SQLite hands to a function.
public enum RowImage {
  private static let numbers = (0..<128).map { UInt16($0) }

  /// Makes `daybook_image` a function of SQL on this connection.
  public static func install(on database: SQLiteDatabase) throws(Fault) {
    // Safe: the function keeps no state; SQLite hands it as many values as it says.
    let status = unsafe sqlite3_create_function_v2(
      database.handle, "daybook_image", -1, SQLITE_UTF8, nil,
      { context, count, values in
        guard let context = unsafe context, let values = unsafe values else { return }
        var arena = RowArena()
        unsafe arena.append(
          UnsafeMutableBufferPointer(start: values, count: Int(count)), numbers: RowImage.numbers)
        // Safe: SQLite copies the bytes before the call returns.
        unsafe arena.bytes.withUnsafeBytes {
          unsafe daybook_result_blob_copied(context, $0.baseAddress, Int32(clamping: $0.count))
        }
      }, nil, nil, nil)
    if status != SQLITE_OK { throw database.fault(status) }
  }

  /// The values of a row; nil when the bytes are no image of `count` columns.
  public static func values(_ image: [UInt8], count: Int) -> [SQLiteValue]? {
    var values = [SQLiteValue](repeating: .null, count: count)
    var at = 0
    func number(_ size: Int) -> UInt64? {
      guard image.count - at >= size else { return nil }
      defer { at += size }
      return image[at..<at + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    while at < image.count {
      guard let column = number(2), column < count, let kind = number(1) else { return nil }
      switch kind {
      case 1, 2:
        guard let word = number(8) else { return nil }
        values[Int(column)] = kind == 1 ? .integer(Int64(bitPattern: word)) : .real(bits: word)
      case 3, 4:
        guard let length = number(4), length <= image.count - at else { return nil }
        let bytes = image[at..<at + Int(length)]
        values[Int(column)] =
          kind == 3 ? .text(String(decoding: bytes, as: UTF8.self)) : .blob(Array(bytes))
        at += Int(length)
      default: return nil
      }
    }
    return values
  }
}
