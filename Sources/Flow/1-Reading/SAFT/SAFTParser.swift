import Bytes
import Records

/// Reads the events of an audit file into records of one contract.
struct SAFTParser<One: SAFTRow> {
  let file: String
  let grain: DocumentGrain
  let paths = SAFTField.paths(One.target)
  var rows = Rows<One>()
  var notes = Notes<SAFTNote>()
  var statements: [Statement] = []
  var recordsRead = 0
  var head = SAFTHead()
  var part = SAFTPart()
  var entry = SAFTEntry()
  // The entry of a journal that is open.
  var journal: [UInt8] = []
  var journalID = SAFTShown()
  var period = SAFTShown()
  var entryText = SAFTShown()
  var entryParty = SAFTShown()
  var entryDate = CivilDate.null
  var entryLines: Int64 = 0
  /// Texts of the records' kinds and statements, as they are shown.
  var kind = SAFTShown()
  var statementID = SAFTShown()
  private var isAuditFile = false
  private var root = ""
  private var place = XMLPaths<SAFTField>.above
  private var above: [UInt16] = []
  /// Index of the next event of the piece.
  private var next = 0

  /// Bytes of text at most that one record may bring.
  private static var largestRecord: Int { 512 << 20 }

  init(file: String, _ grain: DocumentGrain) {
    self.file = file
    self.grain = grain
  }

  /// Begins with a new piece.
  mutating func beginPiece() { next = 0 }

  /// Reads the events of a piece on, until it ends or the rows are enough.
  ///
  /// - Returns: whether the piece is done with.
  // Compiled for each kind of row, as the reader is called by its protocol.
  @specialized(where One == JournalRow)
  @specialized(where One == AccountRow)
  @specialized(where One == PartyRow)
  @specialized(where One == InvoiceRow)
  mutating func read(
    _ events: Span<XMLEvent>, _ text: Span<UInt8>, limit: Int, _ source: XMLSource,
    rejecting rejections: inout [Rejection]
  ) throws(Fault) -> Bool {
    while next < events.count {
      let event = events[next]
      next += 1
      switch event.kind {
      case .start:
        if root.isEmpty { root = source.name(event.name) }
        above.append(place)
        place = paths.step(from: place, to: event.name)
        start(paths.labels[Int(place)], event, source)
      case .end:
        let label = paths.labels[Int(place)]
        place = above.popLast() ?? 0
        if label == .nothing { continue }
        if end(label, event, text, &rejections), rows.count >= limit { return next == events.count }
        guard rows.text.bytes.count < SAFTParser.largestRecord else {
          throw SAFTFaults.recordTooLarge(file, line: event.line)
        }
      case .text: break
      }
    }
    return true
  }

  /// Looks at the end of the document whether it was what it should be.
  func finish() throws(Fault) {
    if !isAuditFile { throw SAFTFaults.notAuditFile(root, file) }
  }

  /// Hands out the rows so far.
  mutating func batch() -> RecordBatch {
    head.company.forget()
    journalID.forget()
    period.forget()
    entryText.forget()
    entryParty.forget()
    kind.forget()
    statementID.forget()
    return rows.take()
  }

  // MARK: Starts

  private mutating func start(_ label: SAFTField, _ event: XMLEvent, _ source: XMLSource) {
    switch label {
    case .file:
      isAuditFile = true
      // The schema of Portugal has no other currency.
      if source.namespace(event.name).contains(":PT_") { head.currency = Currency("EUR") ?? .none }
    case .ledger:
      if One.target == .journalLine { return beginPart("GeneralLedgerEntries", event) }
      notes.add(.ledgerElsewhere, line: event.line)
    case .invoices:
      if One.target == .invoice { return beginPart("SalesInvoices", event) }
      notes.add(.documentsElsewhere, line: event.line)
    case .payments: beginPart("Payments", event)
    case .transaction: beginTransaction(event)
    case .line, .account, .customer, .supplier, .invoice, .payment:
      entry = SAFTEntry()
      entry.offset = event.offset
      entry.line = event.line
    case .documentLine:
      entry.open = SAFTDocumentLine()
      entry.open.offset = event.offset
      entry.open.line = event.line
    default: break
    }
  }

  private mutating func beginPart(_ name: String, _ event: XMLEvent) {
    part = SAFTPart()
    part.line = event.line
    if !head.hasCurrency, head.currency != .none { notes.add(.currencyByStandard, line: event.line) }
    part.index = statements.count
    addStatement(name, line: event.line)
    // A receipt is no invoice: it is shown, and loaded by nobody.
    if name == "Payments" { statements[part.index].disposition = .test }
  }

  mutating func addStatement(_ name: String, line: Int32) {
    let days = [head.periodStart, head.periodEnd].compactMap { $0?.description }.joined(separator: "/")
    var statement = Statement(
      statementID: days.isEmpty ? name : "\(name) \(days)",
      accountID: String(decoding: head.company.bytes, as: UTF8.self), currency: head.currency, line: line)
    statement.starts = head.periodStart
    statement.asOf = head.periodEnd
    statements.append(statement)
  }

  private mutating func beginTransaction(_ event: XMLEvent) {
    part.entries += 1
    part.entryLine = event.line
    entryLines = 0
    entryDate = CivilDate.null
    journalID.set(journal)
    period.set([])
    entryText.set([])
    entryParty.set([])
  }

  // MARK: Ends

  /// Takes what ended; whether it was a record.
  private mutating func end(
    _ label: SAFTField, _ event: XMLEvent, _ text: Span<UInt8>, _ rejections: inout [Rejection]
  ) -> Bool {
    switch label {
    case .line, .account, .customer, .supplier, .invoice, .payment:
      endRecord(label, event, &rejections)
      return true
    case .transaction: part.endEntry()
    case .ledger: if One.target == .journalLine { endPart() }
    case .invoices: if One.target == .invoice { endPart() }
    case .payments: endPart()
    case .documentLine: endDocumentLine(event)
    default:
      let range = XMLValue.trimmed(text, Int(event.first), Int(event.count))
      if range.isEmpty { break }
      if label.rawValue < SAFTField.ledger.rawValue {
        head.take(label, text, range)
      } else if label.rawValue < SAFTField.line.rawValue {
        takeEntry(label, text, range, event)
      } else {
        takeRecord(label, text, range)
      }
    }
    return false
  }

  private mutating func endPart() {
    let checks = part.checks(isLedger: One.target == .journalLine, head.currency)
    statements[part.index].checks = checks
    statements[part.index].recordsTotal = SAFTPart.sum(part.total)
    if let cancelled = part.cancelled {
      statements[cancelled].recordsTotal = SAFTPart.sum(part.cancelledTotal)
    }
  }

  /// What a part states, or an entry of a journal says.
  private mutating func takeEntry(
    _ label: SAFTField, _ text: Span<UInt8>, _ range: Range<Int>, _ event: XMLEvent
  ) {
    var bytes: [UInt8] = []
    for at in range { bytes.append(text[at]) }
    switch label {
    case .entryCount:
      let count = XMLValue.count(text, range).map { Int128($0) }
      part.stated.append((label, text.text(range), count, event.line))
    case .totalDebit, .totalCredit:
      var value: Int128?
      if case .value(let amount) = XMLValue.signedAmount(text, range) { value = Int128(amount) }
      part.stated.append((label, text.text(range), value, event.line))
    case .journalID: journal = bytes
    case .transactionID: journalID.set(journal.isEmpty ? bytes : journal + [UInt8(ascii: "/")] + bytes)
    case .period: period.set(head.year.isEmpty ? bytes : head.year + [UInt8(ascii: "-")] + bytes)
    case .periodYear:
      let month = period.bytes.split(separator: UInt8(ascii: "-")).last.map(Array.init) ?? []
      period.set(bytes + [UInt8(ascii: "-")] + month)
    case .transactionDate: entryDate = XMLValue.date(text, range)?.days ?? CivilDate.null
    case .transactionText: entryText.set(bytes)
    case .transactionParty: entryParty.set(bytes)
    default: break
    }
  }
}
