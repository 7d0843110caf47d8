import Records

/// The bytes that the texts of a batch lie in: the block they were read from, if the reader shows texts where they
/// stand, and behind it what does not stand there in one piece. Both together stay far below 4 GiB.
struct TextArena {
  /// What was put behind the block.
  private(set) var bytes: [UInt8] = []
  private let blockCount: Int

  /// - Parameters:
  ///   - blockCount: bytes of the block; 0 where every text is copied.
  ///   - capacity: bytes expected behind it.
  init(behind blockCount: Int = 0, capacity: Int = 0) {
    self.blockCount = blockCount
    bytes.reserveCapacity(capacity)
  }

  private var end: UInt32 { UInt32(truncatingIfNeeded: blockCount + bytes.count) }

  /// A piece of the block; null when it is empty.
  func view(of range: Range<Int>) -> TextView {
    range.isEmpty ? .null : TextView(start: UInt32(range.lowerBound), length: Int32(range.count))
  }

  /// Puts bytes behind the block; null when there are none.
  mutating func keep(_ text: [UInt8]) -> TextView {
    if text.isEmpty { return .null }
    let view = TextView(start: end, length: Int32(text.count))
    bytes.append(contentsOf: text)
    return view
  }

  mutating func keep(_ text: String) -> TextView {
    if text.isEmpty { return .null }
    let view = TextView(start: end, length: Int32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
    return view
  }

  /// Copies a text that another arena kept.
  mutating func keep(_ view: TextView, of other: TextArena) -> TextView {
    view.isNull ? .null : keep(other.bytes.span, other.places(of: view))
  }

  /// Copies a piece of another memory; null when it is empty.
  @inline(__always)
  mutating func keep(_ text: Span<UInt8>, _ range: Range<Int>) -> TextView {
    if range.isEmpty { return .null }
    let view = TextView(start: end, length: Int32(range.count))
    // The range lies within the text, and the arena is another memory.
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    return view
  }

  /// Lines of the block with `joint` between them; one alone is shown where it stands.
  mutating func join(_ lines: [Range<Int>], with joint: [UInt8], of block: Span<UInt8>) -> TextView {
    guard lines.count > 1 else { return lines.first.map { view(of: $0) } ?? .null }
    let (start, before) = (end, bytes.count)
    for line in lines {
      if bytes.count > before { bytes.append(contentsOf: joint) }
      for index in line { bytes.append(block[index]) }
    }
    return TextView(start: start, length: Int32(bytes.count - before))
  }

  /// The texts that are there, with `joint` between them; no copy of one alone. All of them were kept here.
  mutating func join(_ views: some Sequence<TextView>, with joint: [UInt8]) -> TextView {
    let none: [UInt8] = []
    return join(views, with: joint, of: none.span)
  }

  /// The same of texts that were kept here, or are shown in the block.
  mutating func join(
    _ views: some Sequence<TextView>, with joint: [UInt8], of block: Span<UInt8>
  ) -> TextView {
    var first = TextView.null
    var (start, before) = (end, 0)
    var parts = 0
    for view in views where !view.isNull {
      parts += 1
      if parts == 1 {
        first = view
        continue
      }
      if parts == 2 {
        (start, before) = (end, bytes.count)
        keepAgain(first, of: block)
      }
      bytes.append(contentsOf: joint)
      keepAgain(view, of: block)
    }
    return parts > 1 ? TextView(start: start, length: Int32(bytes.count - before)) : first
  }

  /// Byte by byte: a slice of the arena would have the whole of it copied.
  private mutating func keepAgain(_ view: TextView, of block: Span<UInt8>) {
    for at in 0..<Int(view.length) { bytes.append(byte(view, at, of: block)) }
  }

  /// Puts a piece of the block behind a text, with a joint in place of the blanks at the text's end; with none, right
  /// behind it. The text is shown or kept here.
  mutating func append(
    _ range: Range<Int>, to view: TextView, joint: UInt8?, of block: Span<UInt8>
  ) -> TextView {
    var length = Int(view.length)
    if joint != nil {
      while length > 0, byte(view, length - 1, of: block).isBlank { length -= 1 }
    }
    var start = view.start
    if Int(start) < blockCount || Int(start) + Int(view.length) != Int(end) {
      start = end
      keepAgain(TextView(start: view.start, length: Int32(length)), of: block)
    } else {
      bytes.removeLast(Int(view.length) - length)
    }
    if let joint, length > 0 { bytes.append(joint) }
    // The range lies within the block, and the arena is another memory.
    unsafe block.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    return TextView(start: start, length: Int32(end - start))
  }

  /// A text that is shown or kept here, without the blanks at its ends; null where it has nothing else.
  func trimmed(_ view: TextView, of block: Span<UInt8>) -> TextView {
    var (first, last) = (0, Int(view.length))
    while first < last, byte(view, first, of: block).isBlank { first += 1 }
    while last > first, byte(view, last - 1, of: block).isBlank { last -= 1 }
    return first == last ? .null : TextView(start: view.start + UInt32(first), length: Int32(last - first))
  }

  /// A text that is shown or kept here.
  func bytes(of view: TextView, block: Span<UInt8>) -> [UInt8] {
    (0..<Int(view.length)).map { byte(view, $0, of: block) }
  }

  /// One byte of a text that is shown or kept here.
  private func byte(_ view: TextView, _ at: Int, of block: Span<UInt8>) -> UInt8 {
    let place = Int(view.start) + at
    return place < blockCount ? block[place] : bytes[place - blockCount]
  }

  /// Where a text that was kept lies in `bytes`.
  private func places(of view: TextView) -> Range<Int> {
    let start = Int(view.start) - blockCount
    return start..<start + Int(view.length)
  }

  /// A text that was kept.
  func string(_ view: TextView) -> String? {
    view.isNull ? nil : String(decoding: bytes[places(of: view)], as: UTF8.self)
  }

  /// Whether both texts were kept, show the same bytes, and there are some.
  func areEqual(_ a: TextView, _ b: TextView) -> Bool {
    guard a.length > 0, a.length == b.length else { return false }
    return bytes[places(of: a)].elementsEqual(bytes[places(of: b)])
  }

  /// Whether a text that was kept shows these bytes.
  func shows(_ view: TextView, _ letters: StaticString) -> Bool {
    guard Int(view.length) == letters.utf8CodeUnitCount else { return false }
    return letters.withUTF8Buffer { letters in
      // The letters of a literal live for ever.
      unsafe bytes[places(of: view)].elementsEqual(letters)
    }
  }

  /// The block, and behind it what was put there.
  consuming func joined(to block: consuming [UInt8]) -> [UInt8] {
    if blockCount == 0 { return bytes }
    var all = block
    all.append(contentsOf: bytes)
    return all
  }
}
