import Records

/// What the records of a statement have in common, by columns.
struct FixedCarried {
  /// As they stand in the header or the layout; empty for none.
  var texts: [[UInt8]]
  /// Unscaled numbers, integers, days and currencies; `ScaledDecimal.null` for none.
  var numbers: [Int64]

  init(columns: Int) {
    texts = Array(repeating: [], count: columns)
    numbers = Array(repeating: ScaledDecimal.null, count: columns)
  }

  func currency(_ column: Int) -> Currency { FixedRows.currency(numbers[column]) }
}

/// The records of a batch while its block is read: a cell for each column of a row. Texts grow with every part of their
/// record, and are shown where they stand in the block as long as they have one part; anything else is set once.
struct FixedRows {
  private struct Cell {
    /// Unscaled, an integer, a day, a currency; `ScaledDecimal.null` for none.
    var number = ScaledDecimal.null
    var text = TextView.null
  }

  let fields: [Field]
  private let textColumns: [Int]
  /// `fields.count` for each row, and for the one that is open behind them.
  private var cells: [Cell] = []
  private var origins: [Origin] = []
  private var arena = TextArena()
  /// What a row begins with.
  private var carried: [Cell]
  /// Where the open row begins.
  private var open = 0

  init(_ fields: [Field]) {
    self.fields = fields
    textColumns = fields.indices.filter { fields[$0].type == .text }
    carried = Array(repeating: Cell(), count: fields.count)
  }

  /// Rows that are closed.
  var count: Int { origins.count }

  /// The rows of the block before are forgotten.
  mutating func beginBlock(_ count: Int, _ carried: FixedCarried) {
    cells.removeAll(keepingCapacity: true)
    origins = []
    arena = TextArena(behind: count)
    show(carried)
  }

  /// What the rows from here on begin with.
  mutating func show(_ carried: FixedCarried) {
    for column in fields.indices {
      self.carried[column].number = carried.numbers[column]
      self.carried[column].text = arena.keep(carried.texts[column])
    }
  }

  // MARK: The open row

  /// Opens a row; one that is open is dropped.
  mutating func begin() {
    open = count * fields.count
    cells.removeLast(cells.count - open)
    cells.append(contentsOf: carried)
  }

  mutating func set(_ column: Int, number: Int64) { cells[open + column].number = number }

  mutating func set(_ column: Int, text: [UInt8]) { cells[open + column].text = arena.keep(text) }

  /// - Parameter range: of the block.
  mutating func set(_ column: Int, range: Range<Int>) { cells[open + column].text = arena.view(of: range) }

  /// Nil where it was not set.
  func number(_ column: Int) -> Int64? {
    let number = cells[open + column].number
    return number == ScaledDecimal.null ? nil : number
  }

  /// Takes what a text had away, so that it begins anew.
  mutating func clear(_ column: Int) { cells[open + column].text = .null }

  /// Puts a part of a text behind what is there.
  ///
  /// - Parameter joint: stands between them instead of any blanks; nil keeps blanks within.
  mutating func append(_ column: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, joint: UInt8?) {
    let trimmed = bytes.trimmed(range)
    if trimmed.isEmpty { return }
    let part = joint == nil ? range : trimmed
    let before = cells[open + column].text
    if before.isNull {
      cells[open + column].text = arena.view(of: part)
    } else {
      cells[open + column].text = arena.append(part, to: before, joint: joint, of: bytes)
    }
  }

  /// Closes the open row, its texts without the blanks at their ends.
  mutating func close(_ bytes: Span<UInt8>, _ origin: Origin) {
    for column in textColumns {
      let text = cells[open + column].text
      if !text.isNull { cells[open + column].text = arena.trimmed(text, of: bytes) }
    }
    origins.append(origin)
  }

  /// What the open row has, for the rows of a statement that begins with it.
  func carriedFromOpen(_ bytes: Span<UInt8>) -> FixedCarried {
    var found = FixedCarried(columns: fields.count)
    for column in fields.indices {
      let cell = cells[open + column]
      found.numbers[column] = cell.number
      if !cell.text.isNull { found.texts[column] = arena.bytes(of: cell.text, block: bytes) }
    }
    return found
  }

  // MARK: The batch

  static func currency(_ number: Int64) -> Currency {
    number == ScaledDecimal.null ? .none : Currency(rawValue: UInt16(truncatingIfNeeded: number))
  }

  /// The closed rows as a batch.
  ///
  /// - Parameter block: that they were read from.
  mutating func take(block: consuming [UInt8]) -> RecordBatch {
    var finished = TextArena()
    swap(&finished, &arena)
    let bytes = finished.joined(to: block)
    let columns = fields.indices.map { column -> Column in
      switch fields[column].type {
      case .text: .text(TextColumn(bytes: bytes, views: values(column) { $0.text }))
      case .decimal(let scale): .decimals(values(column) { $0.number }, scale: scale)
      case .integer: .integers(values(column) { $0.number })
      case .date:
        .dates(
          values(column) {
            $0.number == ScaledDecimal.null ? CivilDate.null : Int32(truncatingIfNeeded: $0.number)
          })
      case .currency: .currencies(values(column) { FixedRows.currency($0.number) })
      }
    }
    return RecordBatch(schema: RecordSchema(fields), columns: columns, origins: origins)
  }

  private func values<Value>(_ column: Int, _ value: (Cell) -> Value) -> [Value] {
    var found: [Value] = []
    found.reserveCapacity(count)
    for at in stride(from: column, to: count * fields.count, by: fields.count) {
      found.append(value(cells[at]))
    }
    return found
  }
}
