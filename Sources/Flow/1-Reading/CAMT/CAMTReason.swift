/// Why an entry is refused. The raw value is the code.
enum CAMTReason: String, CaseIterable {
  case amountMissing = "amount-missing"
  case amountNotANumber = "amount-not-a-number"
  case amountTooLarge = "amount-too-large"
  case amountTooPrecise = "amount-too-precise"
  case currencyUnknown = "currency-unknown"
  case directionUnknown = "direction-unknown"
  case statusUnknown = "status-unknown"
  case bookingDateUnknown = "booking-date-not-in-calendar"
  case valueDateUnknown = "value-date-not-in-calendar"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .amountMissing: "the entry has no amount"
    case .amountNotANumber: "amount is not a number of digits and one point"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooPrecise: "amount has more than four decimals that are not zero"
    case .currencyUnknown: "currency is not three letters"
    case .directionUnknown: "neither CRDT nor DBIT"
    case .statusUnknown: "status is none of BOOK, PDNG, FUTR, INFO"
    case .bookingDateUnknown: "booking date is not a day written YYYY-MM-DD"
    case .valueDateUnknown: "value date is not a day written YYYY-MM-DD"
    }
  }

  var hint: String {
    switch self {
    case .amountMissing: "Ask the bank what the entry comes to; it may be corrected and put back."
    case .amountNotANumber:
      "ISO 20022 writes 1234.50: no comma, no sign, no grouping. Ask the bank to send the file again."
    case .amountTooLarge:
      "Amounts hold at most 14 digits and four decimals; ask the bank whether the entry is right."
    case .amountTooPrecise:
      "No currency has a unit that small: ask the bank what the entry comes to in the account."
    case .currencyUnknown:
      "The amount's attribute Ccy, or the account's currency, has to name it: ask the bank."
    case .directionUnknown:
      "CdtDbtInd says whether money came in or went out; without it the sign would be a guess."
    case .statusUnknown: "A status of the bank's own: ask it whether the entry is booked."
    case .bookingDateUnknown, .valueDateUnknown:
      "Ask the bank for the date; the entry may be corrected and put back."
    }
  }

  var summary: String {
    switch self {
    case .amountMissing: "An entry without an amount."
    case .amountNotANumber: "The amount of an entry holds something else than digits and one point."
    case .amountTooLarge: "The amount does not fit into 64 bits at four decimals."
    case .amountTooPrecise: "The amount has a fifth decimal, or a further one, that is not zero."
    case .currencyUnknown: "Neither the amount nor the account names a currency of three letters."
    case .directionUnknown: "`CdtDbtInd` of an entry is neither `CRDT` nor `DBIT`, or is missing."
    case .statusUnknown: "The status of an entry is none of the four that ISO 20022 lists."
    case .bookingDateUnknown: "The booking date does not exist, or is not written as ISO 8601 has it."
    case .valueDateUnknown: "The value date does not exist, or is not written as ISO 8601 has it."
    }
  }
}
