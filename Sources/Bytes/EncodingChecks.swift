/// Strict UTF-8, checked piece by piece: no overlong forms, no surrogates, nothing above U+10FFFF.
///
/// Standard: RFC 3629.
struct UTF8Check {
  /// Bytes still missing from the sequence begun, and the bounds of the next one.
  private var missing = 0
  /// Bytes met of the sequence begun; after a bad byte, of the sequence it does not fit into.
  private(set) var open = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// Whether no sequence is left open.
  var isComplete: Bool { missing == 0 }

  /// Index of the first byte that does not fit, or nil. After a bad byte the check is over.
  ///
  /// - Parameter occurs: 256 values; true is set for every byte from 0x80 met.
  mutating func firstBad(in bytes: UnsafeRawBufferPointer, occurs: inout [Bool]) -> Int? {
    var at = 0
    let count = bytes.count
    while at < count {
      if missing == 0 {
        // Four words at once while everything is ASCII; the last one ends at `at + 32 <= count`.
        while at &+ 32 <= count {
          let a = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          let b = unsafe bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
          let c = unsafe bytes.loadUnaligned(fromByteOffset: at &+ 16, as: UInt64.self)
          let d = unsafe bytes.loadUnaligned(fromByteOffset: at &+ 24, as: UInt64.self)
          if (a | b | c | d) & 0x8080_8080_8080_8080 != 0 { break }
          at &+= 32
        }
      }
      // At most 32 bytes one by one, then the fast path has its chance again.
      let end = min(count, at &+ 32)
      while at < end {
        let byte = unsafe bytes[at]
        if byte >= 0x80 { occurs[Int(byte)] = true }
        if !accepts(byte) { return at }
        at &+= 1
      }
    }
    return nil
  }

  private mutating func accepts(_ byte: UInt8) -> Bool {
    if missing > 0 {
      guard byte >= lower, byte <= upper else { return false }
      missing -= 1
      open = missing == 0 ? 0 : open + 1
      lower = 0x80
      upper = 0xBF
      return true
    }
    switch byte {
    case 0...0x7F: return true
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, lower) = (2, 0xA0)
    case 0xED: (missing, upper) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, lower) = (3, 0x90)
    case 0xF1...0xF3: missing = 3
    case 0xF4: (missing, upper) = (3, 0x8F)
    default: return false
    }
    open = 1
    return true
  }
}

/// Counts the code units of UTF-16 that are no text: halves of surrogate pairs, and an odd last byte.
///
/// Standard: RFC 2781.
struct UTF16Check {
  private let isBigEndian: Bool
  private var first: UInt8?
  private var isAfterHigh = false
  private var bad = 0

  init(_ encoding: TextEncoding) { isBigEndian = encoding == .utf16BigEndian }

  mutating func scan(_ bytes: [UInt8]) {
    for byte in bytes {
      guard let before = first else {
        first = byte
        continue
      }
      first = nil
      let top = isBigEndian ? before : byte
      let isLow = top & 0xFC == 0xDC
      // A high half wants a low one after it; a low half wants a high one before it.
      if isAfterHigh != isLow { bad += 1 }
      isAfterHigh = top & 0xFC == 0xD8
    }
  }

  /// How many were bad, once every byte was scanned.
  func finish() -> Int { bad + (isAfterHigh ? 1 : 0) + (first != nil ? 1 : 0) }
}
