import Bytes
import Records

/// Reads the tags of a document into statements and rows, in the order of the file.
struct OFXParser: BlockParser {
  let settings: OFXSettings
  let file: String
  /// What the bytes were read in.
  private let encoding: TextEncoding
  var framer = OFXFramer()
  var notes = Notes<OFXNote>()
  var rows = Rows<IdentifiedBankRow>()
  var statements: [Statement] = []
  /// The open statement, and its list of pending entries.
  var open: OFXStatement?
  var pending: OFXStatement?
  /// What closing statements state, and the one that is open.
  var closings: [OFXClosing] = []
  var closing: OFXClosing?
  /// Days and sums of the statements that are done with.
  var covered: [OFXClosing.Covered] = []
  var entry = OFXEntry()
  var isInEntry = false
  /// The element that is open in a statement or an answer, as far as it says what a text means.
  var section = Section.none
  var answer = Answer()
  /// The first answer that was an error.
  var failure: Answer?
  /// Entries met, refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  /// Words that rows of the block may show.
  var shown = Shown()
  /// For texts that are not as they are meant.
  var scratch: [UInt8] = []
  private var isKnown = false
  private var hasHeader = false

  enum Section {
    case none, status, account, list, pendingList, ledger, available, investmentBalance, closing, other
  }

  /// An answer of the server.
  struct Answer {
    var line: Int32 = 0
    var code = ""
    var severity = ""
    var hasStatement = false

    var isError: Bool {
      if severity.isEmpty { return !code.isEmpty && code != "0" }
      return severity.uppercased() == "ERROR"
    }
  }

  /// Where repeated words lie in the block at hand.
  struct Shown {
    var account = TextView.null
    var statementID = TextView.null
    var pendingID = TextView.null
    var booked = TextView.null
    var pending = TextView.null
  }

  init(file: String, encoding: TextEncoding, settings: OFXSettings) {
    self.file = file
    self.encoding = encoding
    self.settings = settings
  }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows = Rows(blockCount: bytes.count, capacity: min(limit, bytes.count / 128))
    shown = Shown()
    if offset == 0 { lookAtHeader(bytes) }
    while rows.count < limit {
      switch framer.next(bytes, atEnd: atEnd) {
      case .needMore: return leave()
      case .finished:
        try finish()
        return (bytes.count, true)
      case .tag: if !take(bytes, atEnd: atEnd, &rejections) { return leave() }
      }
    }
    return leave()
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    var finished = Rows<IdentifiedBankRow>()
    swap(&finished, &rows)
    return finished.batch(block: block)
  }

  var schema: RecordSchema { IdentifiedBankRow.schema }

  var remarks: [String] { notes.remarks }

  func recordTooLong(limit: Int) -> Fault {
    OFXFaults.entryTooLong(at: Place(file: file, line: Int(framer.cursor.line)), limit: limit)
  }

  /// Leaves the block before the entry that it does not hold whole.
  private mutating func leave() -> (used: Int, isFinished: Bool) {
    if isInEntry { framer.goBack(to: entry.start) }
    isInEntry = false
    let used = framer.cursor.offset
    framer.drop(used)
    return (used, false)
  }

  // MARK: Tags

  /// Takes the tag that was found; false when the block ends within its text.
  private mutating func take(
    _ bytes: Span<UInt8>, atEnd: Bool, _ rejections: inout [Rejection]
  ) -> Bool {
    guard let tag = framer.tag else { return true }
    isKnown = true
    if isInEntry, framer.isEnd && tag == entry.tag {
      endEntry(bytes, to: framer.cursor.offset, &rejections)
      return true
    }
    if isInEntry, tag.endsEntry {
      notes.add(.entryNotClosed, line: entry.start.line)
      endEntry(bytes, to: framer.start.offset, &rejections)
    }
    if framer.isEnd {
      end(tag)
      return true
    }
    if tag.role == .aggregate {
      begin(tag, bytes)
      return true
    }
    let mark = framer.start
    guard let value = framer.value(bytes, atEnd: atEnd) else {
      framer.goBack(to: mark)
      return false
    }
    if !value.isEmpty {
      if isInEntry { entry.take(tag, value) } else { takeText(tag, value, bytes) }
    } else if tag.role == .either {
      begin(tag, bytes)
    }
    return true
  }

  private mutating func begin(_ tag: OFXTag, _ bytes: Span<UInt8>) {
    if isInEntry { return entry.begin(tag) }
    switch tag {
    case .signOn, .bankAnswer, .cardAnswer, .investmentAnswer, .bankClosingAnswer, .cardClosingAnswer:
      closeAnswer()
      answer = Answer(line: framer.start.line)
    case .bankClosings, .cardClosings: openClosings()
    case .bankClosing, .cardClosing: openClosing()
    case .status: section = .status
    case .bankStatement, .cardStatement, .investmentStatement:
      closeStatement()
      openStatement(isInvestment: tag == .investmentStatement)
    case .bankAccount, .cardAccount, .investmentAccount: section = .account
    case .list, .investmentList: section = .list
    case .pendingList:
      section = .pendingList
      openPending()
    case .ledgerBalance: section = .ledger
    case .availableBalance: section = .available
    case .investmentBalance: section = .investmentBalance
    case .balanceList, .balance: section = .other
    case .entry, .pendingEntry: beginEntry(tag)
    default: if tag.isTrade { beginTrade(tag) }
    }
  }

  private mutating func end(_ tag: OFXTag) {
    if isInEntry { return entry.end(tag) }
    switch tag {
    case .signOn, .bankAnswer, .cardAnswer, .investmentAnswer, .bankClosingAnswer, .cardClosingAnswer:
      closeStatement()
      closeClosings()
      closeAnswer()
    case .bankStatement, .cardStatement, .investmentStatement: closeStatement()
    case .bankClosings, .cardClosings: closeClosings()
    case .bankClosing, .cardClosing: closeClosing()
    case .document:
      closeStatement()
      closeClosings()
    case .status, .bankAccount, .cardAccount, .investmentAccount, .list, .investmentList, .pendingList,
      .ledgerBalance, .availableBalance, .investmentBalance, .balanceList:
      section = .none
    default: break
    }
  }

  // MARK: Answers

  private mutating func closeAnswer() {
    if answer.isError, !answer.hasStatement {
      if failure == nil { failure = answer }
      notes.add(.answerFailed, line: answer.line)
    }
    answer = Answer()
    section = .none
  }

  private mutating func finish() throws(Fault) {
    if let open { throw OFXFaults.truncated(at: Place(file: file, line: Int(open.line))) }
    guard isKnown else { throw OFXFaults.notOFX(file) }
    holdClosings()
    if !statements.isEmpty { return }
    if let failure {
      throw OFXFaults.answerFailed(failure.code, at: Place(file: file, line: Int(failure.line)))
    }
    throw OFXFaults.noStatement(file)
  }

  // MARK: The header

  /// Bytes at most in which the header is looked for.
  private static let longestHeader = 1024

  /// Notes a character set that the header names where the bytes, which are no UTF-8, were read in another one.
  private mutating func lookAtHeader(_ bytes: Span<UInt8>) {
    if hasHeader { return }
    hasHeader = true
    guard encoding == .windows1252 || encoding == .latin1 else { return }
    var at = 0
    let end = min(bytes.count, OFXParser.longestHeader)
    while at < end, !OFXFramer.begins(bytes, at, "CHARSET:") {
      if bytes[at] == UInt8(ascii: "<") { return }
      at += 1
    }
    let first = min(at + 8, end)
    var behind = first
    while behind < end, bytes[behind] > 0x20, bytes[behind] != UInt8(ascii: "<") { behind += 1 }
    let name = bytes.text(first..<behind).uppercased()
    if ["", "NONE", "1252", "ISO-8859-1", "8859-1"].contains(name) { return }
    notes.add(.charset, line: 1)
  }
}
