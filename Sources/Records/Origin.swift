/// Where a record came from in its file.
public struct Origin: Sendable, Hashable, BitwiseCopyable {
  /// Offset of the record's first byte in the decoded (unzipped, UTF-8) bytes of the file.
  public var offset: Int64
  /// Bytes of the record, without its line end.
  public var length: Int32
  /// Line of its first byte, from 1.
  public var line: Int32
  /// Number of the record in its file, from 1, in the order of the file; refused records count too.
  public var record: Int32
  /// Index of the statement in the file's statements; -1 when the format has none.
  public var statement: Int32

  /// A place in a file; without a statement unless one is given.
  public init(offset: Int64, length: Int32, line: Int32, record: Int32, statement: Int32 = -1) {
    self.offset = offset
    self.length = length
    self.line = line
    self.record = record
    self.statement = statement
  }
}
