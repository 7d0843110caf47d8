import Records

/// Reads the records of a file, block by block, in the order of the file.
protocol BlockParser {
  /// What its reader says of the file: see `Reader`.
  var schema: RecordSchema { get }
  var statements: [Statement] { get }
  /// Without those of the file's bytes.
  var remarks: [String] { get }
  var recordsRead: Int { get }

  /// Reads the records that a block holds whole; the rows are then those of the block.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the file from `offset` on.
  ///   - atEnd: whether the file ends with them.
  ///   - limit: rows at most.
  /// - Returns: how many bytes of the block are done with, and whether the file is.
  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool)

  /// Rows of the block.
  var rowCount: Int { get }

  /// Hands out the rows of the block that was read last.
  mutating func batch(block: consuming [UInt8]) -> RecordBatch

  /// A record does not end within `limit` bytes.
  func recordTooLong(limit: Int) -> Fault
}
