import Records

/// The columns of a batch while its block is read.
///
/// Text is shown where it lies in the block; what does not lie there in one piece goes into `extra`, which follows the
/// block's bytes in the arena.
struct MT940Rows {
  static let schema = RecordSchema([
    Field("account_id", .text), Field("booking_date", .date), Field("value_date", .date),
    Field("amount", .decimal(scale: MT940Value.scale)), Field("currency", .currency), Field("status", .text),
    Field("type_code", .text), Field("bank_reference", .text), Field("customer_reference", .text),
    Field("end_to_end_id", .text), Field("counterparty_name", .text), Field("counterparty_account", .text),
    Field("description", .text), Field("statement_id", .text),
  ])

  var origins: [Origin] = []
  var accounts: [TextView] = []
  var bookingDates: [Int32] = []
  var valueDates: [Int32] = []
  var amounts: [Int64] = []
  var currencies: [Currency] = []
  var statuses: [TextView] = []
  var typeCodes: [TextView] = []
  var bankReferences: [TextView] = []
  var customerReferences: [TextView] = []
  var endToEndIDs: [TextView] = []
  var names: [TextView] = []
  var counterparties: [TextView] = []
  var descriptions: [TextView] = []
  var statementIDs: [TextView] = []
  /// Bytes that follow the block in the arena.
  private(set) var extra: [UInt8] = []
  /// Bytes of the block.
  private var blockCount = 0

  var count: Int { origins.count }

  /// Empties the columns for a new block.
  mutating func begin(blockCount: Int, capacity: Int) {
    self = MT940Rows()
    self.blockCount = blockCount
    extra.reserveCapacity(blockCount)
    origins.reserveCapacity(capacity)
    bookingDates.reserveCapacity(capacity)
    valueDates.reserveCapacity(capacity)
    amounts.reserveCapacity(capacity)
    currencies.reserveCapacity(capacity)
    for column in MT940Rows.texts { self[keyPath: column].reserveCapacity(capacity) }
  }

  private static let texts: [WritableKeyPath<MT940Rows, [TextView]> & Sendable] = [
    \.accounts, \.statuses, \.typeCodes, \.bankReferences, \.customerReferences, \.endToEndIDs, \.names,
    \.counterparties, \.descriptions, \.statementIDs,
  ]

  /// Puts bytes behind the block; null when there are none. Blocks and what is added to them are far below 4 GiB.
  mutating func view(of bytes: [UInt8]) -> TextView {
    if bytes.isEmpty { return .null }
    let view = TextView(start: UInt32(blockCount + extra.count), length: Int32(bytes.count))
    extra.append(contentsOf: bytes)
    return view
  }

  /// A piece of the block; null when it is empty.
  func view(of range: Range<Int>) -> TextView {
    range.isEmpty ? .null : TextView(start: UInt32(range.lowerBound), length: Int32(range.count))
  }

  /// The batch; `arena` becomes the block and `extra`.
  consuming func batch(arena: consuming [UInt8]) -> RecordBatch {
    var bytes = arena
    bytes.append(contentsOf: extra)
    func text(_ views: [TextView]) -> Column { .text(TextColumn(bytes: bytes, views: views)) }
    return RecordBatch(
      schema: MT940Rows.schema,
      columns: [
        text(accounts), .dates(bookingDates), .dates(valueDates),
        .decimals(amounts, scale: MT940Value.scale), .currencies(currencies), text(statuses),
        text(typeCodes), text(bankReferences), text(customerReferences), text(endToEndIDs), text(names),
        text(counterparties), text(descriptions), text(statementIDs),
      ],
      origins: origins)
  }
}
