import Bytes
import Records

/// Reads the events of a camt message into statements and rows, in the order of the document.
struct CAMTParser {
  let settings: CAMTSettings
  let file: String
  let paths = CAMTField.paths
  private let currencyName = CAMTField.paths.number(of: "Ccy")
  var rows = Rows<BankRow>()
  var notes = Notes<CAMTNote>()
  var statements: [Statement] = []
  /// Entries, or the details in their place; refused ones included.
  var recordsRead = 0
  /// The open statement.
  var open: CAMTStatement?
  /// A statement that ended with a page that is not its last.
  var unfinished: CAMTStatement?
  var balance = CAMTStatement.Balance()
  /// What the entries of the open page came to.
  var page = CAMTTally()
  var bookedPage = CAMTTally()
  var entry = CAMTEntry()
  var details: [CAMTDetail] = []
  /// Details of the entry before those of the open `NtryDtls`.
  var detailsBefore = 0
  /// What is said in the details of the open entry.
  var texts: [TextView] = []
  var shown = Shown()
  /// Currency of the amount that is open; none when it names none that can be.
  var amountCurrency = Currency.none
  /// That currency as written, where it is none.
  var amountCurrencyText = TextView.null
  private var place = XMLPaths<CAMTField>.above
  private var above: [UInt16] = []
  /// Numbers of the names of the first elements, until a message is met.
  private var firstNames: [UInt16] = []
  private var hasMessage = false
  private var isIntraday = false
  /// Index of the next event of the piece.
  private var next = 0

  /// What every row of the open statement shows, in the arena at hand.
  struct Shown {
    var isThere = false
    var account = TextView.null
    var statementID = TextView.null
    var booked = TextView.null
    var pending = TextView.null
    var future = TextView.null
    var information = TextView.null
  }

  /// Bytes of text at most that one entry may bring.
  static let largestEntry = 512 << 20

  init(file: String, settings: CAMTSettings) {
    self.file = file
    self.settings = settings
  }

  /// What of a piece is at hand.
  typealias Piece = (attributes: Span<XMLAttribute>, text: Span<UInt8>)

  /// Reads the events of a piece on, until it ends or the rows are enough.
  ///
  /// - Returns: whether the piece is done with.
  mutating func read(
    _ events: Span<XMLEvent>, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>, limit: Int,
    _ source: XMLSource,
    rejecting rejections: inout [Rejection]
  ) throws(Fault) -> Bool {
    while next < events.count {
      let event = events[next]
      next += 1
      switch event.kind {
      case .start:
        above.append(place)
        place = paths.step(from: place, to: event.name)
        if place == XMLPaths<CAMTField>.above { try outside(event, source) }
        let label = paths.labels[Int(place)]
        if label != .nothing { start(label, event, attributes, text, source) }
      case .end:
        let label = paths.labels[Int(place)]
        place = above.popLast() ?? 0
        if label == .nothing { continue }
        try end(label, event, text, &rejections)
        if label == .entry, rows.count >= limit { return next == events.count }
      case .text: break
      }
    }
    return true
  }

  /// Begins with a new piece.
  mutating func beginPiece() { next = 0 }

  /// Looks at the end of the document whether there was what it should hold.
  mutating func finish(_ source: XMLSource) throws(Fault) {
    leaveUnfinished()
    if !statements.isEmpty { return }
    let place = Place(file: file)
    let isISO = firstNames.contains {
      source.namespace($0).contains("iso:20022") || source.name($0) == "Document"
    }
    guard hasMessage || isISO else {
      throw CAMTFaults.notCAMT(firstNames.first.map { source.name($0) } ?? "", at: place)
    }
    throw CAMTFaults.noStatement(at: place)
  }

  /// Hands out the rows so far.
  mutating func batch() -> RecordBatch {
    shown = Shown()
    return rows.take()
  }

  /// An element that is no part of a message: what stands right in a Document is another one.
  private mutating func outside(_ event: XMLEvent, _ source: XMLSource) throws(Fault) {
    if above.count > 4 || hasMessage { return }
    if let parent = firstNames.last, firstNames.count == above.count - 1, source.name(parent) == "Document" {
      let own = source.namespace(event.name)
      throw CAMTFaults.otherMessage(
        source.name(event.name), namespace: own.isEmpty ? source.namespace(parent) : own,
        at: Place(file: file, line: Int(event.line)))
    }
    firstNames = Array(firstNames.prefix(above.count - 1)) + [event.name]
  }

  // MARK: Starts

  private mutating func start(
    _ label: CAMTField, _ event: XMLEvent, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>,
    _ source: XMLSource
  ) {
    switch label {
    case .message:
      hasMessage = true
      isIntraday = source.name(event.name).hasPrefix("BkToCstmrAcctRpt")
    case .statement:
      open = CAMTStatement(line: event.line, isIntraday: isIntraday)
      page = CAMTTally()
      bookedPage = CAMTTally()
      shown = Shown()
    case .balance:
      balance = CAMTStatement.Balance()
      balance.line = event.line
    case .entry: beginEntry(event)
    case .details: detailsBefore = details.count
    case .detail:
      var detail = CAMTDetail()
      detail.offset = event.offset
      detail.line = event.line
      detail.firstText = texts.count
      details.append(detail)
    case .amount, .balanceAmount, .charge, .detailAmount, .transactionAmount, .counterValue:
      amountCurrency = .none
      amountCurrencyText = .null
      for at in Int(event.first)..<Int(event.first) + Int(event.count)
      where attributes[at].name == currencyName {
        let range = XMLValue.trimmed(text, Int(attributes[at].first), Int(attributes[at].count))
        amountCurrency = XMLValue.currency(text, range) ?? .none
        if amountCurrency == .none { amountCurrencyText = rows.text.keep(text, range) }
      }
    default: break
    }
  }

  // MARK: Ends

  private mutating func end(
    _ label: CAMTField, _ event: XMLEvent, _ text: Span<UInt8>, _ rejections: inout [Rejection]
  ) throws(Fault) {
    switch label {
    case .statement: return endStatement()
    case .balance: return endBalance()
    case .entry: return try endEntry(event, &rejections)
    case .detail: return endDetail(event)
    case .details: return endDetails()
    default: break
    }
    let range = XMLValue.trimmed(text, Int(event.first), Int(event.count))
    if range.isEmpty { return }
    if label.rawValue >= CAMTField.detail.rawValue {
      takeDetail(label, text, range)
    } else if label.rawValue >= CAMTField.entry.rawValue {
      takeEntry(label, text, range)
    } else {
      takeStatement(label, text, range, event)
    }
  }
}
