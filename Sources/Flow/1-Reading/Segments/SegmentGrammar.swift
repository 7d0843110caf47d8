import Records

/// What one standard of interchanges says: how an interchange begins, which segments it has, and what they tell of the
/// documents in it.
protocol SegmentGrammar: Sendable {
  associatedtype Tag: SegmentTag
  /// What was read of the open set, for each kind of records.
  associatedtype Invoice: SegmentState
  associatedtype Remittance: SegmentState
  associatedtype Report: SegmentState

  static var words: SegmentWords { get }
  static var places: SegmentPlaces { get }

  /// What stands at `at`, the first byte that is no blank, where an interchange is due.
  static func start(_ bytes: Span<UInt8>, at: Int, atEnd: Bool) -> SegmentStart
  /// Of a file that does not begin as it should, or a header that cannot be used.
  static func fault(of start: SegmentStart, at place: Place) -> Fault
  /// Whether sets of that name are read into the records of a contract.
  static func takes(_ set: String, as target: DocumentTarget) -> Bool
  /// Takes the segment at hand of a set that is read.
  static func take(
    _ tag: Tag, in parser: inout SegmentParser<Self>, rejecting rejections: inout [Rejection])
  /// The set that is read has ended.
  static func finishSet(of parser: inout SegmentParser<Self>, rejecting rejections: inout [Rejection])
}

/// The segments of a standard that are understood; the raw value is the tag's letters, the first one highest.
protocol SegmentTag: RawRepresentable<UInt32> {
  /// What it does to the envelopes; nil when it is a segment of a set.
  var control: SegmentControl? { get }
  /// Whether a segment that is no control one may stand outside of sets all the same.
  static func mayStandOutside(_ tag: UInt32) -> Bool
}

enum SegmentControl {
  case interchange, interchangeEnd, group, groupEnd, set, setEnd
}

/// What is known of the open set.
protocol SegmentState {
  /// Nothing yet.
  init()
}

/// How a standard calls its parts.
struct SegmentWords {
  /// `X12`.
  var standard: String
  /// Tag of the header of an interchange.
  var header: String
  /// A set, for people.
  var set: String
  /// How the header says that nothing of an interchange counts.
  var test: String
  var checks: SegmentEnvelope.Words
}

/// Where the control segments have what is needed of them: the element, and its component or 0 for the whole.
struct SegmentPlaces {
  var interchange: (Int, Int)
  /// The element that says whether it is a test, and what it says then.
  var test: (Int, StaticString)
  var group: Int
  var setReference: Int
  var setName: (Int, Int)
}

/// What stands where an interchange is due.
enum SegmentStart {
  /// What parts its segments, the bytes before its first one, and whether its header looks as it usually does.
  case found(SegmentMarks, length: Int, isUsual: Bool)
  /// The block ends before its end.
  case needMore
  /// Nothing but blanks to the end of the file.
  case nothing
  /// Something else, with its tag where it looks like one.
  case other(String)
  /// A header from which the separators cannot be found.
  case broken
}
