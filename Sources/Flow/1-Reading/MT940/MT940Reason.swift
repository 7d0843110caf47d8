/// Why an entry is refused. The raw value is the code.
enum MT940Reason: String, CaseIterable {
  case valueDateUnknown = "value-date-not-in-calendar"
  case bookingDateUnknown = "booking-date-not-in-calendar"
  case markUnknown = "mark-not-credit-or-debit"
  case amountNotANumber = "amount-not-a-number"
  case amountTooLarge = "amount-too-large"
  case amountTooFine = "amount-too-many-decimals"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .valueDateUnknown: "value date is not a day written YYMMDD"
    case .bookingDateUnknown: "entry date is not a day written MMDD"
    case .markUnknown: "the dates are not followed by C, D, RC, RD, EC or ED"
    case .amountNotANumber: "amount is not digits with one decimal comma"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooFine: "amount has more than four decimals"
    }
  }

  var hint: String {
    switch self {
    case .valueDateUnknown, .bookingDateUnknown:
      "Ask the bank for the date; the entry may be corrected and put back."
    case .markUnknown:
      "The mark decides whether money came in or went out: ask the bank to send the statement again."
    case .amountNotANumber: "Field 61 has an amount like 1234,56 behind the mark; ask the bank what it means."
    case .amountTooLarge:
      "Amounts hold at most 14 digits before four decimals; ask the bank whether the entry is right."
    case .amountTooFine: "Ask the bank for the exact amount; nothing is rounded."
    }
  }

  var summary: String {
    switch self {
    case .valueDateUnknown:
      "The value date of a field 61 is not six digits, or is no day; 30 February is taken."
    case .bookingDateUnknown: "The entry date of a field 61 is not four digits, or is a day of no year."
    case .markUnknown: "The debit/credit mark of a field 61 is none of the six of the standard."
    case .amountNotANumber: "The amount of a field 61 is not digits with one decimal mark."
    case .amountTooLarge: "The amount does not fit into 64 bits at four decimals."
    case .amountTooFine: "The amount has more than four decimals that are not zero."
    }
  }
}
