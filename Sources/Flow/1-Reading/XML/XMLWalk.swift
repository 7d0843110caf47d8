import Bytes
import Records

/// Walks through a document that is read in one go, and hands out the elements that paths want.
enum XMLWalk {
  /// One element at its start, with its attributes, or at its end, with its text.
  ///
  /// - Throws: what `take` throws, and what `XMLSource.advance` throws.
  static func through<Label>(
    _ bytes: ByteSource, _ paths: XMLPaths<Label>,
    _ take: (Label, XMLEvent, Span<XMLAttribute>, Span<UInt8>) throws(Fault) -> Void
  ) throws(Fault) {
    let source = XMLSource(bytes, names: paths.names)
    var place = XMLPaths<Label>.above
    var above: [UInt16] = []
    while try source.advance() {
      try source.withPiece { events, attributes, text throws(Fault) in
        for at in 0..<events.count {
          let event = events[at]
          if event.kind == .text { continue }
          if event.kind == .start {
            above.append(place)
            place = paths.step(from: place, to: event.name)
          }
          let here = place
          if event.kind == .end { place = above.popLast() ?? 0 }
          if here > XMLPaths<Label>.above { try take(paths.labels[Int(here)], event, attributes, text) }
        }
      }
    }
  }
}

extension XMLEvent {
  /// The value of an attribute of a start; nil when it has none of that name.
  ///
  /// - Parameter name: the number of the attribute's local name.
  @inline(__always)
  func value(_ name: UInt16, _ attributes: Span<XMLAttribute>) -> Range<Int>? {
    for at in Int(first)..<Int(first) + Int(count) where attributes[at].name == name {
      return Int(attributes[at].first)..<Int(attributes[at].first) + Int(attributes[at].count)
    }
    return nil
  }

  /// The same as text.
  func text(_ name: UInt16, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>) -> String? {
    value(name, attributes).map { text.text($0) }
  }
}
