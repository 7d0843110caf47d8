import Records

/// Gives the fields of a logical record one by one, wherever its physical records break.
///
/// The slash or line end of a physical record stands for the comma before the next 88. A comma at the end opens one
/// more, empty field.
struct BAI2Fields {
  private let segments: [BAI2Segment]
  private var segment = 0
  private var position: Int
  /// A field starts at `position`.
  private(set) var hasMoreInSegment: Bool

  init(_ segments: [BAI2Segment]) {
    self.segments = segments
    position = segments.first?.start ?? 0
    hasMoreInSegment = !segments.isEmpty
  }

  /// Whether the physical record the next field lies in was closed by a slash.
  var isClosed: Bool { segments[segment].isClosed }

  @inline(__always)
  /// The next field without blanks around it, or nil when the record has no more.
  mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
    if !hasMoreInSegment {
      guard segment + 1 < segments.count else { return nil }
      segment += 1
      position = segments[segment].start
      hasMoreInSegment = true
    }
    var start = position
    let limit = segments[segment].end
    var end = start
    while end < limit, bytes[end] != BAI2Byte.comma { end += 1 }
    hasMoreInSegment = end < limit
    position = end + 1
    while start < end, BAI2Byte.isBlank(bytes[start]) { start += 1 }
    while end > start, BAI2Byte.isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The next field; empty at the start of the bytes when there is none.
  mutating func nextOrEmpty(_ bytes: Span<UInt8>) -> Range<Int> { next(bytes) ?? 0..<0 }

  /// All that is left as lines of text: the rest of this physical record, then the following ones. Empty lines are
  /// left out.
  func restAsLines() -> [Range<Int>] {
    var lines: [Range<Int>] = []
    if hasMoreInSegment, position < segments[segment].end { lines.append(position..<segments[segment].end) }
    for next in segments.dropFirst(segment + 1) where next.start < next.end {
      lines.append(next.start..<next.end)
    }
    return lines
  }

  /// The one line that is left when there is no more than one, without making an array; nil when there are several.
  func restAsOneLine() -> Range<Int>? {
    guard segment + 1 >= segments.count else { return nil }
    return hasMoreInSegment && position < segments[segment].end ? position..<segments[segment].end : 0..<0
  }
}

/// How BAI2 writes numbers and dates.
enum BAI2Value {
  enum Amount: Equatable {
    /// In minor units, signed as written.
    case value(Int64)
    case empty
    /// With the offset of the first byte that does not belong.
    case notANumber(Int)
    /// More than 18 digits.
    case tooLarge
  }

  /// Digits with an optional sign before or after them; at most 18 after leading zeros.
  static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Amount {
    if range.isEmpty { return .empty }
    var start = range.lowerBound
    var end = range.upperBound
    var isNegative = false
    if bytes[start] == BAI2Byte.minus || bytes[start] == BAI2Byte.plus {
      isNegative = bytes[start] == BAI2Byte.minus
      start += 1
    } else if bytes[end - 1] == BAI2Byte.minus || bytes[end - 1] == BAI2Byte.plus {
      isNegative = bytes[end - 1] == BAI2Byte.minus
      end -= 1
    }
    guard start < end else { return .notANumber(range.lowerBound) }
    var value: Int64 = 0
    var isTooLarge = false
    for index in start..<end {
      guard let digit = bytes[index].digit else { return .notANumber(index) }
      if value >= 100_000_000_000_000_000 { isTooLarge = true }
      if !isTooLarge { value = value * 10 + Int64(digit) }
    }
    if isTooLarge { return .tooLarge }
    return .value(isNegative ? -value : value)
  }

  /// A control total or count: as an amount, but up to 36 digits; nil when it is not a number.
  static func total(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int128? {
    switch amount(bytes, range) {
    case .value(let value): return Int128(value)
    case .empty, .notANumber: return nil
    case .tooLarge: break
    }
    var value: Int128 = 0
    var isNegative = false
    for index in range {
      if bytes[index] == BAI2Byte.minus { isNegative = true }
      guard let digit = bytes[index].digit else { continue }
      guard value < 100_000_000_000_000_000_000_000_000_000_000_000 else { return nil }
      value = value * 10 + Int128(digit)
    }
    return isNegative ? -value : value
  }

  /// Six digits YYMMDD; 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069: always a day that `CivilDate.ofRecords`
  /// has. Nil for anything else.
  static func date(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
    guard bytes.isDigits(range, count: 6) else { return nil }
    let at = range.lowerBound
    let year = bytes.pair(at: at)
    return CivilDate(
      year: year + (year < 70 ? 2000 : 1900), month: bytes.pair(at: at + 2), day: bytes.pair(at: at + 4))
  }

  /// Nothing, or four digits HHMM, or the form with colons that is seen as well: `14:59:35`. Whether there is such a time
  /// does not matter.
  static func isTimeOrEmpty(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty || bytes.isDigits(range, count: 4) { return true }
    guard range.count == 5 || range.count == 8 else { return false }
    for (place, index) in range.enumerated() {
      if place % 3 == 2 ? bytes[index] != BAI2Byte.colon : bytes[index].digit == nil {
        return false
      }
    }
    return true
  }

  /// Exactly three digits, or nil.
  static func typeCode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard bytes.isDigits(range, count: 3) else { return nil }
    return Int(bytes[range.lowerBound] - 48) * 100 + bytes.pair(at: range.lowerBound + 1)
  }
}
