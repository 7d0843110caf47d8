import Bytes
import Records

/// Hands the bytes of a file to its parser in blocks of 1 MiB, larger ones for a record that is longer.
struct BlockWindow<Parser: BlockParser> {
  private static var blockSize: Int { 1 << 20 }
  private static var longestRecord: Int { 16 << 20 }
  private static var rowsPerBatch: Int { 16_384 }

  let source: ByteSource
  var parser: Parser
  /// The bytes not done with.
  private var block: [UInt8] = []
  /// Offset of `block` in the file.
  private var offset: Int64 = 0
  private var isAtEnd = false
  private var isFinished = false

  init(_ source: ByteSource, _ parser: Parser) {
    self.source = source
    self.parser = parser
  }

  /// The batch of the next block that has rows; nil at the end.
  ///
  /// - Throws: what the parser throws, also of a record longer than 16 MiB, and what reading bytes throws.
  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    var size = Self.blockSize
    while !isFinished {
      try fill(to: size)
      var arena: [UInt8] = []
      swap(&arena, &block)
      let (used, isDone) = try parser.read(
        arena.span, at: offset, atEnd: isAtEnd, limit: Self.rowsPerBatch, rejecting: &rejections)
      isFinished = isDone
      offset += Int64(used)
      // Room for a block and for what its rows put behind it.
      if !isDone { block.reserveCapacity(Self.blockSize + Self.blockSize / 4) }
      block.append(contentsOf: arena[used...])
      if parser.rowCount > 0 { return parser.batch(block: arena) }
      if used > 0 { continue }
      size *= 2
      guard size <= Self.longestRecord else { throw parser.recordTooLong(limit: Self.longestRecord) }
    }
    return nil
  }

  /// Reads on until the block has that many bytes or the file ends.
  private mutating func fill(to size: Int) throws(Fault) {
    while block.count < size, !isAtEnd {
      isAtEnd = try source.read(into: &block, atMost: size - block.count) == 0
    }
  }
}
