import Records

// What the elements of the segment at hand say.
extension SegmentParser {
  /// An amount at four decimals; null with a flaw when it cannot be read, null alone when it is empty.
  func amount(
    _ range: Range<Int>, implied: Int = 0, field: String = "amount", _ flaws: inout [DocumentFlaw]
  ) -> Int64 {
    let reason: DocumentReason
    switch segment.number(range, scale: InvoiceRow.scale, implied: implied) {
    case .value(let value): return value
    case .empty: return ScaledDecimal.null
    case .notANumber: reason = .amountNotANumber
    case .tooLarge: reason = .amountTooLarge
    case .tooFine: reason = .amountTooFine
    }
    flaws.append(flaw(reason, field, range))
    return ScaledDecimal.null
  }

  /// A quantity or price at six decimals; null with a flaw when it cannot be read, null alone when it is empty.
  func fine(_ range: Range<Int>, _ field: String, _ flaws: inout [DocumentFlaw]) -> Int64 {
    switch segment.number(range, scale: InvoiceRow.fineScale) {
    case .value(let value): return value
    case .empty: return ScaledDecimal.null
    case .notANumber, .tooLarge, .tooFine:
      flaws.append(flaw(.quantityNotANumber, field, range))
      return ScaledDecimal.null
    }
  }

  /// A date; null with a flaw when it is no day, null alone when it is empty.
  func date(_ range: Range<Int>, field: String, _ flaws: inout [DocumentFlaw]) -> Int32 {
    if range.isEmpty { return CivilDate.null }
    if let date = segment.date(range) { return date.days }
    flaws.append(flaw(.dateUnknown, field, range))
    return CivilDate.null
  }

  func flaw(_ reason: DocumentReason, _ field: String, _ range: Range<Int>) -> DocumentFlaw {
    DocumentFlaw(
      reason: reason, field: field, value: range.isEmpty ? nil : segment.text(range),
      offset: base + Int64(framer.start))
  }

  /// None when it is not three capital letters.
  func currency(_ range: Range<Int>) -> Currency {
    guard segment.isCurrency(range) else { return .none }
    let at = range.lowerBound
    return Currency(segment.bytes[at], segment.bytes[at + 1], segment.bytes[at + 2]) ?? .none
  }

  /// A date that does not matter much: null, and noted, when it is no day.
  mutating func date(_ range: Range<Int>) -> Int32 {
    if let date = segment.date(range) { return date.days }
    if !range.isEmpty { notes.add(.dateUnreadable, line: framer.startLine) }
    return CivilDate.null
  }

  /// The same of a whole element.
  mutating func date(_ element: Int) -> Int32 { date(segment.range(element)) }
}
