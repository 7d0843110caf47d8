// Lines in the bytes of a file: they end at LF, CR, CRLF or CRCRLF.

extension Span where Element == UInt8 {
  /// Where the line that begins at `start` ends, and where the next one begins; nil when the block does not hold it whole,
  /// or is used up.
  ///
  /// - Parameter atEnd: the block reaches to the end of the file.
  func line(from start: Int, atEnd: Bool) -> (end: Int, next: Int)? {
    let end = lineEnd(from: start)
    if end == count { return atEnd && start < end ? (end, end) : nil }
    var next = end + 1
    if self[end] == 13 {
      guard atEnd || end + 2 < count else { return nil }
      if next < count, self[next] == 10 {
        next += 1
      } else if next + 1 < count, self[next] == 13, self[next + 1] == 10 {
        next += 2
      }
    }
    return (end, next)
  }

  /// The first LF or CR, or the end of the block.
  private func lineEnd(from: Int) -> Int {
    var index = from
    let raw = unsafe bytes  // a view of initialised bytes, for as long as the span
    while index + 8 <= count {
      // Eight bytes from `index` lie within the span, and any bit pattern is a UInt64.
      let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let hit = zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
      if hit != 0 { return index + hit.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < count, self[index] != 10, self[index] != 13 { index += 1 }
    return index
  }

  /// The high bit of the first zero byte and of none before it: a borrow of the subtraction only rises, which is why
  /// it may wrap.
  private func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
