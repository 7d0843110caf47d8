/// One bad field of a record that was refused. A value: bad data is expected.
///
/// The record leaves the flow whole; a record with two bad fields has two rejections.
public struct Rejection: Sendable, Hashable {
  /// Where the record lies in its file; its original bytes are read back from there.
  public var origin: Origin
  /// The stage that refused it: `read`, `normalize`, `map`…
  public var stage: String
  /// The field, or empty when the whole record is meant.
  public var field: String
  /// The value as it stood in the file; nil when it was missing.
  public var value: String?
  /// Kebab-case, noun first, stable for ever: `amount-not-a-number`.
  public var code: String
  /// A short fact, lower case, no full stop.
  public var reason: String
  /// A sentence: something a finance person can do.
  public var hint: String
  /// Offset of the bad bytes within the record, where known: where the caret goes.
  public var position: Int32?

  /// A refusal of one field, or of a whole record.
  public init(
    origin: Origin, stage: String, field: String, value: String?, code: String, reason: String, hint: String,
    position: Int32? = nil
  ) {
    self.origin = origin
    self.stage = stage
    self.field = field
    self.value = value
    self.code = code
    self.reason = reason
    self.hint = hint
    self.position = position
  }
}
