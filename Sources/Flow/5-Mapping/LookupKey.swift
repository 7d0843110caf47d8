import Records

/// How the values of one or more fields become one byte string a record, so that a table can be asked for it.
///
/// Text is its bytes; other types are their value in two to eight bytes, so that `1.50` and `1.5000` are one key. Several
/// fields are joined, all but the last with their length before them.
struct LookupKey: Sendable {
  /// Longest text of a field that can be part of a key, in bytes.
  static let longest = 4096

  /// At least one.
  let fields: [Field]

  /// One key of the table, from the cells of a row; nil where a cell is not of its field's type or is too long.
  func key(of cells: [String]) -> [UInt8]? {
    var key: [UInt8] = []
    for (at, field) in fields.enumerated() {
      var part = Array(cells[at].utf8)
      if field.type != .text {
        var isSound = !part.isEmpty
        let typed = Typing.column(.text(TextColumn([cells[at]])), as: field.type) { _ in isSound = false }
        guard isSound else { return nil }
        part = LookupKey.bytes(of: typed).bytes
      }
      guard part.count <= LookupKey.longest else { return nil }
      if at < fields.count - 1 { key += LookupKey.prefix(Int32(part.count)) }
      key += part
    }
    return key
  }

  /// One key a row, without a view where a value is missing or too long to be in any table.
  func keys(of batch: RecordBatch) -> TextColumn {
    let parts = fields.map { field in
      guard let column = batch.column(field.name), column.type == field.type else {
        preconditionFailure("a batch of another schema")
      }
      return LookupKey.bytes(of: column)
    }
    return parts.count == 1 ? parts[0] : LookupKey.joined(parts)
  }

  /// Text as it is; other values in bytes of one number each, least significant first.
  private static func bytes(of column: Column) -> TextColumn {
    switch column {
    case .text(let column): column
    case .decimals(let values, _): numbers(values, width: 8, null: ScaledDecimal.null) { $0 }
    case .integers(let values): numbers(values, width: 8, null: Column.nullInteger) { $0 }
    case .dates(let values): numbers(values, width: 4, null: CivilDate.null) { Int64($0) }
    case .currencies(let values): numbers(values, width: 2, null: .none) { Int64($0.rawValue) }
    }
  }

  @inline(__always)
  private static func numbers<Value: Equatable>(
    _ values: [Value], width: Int, null: Value, number: (Value) -> Int64
  ) -> TextColumn {
    var bytes = [UInt8](repeating: 0, count: values.count * width)
    var views = [TextView](repeating: .null, count: values.count)
    for row in 0..<values.count where values[row] != null {
      var rest = UInt64(bitPattern: number(values[row]))
      for at in row * width..<(row + 1) * width {
        bytes[at] = UInt8(truncatingIfNeeded: rest)
        rest >>= 8
      }
      views[row] = TextView(start: UInt32(row * width), length: Int32(width))
    }
    return TextColumn(bytes: bytes, views: views)
  }

  // MARK: Several fields

  /// Two bytes: `longest` fits.
  private static func prefix(_ length: Int32) -> [UInt8] {
    [UInt8(length & 0xFF), UInt8(length >> 8 & 0xFF)]
  }

  /// Column by column: first the length of every row's key, then the bytes of one field after the other.
  private static func joined(_ parts: [TextColumn]) -> TextColumn {
    var views = [TextView](
      repeating: TextView(start: 0, length: Int32(2 * (parts.count - 1))), count: parts[0].views.count)
    for part in parts {
      for row in 0..<views.count where !views[row].isNull {
        let length = part.views[row].length
        if length < 0 || length > longest { views[row] = .null } else { views[row].length += length }
      }
    }
    var total = 0
    for row in 0..<views.count where !views[row].isNull {
      views[row].start = UInt32(total)
      total += Int(views[row].length)
    }
    var bytes = [UInt8](repeating: 0, count: total)
    var ends = views.map(\.start)
    for (at, part) in parts.enumerated() {
      let source = part.bytes.span
      for row in 0..<views.count where !views[row].isNull {
        let view = part.views[row]
        var end = Int(ends[row])
        if at < parts.count - 1 {
          bytes[end] = UInt8(view.length & 0xFF)
          bytes[end + 1] = UInt8(view.length >> 8 & 0xFF)
          end += 2
        }
        for offset in 0..<Int(view.length) { bytes[end + offset] = source[Int(view.start) + offset] }
        ends[row] = UInt32(end + Int(view.length))
      }
    }
    return TextColumn(bytes: bytes, views: views)
  }
}
