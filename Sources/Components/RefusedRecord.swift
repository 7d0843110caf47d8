public import Records

/// A refusal with the bytes it speaks of: everything that is shown, stored and given back.
public struct RefusedRecord: Sendable, Hashable {
  /// What is wrong with it.
  public var rejection: Rejection
  /// The record's original bytes, in UTF-8.
  public var original: String
  /// The line the bad bytes stand in, and where in it, from 1; nil when the whole file is meant.
  public var line: String?
  /// From 1, in bytes; 0 when it is not known, or nothing is shown.
  public var column: Int

  /// A refusal, with what is shown of its record.
  public init(rejection: Rejection, original: String = "", line: String? = nil, column: Int = 0) {
    self.rejection = rejection
    self.original = original
    self.line = line
    self.column = column
  }
}
