import Components
import Records

/// Reads interchanges into statements and rows, in the order of the file: one statement for each transaction set or
/// message, or for each account of one that reports accounts.
struct SegmentParser<Grammar: SegmentGrammar>: BlockParser {
  /// The open transaction set or message.
  struct OpenSet {
    /// `810`, `INVOIC`.
    var name: String
    var isTaken: Bool
    var span: DocumentSpan
    /// Index of its statement; of its last account's.
    var statement: Int
  }

  let target: DocumentTarget
  /// Of documents that name none.
  let usualCurrency: Currency
  var framer: SegmentFramer
  /// The segment at hand, taken apart.
  var segment = Segment()
  var envelope = SegmentEnvelope(Grammar.words.checks)
  var notes = Notes<SegmentNote<Grammar>>()
  var output: DocumentOutput
  var set: OpenSet?
  var invoice = Grammar.Invoice()
  var remittance = Grammar.Remittance()
  var report = Grammar.Report()
  /// Offset of the block in the file.
  private(set) var base: Int64 = 0
  /// How many sets of each name were left out.
  private var leftOut = LeftOut()
  private var interchanges = 0
  private var isTest = false
  /// The open interchange has a header.
  private var hasHeader = false

  /// - Parameter options: of the format, checked against its spec.
  init(file: String, options: Options, contract: Contract) {
    target = DocumentTarget(rawValue: contract.title) ?? .invoice
    usualCurrency = options.text("currency").flatMap { Currency($0) } ?? .none
    framer = SegmentFramer(file: file)
    output = DocumentOutput(
      grain: options.text("records").flatMap(DocumentGrain.init(rawValue:)) ?? .documents)
  }

  // MARK: Blocks

  var schema: RecordSchema { target.schema }

  var statements: [Statement] { envelope.statements }

  var remarks: [String] {
    notes.remarks
      + leftOut.remarks("\(Grammar.words.set)s that hold no records of \(target.rawValue)")
  }

  var recordsRead: Int { output.recordsRead }

  var rowCount: Int { output.rowCount }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    while rowCount < limit {
      if envelope.interchange == nil {
        guard try openInterchange(bytes, atEnd: atEnd) else {
          return leave(framer.cursor, atEnd && framer.cursor == bytes.count)
        }
      }
      switch framer.next(bytes, atEnd: atEnd) {
      case .needMore: return leave(framer.cursor, false)
      case .finished:
        closeSet(nil, rejecting: &rejections)
        closeInterchange(nil)
        return leave(bytes.count, true)
      case .segment: try take(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    framer.drop(used)
    return (used, isFinished)
  }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    switch target {
    case .invoice: output.invoices.take()
    case .remittance: output.payments.take()
    case .bank: output.entries.take()
    }
  }

  func recordTooLong(limit: Int) -> Fault {
    SegmentFaults.recordTooLong(Grammar.words.standard, at: framer.place, limit: limit)
  }

  /// Of the segment at hand.
  var span: DocumentSpan {
    DocumentSpan(offset: base + Int64(framer.start), end: base + Int64(framer.end), line: framer.startLine)
  }

  // MARK: Segments

  /// Takes the segment that was found.
  private mutating func take(
    _ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]
  ) throws(Fault) {
    if framer.isBinaryBroken { notes.add(.binaryLength, line: framer.startLine) }
    if set != nil { envelope.countSegment() }
    let known = Grammar.Tag(rawValue: framer.tag)
    if set == nil, known?.control == nil, !Grammar.Tag.mayStandOutside(framer.tag) {
      throw SegmentFaults.outOfPlace(framer.tagText, at: framer.place)
    }
    guard let tag = known else { return }
    if let control = tag.control {
      segment.cut(bytes, framer.start..<framer.end, framer.marks)
      return try take(control, rejecting: &rejections)
    }
    guard set?.isTaken == true else { return }
    segment.cut(bytes, framer.start..<framer.end, framer.marks)
    set?.span.end = base + Int64(framer.end)
    Grammar.take(tag, in: &self, rejecting: &rejections)
  }

  private mutating func take(
    _ control: SegmentControl, rejecting rejections: inout [Rejection]
  ) throws(Fault) {
    let stated = SegmentEnvelope.Stated(count: segment.figure(1), reference: segment.figure(2))
    if control == .setEnd {
      guard set != nil else { throw SegmentFaults.outOfPlace(framer.tagText, at: framer.place) }
      return closeSet(stated, rejecting: &rejections)
    }
    closeSet(nil, rejecting: &rejections)
    switch control {
    case .interchange: takeHeader()
    case .group:
      if envelope.group != nil { envelope.closeGroup(nil, line: framer.startLine) }
      envelope.openGroup(segment.figure(Grammar.places.group))
    case .set: openSet()
    case .groupEnd:
      guard envelope.group != nil else {
        throw SegmentFaults.outOfPlace(framer.tagText, at: framer.place)
      }
      envelope.closeGroup(stated, line: framer.startLine)
    case .interchangeEnd, .setEnd: closeInterchange(stated)
    }
  }

  // MARK: Interchanges

  /// Reads the separators of the interchange that begins here; false when there is none, or not yet.
  private mutating func openInterchange(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    guard framer.skipBlanks(bytes, atEnd: atEnd) else { return false }
    let place = Place(file: framer.file, line: Int(framer.line))
    let start = Grammar.start(bytes, at: framer.cursor, atEnd: atEnd)
    switch start {
    case .needMore: return false
    case .nothing:
      if interchanges == 0 { throw Grammar.fault(of: start, at: Place(file: framer.file)) }
      return false
    case .other(let tag):
      if interchanges == 0 { throw Grammar.fault(of: start, at: place) }
      throw SegmentFaults.outOfPlace(tag.isEmpty ? "something" : tag, at: place)
    case .broken: throw Grammar.fault(of: start, at: place)
    case .found(let marks, let length, let isUsual):
      framer.marks = marks
      framer.pass(length)
      if !isUsual { notes.add(.headerNotFixed, line: framer.line) }
      // The header is a segment to come; until it is read the interchange has no number.
      envelope.openInterchange("")
      (hasHeader, isTest) = (false, false)
      interchanges += 1
      if interchanges == 2 { notes.add(.severalInterchanges, line: framer.line) }
      return true
    }
  }

  private mutating func takeHeader() {
    let places = Grammar.places
    if hasHeader || envelope.interchange?.sets != 0 { closeInterchange(nil) }
    hasHeader = true
    isTest = segment.shows(places.test.0, places.test.1)
    if isTest { notes.add(.testInterchange, line: framer.startLine) }
    envelope.openInterchange(segment.figure(segment.range(places.interchange.0, places.interchange.1)))
  }

  private mutating func closeInterchange(_ stated: SegmentEnvelope.Stated?) {
    if stated == nil, !hasHeader {
      notes.add(.interchangeMissing, line: framer.startLine)
      envelope.dropInterchange(line: framer.startLine)
    } else {
      envelope.closeInterchange(stated, line: framer.startLine)
    }
    if envelope.hasLooseEnds { notes.add(.looseEnds, line: framer.startLine) }
  }

  // MARK: Sets

  private mutating func openSet() {
    let places = Grammar.places
    let reference = segment.figure(places.setReference)
    var statement = Statement(
      statementID: envelope.identity(reference), accountID: "", currency: .none, line: framer.startLine)
    if isTest { statement.disposition = .test }
    envelope.openSet(reference, statement)
    let name = segment.text(segment.range(places.setName.0, places.setName.1))
    let isTaken = Grammar.takes(name, as: target)
    if !isTaken { leftOut.add(name) }
    set = OpenSet(name: name, isTaken: isTaken, span: span, statement: envelope.statements.count - 1)
    invoice = Grammar.Invoice()
    remittance = Grammar.Remittance()
    report = Grammar.Report()
  }

  private mutating func closeSet(
    _ stated: SegmentEnvelope.Stated?, rejecting rejections: inout [Rejection]
  ) {
    guard let open = set else { return }
    if stated != nil { set?.span.end = base + Int64(framer.end) }
    if open.isTaken { Grammar.finishSet(of: &self, rejecting: &rejections) }
    envelope.closeSet(stated, line: framer.startLine)
    set = nil
  }
}
