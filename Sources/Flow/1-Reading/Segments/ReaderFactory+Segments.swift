import Bytes
import Components
import Records

extension ReaderFactory {
  /// Interchanges of a standard as one of the formats the program reads.
  ///
  /// - Parameter endings: of the names of such files, in lower case.
  init<Grammar: SegmentGrammar>(
    spec: ComponentSpec, _ grammar: Grammar.Type, endings: [String],
    make: @escaping @Sendable (Options, ByteSource, Contract) -> any Reader
  ) {
    self.init(
      spec: spec,
      usualContract: { head in
        // By the first set that fills a contract.
        let targets = (Grammar.firstSets(head) ?? []).lazy.compactMap { name in
          DocumentTarget.allCases.first { Grammar.takes(name, as: $0) }
        }
        return (targets.first ?? .invoice).rawValue
      },
      schema: { options, contract, complaints in
        DocumentTarget.schema(spec.name, options, contract, &complaints)
      },
      make: { options, _, source, contract in make(options, source, contract) },
      recognizes: { head, name in
        Grammar.firstSets(head) == nil ? Recognition.byName(name, endings) : .certain
      })
  }
}

extension SegmentGrammar {
  /// The names of the sets in the beginning of a file; nil where that has no header of an interchange and no set.
  fileprivate static func firstSets(_ head: [UInt8]) -> [String]? {
    var framer = SegmentFramer(file: "")
    var segment = Segment()
    guard framer.skipBlanks(head.span, atEnd: true),
      case .found(let marks, let length, _) = start(head.span, at: framer.cursor, atEnd: true)
    else { return nil }
    framer.marks = marks
    framer.pass(length)
    var names: [String]?
    while case .segment = framer.next(head.span, atEnd: true) {
      switch Tag(rawValue: framer.tag)?.control {
      case .interchange: names = names ?? []
      case .set:
        segment.cut(head.span, framer.start..<framer.end, marks)
        names = (names ?? []) + [segment.text(segment.range(places.setName.0, places.setName.1))]
      default: break
      }
    }
    return names
  }
}
