import Records

/// Reads interchanges into statements and rows, in the order of the file: one statement for each transaction set, or for
/// each account of one that reports accounts.
struct X12Parser: SegmentParser {
  /// The open transaction set.
  struct Set {
    /// `810`.
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
  var envelope = SegmentEnvelope(.init(set: "set", reference: "control-number"))
  var notes = Notes<X12Note>()
  var output: DocumentOutput
  var set: Set?
  var invoice: InvoiceDraft?
  var remittance = X12Remittance()
  var report = X12Report()
  /// Offset of the block in the file.
  var base: Int64 = 0
  /// How many sets of each number were left out.
  private var leftOut = LeftOut()
  private var interchanges = 0
  private var isTest = false

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
        closeSet(nil, rejecting: &rejections)
        closeInterchange(nil)
        return leave(bytes.count, true)
      case .segment: try take(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  func recordTooLong(limit: Int) -> Fault { X12Faults.recordTooLong(at: framer.place, limit: limit) }

  /// What was left out, by transaction set.
  var leftOutRemarks: [String] {
    leftOut.remarks("transaction sets that hold no records of \(target.rawValue)")
  }

  // MARK: Envelopes

  /// Reads the separators of the interchange that begins here; false when there is none, or not yet.
  private mutating func openInterchange(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    guard framer.skipBlanks(bytes, atEnd: atEnd) else { return false }
    let place = Place(file: framer.file, line: Int(framer.line))
    switch X12Header.read(bytes, at: framer.cursor, atEnd: atEnd) {
    case .needMore: return false
    case .nothing:
      if interchanges == 0 { throw X12Faults.notX12(at: Place(file: framer.file)) }
      return false
    case .other(let tag):
      if interchanges > 0 { throw X12Faults.outOfPlace(tag.isEmpty ? "something" : tag, at: place) }
      throw tag == "GS" || tag == "ST" ? X12Faults.noEnvelope(tag, at: place) : X12Faults.notX12(at: place)
    case .broken: throw X12Faults.brokenHeader(at: place)
    case .found(let marks, let isFixed):
      framer.marks = marks
      if !isFixed { notes.add(.headerNotFixed, line: framer.line) }
      // The header itself is the next segment; until it is read the interchange has no number.
      envelope.openInterchange("")
      interchanges += 1
      if interchanges == 2 { notes.add(.severalInterchanges, line: framer.line) }
      return true
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) throws(Fault) {
    if framer.isBinaryBroken { notes.add(.binaryLength, line: framer.startLine) }
    if set != nil { envelope.countSegment() }
    let known = X12Tag(rawValue: framer.tag)
    if set == nil, known?.isControl != true, !X12Tag.outsideSets.contains(framer.tag) {
      throw X12Faults.outOfPlace(framer.tagText, at: framer.place)
    }
    guard let tag = known else { return }
    switch tag {
    case .isa, .iea, .gs, .ge, .st, .se:
      segment.cut(bytes, framer.start..<framer.end, framer.marks)
      try control(tag, rejecting: &rejections)
    default:
      guard set?.isTaken == true else { return }
      segment.cut(bytes, framer.start..<framer.end, framer.marks)
      set?.span.end = base + Int64(framer.end)
      switch target {
      case .invoice: invoiceSegment(tag)
      case .remittance: remittanceSegment(tag, rejecting: &rejections)
      case .bank: reportSegment(tag, rejecting: &rejections)
      }
    }
  }

  private mutating func control(_ tag: X12Tag, rejecting rejections: inout [Rejection]) throws(Fault) {
    switch tag {
    case .isa:
      closeSet(nil, rejecting: &rejections)
      if envelope.set != nil || envelope.group != nil || envelope.interchange?.reference != "" {
        closeInterchange(nil)
      }
      isTest = segment.shows(15, "T")
      if isTest { notes.add(.testInterchange, line: framer.startLine) }
      envelope.openInterchange(segment.figure(13))
    case .gs:
      closeSet(nil, rejecting: &rejections)
      if envelope.group != nil { envelope.closeGroup(nil, line: framer.startLine) }
      envelope.openGroup(segment.figure(6))
    case .st:
      closeSet(nil, rejecting: &rejections)
      openSet()
    case .se:
      guard set != nil else { throw X12Faults.outOfPlace("SE", at: framer.place) }
      closeSet(.init(count: segment.figure(1), reference: segment.figure(2)), rejecting: &rejections)
    case .ge:
      closeSet(nil, rejecting: &rejections)
      guard envelope.group != nil else { throw X12Faults.outOfPlace("GE", at: framer.place) }
      envelope.closeGroup(
        .init(count: segment.figure(1), reference: segment.figure(2)), line: framer.startLine)
    default:
      closeSet(nil, rejecting: &rejections)
      closeInterchange(.init(count: segment.figure(1), reference: segment.figure(2)))
    }
  }

  private mutating func closeInterchange(_ stated: SegmentEnvelope.Stated?) {
    envelope.closeInterchange(stated, line: framer.startLine, countsSets: false)
    if envelope.hasLooseEnds { notes.add(.looseEnds, line: framer.startLine) }
  }

  // MARK: Transaction sets

  private mutating func openSet() {
    let reference = segment.figure(2)
    var statement = Statement(
      statementID: envelope.identity(reference), accountID: "", currency: .none, line: framer.startLine)
    if isTest { statement.disposition = .test }
    envelope.openSet(reference, statement)
    let name = segment.text(1)
    let isTaken = target.takes(set: name)
    if !isTaken { leftOut.add(name) }
    set = Set(name: name, isTaken: isTaken, span: span, statement: envelope.statements.count - 1)
    invoice = nil
    remittance = X12Remittance()
    report = X12Report()
  }

  private mutating func closeSet(
    _ stated: SegmentEnvelope.Stated?, rejecting rejections: inout [Rejection]
  ) {
    guard let open = set else { return }
    set?.span.end = max(open.span.end, stated == nil ? open.span.end : base + Int64(framer.end))
    if open.isTaken {
      switch target {
      case .invoice: closeInvoice(rejecting: &rejections)
      case .remittance: closeRemittance(rejecting: &rejections)
      case .bank: closeReport(rejecting: &rejections)
      }
    }
    envelope.closeSet(stated, line: framer.startLine)
    set = nil
  }

  /// A date that does not matter much: null, and noted, when it is no day.
  mutating func date(_ element: Int) -> Int32 {
    let range = segment.range(element)
    if let date = segment.date(range) { return date.days }
    if !range.isEmpty { notes.add(.dateUnreadable, line: framer.startLine) }
    return CivilDate.null
  }
}

extension DocumentTarget {
  /// Whether transaction sets of that number are read into its records.
  func takes(set name: String) -> Bool {
    switch self {
    case .invoice: ["810", "811", "812"].contains(name)
    case .remittance: ["820", "823", "835"].contains(name)
    case .bank: ["821", "822", "823"].contains(name)
    }
  }
}
