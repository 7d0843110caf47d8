/// What a person should know of a file of interchanges although it can be read.
enum SegmentNote<Grammar: SegmentGrammar>: Int, NoteKind {
  case testInterchange
  case severalInterchanges
  case interchangeMissing
  case headerNotFixed
  case binaryLength
  case dateUnreadable
  case looseEnds

  /// Lower case, no full stop.
  var text: String {
    let words = Grammar.words
    return switch self {
    case .testInterchange: "a test interchange (\(words.test)); none of it posts"
    case .severalInterchanges: "several interchanges in one file"
    case .interchangeMissing:
      "\(words.set)s without an interchange header \(words.header); nothing says how many there should be"
    case .headerNotFixed:
      "an interchange header that is not 106 characters long; its separators are found by counting"
    case .binaryLength: "binary data without the length it states; read to the next segment end"
    case .dateUnreadable: "a due date or the date of a paid document that cannot be read; left out"
    case .looseEnds: "a trailer does not agree with a group or interchange that has no \(words.set)"
    }
  }
}
