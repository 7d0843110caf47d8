/// Why a record is refused. The raw value is the code.
enum SAFTReason: String, CaseIterable {
  case amountMissing = "amount-missing"
  case amountNotANumber = "amount-not-a-number"
  case amountTooLarge = "amount-too-large"
  case amountTooPrecise = "amount-too-precise"
  case currencyUnknown = "currency-unknown"
  case dateUnknown = "date-not-in-calendar"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .amountMissing: "the record has no amount"
    case .amountNotANumber: "amount is not a number of digits and one point"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooPrecise: "amount has more than four decimals that are not zero"
    case .currencyUnknown: "the header names no currency of three letters"
    case .dateUnknown: "date is not a day written YYYY-MM-DD"
    }
  }

  var hint: String {
    switch self {
    case .amountMissing: "A line has a debit or a credit, a document a gross total: ask for the file again."
    case .amountNotANumber: "The standard writes 1234.50, without grouping: correct the record."
    case .amountTooLarge: "Amounts hold at most 14 digits and four decimals; ask whether the record is right."
    case .amountTooPrecise: "Nothing is rounded: ask for the amount in the currency's own decimals."
    case .currencyUnknown: "DefaultCurrencyCode or CurrencyCode of the header has to name it."
    case .dateUnknown: "Look the document up in the system the file comes from, and correct the record."
    }
  }

  var summary: String {
    switch self {
    case .amountMissing: "A line without debit and credit, or a document without a gross total."
    case .amountNotANumber: "An amount holds something else than digits, a sign and one point."
    case .amountTooLarge: "An amount does not fit into 64 bits at four decimals."
    case .amountTooPrecise: "An amount has a fifth decimal, or a further one, that is not zero."
    case .currencyUnknown: "The header names no currency, so that amounts mean nothing."
    case .dateUnknown: "The date of an entry or document is missing or does not exist."
    }
  }
}
