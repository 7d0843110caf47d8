import Records

/// Reads messages into statements and rows, in the order of the file.
///
/// Each message is a page. A page that begins with an intermediate balance goes on with the statement of its account and
/// number that ended with one.
struct MT940Parser: BlockParser {
  /// The open page, as its first fields say.
  struct Page {
    var line: Int32
    /// 940, 941 or 942; nil when nothing says.
    var kind: Int?
    var reference = ""
    /// Nil until field 25 was met.
    var account: String?
    /// Of the statement, as written before the slash.
    var number = ""
    /// As written behind the slash.
    var sheet = ""
  }

  var framer: MT940Framer
  var notes = Notes<MT940Note>()
  var rows = Rows<BankRow>()
  var details = MT940Details()
  /// For the type of an entry that has two parts.
  var typeScratch: [UInt8] = []
  var statements: [Statement] = []
  var page: Page?
  /// The statement of the open page, once the page says more than whose it is.
  var book: MT940Book?
  /// Statements that ended with an intermediate balance, or with a page of a report that had no totals yet.
  var waiting: [String: MT940Book] = [:]
  /// Entries met, refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  /// Words that every row of the block may show.
  var shown = Shown()
  /// What the last lines before a message call it.
  private var kindAhead: Int?
  /// A field that only statements have was met.
  private var isKnown = false

  /// Where repeated words lie in the block at hand.
  struct Shown {
    var account = TextView.null
    var statementID = TextView.null
    var booked = TextView.null
    var pending = TextView.null
    var future = TextView.null
  }

  init(file: String) { framer = MT940Framer(file: file) }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows = Rows(blockCount: bytes.count, capacity: min(limit, bytes.count / 64))
    show()
    while rows.count < limit {
      switch framer.next(bytes, atEnd: atEnd) {
      case .needMore: return leave(framer.cursor, false)
      case .finished:
        closePage()
        guard isKnown else { throw MT940Faults.notMT940(framer.file) }
        // In the order of the file: the first line is told.
        let unfinished = waiting.values.filter(\.isUnfinished).map(\.lastLine).sorted()
        for line in unfinished { notes.add(.pagesBehind, line: line) }
        waiting = [:]
        return leave(bytes.count, true)
      case .piece: piece(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    var finished = Rows<BankRow>()
    swap(&finished, &rows)
    return finished.batch(block: block)
  }

  var schema: RecordSchema { BankRow.schema }

  var remarks: [String] { notes.remarks }

  func recordTooLong(limit: Int) -> Fault { MT940Faults.fieldTooLong(at: framer.place, limit: limit) }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    framer.drop(used)
    return (used, isFinished)
  }

  /// Puts what repeats in the rows behind the block.
  private mutating func show() {
    shown.booked = rows.text.keep("booked")
    shown.pending = rows.text.keep("pending")
    shown.future = rows.text.keep("future")
    showStatement()
  }

  mutating func showStatement() {
    guard let book else { return }
    let statement = statements[book.statement]
    shown.account = rows.text.keep(statement.accountID)
    shown.statementID = rows.text.keep(statement.statementID)
  }

  // MARK: Pieces

  private mutating func piece(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) {
    let tag = framer.parts[0].tag
    switch tag {
    case .reference, .account, .number, .entry, .opening, .closing: isKnown = true
    default: break
    }
    switch tag {
    case .envelope:
      closePage()
      kindAhead = kind(bytes)
    case .preamble, .end: if let kind = kind(bytes) { kindAhead = kind }
    case .reference:
      closePage()
      openPage()
      let reference = word(bytes, value(bytes))
      page?.reference = reference
    case .account:
      if page?.account != nil { closePage() }
      openPage()
      let account = bytes.text(value(bytes))
      page?.account = account
    case .number:
      openPage()
      setNumber(bytes, value(bytes))
    case .related, .national: openPage()
    case .details: break
    case .entry:
      openBook(bytes)
      entry(bytes, rejecting: &rejections)
    case .time: time(bytes)
    case .floorLimit: floorLimit(bytes)
    case .opening(let isFinal): opening(bytes, isFinal: isFinal)
    case .closing(let isFinal): closing(bytes, isFinal: isFinal)
    case .available, .forward: otherBalance(bytes)
    case .total(let isCredit): total(bytes, isCredit: isCredit)
    }
  }

  /// The first line of the piece that is not empty, without blanks around it.
  func value(_ bytes: Span<UInt8>) -> Range<Int> {
    for line in framer.lines {
      let used = bytes.trimmed(line)
      if !used.isEmpty { return used }
    }
    return 0..<0
  }

  /// A short field as text. What is longer than any such field is cut: it is kept for every statement.
  func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    // A cut within a character leaves a mark of replacement.
    bytes.text(range.prefix(40))
  }

  private mutating func setNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var slash = range.lowerBound
    while slash < range.upperBound, bytes[slash] != UInt8(ascii: "/") { slash += 1 }
    let number = word(bytes, bytes.trimmed(range.lowerBound..<slash))
    let behind = min(slash + 1, range.upperBound)..<range.upperBound
    let sheet = word(bytes, bytes.trimmed(behind))
    page?.number = number
    page?.sheet = sheet
  }

  // MARK: Envelopes

  /// The kind of message that a line names: in its block 2, or as all that it says.
  private func kind(_ bytes: Span<UInt8>) -> Int? {
    let line = value(bytes)
    var at = line.lowerBound
    if line.count <= 6 {
      if at < line.upperBound, bytes[at] == UInt8(ascii: ":") { at += 1 }
    } else {
      while at + 6 < line.upperBound, bytes[at] != UInt8(ascii: "2") || bytes[at + 1] != UInt8(ascii: ":") {
        at += 1
      }
      // Behind `2:` and the direction.
      at += 3
    }
    guard bytes.isDigits(at: at, count: 3, before: line.upperBound), bytes[at] == 57,
      bytes[at + 1] == 52
    else { return nil }
    return 940 + Int(bytes[at + 2] - 48)
  }

  // MARK: Pages

  mutating func openPage() {
    if page != nil { return }
    page = Page(line: framer.startLine, kind: kindAhead)
    kindAhead = nil
  }

  /// Ends the page and brings its statement up to it; a page that says no more than whose it is has a statement too.
  mutating func closePage() {
    guard page != nil else { return }
    if book == nil { makeBook() }
    if let open = book { closeBook(open) }
    page = nil
    book = nil
  }
}
