/// The bytes that part the segments of an interchange.
struct SegmentMarks: Equatable {
  /// Between the elements of a segment.
  var element: UInt8
  /// Between the components of an element; nil where none can be told from text.
  var component: UInt8?
  /// Has the byte behind it taken as text.
  var release: UInt8?
  /// Behind a segment, in as many bytes as the character has; nil where segments end with their lines.
  var terminator: [UInt8]?
  /// Whether segments BIN and BDS carry bytes by their number, whatever these are.
  var hasBinary = false
}
