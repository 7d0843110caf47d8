import Records

/// Why a record is refused: what is in it, or that a line is not JSON. The raw value is the code.
enum JSONReason: String, CaseIterable {
  case notWellFormed = "json-not-well-formed"
  case tooDeep = "json-too-deep"
  case recordsMissing = "records-missing"
  case recordNotObject = "record-not-an-object"
  case nameRepeated = "name-repeated"
  case textNotUnicode = "text-not-unicode"
  case textHasNul = "text-has-nul"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .notWellFormed: "not written as JSON is"
    case .tooDeep: "more than \(JSONTokenizer.deepest) objects and lists within each other"
    case .recordsMissing: "nothing stands at the path of the records"
    case .recordNotObject: "a value where a record should be"
    case .nameRepeated: "a name twice in one object"
    case .textNotUnicode: "a text with half a character in it"
    case .textHasNul: "a text with a zero byte in it"
    }
  }

  var flaw: Flaw { flaw(fact) }

  /// - Parameter fact: what it is in particular.
  func flaw(_ fact: String) -> Flaw { Flaw(code: rawValue, fact: fact, hint: hint) }

  var summary: String {
    switch self {
    case .notWellFormed: "A line is not written as JSON is."
    case .tooDeep: "A line holds more than 256 objects and lists within each other."
    case .recordsMissing: "A line has nothing at the path of `records`."
    case .recordNotObject: "A number, a text or a list stands where a record should be."
    case .nameRepeated: "A name that is read stands in an object twice."
    case .textNotUnicode: "A text has half a character: a surrogate without the other one."
    case .textHasNul: "A zero byte stands in a text, which no text has."
    }
  }

  private var hint: String {
    switch self {
    case .notWellFormed:
      "The file is damaged, cut off or not JSON: fetch it again, or ask the sender for it."
    case .tooDeep: "No export of records is that deep: check that this is the sender's own file."
    case .recordsMissing: "Look at the file, and write its names with dots between them: records: data.items."
    case .recordNotObject: "Each record is an object with names; check the path in records."
    case .nameRepeated:
      "Which of the two is meant is a guess: ask the sender, or take one of them out by hand."
    case .textNotUnicode: "The sender's program cut the text within a character: ask for it once more."
    case .textHasNul: "The sender's program left it there: ask for the record once more, or mend it by hand."
    }
  }
}
