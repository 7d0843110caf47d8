import Records

// Entries: a record 6 and the addenda behind it.
extension NACHAParser {
  mutating func entry(_ bytes: Span<UInt8>, _ record: PlacedRecord, rejecting rejections: inout [Rejection]) {
    recordsRead += 1
    envelope.count(records: 1 + addenda.count)
    // What is no number adds nothing, and the stated sum will differ.
    envelope.add(hash: Int64(bytes.number(record.field(bytes, 4, 11)) ?? 0))
    let places = record.field(bytes, 2, 3)
    let figure = record.field(bytes, batch.layout.amount.first, batch.layout.amount.last)
    let code = NACHATransactionCode(bytes, places)
    let cents = cents(bytes, figure)
    if code == nil {
      rejections.append(refusal(bytes, .transactionCodeUnknown, "transaction_code", places, of: record))
    }
    if cents == nil { rejections.append(refusal(bytes, .amountNotANumber, "amount", figure, of: record)) }
    if let code, let cents { append(bytes, record, code, cents) }
  }

  /// Ten or twelve digits, fewer where blanks stand before or behind them.
  private func cents(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    bytes.number(bytes.trimmed(range)).flatMap { Int64(exactly: $0) }
  }

  private func refusal(
    _ bytes: Span<UInt8>, _ reason: NACHAReason, _ field: String, _ range: Range<Int>, of record: PlacedRecord
  ) -> Rejection {
    Rejection(
      origin: origin(record), stage: "read", field: field, value: range.isEmpty ? nil : bytes.text(range),
      code: reason.rawValue, reason: reason.fact, hint: reason.hint,
      position: Int32(range.lowerBound - record.range.lowerBound))
  }

  private func origin(_ record: PlacedRecord) -> Origin {
    let end = (addenda.last ?? record).range.upperBound
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    return Origin(
      offset: base + Int64(record.range.lowerBound), length: Int32(end - record.range.lowerBound),
      line: record.line, record: Int32(truncatingIfNeeded: recordsRead),
      statement: Int32(truncatingIfNeeded: envelope.open))
  }

  // MARK: The row

  private mutating func append(
    _ bytes: Span<UInt8>, _ record: PlacedRecord, _ code: NACHATransactionCode, _ cents: Int64
  ) {
    let layout = batch.layout
    func range(_ places: NACHALayout.Places?) -> Range<Int> {
      places.map { record.value(bytes, $0.first, $0.last) } ?? 0..<0
    }
    var found = shown
    found.account = rows.text.view(of: range(layout.account))
    // Twelve digits at most: a hundred times as much fits in 64 bits.
    found.amount = (code.isCredit ? cents : -cents) * 100
    found.transactionCode = rows.text.view(of: record.value(bytes, 2, 3))
    found.receivingDFI = rows.text.view(of: record.value(bytes, 4, 12))
    found.individualID = rows.text.view(of: range(layout.individualID))
    found.individualName = rows.text.view(of: range(layout.individualName))
    found.traceNumber = rows.text.view(of: record.value(bytes, 80, 94))
    let kind = readAddenda(bytes, &found) ?? NACHAKind(code, amount: cents)
    found.kind = shownKinds[kind.rawValue]
    envelope.add(cents, isCredit: code.isCredit)
    let row = One(found, kind, bytes, keeping: &rows.text)
    envelope.post(row.amount)
    rows.append(row, origin(record))
  }

  /// Fills the fields that stand in the addenda; gives what the entry is where they say it.
  private mutating func readAddenda(_ bytes: Span<UInt8>, _ row: inout ACHEntryRow) -> NACHAKind? {
    var kind: NACHAKind?
    var text = NACHAAddendaText()
    for addendum in addenda {
      let type = addendum.field(bytes, 2, 3)
      switch bytes.isDigits(type, count: 2) ? bytes.pair(at: type.lowerBound) : 0 {
      case 5: text.addPayment(bytes, addendum)
      case 98:
        kind = comesBack(bytes, addendum, isReturn: false, &row)
        text.add(bytes, [addendum.field(bytes, 36, 64)])
      case 99:
        let found = comesBack(bytes, addendum, isReturn: true, &row)
        kind = found
        // Of what dishonors or contests a return, numbers and dates of the return stand before the text.
        let first = found != .return ? 59 : batch.layout == .international ? 46 : 36
        if found != .contestedReturn { text.add(bytes, [addendum.field(bytes, first, 79)]) }
      case let type:
        if batch.layout == .international { nameParties(bytes, addendum, type, &row) }
        let places = NACHALayout.addenda(type, isInternational: batch.layout == .international)
        text.add(bytes, places.map { addendum.field(bytes, $0.first, $0.last) })
      }
    }
    row.addenda = rows.text.keep(text.bytes)
    return kind
  }

  /// Who pays and who is paid stands in the addenda of an international entry.
  private mutating func nameParties(
    _ bytes: Span<UInt8>, _ addendum: PlacedRecord, _ type: Int, _ row: inout ACHEntryRow
  ) {
    switch type {
    case 10: row.individualName = rows.text.view(of: addendum.value(bytes, 47, 81))
    case 11: row.companyName = rows.text.view(of: addendum.value(bytes, 4, 38))
    case 15: row.individualID = rows.text.view(of: addendum.value(bytes, 4, 18))
    default: break
    }
  }

  private mutating func comesBack(
    _ bytes: Span<UInt8>, _ addendum: PlacedRecord, isReturn: Bool, _ row: inout ACHEntryRow
  ) -> NACHAKind {
    row.reasonCode = rows.text.view(of: addendum.value(bytes, 4, 6))
    row.originalTraceNumber = rows.text.view(of: addendum.value(bytes, 7, 21))
    let number = addendum.field(bytes, 5, 6)
    return NACHAKind(
      isReturn: isReturn, number: bytes.isDigits(number, count: 2) ? bytes.pair(at: number.lowerBound) : nil)
  }
}

/// The text of an entry's addenda.
private struct NACHAAddendaText {
  private(set) var bytes: [UInt8] = []
  /// The text before goes on where the next one begins.
  private var isOpen = false

  /// Payment related information: eighty places, and where all are full it goes on in the next addenda record.
  mutating func addPayment(_ block: Span<UInt8>, _ addendum: PlacedRecord) {
    var range = addendum.field(block, 4, 83)
    let isFull =
      !addendum.field(block, 84, 84).isEmpty && !range.isEmpty && !block[range.upperBound - 1].isBlank
    while !range.isEmpty, block[range.upperBound - 1].isBlank { range = range.dropLast() }
    if !isOpen { beginLine() }
    for index in range { bytes.append(block[index]) }
    isOpen = isFull
  }

  /// A line of its own: the fields that are not empty with a blank between them, and one blank for each run of them.
  mutating func add(_ block: Span<UInt8>, _ fields: [Range<Int>]) {
    isOpen = false
    var isFirst = true
    for field in fields {
      let text = block.trimmed(field)
      if text.isEmpty { continue }
      if isFirst { beginLine() } else { bytes.append(UInt8(ascii: " ")) }
      isFirst = false
      for index in text where !block[index].isBlank || !block[index - 1].isBlank {
        bytes.append(block[index].isBlank ? UInt8(ascii: " ") : block[index])
      }
    }
  }

  private mutating func beginLine() {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
  }
}
