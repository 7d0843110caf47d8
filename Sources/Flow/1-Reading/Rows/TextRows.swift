import Records

/// The records of a batch while they are read, with any fields of text: for formats whose columns a pipeline names.
struct TextRows {
  /// The values that are read, then the constants.
  let schema: RecordSchema
  /// Fields that are read: the first ones of the schema.
  let width: Int
  /// Where the texts lie.
  var text = TextArena()
  private let constants: [String]
  /// `width` for each row, and for the one that is open behind them.
  private var views: [TextView] = []
  private var origins: [Origin] = []

  /// - Parameters:
  ///   - schema: the fields that are read, and behind them the constants.
  ///   - constants: their texts.
  init(_ schema: RecordSchema, constants: [String]) {
    self.schema = schema
    self.constants = constants
    width = schema.fields.count - constants.count
  }

  /// Rows that are closed.
  var count: Int { origins.count }

  /// Opens a row without values; one that is open is dropped.
  mutating func begin() {
    drop()
    views.append(contentsOf: repeatElement(.null, count: width))
  }

  /// Gives a field of the open row its value; its texts were kept in `text`.
  mutating func set(_ field: Int, _ view: TextView) { views[count * width + field] = view }

  /// Gives a field of rows that are closed its value.
  mutating func set(_ field: Int, _ view: TextView, rows: Range<Int>) {
    for row in rows { views[row * width + field] = view }
  }

  /// Closes the open row.
  mutating func close(_ origin: Origin) { origins.append(origin) }

  /// Takes the open row back. Its texts stay in the arena until the batch is taken.
  mutating func drop() { views.removeLast(views.count - count * width) }

  /// The closed rows as a batch; the rows begin anew. No row may be open.
  mutating func take() -> RecordBatch {
    let bytes = text.joined(to: [])
    var columns: [Column] = []
    for field in 0..<width {
      var own: [TextView] = []
      own.reserveCapacity(count)
      for row in 0..<count { own.append(views[row * width + field]) }
      columns.append(.text(TextColumn(bytes: bytes, views: own)))
    }
    for constant in constants { columns.append(.constant(constant, count: count)) }
    let batch = RecordBatch(schema: schema, columns: columns, origins: origins)
    views.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
    text = TextArena(capacity: bytes.count)
    return batch
  }
}
