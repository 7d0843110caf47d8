import Records

/// Reads the lines of a QIF file into rows, in the order of the file.
struct QIFParser: BlockParser {
  let settings: QIFSettings
  let file: String
  var notes = Notes<QIFNote>()
  var rows = Rows<CategorizedBankRow>()
  /// Entries met, or their parts in their place; refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  var record = QIFRecord()
  /// The account of the entries that follow.
  var account: String
  /// Words that every row of the block may show.
  var shown = Shown()
  /// In which order dates are written; nil until one tells.
  var order: QIFDate.Order?
  /// Where the next line starts, and its number.
  private var cursor = 0
  private var line: Int32 = 1
  private var section = QIFSection.other
  /// The section is a list of all accounts, none of which is that of the entries behind it.
  private var isListing = false
  private var isKnown = false
  private var hasEntries = false
  /// Line of a date that waits for another one to tell the order.
  private var waitingDate: Int32?

  /// Where repeated words lie in the block at hand.
  struct Shown {
    var account = TextView.null
    var booked = TextView.null
  }

  init(file: String, settings: QIFSettings) {
    self.file = file
    self.settings = settings
    account = settings.account
    order = settings.order
  }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows = Rows(blockCount: bytes.count, capacity: min(limit, bytes.count / 48))
    shown = Shown()
    record.begin(at: cursor, line: line)
    while rows.count < limit {
      guard let (end, next) = bytes.line(from: cursor, atEnd: atEnd) else {
        if !atEnd { break }
        try endFile(bytes, &rejections)
        return (bytes.count, true)
      }
      let used = bytes.trimmed(cursor..<end)
      if try !take(bytes, used, atEnd: atEnd, &rejections) { break }
      cursor = next
      line &+= 1  // wraps only beyond two thousand million lines
      if !record.hasLines { record.begin(at: cursor, line: line) }
    }
    return leave()
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    var finished = Rows<CategorizedBankRow>()
    swap(&finished, &rows)
    return finished.batch(block: block)
  }

  var schema: RecordSchema { CategorizedBankRow.schema }

  /// None: the format has no statements.
  var statements: [Statement] { [] }

  var remarks: [String] { notes.remarks }

  func recordTooLong(limit: Int) -> Fault {
    if let waitingDate { return QIFFaults.ambiguousDates(at: place(waitingDate)) }
    return QIFFaults.recordTooLong(at: place(record.line), limit: limit)
  }

  func place(_ line: Int32) -> Place { Place(file: file, line: Int(line)) }

  /// Leaves the block before the record that it does not hold whole.
  private mutating func leave() -> (used: Int, isFinished: Bool) {
    let used = record.start
    cursor = 0
    line = record.line
    record.begin(at: 0, line: line)
    return (used, false)
  }

  // MARK: Lines

  /// Takes a line without the blanks around it; false when its record needs more of the file.
  private mutating func take(
    _ bytes: Span<UInt8>, _ used: Range<Int>, atEnd: Bool, _ rejections: inout [Rejection]
  ) throws(Fault) -> Bool {
    guard let first = used.first else { return true }
    switch bytes[first] {
    case UInt8(ascii: "^"): return try endRecord(bytes, atEnd: atEnd, isEnded: true, &rejections)
    case UInt8(ascii: "!"):
      // A header ends a record that nothing else has ended.
      guard try endRecord(bytes, atEnd: atEnd, isEnded: true, &rejections) else { return false }
      try open(bytes, used)
    case UInt8(ascii: "#") where !record.hasLines: break
    default:
      if section == .accounts, bytes[first] == UInt8(ascii: "N") {
        record.hasLines = true
        setAccount(bytes.text(bytes.trimmed(first + 1..<used.upperBound)))
      } else {
        record.take(bytes, used)
      }
    }
    return true
  }

  private mutating func setAccount(_ name: String) {
    account = isListing ? settings.account : String(name.prefix(140))
    shown.account = .null
  }

  private mutating func open(_ bytes: Span<UInt8>, _ header: Range<Int>) throws(Fault) {
    let opened = QIFSection.of(bytes, header)
    if opened == .unknown {
      if isKnown { throw QIFFaults.unknownSection(at: place(line)) }
      throw QIFFaults.notQIF(file)
    }
    isKnown = true
    if opened == .setting {
      let words = bytes.text(header.prefix(40)).lowercased()
      if words.hasSuffix("autoswitch") { isListing = words.hasPrefix("!option") }
      return
    }
    section = opened
    if holdsEntries(opened) { hasEntries = true }
  }

  private mutating func endFile(_ bytes: Span<UInt8>, _ rejections: inout [Rejection]) throws(Fault) {
    _ = try endRecord(bytes, atEnd: true, isEnded: false, &rejections)
    guard isKnown else { throw QIFFaults.notQIF(file) }
    if !hasEntries { notes.add(.noEntries, line: 1) }
  }

  // MARK: Records

  /// Ends the open record; false when its date needs more of the file.
  private mutating func endRecord(
    _ bytes: Span<UInt8>, atEnd: Bool, isEnded: Bool, _ rejections: inout [Rejection]
  ) throws(Fault) -> Bool {
    guard record.hasLines else { return true }
    switch section {
    case .entries:
      guard try findOrder(bytes, atEnd: atEnd) else { return false }
      endEntry(bytes, isEnded: isEnded, &rejections)
    case .trades:
      guard settings.readsTrades else {
        notes.add(.tradesLeftOut, line: record.line)
        break
      }
      guard try findOrder(bytes, atEnd: atEnd) else { return false }
      endTrade(bytes, isEnded: isEnded, &rejections)
    case .accounts, .other, .setting, .unknown: break
    }
    record.hasLines = false
    return true
  }

  private func holdsEntries(_ section: QIFSection) -> Bool {
    section == .entries || settings.readsTrades && section == .trades
  }

  // MARK: The order of dates

  /// Makes sure that the record's date can be read; false when the block does not tell its order.
  private mutating func findOrder(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    guard settings.order == nil, let date = QIFDate(bytes, record.day) else { return true }
    switch date.evidence {
    case .none, .impossible: return true
    case .order(let found):
      if let order, order != found { throw QIFFaults.contradictoryDates(at: place(record.line)) }
      order = found
      return true
    case .open:
      if order == nil { order = orderAhead(bytes, atEnd: atEnd) }
      if order != nil {
        waitingDate = nil
        return true
      }
      if atEnd { throw QIFFaults.ambiguousDates(at: place(record.line)) }
      waitingDate = record.line
      return false
    }
  }

  /// What the first date ahead says that tells an order.
  private func orderAhead(_ bytes: Span<UInt8>, atEnd: Bool) -> QIFDate.Order? {
    var at = cursor
    var section = section
    while let (end, next) = bytes.line(from: at, atEnd: atEnd) {
      let used = bytes.trimmed(at..<end)
      at = next
      guard let first = used.first else { continue }
      if bytes[first] == UInt8(ascii: "!") {
        let opened = QIFSection.of(bytes, used)
        if opened != .setting { section = opened }
      } else if bytes[first] == UInt8(ascii: "D"), holdsEntries(section),
        let date = QIFDate(bytes, first + 1..<used.upperBound), case .order(let found) = date.evidence
      {
        return found
      }
    }
    return nil
  }
}
