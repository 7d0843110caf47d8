/// What a person should know of an EDIFACT file although it can be read.
enum EDIFACTNote: Int, NoteKind {
  case testInterchange
  case severalInterchanges
  case interchangeMissing
  case dateUnreadable
  case looseEnds

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .testInterchange: "a test interchange (UNB element 0035 is 1); none of it posts"
    case .severalInterchanges: "several interchanges in one file"
    case .interchangeMissing:
      "messages without an interchange header UNB; nothing says how many there should be"
    case .dateUnreadable: "a due date or the date of a paid document that cannot be read; left out"
    case .looseEnds: "a trailer does not agree with a group or interchange that has no message"
    }
  }
}
