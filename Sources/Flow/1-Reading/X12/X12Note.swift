/// What a person should know of an X12 file although it can be read.
enum X12Note: Int, NoteKind {
  case testInterchange
  case severalInterchanges
  case headerNotFixed
  case binaryLength
  case dateUnreadable
  case looseEnds

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .testInterchange: "a test interchange (ISA15 is T); none of it posts"
    case .severalInterchanges: "several interchanges in one file"
    case .headerNotFixed:
      "an interchange header that is not 106 characters long; its separators are found by counting"
    case .binaryLength: "binary data without the length it states; read to the next segment end"
    case .dateUnreadable: "a due date or the date of a paid document that cannot be read; left out"
    case .looseEnds: "a trailer does not agree with a group or interchange that has no transaction set"
    }
  }
}
