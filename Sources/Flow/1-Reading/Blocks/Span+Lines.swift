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
  @inline(__always)
  func lineEnd(from start: Int) -> Int {
    first(from: start, before: count) { word in word.marks(10) | word.marks(13) }
  }

  /// The first LF, CR or byte that is not ASCII; `end` where there is none before it.
  @inline(__always)
  func endOfASCII(from start: Int, before end: Int) -> Int {
    first(from: start, before: end) { word in word.marks(10) | word.marks(13) | word.marksBeyondASCII }
  }

  /// The first such byte; `end` where there is none before it.
  @inline(__always)
  func first(_ byte: UInt8, from start: Int, before end: Int) -> Int {
    first(from: start, before: end) { $0.marks(byte) }
  }

  /// The first byte that is marked; `end` where there is none before it.
  @inline(__always)
  func first(from start: Int, before end: Int, marks: (BytesOfWord) -> UInt64) -> Int {
    var index = start
    let raw = unsafe bytes  // a view of initialised bytes, for as long as the span
    while index + 8 <= end, end <= count {
      // Eight bytes from `index` lie within the span, and any bit pattern is a UInt64.
      let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let marked = marks(BytesOfWord(word))
      if marked != 0 { return index + marked.trailingZeroBitCount >> 3 }
      index += 8
    }
    // One by one: the other bytes of the word are zeros, whatever is marked of them.
    while index < end, marks(BytesOfWord(UInt64(self[index]))) & 0x80 == 0 { index += 1 }
    return index
  }
}

/// Eight bytes in a word, the first one lowest.
struct BytesOfWord {
  private let word: UInt64

  @inline(__always)
  init(_ word: UInt64) { self.word = word }

  /// The high bit of the first byte that is this one, and of none before it: a borrow of the subtraction only rises,
  /// which is why it may wrap.
  @inline(__always)
  func marks(_ byte: UInt8) -> UInt64 {
    let zeros = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (zeros &- 0x0101_0101_0101_0101) & ~zeros & 0x8080_8080_8080_8080
  }

  /// The high bits of the bytes that are not ASCII.
  @inline(__always)
  var marksBeyondASCII: UInt64 { word & 0x8080_8080_8080_8080 }
}
