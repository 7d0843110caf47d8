/// Why an entry is refused. The raw value is the code.
enum QIFReason: String, CaseIterable {
  case dateMissing = "booking-date-missing"
  case dateUnknown = "booking-date-not-in-calendar"
  case amountMissing = "amount-missing"
  case amountNotANumber = "amount-not-a-number"
  case amountAmbiguous = "amount-ambiguous"
  case amountContradicted = "amount-contradicted"
  case amountTooLarge = "amount-too-large"
  case amountTooFine = "amount-too-many-decimals"
  case actionUnknown = "action-unknown"
  case amountAgainstAction = "amount-against-action"
  case notEnded = "record-not-ended"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .dateMissing: "the entry has no date"
    case .dateUnknown: "date is not a day in the order of the file"
    case .amountMissing: "the entry has no amount"
    case .amountNotANumber: "amount is not a number"
    case .amountAmbiguous: "the mark before three digits is for thousands or for decimals"
    case .amountContradicted: "the entry states two amounts"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooFine: "amount has more than four decimals"
    case .actionUnknown: "the action of a trade is not one that is known"
    case .amountAgainstAction: "the amount of a trade is negative, and its action says the direction"
    case .notEnded: "the file ends within the date or the amount of the entry"
    }
  }

  var hint: String {
    switch self {
    case .dateMissing: "Look the entry up where the file comes from; it may be corrected and put back."
    case .dateUnknown: "Correct the date, or say with date_order how the file writes dates."
    case .amountMissing: "Look the entry up where the file comes from; it may be corrected and put back."
    case .amountNotANumber: "QIF writes -1,234.50; correct the amount."
    case .amountAmbiguous: "Correct the amount to one with decimals: 1,234.00 or 1.23."
    case .amountContradicted: "Two entries may have run together; export the file again."
    case .amountTooLarge: "Amounts hold at most 14 digits before four decimals; check the entry."
    case .amountTooFine: "Find the exact amount; nothing is rounded."
    case .actionUnknown: "Say what it does to the cash: put Cash in its place, with a signed amount."
    case .amountAgainstAction:
      "Look the trade up where the file comes from; a signed amount belongs to the action Cash."
    case .notEnded: "The file may be cut off: export it again."
    }
  }

  var summary: String {
    switch self {
    case .dateMissing: "An entry without a line `D`."
    case .dateUnknown:
      "The line `D` is not three numbers, or no day in the order in which the file writes dates."
    case .amountMissing: "An entry without a line `T` or `U`."
    case .amountNotANumber: "The amount is not digits with a sign, groups of three and one decimal mark."
    case .amountAmbiguous: "The only mark of the amount is a comma or a point before three digits."
    case .amountContradicted: "An entry has two lines `T`, or a `T` and a `U` that differ."
    case .amountTooLarge: "The amount does not fit into 64 bits at four decimals."
    case .amountTooFine: "The amount has more than four decimals that are not zero."
    case .actionUnknown: "The line `N` of a trade is missing, or no action that is known."
    case .amountAgainstAction: "The amount of a trade, other than of the action Cash, is negative."
    case .notEnded: "The last record has no `^`, and its last line is the date or the amount."
    }
  }
}
