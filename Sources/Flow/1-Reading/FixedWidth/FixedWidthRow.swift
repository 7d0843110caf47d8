import Records

/// The fields of one record while they are read: texts grow with every part of it, anything else is set once.
struct FixedRow {
  /// One per column.
  private(set) var texts: [[UInt8]]
  /// Unscaled numbers, integers and days, one per column.
  private(set) var numbers: [Int64]
  private(set) var currencies: [Currency]
  /// Whether a column has anything.
  private(set) var isSet: [Bool]

  init(columns: Int) {
    texts = Array(repeating: [], count: columns)
    numbers = Array(repeating: 0, count: columns)
    currencies = Array(repeating: .none, count: columns)
    isSet = Array(repeating: false, count: columns)
  }

  mutating func set(_ column: Int, text: [UInt8]) {
    texts[column] = text
    isSet[column] = true
  }

  mutating func set(_ column: Int, number: Int64) {
    numbers[column] = number
    isSet[column] = true
  }

  mutating func set(_ column: Int, currency: Currency) {
    currencies[column] = currency
    isSet[column] = true
  }

  /// Takes what a text had away, so that it begins anew.
  mutating func clear(_ column: Int) {
    texts[column].removeAll(keepingCapacity: true)
    isSet[column] = false
  }

  /// Puts a part of a text behind what is there.
  mutating func append(_ column: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, joint: [UInt8]?) {
    let trimmed = bytes.trimmed(range)
    if trimmed.isEmpty { return }
    if let joint {
      while let last = texts[column].last, last.isBlank { texts[column].removeLast() }
      if !texts[column].isEmpty { texts[column] += joint }
    }
    let part = joint == nil ? range : trimmed
    for index in part { texts[column].append(bytes[index]) }
    isSet[column] = true
  }
}

/// The columns of a batch while its block is read.
struct FixedColumns {
  private enum Values {
    case texts([TextView])
    case numbers([Int64])
    case dates([Int32])
    case currencies([Currency])
  }

  let fields: [Field]
  private var columns: [Values]
  private var origins: [Origin] = []
  private var arena = TextArena()

  init(_ fields: [Field]) {
    self.fields = fields
    columns = fields.map { field in
      switch field.type {
      case .text: .texts([])
      case .decimal, .integer: .numbers([])
      case .date: .dates([])
      case .currency: .currencies([])
      }
    }
  }

  var count: Int { origins.count }

  mutating func append(_ row: FixedRow, _ origin: Origin) {
    origins.append(origin)
    for at in columns.indices {
      let isSet = row.isSet[at]
      switch columns[at] {
      case .texts(var views):
        columns[at] = .texts([])
        views.append(keep(row.texts[at]))
        columns[at] = .texts(views)
      case .numbers(var numbers):
        columns[at] = .numbers([])
        numbers.append(isSet ? row.numbers[at] : ScaledDecimal.null)
        columns[at] = .numbers(numbers)
      case .dates(var days):
        columns[at] = .dates([])
        days.append(isSet ? Int32(truncatingIfNeeded: row.numbers[at]) : CivilDate.null)
        columns[at] = .dates(days)
      case .currencies(var currencies):
        columns[at] = .currencies([])
        currencies.append(isSet ? row.currencies[at] : .none)
        columns[at] = .currencies(currencies)
      }
    }
  }

  /// Without the blanks at its ends, which parts that were put together without a joint may have.
  private mutating func keep(_ text: [UInt8]) -> TextView {
    let range = text.span.trimmed(0..<text.count)
    return range.count == text.count ? arena.keep(text) : arena.keep(Array(text[range]))
  }

  /// Everything so far as a batch; the columns begin anew.
  mutating func take() -> RecordBatch {
    var finished = FixedColumns(fields)
    swap(&finished, &self)
    let columns = zip(finished.fields, finished.columns).map { field, values -> Column in
      switch values {
      case .texts(let views): return .text(TextColumn(bytes: finished.arena.bytes, views: views))
      case .numbers(let numbers):
        if case .decimal(let scale) = field.type { return .decimals(numbers, scale: scale) }
        return .integers(numbers)
      case .dates(let days): return .dates(days)
      case .currencies(let currencies): return .currencies(currencies)
      }
    }
    return RecordBatch(schema: RecordSchema(finished.fields), columns: columns, origins: finished.origins)
  }
}
