import Records

/// Reads batches into statements and entries into rows, in the order of the file.
struct NACHAParser<One: ACHRow>: BlockParser {
  /// The open batch, as its header says.
  struct Batch {
    var layout = NACHALayout.standard
    var secCode = ""
    var companyID = ""
    var companyName = ""
    var entryDescription = ""
    var descriptiveDate = ""
    var originatingDFI = ""
    var number = ""
    var effectiveDate: CivilDate?
    var settlementDate: CivilDate?
  }

  var cutter: RecordCutter
  var notes = Notes<NACHANote>()
  private var isFirst = true
  var envelope = NACHAEnvelope()
  var rows = Rows<One>()
  var batch = Batch()
  /// Sender, creation and modifier of the file.
  private var fileName = ""
  private var fileDate: CivilDate?
  private var files = 0
  /// How often a batch number was met in the open file.
  private var numbers: [String: Int] = [:]
  /// Entries met, refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  /// What every row of the batch says, as it lies in the arena of the block at hand.
  var shown = ACHEntryRow()
  var shownKinds: [TextView] = []
  /// Of the entry at hand.
  var addenda: [PlacedRecord] = []

  init(file: String) {
    cutter = RecordCutter(file: file, length: NACHARecords.length) { NACHAFaults.recordUnknown(at: $0) }
  }

  // Compiled for each kind of row, as it is called by its protocol.
  @specialized(where One == ACHEntryRow)
  @specialized(where One == BankRow)
  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows = Rows(blockCount: bytes.count, capacity: min(limit, bytes.count / NACHARecords.length))
    shownKinds = NACHAKind.allCases.map { rows.text.keep($0.name) }
    show()
    while rows.count < limit {
      let mark = cutter.mark
      guard let record = try peek(bytes, atEnd: atEnd) else {
        guard atEnd, cutter.cursor == bytes.count else { return leave(cutter.cursor, false) }
        try finish()
        return leave(bytes.count, true)
      }
      cutter.take()
      if record.type(bytes) == UInt8(ascii: "6"), try !gather(bytes, atEnd: atEnd) {
        cutter.restore(mark)
        return leave(cutter.cursor, false)
      }
      take(bytes, record, rejecting: &rejections)
    }
    return leave(cutter.cursor, false)
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    var finished = Rows<One>()
    swap(&finished, &rows)
    return finished.batch(block: block)
  }

  var schema: RecordSchema { One.schema }

  var statements: [Statement] { envelope.statements }

  var remarks: [String] { notes.remarks }

  func recordTooLong(limit: Int) -> Fault { NACHAFaults.entryTooLong(at: cutter.place, limit: limit) }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    cutter.drop(used)
    return (used, isFinished)
  }

  private mutating func peek(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> PlacedRecord? {
    guard let record = try cutter.peek(bytes, atEnd: atEnd, begins: NACHARecords.begins) else { return nil }
    guard NACHARecords.types.contains(record.type(bytes)) else {
      throw isFirst ? NACHAFaults.notNACHA(at: cutter.place) : NACHAFaults.recordUnknown(at: cutter.place)
    }
    isFirst = false
    if record.isCut { notes.add(.linesTooLong, line: record.line) }
    return record
  }

  /// Takes the addenda behind an entry; false when they may go on behind the block.
  private mutating func gather(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    addenda.removeAll(keepingCapacity: true)
    while let next = try peek(bytes, atEnd: atEnd) {
      guard next.type(bytes) == UInt8(ascii: "7") else { return true }
      addenda.append(next)
      cutter.take()
    }
    return atEnd && cutter.cursor == bytes.count
  }

  private mutating func finish() throws(Fault) {
    closeFile(nil, line: cutter.line)
    guard !envelope.statements.isEmpty else { throw NACHAFaults.withoutBatches(cutter.file) }
  }

  private mutating func take(
    _ bytes: Span<UInt8>, _ record: PlacedRecord, rejecting rejections: inout [Rejection]
  ) {
    switch record.type(bytes) {
    case UInt8(ascii: "1"): fileHeader(bytes, record)
    case UInt8(ascii: "5"): batchHeader(bytes, record)
    case UInt8(ascii: "6"):
      if envelope.batch == nil { openBatch(Batch(), line: record.line, hasHeader: false) }
      for _ in 0...addenda.count { envelope.countLine() }
      entry(bytes, record, rejecting: &rejections)
    case UInt8(ascii: "7"):
      envelope.countLine()
      envelope.count(records: 1)
      notes.add(.addendaAlone, line: record.line)
    case UInt8(ascii: "8"):
      envelope.countLine()
      batchControl(bytes, record)
    default: fileControl(bytes, record)
    }
  }

  // MARK: Headers

  private mutating func fileHeader(_ bytes: Span<UInt8>, _ record: PlacedRecord) {
    closeFile(nil, line: record.line)
    files += 1
    if files == 2 { notes.add(.severalFiles, line: record.line) }
    envelope.openFile()
    envelope.countLine()
    numbers = [:]
    fileDate = NACHAValue.date(bytes, record.field(bytes, 24, 29))
    fileName = [record.text(bytes, 14, 23), record.text(bytes, 24, 34)].filter { !$0.isEmpty }
      .joined(separator: "-")
  }

  private mutating func batchHeader(_ bytes: Span<UInt8>, _ record: PlacedRecord) {
    envelope.closeBatch(nil, line: record.line)
    var batch = Batch()
    batch.secCode = record.text(bytes, 51, 53)
    batch.layout = NACHALayout(secCode: batch.secCode)
    if batch.layout != .international { batch.companyName = record.text(bytes, 5, 20) }
    batch.companyID = record.text(bytes, 41, 50)
    batch.entryDescription = record.text(bytes, 54, 63)
    if batch.layout != .international { batch.descriptiveDate = record.text(bytes, 64, 69) }
    batch.originatingDFI = record.text(bytes, 80, 87)
    batch.number = record.text(bytes, 88, 94)
    let date = record.field(bytes, 70, 75)
    batch.effectiveDate = NACHAValue.date(bytes, date)
    if batch.effectiveDate == nil, !NACHAValue.isNothing(bytes, date) {
      notes.add(.effectiveDateUnreadable, line: record.line)
    }
    if let near = batch.effectiveDate ?? fileDate {
      batch.settlementDate = NACHAValue.dayOfYear(bytes, record.field(bytes, 76, 78), near: near)
    }
    openBatch(batch, line: record.line, hasHeader: true)
    envelope.countLine()
  }

  private mutating func openBatch(_ opened: Batch, line: Int32, hasHeader: Bool) {
    if envelope.file == nil {
      envelope.openFile()
      (fileName, fileDate, numbers) = ("", nil, [:])
      notes.add(.fileHeaderMissing, line: line)
    }
    batch = opened
    let title = batch.originatingDFI + batch.number
    numbers[title, default: 0] += 1
    let times = numbers[title] ?? 1
    // A number that comes again in a file is that of another batch.
    let id = [fileName, title, times > 1 ? String(times) : ""].filter { !$0.isEmpty }.joined(separator: "/")
    let statement = Statement(
      statementID: id, accountID: batch.companyID, currency: Currency("USD") ?? .none, line: line)
    envelope.openBatch(statement, number: hasHeader ? batch.number : nil)
    show()
  }

  /// Puts what repeats in the rows into the arena.
  private mutating func show() {
    shown = ACHEntryRow()
    shown.currency = Currency("USD") ?? .none
    shown.effectiveDate = batch.effectiveDate?.days ?? CivilDate.null
    shown.settlementDate = batch.settlementDate?.days ?? CivilDate.null
    shown.fileCreationDate = fileDate?.days ?? CivilDate.null
    shown.secCode = rows.text.keep(batch.secCode)
    shown.companyID = rows.text.keep(batch.companyID)
    shown.companyName = rows.text.keep(batch.companyName)
    shown.entryDescription = rows.text.keep(batch.entryDescription)
    shown.descriptiveDate = rows.text.keep(batch.descriptiveDate)
    shown.originatingDFI = rows.text.keep(batch.originatingDFI)
    shown.batchNumber = rows.text.keep(batch.number)
    if let statement = envelope.statements.last { shown.statementID = rows.text.keep(statement.statementID) }
  }

  // MARK: Controls

  private mutating func batchControl(_ bytes: Span<UInt8>, _ record: PlacedRecord) {
    guard envelope.batch != nil else {
      notes.add(.controlAlone, line: record.line)
      return
    }
    // Sums of accounting entries are twenty digits wide.
    let width = batch.layout == .accounting ? 20 : 12
    envelope.closeBatch(
      NACHAEnvelope.Stated(
        records: record.text(bytes, 5, 10), hash: record.text(bytes, 11, 20),
        debits: record.text(bytes, 21, 20 + width), credits: record.text(bytes, 21 + width, 20 + 2 * width),
        number: record.text(bytes, 88, 94)), line: record.line)
  }

  private mutating func fileControl(_ bytes: Span<UInt8>, _ record: PlacedRecord) {
    if record.isFill(bytes) { return }
    guard envelope.file != nil else {
      notes.add(.controlAlone, line: record.line)
      return
    }
    envelope.countLine()
    let width = batch.layout == .accounting ? 20 : 12
    closeFile(
      NACHAEnvelope.Stated(
        records: record.text(bytes, 14, 21), hash: record.text(bytes, 22, 31),
        debits: record.text(bytes, 32, 31 + width), credits: record.text(bytes, 32 + width, 31 + 2 * width),
        batches: record.text(bytes, 2, 7), blocks: record.text(bytes, 8, 13)), line: record.line)
  }

  private mutating func closeFile(_ stated: NACHAEnvelope.Stated?, line: Int32) {
    envelope.closeBatch(nil, line: line)
    envelope.closeFile(stated, line: line)
  }
}
