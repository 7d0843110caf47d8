import Records

/// Reads interchanges of documents; what X12 and EDIFACT have in common.
protocol SegmentParser: BlockParser {
  var target: DocumentTarget { get }
  var framer: SegmentFramer { get set }
  /// The segment at hand, taken apart.
  var segment: Segment { get }
  var output: DocumentOutput { get set }
  var envelope: SegmentEnvelope { get set }
  /// Offset of the block in the file.
  var base: Int64 { get set }

  /// Reads the separators of the interchange that begins here; false when there is none, or not yet.
  mutating func openInterchange(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool
  /// Takes the segment that was found.
  mutating func take(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) throws(Fault)
  /// The file ends within an interchange.
  mutating func finish(rejecting rejections: inout [Rejection])
}

extension SegmentParser {
  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    while rowCount < limit {
      if envelope.interchange == nil {
        guard try openInterchange(bytes, atEnd: atEnd) else {
          return leave(framer.cursor, atEnd && framer.cursor == bytes.count)
        }
      }
      switch framer.next(bytes, atEnd: atEnd) {
      case .needMore: return leave(framer.cursor, false)
      case .finished:
        finish(rejecting: &rejections)
        return leave(bytes.count, true)
      case .segment: try take(bytes, rejecting: &rejections)
      }
    }
    return leave(framer.cursor, false)
  }

  var rowCount: Int { output.rowCount }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch {
    switch target {
    case .invoice: output.invoices.take()
    case .remittance: output.payments.take()
    case .bank: output.entries.take()
    }
  }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    framer.drop(used)
    return (used, isFinished)
  }

  /// Of the segment at hand.
  var span: DocumentSpan {
    DocumentSpan(offset: base + Int64(framer.start), end: base + Int64(framer.end), line: framer.startLine)
  }

  // MARK: Elements

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
}
