/// What a pipeline can set for a camt file.
struct CAMTSettings: Sendable {
  /// The details of an entry become the records where they add up to it.
  var splitsBatches = false
  /// What the bank marks as a copy posts all the same.
  var postsCopies = false
  /// Stands between the texts of an entry.
  var joint: [UInt8] = [UInt8(ascii: "\n")]
}
