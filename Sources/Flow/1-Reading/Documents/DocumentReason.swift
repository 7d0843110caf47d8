/// Why a document, a payment or a line of it is refused. The raw value is the code.
enum DocumentReason: String, CaseIterable {
  case amountNotANumber = "amount-not-a-number"
  case amountTooLarge = "amount-too-large"
  case amountTooFine = "amount-too-many-decimals"
  case quantityNotANumber = "quantity-not-a-number"
  case dateUnknown = "date-not-in-calendar"
  case sideUnknown = "side-not-credit-or-debit"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .amountNotANumber: "amount is not a number"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooFine: "amount has more than four decimals"
    case .quantityNotANumber: "quantity or price is not a number of at most six decimals"
    case .dateUnknown: "date is not a day that the calendar has"
    case .sideUnknown: "the code of the entry does not say whether money came in or went out"
    }
  }

  var hint: String {
    switch self {
    case .amountNotANumber: "The letters O and l are common slips for 0 and 1; ask the sender what it means."
    case .amountTooLarge:
      "Amounts hold at most 14 digits before four decimals; ask the sender whether the record is right."
    case .amountTooFine: "Ask the sender for the exact amount; nothing that is stated is rounded."
    case .quantityNotANumber:
      "Ask the sender to send the document again; the amount of the line comes from both."
    case .dateUnknown: "Ask the sender for the date; the document may be corrected and put back."
    case .sideUnknown: "Ask the bank which side of the account the code means."
    }
  }

  var summary: String {
    switch self {
    case .amountNotANumber: "An amount holds something else than digits, a sign and one decimal mark."
    case .amountTooLarge: "An amount does not fit into 64 bits at four decimals."
    case .amountTooFine: "An amount has more than four decimals that are not zero."
    case .quantityNotANumber:
      "The quantity or the price of a line is not a number, or has more than six decimals that are not zero."
    case .dateUnknown:
      "The date of a document, a payment or an entry is not a day written CCYYMMDD or YYMMDD."
    case .sideUnknown: "The code of an entry is neither one of BAI that has a side nor a word for one."
    }
  }
}

/// One value of a document that cannot be read, with its place in the file.
struct DocumentFlaw {
  var reason: DocumentReason
  var field: String
  /// As it stands; nil when it is missing.
  var value: String?
  /// Of the segment or element it stands in, in the file.
  var offset: Int64
}
