import Records

/// Reads logical records into statements and rows, in the order of the file.
struct BAI2Parser: BlockParser {
  /// The open group, as its header says.
  struct Group {
    var asOf: CivilDate?
    /// As its header writes it; empty when it does not.
    var currency = ""
    var disposition = Statement.Disposition.update
    var isInterim = false
    /// Some account of it is in the NAB dialect.
    var isPaired = false
  }

  /// The open account: what every row of it needs.
  struct Account {
    /// Index in the statements.
    var statement: Int32
    var currency: Currency
    /// What a minor unit is worth at the scale of the amount column; 0 when the currency is unknown.
    var factor: Int64
    /// Balances come in pairs, transactions with one reference.
    var isPaired: Bool
    var total: Int128 = 0
    /// What makes up the total: money in, and money out without its sign.
    var credits: Int128 = 0
    var debits: Int128 { credits - total }
    var count = 0
    // Its words as they are shown in the block at hand.
    var idView = TextView.null
    var statementIDView = TextView.null
    var statusView = TextView.null
  }

  /// The open account in words, apart so that rows need not touch them.
  struct Words {
    var id: [UInt8] = []
    var statementID: [UInt8] = []
    var status: [UInt8] = []
    /// The currency as written, for rejections.
    var currency = ""
  }

  let settings: BAI2Settings
  var framer: BAI2Framer
  var envelope = BAI2Envelope()
  var rows = BAI2Rows()
  var group = Group()
  var account: Account?
  var words = Words()
  /// Sender, creation date and identification of the file, from its header.
  var fileName = ""
  /// Statements of the files before this one, where several lie in one: a statement is numbered within its own.
  var statementsBefore = 0
  /// Records 16 met, refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  private var files = 0

  init(file: String, settings: BAI2Settings) {
    self.settings = settings
    framer = BAI2Framer(file: file)
  }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows.begin(blockCount: bytes.count, capacity: min(limit, bytes.count / 64))
    showAccount()
    while rows.count < limit {
      switch try framer.next(bytes, base: base, atEnd: atEnd) {
      case .needMore: return leave(framer.cursor, false)
      case .finished:
        guard files > 0 else { throw BAI2Faults.empty(framer.file) }
        guard envelope.file == nil else {
          throw BAI2Faults.truncated(at: Place(file: framer.file, line: Int(framer.startLine)))
        }
        return leave(bytes.count, true)
      case .record: try record(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    var finished = BAI2Rows()
    swap(&finished, &rows)
    return finished.batch(block: block)
  }

  var schema: RecordSchema { BAI2Rows.schema }

  var statements: [Statement] { envelope.statements }

  var remarks: [String] { framer.notes.remarks }

  func recordTooLong(limit: Int) -> Fault { BAI2Faults.recordTooLong(at: framer.place, limit: limit) }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    framer.drop(used)
    return (used, isFinished)
  }

  private mutating func record(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) throws(Fault) {
    guard isInPlace(framer.code) else { throw BAI2Faults.outOfPlace(framer.code, at: framer.place) }
    if framer.code == .detail {
      envelope.count(framer.physicalRecords)
      return try detail(bytes, rejecting: &rejections)
    }
    var fields = BAI2Fields(framer.segments)
    switch framer.code {
    case .fileHeader: fileHeader(bytes, &fields)
    case .groupHeader: try groupHeader(bytes, &fields)
    case .account: accountHeader(bytes, &fields)
    case .accountTrailer, .groupTrailer, .fileTrailer: trailer(bytes, &fields)
    case .detail, .continuation: break
    }
  }

  private func isInPlace(_ code: BAI2Code) -> Bool {
    switch code {
    case .fileHeader: envelope.file == nil
    case .groupHeader, .fileTrailer: envelope.file != nil
    case .account, .groupTrailer: envelope.group != nil
    case .detail, .accountTrailer: envelope.account != nil
    case .continuation: false
    }
  }

  // MARK: Headers

  private mutating func fileHeader(_ bytes: Span<UInt8>, _ fields: inout BAI2Fields) {
    files += 1
    if files == 2 { framer.notes.add(.severalFiles, line: framer.startLine) }
    envelope.openFile()
    statementsBefore = envelope.statements.count
    envelope.count(framer.physicalRecords)
    let sender = word(bytes, fields.nextOrEmpty(bytes))
    _ = fields.next(bytes)
    let created = word(bytes, fields.nextOrEmpty(bytes))
    _ = fields.next(bytes)
    let identification = word(bytes, fields.nextOrEmpty(bytes))
    fileName = [sender, created, identification].filter { !$0.isEmpty }.joined(separator: "-")
    _ = fields.next(bytes)
    _ = fields.next(bytes)
    let version = fields.nextOrEmpty(bytes)
    if version.count != 1 || bytes[version.lowerBound] != UInt8(ascii: "2") {
      framer.notes.add(.versionOther, line: framer.startLine)
    }
  }

  private mutating func groupHeader(_ bytes: Span<UInt8>, _ fields: inout BAI2Fields) throws(Fault) {
    closeAccount()
    envelope.openGroup(line: framer.startLine)
    envelope.count(framer.physicalRecords)
    group = Group()
    _ = fields.next(bytes)
    _ = fields.next(bytes)
    group.disposition = try disposition(bytes, fields.nextOrEmpty(bytes))
    let date = fields.nextOrEmpty(bytes)
    guard date.isEmpty || bytes.isDigits(date, count: 6) else {
      throw BAI2Faults.groupShifted("as-of date not of six digits", at: framer.place)
    }
    group.asOf = BAI2Value.date(bytes, date)
    if group.asOf == nil { framer.notes.add(.groupDateUnknown, line: framer.startLine) }
    // The as-of time says nothing about the day: 2400 and 9999 are the end of the as-of date itself.
    _ = fields.next(bytes)
    group.currency = word(bytes, fields.nextOrEmpty(bytes))
    let modifier = fields.nextOrEmpty(bytes)
    if modifier.count == 1 {
      group.isInterim =
        bytes[modifier.lowerBound] == UInt8(ascii: "1") || bytes[modifier.lowerBound] == UInt8(ascii: "3")
    }
  }

  private mutating func disposition(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Fault) -> Statement.Disposition {
    if range.isEmpty {
      framer.notes.add(.groupStatusMissing, line: framer.startLine)
      return .update
    }
    switch range.count == 1 ? bytes[range.lowerBound] : 0 {
    case UInt8(ascii: "1"): return .update
    case UInt8(ascii: "2"): return .delete
    case UInt8(ascii: "3"): return .replace
    case UInt8(ascii: "4"): return .test
    default: throw BAI2Faults.groupShifted("group status not 1 to 4", at: framer.place)
    }
  }

  /// A short field as text. What is longer than any such field is cut: it is repeated for every account.
  func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String { bytes.text(range.prefix(40)) }

  // MARK: Trailers

  private mutating func trailer(_ bytes: Span<UInt8>, _ fields: inout BAI2Fields) {
    envelope.count(framer.physicalRecords)
    if framer.code != .accountTrailer { closeAccount() }
    var stated = BAI2Envelope.Stated()
    stated.total = figure(bytes, fields.nextOrEmpty(bytes))
    if framer.code != .accountTrailer { stated.members = figure(bytes, fields.nextOrEmpty(bytes)) }
    stated.records = figure(bytes, fields.nextOrEmpty(bytes))
    let line = framer.startLine
    switch framer.code {
    case .accountTrailer:
      envelope.closeAccount(stated, line: line, countsRecords: account?.isPaired != true)
      closeAccount()
    case .groupTrailer:
      envelope.closeGroup(stated, line: line, countsRecords: !group.isPaired)
    default:
      envelope.closeFile(stated, line: line)
      if envelope.hasLooseEnds { framer.notes.add(.emptyGroupUnproven, line: line) }
    }
  }

  /// A number without leading zeros and plus sign; the text as it stands when it is none; nil when it is empty.
  private func figure(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    if range.isEmpty { return nil }
    return BAI2Value.total(bytes, range).map { String($0) } ?? bytes.text(range)
  }
}
