import Records

/// Reads interchanges into statements and rows, in the order of the file: one statement for each message, or for each
/// account of one that reports accounts.
struct EDIFACTParser: SegmentParser {
  /// The open message.
  struct Message {
    /// `INVOIC`.
    var name: String
    var isTaken: Bool
    var span: DocumentSpan
    /// Index of its statement; of its last account's.
    var statement: Int
  }

  let target: DocumentTarget
  /// Of documents that name none.
  var usualCurrency = Currency.none
  var framer: SegmentFramer
  var segment = Segment()
  var envelope = SegmentEnvelope(.init(set: "message", reference: "reference"))
  var notes = Notes<EDIFACTNote>()
  var output: DocumentOutput
  var message: Message?
  var invoice = EDIFACTInvoice()
  var remittance = EDIFACTRemittance()
  var report = EDIFACTReport()
  var base: Int64 = 0
  /// How many messages of each kind were left out.
  private var leftOut = LeftOut()
  private var interchanges = 0
  private var isTest = false
  private var hasHeader = false

  init(file: String, target: DocumentTarget, grain: DocumentGrain) {
    self.target = target
    framer = SegmentFramer(file: file)
    output = DocumentOutput(grain: grain)
  }

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
        closeMessage(nil, rejecting: &rejections)
        closeInterchange(nil)
        return leave(bytes.count, true)
      case .segment: try take(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  func recordTooLong(limit: Int) -> Fault { EDIFACTFaults.recordTooLong(at: framer.place, limit: limit) }

  /// What was left out, by message.
  var leftOutRemarks: [String] { leftOut.remarks("messages that hold no records of \(target.rawValue)") }

  // MARK: Envelopes

  /// Reads the separators of the interchange that begins here; false when there is none, or not yet.
  private mutating func openInterchange(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    guard framer.skipBlanks(bytes, atEnd: atEnd) else { return false }
    let place = Place(file: framer.file, line: Int(framer.line))
    switch EDIFACTHeader.read(bytes, at: framer.cursor, atEnd: atEnd) {
    case .needMore: return false
    case .nothing:
      if interchanges == 0 { throw EDIFACTFaults.notEDIFACT(at: Place(file: framer.file)) }
      return false
    case .other:
      throw interchanges == 0
        ? EDIFACTFaults.notEDIFACT(at: place) : EDIFACTFaults.outOfPlace("something", at: place)
    case .found(let marks, let length):
      framer.marks = marks
      framer.pass(length)
      envelope.openInterchange("")
      (hasHeader, isTest) = (false, false)
      interchanges += 1
      if interchanges == 2 { notes.add(.severalInterchanges, line: framer.line) }
      return true
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) throws(Fault) {
    if message != nil { envelope.countSegment() }
    let known = EDIFACTTag(rawValue: framer.tag)
    if message == nil, known?.isControl != true, !EDIFACTTag.isSecurity(framer.tag) {
      throw EDIFACTFaults.outOfPlace(framer.tagText, at: framer.place)
    }
    guard let tag = known else { return }
    switch tag {
    case .unb, .ung, .unh, .unt, .une, .unz:
      segment.cut(bytes, framer.start..<framer.end, framer.marks)
      try control(tag, rejecting: &rejections)
    default:
      guard message?.isTaken == true else { return }
      segment.cut(bytes, framer.start..<framer.end, framer.marks)
      message?.span.end = base + Int64(framer.end)
      switch target {
      case .invoice: invoiceSegment(tag)
      case .remittance: remittanceSegment(tag, rejecting: &rejections)
      case .bank: reportSegment(tag, rejecting: &rejections)
      }
    }
  }

  private mutating func control(_ tag: EDIFACTTag, rejecting rejections: inout [Rejection]) throws(Fault) {
    let stated = SegmentEnvelope.Stated(count: segment.figure(1), reference: segment.figure(2))
    if tag == .unt {
      guard message != nil else { throw EDIFACTFaults.outOfPlace("UNT", at: framer.place) }
      return closeMessage(stated, rejecting: &rejections)
    }
    closeMessage(nil, rejecting: &rejections)
    switch tag {
    case .unb:
      if hasHeader || envelope.interchange?.sets != 0 { closeInterchange(nil) }
      hasHeader = true
      isTest = segment.shows(11, "1")
      if isTest { notes.add(.testInterchange, line: framer.startLine) }
      envelope.openInterchange(segment.figure(segment.range(5, 1)))
    case .ung:
      if envelope.group != nil { envelope.closeGroup(nil, line: framer.startLine) }
      envelope.openGroup(segment.figure(5))
    case .unh: openMessage()
    case .une:
      guard envelope.group != nil else { throw EDIFACTFaults.outOfPlace("UNE", at: framer.place) }
      envelope.closeGroup(stated, line: framer.startLine)
    default: closeInterchange(stated)
    }
  }

  private mutating func closeInterchange(_ stated: SegmentEnvelope.Stated?) {
    if stated == nil, !hasHeader {
      notes.add(.interchangeMissing, line: framer.startLine)
      envelope.dropInterchange(line: framer.startLine)
    } else {
      envelope.closeInterchange(stated, line: framer.startLine, countsSets: true)
    }
    if envelope.hasLooseEnds { notes.add(.looseEnds, line: framer.startLine) }
  }

  // MARK: Messages

  private mutating func openMessage() {
    let reference = segment.figure(1)
    var statement = Statement(
      statementID: envelope.identity(reference), accountID: "", currency: .none, line: framer.startLine)
    if isTest { statement.disposition = .test }
    envelope.openSet(reference, statement)
    let name = segment.text(segment.range(2, 1))
    let isTaken = target.takes(message: name)
    if !isTaken { leftOut.add(name) }
    message = Message(
      name: name, isTaken: isTaken, span: span, statement: envelope.statements.count - 1)
    invoice = EDIFACTInvoice()
    remittance = EDIFACTRemittance()
    report = EDIFACTReport()
  }

  private mutating func closeMessage(
    _ stated: SegmentEnvelope.Stated?, rejecting rejections: inout [Rejection]
  ) {
    guard let open = message else { return }
    if stated != nil { message?.span.end = base + Int64(framer.end) }
    if open.isTaken {
      switch target {
      case .invoice: closeInvoice(rejecting: &rejections)
      case .remittance: closeRemittance(rejecting: &rejections)
      case .bank: closeReport(rejecting: &rejections)
      }
    }
    envelope.closeSet(stated, line: framer.startLine)
    message = nil
  }

  /// A date that does not matter much: null, and noted, when it is no day.
  mutating func date(_ range: Range<Int>) -> Int32 {
    if let date = segment.date(range) { return date.days }
    if !range.isEmpty { notes.add(.dateUnreadable, line: framer.startLine) }
    return CivilDate.null
  }
}

extension DocumentTarget {
  /// Whether messages of that kind are read into its records.
  func takes(message name: String) -> Bool {
    switch self {
    case .invoice: name == "INVOIC"
    case .remittance: ["REMADV", "PAYMUL"].contains(name)
    case .bank: ["FINSTA", "CREMUL", "DEBMUL"].contains(name)
    }
  }
}
