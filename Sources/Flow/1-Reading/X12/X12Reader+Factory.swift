import Bytes
import Components
import Records

extension X12Reader {
  /// X12 as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    usualContract: { head in usualTarget(head).rawValue },
    schema: { options, contract, complaints in
      DocumentTarget.schema("x12", options, contract, &complaints)
    },
    make: { options, _, source, contract in X12Reader(source, options: options, contract: contract) },
    recognizes: { head, name in
      if begins(head) { return .certain }
      let name = name.lowercased()
      return endings.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") } ? .possible : .no
    })

  private static let endings = [".x12", ".810", ".811", ".812", ".820", ".821", ".822", ".823", ".835"]

  /// Whether a header stands there whose separators can be found.
  private static func begins(_ head: [UInt8]) -> Bool {
    var framer = SegmentFramer(file: "")
    guard framer.skipBlanks(head.span, atEnd: true) else { return false }
    if case .found = X12Header.read(head.span, at: framer.cursor, atEnd: true) { return true }
    return false
  }

  /// By the first transaction set that fills a contract.
  private static func usualTarget(_ head: [UInt8]) -> DocumentTarget {
    var framer = SegmentFramer(file: "")
    var segment = Segment()
    guard framer.skipBlanks(head.span, atEnd: true),
      case .found(let marks, _) = X12Header.read(head.span, at: framer.cursor, atEnd: true)
    else { return .invoice }
    framer.marks = marks
    while case .segment = framer.next(head.span, atEnd: true) {
      guard framer.tag == X12Tag.st.rawValue else { continue }
      segment.cut(head.span, framer.start..<framer.end, marks)
      let name = segment.text(1)
      if let target = DocumentTarget.allCases.first(where: { $0.takes(set: name) }) { return target }
    }
    return .invoice
  }
}
