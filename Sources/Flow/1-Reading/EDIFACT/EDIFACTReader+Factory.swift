import Bytes
import Components
import Records

extension EDIFACTReader {
  /// EDIFACT as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    usualContract: { head in usualTarget(head).rawValue },
    schema: { options, contract, complaints in
      DocumentTarget.schema("edifact", options, contract, &complaints)
    },
    make: { options, _, source, contract in EDIFACTReader(source, options: options, contract: contract) },
    recognizes: { head, name in
      if firstMessages(head).isKnown { return .certain }
      let name = name.lowercased()
      return endings.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") } ? .possible : .no
    })

  private static let endings = [".edifact", ".finsta", ".cremul", ".debmul", ".paymul", ".remadv", ".invoic"]

  /// By the first message that fills a contract.
  private static func usualTarget(_ head: [UInt8]) -> DocumentTarget {
    for name in firstMessages(head).names {
      if let target = DocumentTarget.allCases.first(where: { $0.takes(message: name) }) { return target }
    }
    return .invoice
  }

  /// The kinds of messages in the beginning of a file, and whether it is an interchange at all.
  private static func firstMessages(_ head: [UInt8]) -> (names: [String], isKnown: Bool) {
    var framer = SegmentFramer(file: "")
    var segment = Segment()
    guard framer.skipBlanks(head.span, atEnd: true),
      case .found(let marks, let length) = EDIFACTHeader.read(head.span, at: framer.cursor, atEnd: true)
    else { return ([], false) }
    framer.marks = marks
    framer.pass(length)
    var names: [String] = []
    var isKnown = false
    while case .segment = framer.next(head.span, atEnd: true) {
      if framer.tag == EDIFACTTag.unb.rawValue { isKnown = true }
      guard framer.tag == EDIFACTTag.unh.rawValue else { continue }
      isKnown = true
      segment.cut(head.span, framer.start..<framer.end, marks)
      names.append(segment.text(segment.range(2, 1)))
    }
    return (names, isKnown)
  }
}
