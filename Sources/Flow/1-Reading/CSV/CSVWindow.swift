import Bytes
import Glibc
import Records

/// The part of a file that is in memory: whole records are taken from its front, and it is filled up at its end.
struct CSVWindow {
  /// Bytes at most of one record, and so of a window.
  static let mostBytes = 16_777_216
  /// Bytes a window is filled up to, where no record needs more.
  static let usualBytes = 1_572_864

  let source: ByteSource
  private let size: Int
  /// The window and the padding the scanner asks for.
  var bytes: [UInt8] = []
  /// Bytes of the window without the padding.
  private(set) var count = 0
  /// How many first bytes are taken.
  var taken = 0
  /// Line ends in the file before `taken`.
  var lines = 0
  /// Offset in the file of the window's first byte.
  private(set) var offset: Int64 = 0
  /// The file ends with the window.
  private(set) var isLast = false
  /// A zero byte is in the window, which no text has.
  private(set) var hasZero = false

  /// - Parameter size: bytes to fill up to.
  init(source: ByteSource, size: Int) throws(Fault) {
    self.source = source
    self.size = size
    try fill(to: size)
  }

  var isEmpty: Bool { taken == count }

  /// Lets go of what is taken and fills up to the usual size. The old bytes stay with whoever holds them.
  mutating func advance() throws(Fault) {
    // While half of the window is still to come, it is cheaper to stay.
    if isLast || count - taken > size / 2 { return }
    var rest: [UInt8] = []
    rest.reserveCapacity(size + CSVScanner.padding)
    rest.append(contentsOf: bytes[taken..<count])
    offset += Int64(taken)
    bytes = rest
    count = rest.count
    taken = 0
    try fill(to: size)
  }

  /// Makes room for a record that is longer than the window.
  ///
  /// - Throws: `record-too-large`, and what reading throws.
  mutating func grow() throws(Fault) {
    if taken > 0 {
      offset += Int64(taken)
      bytes = Array(bytes[taken..<count])
      count = bytes.count
      taken = 0
    } else {
      bytes.removeLast(CSVScanner.padding)
    }
    guard count < CSVWindow.mostBytes else {
      throw Fault(
        "record-too-large", "a record is longer than 16 MiB", at: Place(file: source.name, line: lines + 1),
        hint:
          "A quote that is opened and never closed is the usual cause: look at the beginning of this line.",
        status: .dataRefused)
    }
    try fill(to: max(size, min(count * 2, CSVWindow.mostBytes)))
  }

  private mutating func fill(to size: Int) throws(Fault) {
    while count < size, !isLast {
      if try source.read(into: &bytes, atMost: size - count) == 0 { isLast = true }
      count = bytes.count
    }
    // Looks at the `count` bytes of the array only.
    hasZero = unsafe bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe memchr(start, 0, count) != nil
    }
    bytes.append(contentsOf: repeatElement(0, count: CSVScanner.padding))
  }

  /// Takes lines with nothing but blanks in them, as many as there are.
  mutating func takeBlankLines(_ scanner: CSVScanner) throws(Fault) {
    while true {
      let (from, count, isLast) = (taken, count, isLast)
      // The window comes with its padding.
      let blank = unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return (next: from, lines: 0) }
        return unsafe scanner.blankLines(base, from: from, count: count, isLast: isLast)
      }
      taken = blank.next
      lines += blank.lines
      if blank.lines == 0 { return }
      try advance()
    }
  }

  /// The next line, whatever is in it, without its line end, and where the line after it starts; nil at the end of
  /// the file.
  mutating func peekLine() throws(Fault) -> (bytes: [UInt8], next: Int)? {
    while true {
      if isEmpty, isLast { return nil }
      var at = taken
      while at < count, bytes[at] != 10, bytes[at] != 13 { at += 1 }
      // A carriage return may have company of two bytes.
      if at + 2 >= count, !isLast {
        try grow()
        continue
      }
      let line = Array(bytes[taken..<at])
      if at == count { return (line, at) }
      return (line, bytes[at] == 10 ? at + 1 : afterReturn(at))
    }
  }

  /// Takes the line that was peeked at.
  mutating func takeLine(through next: Int) {
    lines += 1
    taken = next
  }

  private func afterReturn(_ at: Int) -> Int {
    // The array is longer than `count`, and nothing beyond `count` is read.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return at + 1 }
      return unsafe CSVScanner.afterReturn(base, at: at, count: count)
    }
  }
}
