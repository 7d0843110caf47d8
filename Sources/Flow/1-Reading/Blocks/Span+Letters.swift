// Letters, digits and blanks in the bytes of a file.

extension UInt8 {
  /// Blank, tab, and the control bytes that stand around the fields of a line.
  @inline(__always)
  var isBlank: Bool { self <= 0x20 }

  /// 0 to 9, or nil. The subtraction wraps to 208...255 for bytes below "0".
  @inline(__always)
  var digit: UInt8? { self &- 48 < 10 ? self &- 48 : nil }

  /// A to Z. The subtraction wraps to 191...255 for bytes below "A".
  @inline(__always)
  var isCapital: Bool { self &- 65 < 26 }
}

extension Span where Element == UInt8 {
  /// Whether `count` digits stand from `start` on, before `end`.
  func isDigits(at start: Int, count: Int, before end: Int) -> Bool {
    guard start + count <= end else { return false }
    for index in start..<start + count where self[index].digit == nil { return false }
    return true
  }

  /// Whether `range` is `count` digits and nothing else.
  func isDigits(_ range: Range<Int>, count: Int) -> Bool {
    range.count == count && isDigits(at: range.lowerBound, count: count, before: range.upperBound)
  }

  /// The number of two digits known to be digits.
  func pair(at index: Int) -> Int { Int(self[index] &- 48) * 10 + Int(self[index + 1] &- 48) }

  /// `range` without the blanks and control bytes around it.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// What stands in `range`; bytes that are no UTF-8 become marks of replacement.
  func text(_ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(self[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
