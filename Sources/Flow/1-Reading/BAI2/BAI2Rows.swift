import Records

/// The columns of a batch while its block is read.
///
/// Its own, with fewer fields than other formats of banks have, and by columns: millions of records go through it.
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
  /// Where the texts lie.
  var text = TextArena()

  var count: Int { origins.count }

  /// Empties the columns for a new block.
  mutating func begin(blockCount: Int, capacity: Int) {
    self = BAI2Rows()
    text = TextArena(behind: blockCount, capacity: blockCount / 8)
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

  /// The batch of the block.
  consuming func batch(block: consuming [UInt8]) -> RecordBatch {
    let bytes = self.text.joined(to: block)
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
