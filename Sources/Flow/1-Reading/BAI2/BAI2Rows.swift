import Records

/// The columns of a batch while its block is read.
///
/// Text is shown where it lies in the block; what does not lie there in one piece (an account of an earlier block,
/// lines of text joined) goes into `extra`, which follows the block's bytes in the arena.
struct BAI2Rows {
  static let schema = RecordSchema([
    Field("account_id", .text), Field("booking_date", .date), Field("value_date", .date),
    Field("amount", .decimal(scale: scale)), Field("currency", .currency), Field("status", .text),
    Field("type_code", .text), Field("bank_reference", .text), Field("customer_reference", .text),
    Field("description", .text), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4

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
  var descriptions: [TextView] = []
  var statementIDs: [TextView] = []
  /// Bytes that follow the block in the arena.
  private(set) var extra: [UInt8] = []
  /// Bytes of the block.
  private var blockCount = 0

  var count: Int { origins.count }

  /// Empties the columns for a new block.
  mutating func begin(blockCount: Int, capacity: Int) {
    self = BAI2Rows()
    self.blockCount = blockCount
    extra.reserveCapacity(blockCount / 8)
    origins.reserveCapacity(capacity)
    accounts.reserveCapacity(capacity)
    bookingDates.reserveCapacity(capacity)
    valueDates.reserveCapacity(capacity)
    amounts.reserveCapacity(capacity)
    currencies.reserveCapacity(capacity)
    statuses.reserveCapacity(capacity)
    typeCodes.reserveCapacity(capacity)
    bankReferences.reserveCapacity(capacity)
    customerReferences.reserveCapacity(capacity)
    descriptions.reserveCapacity(capacity)
    statementIDs.reserveCapacity(capacity)
  }

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

  /// Lines of the block with `joint` between them.
  mutating func view(joining lines: [Range<Int>], with joint: [UInt8], of block: Span<UInt8>) -> TextView {
    guard lines.count > 1 else { return lines.first.map { view(of: $0) } ?? .null }
    let start = extra.count
    for line in lines {
      if extra.count > start { extra.append(contentsOf: joint) }
      for index in line { extra.append(block[index]) }
    }
    return TextView(start: UInt32(blockCount + start), length: Int32(extra.count - start))
  }

  /// The batch; `arena` becomes the block and `extra`.
  consuming func batch(arena: consuming [UInt8]) -> RecordBatch {
    var bytes = arena
    bytes.append(contentsOf: extra)
    func text(_ views: [TextView]) -> Column { .text(TextColumn(bytes: bytes, views: views)) }
    return RecordBatch(
      schema: BAI2Rows.schema,
      columns: [
        text(accounts), .dates(bookingDates), .dates(valueDates), .decimals(amounts, scale: BAI2Rows.scale),
        .currencies(currencies), text(statuses), text(typeCodes), text(bankReferences),
        text(customerReferences),
        text(descriptions), text(statementIDs),
      ],
      origins: origins)
  }
}
