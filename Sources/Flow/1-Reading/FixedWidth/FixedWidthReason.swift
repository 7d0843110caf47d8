/// Why a record is refused. The raw value is the code.
enum FixedWidthReason: String, CaseIterable {
  case numberNotDigits = "number-not-digits"
  case numberTooLarge = "number-too-large"
  case numberTooFine = "number-too-many-decimals"
  case signUnknown = "sign-unknown"
  case dateUnknown = "date-not-in-calendar"
  case currencyUnknown = "currency-unknown"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .numberNotDigits: "not a number of digits"
    case .numberTooLarge: "more digits than can be held"
    case .numberTooFine: "more decimals than the field has"
    case .signUnknown: "its sign is neither of those that the layout names"
    case .dateUnknown: "not a day as the layout writes them"
    case .currencyUnknown: "not a currency code"
    }
  }

  var hint: String {
    switch self {
    case .numberNotDigits:
      "Look whether the columns are shifted, and whether the layout's places and its type fit the file."
    case .numberTooLarge: "Look whether the layout's places take in more than the number."
    case .numberTooFine: "Ask for the exact amount; nothing is rounded."
    case .signUnknown:
      "The sign decides whether money came in or went out: ask what the mark means, and add it to negative or positive."
    case .dateUnknown:
      "Look whether date_format says how the file writes days; ask for the date where it is no day."
    case .currencyUnknown: "Give the letters of the currency under values, or as a constant."
    }
  }

  var summary: String {
    switch self {
    case .numberNotDigits: "A number holds something else than digits and a sign."
    case .numberTooLarge: "A number does not fit into 64 bits at the field's scale."
    case .numberTooFine: "A number has decimals that are not zero and that the field cannot hold."
    case .signUnknown: "What stands at sign_at is named neither by negative nor by positive."
    case .dateUnknown: "A date is not written as date_format says, or is no day."
    case .currencyUnknown: "A currency is not a code of ISO 4217, nor among values."
    }
  }
}

/// What a person should know of a fixed width file although it can be read.
enum FixedWidthNote: Int, NoteKind {
  case linesTooLong
  case continuationAlone
  case totalsAlone

  static var isOncePerLine: Bool { true }

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .linesTooLong: "a line longer than the layout's records; what stands behind them was passed over"
    case .continuationAlone: "a continuation without a record that it goes on with; left out"
    case .totalsAlone: "totals without a statement or file that they are of; passed over"
    }
  }
}
