public import Records

/// Turns the bytes of one file into batches: format truth only, no cleaning.
///
/// A reader is made for one file and used by one thread. After the last batch `statements` is complete.
public protocol Reader {
  /// The fields of every batch it gives.
  var schema: RecordSchema { get }

  /// The statements met so far, in the order of the file; `Origin.statement` counts in them. Checks and totals of
  /// a statement are final once the last batch was given.
  var statements: [Statement] { get }

  /// What a person should know of the file although it can be read: a declared encoding that was wrong, a
  /// dialect found. Short facts, no values.
  var remarks: [String] { get }

  /// The next batch, or nil at the end. Never an empty batch. What is refused goes to `rejections`, one for each
  /// bad field or one for the record as a whole, and is not in the batch; `recordsRead` counts it all the same.
  ///
  /// - Throws: `Fault` when the file cannot be read as this format at all (exit status 65), or reading fails.
  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch?

  /// Records met so far: those in batches and those refused.
  var recordsRead: Int { get }

  /// Bytes of the file consumed so far, before unzipping: for progress.
  var bytesRead: Int64 { get }

  /// Finds the value of a field in a record of this file; nil where a record's fields are not known by their places.
  var fieldFinder: FieldFinder? { get }
}

/// Where the value of a field stands in the bytes of a record, for a caret under it; nil when it is not there.
public typealias FieldFinder = @Sendable (_ field: String, _ record: [UInt8]) -> Range<Int>?

extension Reader {
  /// Unknown.
  public var fieldFinder: FieldFinder? { nil }
}
