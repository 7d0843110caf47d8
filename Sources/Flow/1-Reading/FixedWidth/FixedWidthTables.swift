// What is looked up for every record, laid flat: a look costs no copy of an array within an array.

/// Texts in one memory.
private struct FlatTexts: Sendable {
  private var letters: [UInt8] = []
  private var ends: [Int] = []

  mutating func append(_ text: [UInt8]) {
    letters += text
    ends.append(letters.count)
  }

  var count: Int { ends.count }

  func range(_ text: Int) -> Range<Int> { (text == 0 ? 0 : ends[text - 1])..<ends[text] }

  func bytes(_ text: Int) -> [UInt8] { Array(letters[range(text)]) }

  func isEqual(_ text: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let own = self.range(text)
    guard own.count == range.count else { return false }
    for offset in 0..<own.count
    where letters[own.lowerBound + offset] != bytes[range.lowerBound + offset] { return false }
    return true
  }
}

/// Tells kinds of records apart by what stands in them.
struct FixedKinds: Sendable {
  private struct Condition {
    var places: FixedPlaces
    /// Of which one must stand there.
    var texts: Range<Int>
  }

  /// By kind, which of the conditions must hold.
  private var kinds: [Range<Int>] = []
  private var conditions: [Condition] = []
  private var texts = FlatTexts()

  init(_ records: [FixedRecord]) {
    for record in records {
      let first = conditions.count
      for (places, wanted) in record.code {
        let start = texts.count
        for text in wanted { texts.append(text) }
        conditions.append(Condition(places: places, texts: start..<texts.count))
      }
      kinds.append(first..<conditions.count)
    }
  }

  /// The first kind whose conditions all hold.
  func kind(of record: PlacedRecord, in bytes: Span<UInt8>) -> Int? {
    for kind in kinds.indices where isMeant(kinds[kind], record, bytes) { return kind }
    return nil
  }

  private func isMeant(_ wanted: Range<Int>, _ record: PlacedRecord, _ bytes: Span<UInt8>) -> Bool {
    for at in wanted where !holds(conditions[at], record, bytes) { return false }
    return true
  }

  private func holds(_ condition: Condition, _ record: PlacedRecord, _ bytes: Span<UInt8>) -> Bool {
    let value = record.value(bytes, condition.places.first, condition.places.last)
    for text in condition.texts where texts.isEqual(text, bytes, value) { return true }
    return false
  }
}

/// What texts of a field stand for.
struct FixedValues: Sendable {
  private var keys = FlatTexts()
  private var values = FlatTexts()

  var isEmpty: Bool { keys.count == 0 }

  mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    keys.append(key)
    values.append(value)
  }

  /// Nil where the text is not among them.
  func meaning(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    for at in 0..<keys.count where keys.isEqual(at, bytes, range) { return values.bytes(at) }
    return nil
  }
}
