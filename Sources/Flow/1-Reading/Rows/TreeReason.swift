import Components

/// Why a record of a tree is refused, whatever the tree is written in. The raw value is the code.
enum TreeReason: String, CaseIterable {
  case valueRepeated = "value-repeated"
  case valueHasParts = "value-has-parts"

  var flaw: Flaw { Flaw(code: rawValue, fact: fact, hint: hint) }

  private var fact: String {
    switch self {
    case .valueRepeated: "several values at the path of one field"
    case .valueHasParts: "something with parts of its own where a value should be"
    }
  }

  private var hint: String {
    switch self {
    case .valueRepeated:
      "The path leads through a list. Let `records` lead to its members, or leave the column out."
    case .valueHasParts: "Let the path of the column lead on, to one of the parts."
    }
  }

  var summary: String {
    switch self {
    case .valueRepeated: "The path of a column leads to several values in one record."
    case .valueHasParts: "The path of a column leads to something that has parts, not to a value."
    }
  }

  static let specs = allCases.map { ReasonSpec($0.rawValue, $0.summary) }
}
