import Records

/// What one record of a kind says. Its texts are views into the arena of the batch.
protocol Row {
  static var schema: RecordSchema { get }
  /// The columns of the schema, in its order.
  static func columns(of rows: RowList<Self>) -> [Column]
}

/// The records of a batch while they are read.
struct Rows<One: Row> {
  private var rows: [One] = []
  private var origins: [Origin] = []
  /// Where their texts lie.
  var text: TextArena

  /// - Parameters:
  ///   - blockCount: bytes of the block that texts are shown in; 0 where every text is copied.
  ///   - capacity: records expected.
  init(blockCount: Int = 0, capacity: Int = 0) {
    rows.reserveCapacity(capacity)
    origins.reserveCapacity(capacity)
    text = TextArena(behind: blockCount, capacity: blockCount)
  }

  var count: Int { rows.count }

  mutating func append(_ row: One, _ origin: Origin) {
    rows.append(row)
    origins.append(origin)
  }

  /// The batch of a block that texts are shown in.
  consuming func batch(block: consuming [UInt8] = []) -> RecordBatch {
    RecordBatch(
      schema: One.schema, columns: One.columns(of: RowList(rows: rows, bytes: text.joined(to: block))),
      origins: origins)
  }

  /// Everything so far as a batch; the rows begin anew, with room for as many.
  mutating func take() -> RecordBatch {
    var finished = Rows(capacity: rows.count)
    finished.text = TextArena(capacity: text.bytes.count)
    swap(&finished, &self)
    return finished.batch()
  }
}
