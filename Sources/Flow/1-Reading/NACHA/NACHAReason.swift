/// Why an entry is refused. The raw value is the code.
enum NACHAReason: String, CaseIterable {
  case transactionCodeUnknown = "transaction-code-unknown"
  case amountNotANumber = "amount-not-a-number"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .transactionCodeUnknown: "transaction code says neither credit nor debit"
    case .amountNotANumber: "amount is not digits only"
    }
  }

  var hint: String {
    switch self {
    case .transactionCodeUnknown:
      "The code decides whether money comes in or goes out: ask the originator's bank for the entry."
    case .amountNotANumber:
      "Amounts are cents with leading zeros; the letter O is a common slip for 0, and a field that is one place off shifts them."
    }
  }

  var summary: String {
    switch self {
    case .transactionCodeUnknown:
      "The transaction code is not one of the groups 2 to 5 and 8, or its last digit is 0 or 5 without meaning."
    case .amountNotANumber: "The amount of an entry holds something else than digits."
    }
  }
}
