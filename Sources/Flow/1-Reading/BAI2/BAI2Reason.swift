import Components

/// Why a BAI2 record is refused. The raw value is the code.
enum BAI2Reason: String, CaseIterable {
  case amountNotANumber = "amount-not-a-number"
  case amountTooLarge = "amount-too-large"
  case currencyUnknown = "currency-unknown"
  case typeCodeUnknown = "type-code-unknown"
  case valueDateUnknown = "value-date-not-in-calendar"
  case distributionUnreadable = "distribution-unreadable"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .amountNotANumber: "amount is not a whole number of minor units"
    case .amountTooLarge: "amount has more digits than can be held"
    case .currencyUnknown: "currency of the account has no known decimal places"
    case .typeCodeUnknown: "type code is neither credit nor debit"
    case .valueDateUnknown: "value date is not a day written YYMMDD"
    case .distributionUnreadable: "availability by days does not have the fields it announces"
    }
  }

  var hint: String {
    switch self {
    case .amountNotANumber:
      "BAI2 amounts are digits with implied decimals; the letter O is a common slip for zero."
    case .amountTooLarge:
      "Amounts hold at most 18 digits with four decimals; ask the bank whether the record is right."
    case .currencyUnknown:
      "Check the currency in the account record; if the bank uses a code of its own, set its decimals in exponents."
    case .typeCodeUnknown:
      "The code lies outside the standard's ranges; ask the bank which side of the account it means."
    case .valueDateUnknown: "Ask the bank for the value date; the transaction may be corrected and put back."
    case .distributionUnreadable:
      "Funds type D has a count and then as many pairs of days and amount, type S has three amounts: ask the bank "
        + "to send the record again."
    }
  }

  var summary: String {
    switch self {
    case .amountNotANumber: "The amount of a record 16 holds something else than digits and one sign."
    case .amountTooLarge: "The amount does not fit into 64 bits at four decimals."
    case .currencyUnknown: "The account's currency is not in ISO 4217 and not in `exponents`."
    case .typeCodeUnknown:
      "A type code of 700 to 899 to which no list gives a side, or of a balance: the sign would be a guess."
    case .valueDateUnknown: "Funds type V with a date that does not exist."
    case .distributionUnreadable:
      "Funds type D without the pairs of numbers it announces, or S with something else than amounts."
    }
  }
}
