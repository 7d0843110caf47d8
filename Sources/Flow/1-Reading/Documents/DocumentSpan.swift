import Components
import Records

/// Where a document, or a line of it, stands in its file.
struct DocumentSpan {
  var offset: Int64 = 0
  /// Of its last byte, and one.
  var end: Int64 = 0
  /// From 1.
  var line: Int32 = 1

  func origin(record: Int, statement: Int) -> Origin {
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    Origin(
      offset: offset, length: Int32(clamping: end - offset), line: line,
      record: Int32(truncatingIfNeeded: record), statement: Int32(truncatingIfNeeded: statement))
  }

  func rejection(of flaw: DocumentFlaw, record: Int, statement: Int) -> Rejection {
    Rejection(
      origin: origin(record: record, statement: statement), stage: "read", field: flaw.field,
      value: flaw.value, code: flaw.reason.rawValue, reason: flaw.reason.fact, hint: flaw.reason.hint,
      position: Int32(clamping: max(0, flaw.offset - offset)))
  }
}

/// Whether a record is a document or payment as a whole, or one line of it.
enum DocumentGrain: String, CaseIterable {
  case documents
  case lines

  static func option(_ doc: String) -> OptionSpec {
    OptionSpec("records", .choice(allCases.map(\.rawValue)), default: "documents", doc: doc, example: "lines")
  }
}

extension Int128 {
  /// Nil when it does not fit an amount column.
  var amount: Int64? { Int64(exactly: self).flatMap { $0 == ScaledDecimal.null ? nil : $0 } }

  /// Divided by a power of ten, halves away from zero.
  func rounded(by divisor: Int128) -> Int128 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    if rest.magnitude * 2 < divisor.magnitude { return quotient }
    return quotient + (self < 0 ? -1 : 1)
  }
}
