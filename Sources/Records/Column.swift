/// Where one text value lies in its column's bytes.
public struct TextView: Sendable, Hashable, BitwiseCopyable {
  /// Offset of the first byte.
  public var start: UInt32
  /// Bytes; negative for "no value".
  public var length: Int32

  /// A view of `length` bytes from `start`.
  public init(start: UInt32, length: Int32) {
    self.start = start
    self.length = length
  }

  /// Stands for "no value"; not the empty text.
  public static let null = TextView(start: 0, length: -1)

  /// Whether there is no value.
  public var isNull: Bool { length < 0 }
}

/// Text of a batch: views into one arena of UTF-8 bytes, which several columns of a batch may share.
public struct TextColumn: Sendable {
  /// The arena; may hold bytes that no view shows.
  public var bytes: [UInt8]
  /// One per row.
  public var views: [TextView]

  /// Views into an arena; every view that is not null lies within it.
  public init(bytes: [UInt8], views: [TextView]) {
    self.bytes = bytes
    self.views = views
  }

  /// Packs strings; nil is "no value". For tests and small tables, not for the row path.
  public init(_ texts: [String?]) {
    bytes = []
    views = []
    for text in texts {
      guard let text else {
        views.append(.null)
        continue
      }
      views.append(TextView(start: UInt32(bytes.count), length: Int32(text.utf8.count)))
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// The value of one row as a string. For messages and tests, not for the row path.
  public func string(at row: Int) -> String? {
    let view = views[row]
    if view.isNull { return nil }
    let start = Int(view.start)
    return String(decoding: bytes[start..<start + Int(view.length)], as: UTF8.self)
  }
}

/// One field of a batch: whole typed storage, handed out whole. Missing values are sentinels that no real
/// value can have: `CivilDate.null`, `ScaledDecimal.null`, `Column.nullInteger`, `Currency.none`, `TextView.null`.
public enum Column: Sendable {
  case text(TextColumn)
  /// Unscaled values at one scale for the whole column.
  case decimals([Int64], scale: Int)
  /// Days since 1970-01-01.
  case dates([Int32])
  case integers([Int64])
  case currencies([Currency])

  /// "No value" in an integer column.
  public static let nullInteger = Int64.min

  /// Rows.
  public var count: Int {
    switch self {
    case .text(let column): column.views.count
    case .decimals(let values, _): values.count
    case .dates(let values): values.count
    case .integers(let values): values.count
    case .currencies(let values): values.count
    }
  }

  /// What the column holds.
  public var type: FieldType {
    switch self {
    case .text: .text
    case .decimals(_, let scale): .decimal(scale: scale)
    case .dates: .date
    case .integers: .integer
    case .currencies: .currency
    }
  }

  /// `count` missing values.
  public static func nulls(_ type: FieldType, count: Int) -> Column {
    switch type {
    case .text: .text(TextColumn(bytes: [], views: Array(repeating: .null, count: count)))
    case .decimal(let scale): .decimals(Array(repeating: ScaledDecimal.null, count: count), scale: scale)
    case .date: .dates(Array(repeating: CivilDate.null, count: count))
    case .integer: .integers(Array(repeating: nullInteger, count: count))
    case .currency: .currencies(Array(repeating: .none, count: count))
    }
  }

  /// The same text in every row.
  public static func constant(_ text: String, count: Int) -> Column {
    let bytes = Array(text.utf8)
    let view = TextView(start: 0, length: Int32(bytes.count))
    return .text(TextColumn(bytes: bytes, views: Array(repeating: view, count: count)))
  }

  /// The canonical text of one row's value: ISO dates, plain decimals at the column's scale; nil when missing.
  /// For messages, tests and small outputs, not for the row path.
  public func string(at row: Int) -> String? {
    switch self {
    case .text(let column): return column.string(at: row)
    case .decimals(let values, let scale):
      let value = values[row]
      return value == ScaledDecimal.null ? nil : ScaledDecimal(unscaled: value, scale: scale).description
    case .dates(let values):
      return values[row] == CivilDate.null ? nil : CivilDate(days: values[row]).description
    case .integers(let values): return values[row] == Column.nullInteger ? nil : String(values[row])
    case .currencies(let values): return values[row] == .none ? nil : values[row].description
    }
  }

  /// The rows whose index is listed, in that order.
  public func gathering(_ rows: [Int32]) -> Column {
    switch self {
    case .text(let column): .text(TextColumn(bytes: column.bytes, views: gather(column.views, rows)))
    case .decimals(let values, let scale): .decimals(gather(values, rows), scale: scale)
    case .dates(let values): .dates(gather(values, rows))
    case .integers(let values): .integers(gather(values, rows))
    case .currencies(let values): .currencies(gather(values, rows))
    }
  }
}

/// `values` at `rows`.
func gather<Element>(_ values: [Element], _ rows: [Int32]) -> [Element] {
  var result: [Element] = []
  result.reserveCapacity(rows.count)
  for row in rows { result.append(values[Int(row)]) }
  return result
}
