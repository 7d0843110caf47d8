import Records

typealias X12Parser = SegmentParser<X12Grammar>

/// ANSI X12 as a standard of interchanges; what its segments say is in the extensions of `X12Parser`.
enum X12Grammar: SegmentGrammar {
  typealias Tag = X12Tag
  typealias Invoice = X12Invoice
  typealias Remittance = X12Remittance
  typealias Report = X12Report

  static let words = SegmentWords(
    standard: "X12", header: "ISA", set: "transaction set", test: "ISA15 is T",
    checks: .init(set: "set", reference: "control-number", countsSets: false))

  static let places = SegmentPlaces(
    interchange: (13, 0), test: (15, "T"), group: 6, setReference: 2, setName: (1, 0))

  static func start(_ bytes: Span<UInt8>, at: Int, atEnd: Bool) -> SegmentStart {
    X12Header.read(bytes, at: at, atEnd: atEnd)
  }

  static func fault(of start: SegmentStart, at place: Place) -> Fault {
    switch start {
    case .broken: X12Faults.brokenHeader(at: place)
    case .other(let tag) where tag == "GS" || tag == "ST": X12Faults.noEnvelope(tag, at: place)
    default: X12Faults.notX12(at: place)
    }
  }

  static func takes(_ set: String, as target: DocumentTarget) -> Bool {
    switch target {
    case .invoice: ["810", "811", "812"].contains(set)
    case .remittance: ["820", "823", "835"].contains(set)
    case .bank: ["821", "822", "823"].contains(set)
    }
  }

  static func take(_ tag: X12Tag, in parser: inout X12Parser, rejecting rejections: inout [Rejection]) {
    switch parser.target {
    case .invoice: parser.invoiceSegment(tag)
    case .remittance: parser.remittanceSegment(tag, rejecting: &rejections)
    case .bank: parser.reportSegment(tag, rejecting: &rejections)
    }
  }

  static func finishSet(of parser: inout X12Parser, rejecting rejections: inout [Rejection]) {
    switch parser.target {
    case .invoice: parser.closeInvoice(rejecting: &rejections)
    case .remittance: parser.closeRemittance(rejecting: &rejections)
    case .bank: parser.closeReport(rejecting: &rejections)
    }
  }
}
