/// Bytes that stand in place of others when a file is read: a record that was refused, as it was put right.
public struct Correction: Sendable, Hashable {
  /// Offset of the first byte replaced, in the decoded bytes of the file.
  public var offset: Int64
  /// How many bytes are replaced.
  public var length: Int
  /// UTF-8; what stands there instead.
  public var bytes: [UInt8]

  /// Replaces `length` bytes from `offset` on.
  public init(offset: Int64, length: Int, bytes: [UInt8]) {
    self.offset = offset
    self.length = length
    self.bytes = bytes
  }
}

/// Puts corrections into a file's bytes as they stream by.
struct Corrector: Sendable {
  /// Sorted by offset, apart from each other.
  private let corrections: [Correction]
  private var next = 0
  /// Offset of the next byte that comes in.
  private var position: Int64 = 0
  /// What stands in place of the bytes that are being left out was given already.
  private var isWritten = false

  init(_ corrections: [Correction]) {
    self.corrections = corrections.sorted { $0.offset < $1.offset }
  }

  /// Appends what `bytes` become to `buffer`.
  mutating func pass(_ bytes: ArraySlice<UInt8>, into buffer: inout [UInt8]) {
    var rest = bytes
    while !rest.isEmpty {
      guard next < corrections.count else { return pass(all: &rest, into: &buffer) }
      let correction = corrections[next]
      let end = correction.offset + Int64(correction.length)
      if position < correction.offset {
        let count = Int(min(Int64(rest.count), correction.offset - position))
        buffer.append(contentsOf: rest.prefix(count))
        rest = rest.dropFirst(count)
        position += Int64(count)
        continue
      }
      if position == correction.offset, !isWritten { buffer.append(contentsOf: correction.bytes) }
      isWritten = true
      let count = Int(min(Int64(rest.count), end - position))
      rest = rest.dropFirst(count)
      position += Int64(count)
      if position == end {
        next += 1
        isWritten = false
      }
    }
  }

  /// What is put behind the last byte.
  mutating func finish(into buffer: inout [UInt8]) {
    while next < corrections.count {
      if !isWritten, corrections[next].offset == position {
        buffer.append(contentsOf: corrections[next].bytes)
      }
      isWritten = false
      next += 1
    }
  }

  private mutating func pass(all rest: inout ArraySlice<UInt8>, into buffer: inout [UInt8]) {
    buffer.append(contentsOf: rest)
    position += Int64(rest.count)
    rest = []
  }
}
