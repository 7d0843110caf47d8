import Records

typealias EDIFACTParser = SegmentParser<EDIFACTGrammar>

/// UN/EDIFACT as a standard of interchanges; what its segments say is in the extensions of `EDIFACTParser`.
enum EDIFACTGrammar: SegmentGrammar {
  typealias Tag = EDIFACTTag
  typealias Invoice = EDIFACTInvoice
  typealias Remittance = EDIFACTRemittance
  typealias Report = EDIFACTReport

  static let words = SegmentWords(
    standard: "EDIFACT", header: "UNB", set: "message", test: "UNB element 0035 is 1",
    checks: .init(set: "message", reference: "reference", countsSets: true))

  static let places = SegmentPlaces(
    interchange: (5, 1), test: (11, "1"), group: 5, setReference: 1, setName: (2, 1))

  static func start(_ bytes: Span<UInt8>, at: Int, atEnd: Bool) -> SegmentStart {
    EDIFACTHeader.read(bytes, at: at, atEnd: atEnd)
  }

  static func fault(of start: SegmentStart, at place: Place) -> Fault { EDIFACTFaults.notEDIFACT(at: place) }

  static func takes(_ set: String, as target: DocumentTarget) -> Bool {
    switch target {
    case .invoice: set == "INVOIC"
    case .remittance: ["REMADV", "PAYMUL"].contains(set)
    case .bank: ["FINSTA", "CREMUL", "DEBMUL"].contains(set)
    }
  }

  static func take(
    _ tag: EDIFACTTag, in parser: inout EDIFACTParser, rejecting rejections: inout [Rejection]
  ) {
    switch parser.target {
    case .invoice: parser.invoiceSegment(tag)
    case .remittance: parser.remittanceSegment(tag, rejecting: &rejections)
    case .bank: parser.reportSegment(tag, rejecting: &rejections)
    }
  }

  static func finishSet(of parser: inout EDIFACTParser, rejecting rejections: inout [Rejection]) {
    switch parser.target {
    case .invoice: parser.closeInvoice(rejecting: &rejections)
    case .remittance: parser.closeRemittance(rejecting: &rejections)
    case .bank: parser.closeReport(rejecting: &rejections)
    }
  }
}
