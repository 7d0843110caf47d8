import Records

/// A segment taken apart: its elements without wraps and release marks, numbered from 1, and their components.
struct Segment {
  /// The bytes of its elements one behind the other.
  private(set) var bytes: [UInt8] = []
  private var elements: [Range<Int>] = []
  /// Components of all elements in turn.
  private var parts: [Range<Int>] = []
  /// Of each element, its first component.
  private var firstPart: [Int] = []

  /// Takes what stands in `range` apart.
  mutating func cut(_ block: Span<UInt8>, _ range: Range<Int>, _ marks: SegmentMarks) {
    bytes.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    firstPart.removeAll(keepingCapacity: true)
    let (separator, joint, release) = (marks.element, marks.component, marks.release)
    var (start, partStart) = (0, 0)
    firstPart.append(0)
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = block[at]
      at += 1
      if byte == separator {
        parts.append(partStart..<bytes.count)
        elements.append(start..<bytes.count)
        (start, partStart) = (bytes.count, bytes.count)
        firstPart.append(parts.count)
      } else if byte == joint {
        parts.append(partStart..<bytes.count)
        bytes.append(byte)
        partStart = bytes.count
      } else if byte == release {
        // Line ends are wraps, also behind a release mark.
        while at < range.upperBound, block[at] == 10 || block[at] == 13 { at += 1 }
        if at < range.upperBound { bytes.append(block[at]) }
        at += 1
      } else if byte != 10, byte != 13 {
        bytes.append(byte)
      }
    }
    parts.append(partStart..<bytes.count)
    elements.append(start..<bytes.count)
    firstPart.append(parts.count)
  }

  /// Elements behind the tag.
  var count: Int { elements.count - 1 }

  /// Where an element stands, without blanks around it; empty when there is none.
  func range(_ element: Int) -> Range<Int> {
    element < elements.count ? bytes.span.trimmed(elements[element]) : 0..<0
  }

  /// Where a component stands, from 1, without blanks around it; empty when there is none.
  func range(_ element: Int, _ component: Int) -> Range<Int> {
    guard element < elements.count, firstPart[element] + component <= firstPart[element + 1] else {
      return 0..<0
    }
    return bytes.span.trimmed(parts[firstPart[element] + component - 1])
  }

  func isEmpty(_ element: Int) -> Bool { range(element).isEmpty }

  /// For statements, notes and refusals.
  func text(_ range: Range<Int>) -> String { bytes.span.text(range) }

  func text(_ element: Int) -> String { text(range(element)) }

  /// Whether these are the letters that stand there.
  func shows(_ range: Range<Int>, _ letters: StaticString) -> Bool {
    guard range.count == letters.utf8CodeUnitCount else { return false }
    return letters.withUTF8Buffer { letters in
      // The letters of a literal live for ever.
      unsafe bytes[range].elementsEqual(letters)
    }
  }

  func shows(_ element: Int, _ letters: StaticString) -> Bool { shows(range(element), letters) }

  /// Three capital letters.
  func isCurrency(_ range: Range<Int>) -> Bool {
    range.count == 3 && bytes[range].allSatisfy(\.isCapital)
  }
}

extension TextArena {
  /// Copies an element of a segment, without blanks around it; null when there is none.
  mutating func keep(_ segment: borrowing Segment, _ element: Int) -> TextView {
    keep(segment.bytes.span, segment.range(element))
  }

  /// Copies a component of an element, without blanks around it; null when there is none.
  mutating func keep(_ segment: borrowing Segment, _ element: Int, _ component: Int) -> TextView {
    keep(segment.bytes.span, segment.range(element, component))
  }
}
