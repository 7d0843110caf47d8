/// Why an entry is refused. The raw value is the code.
enum OFXReason: String, CaseIterable {
  case bookingDateUnknown = "booking-date-not-in-calendar"
  case valueDateUnknown = "value-date-not-in-calendar"
  case amountMissing = "amount-missing"
  case amountNotANumber = "amount-not-a-number"
  case amountAmbiguous = "amount-ambiguous"
  case amountContradicted = "amount-contradicted"
  case amountTooLarge = "amount-too-large"
  case amountTooFine = "amount-too-many-decimals"
  case currencyUnknown = "currency-unknown"
  case correctionDeletes = "correction-deletes"
  case correctionUnknown = "correction-unknown"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .bookingDateUnknown: "date posted is missing, or is not a day written YYYYMMDD"
    case .valueDateUnknown: "date of availability is not a day written YYYYMMDD"
    case .amountMissing: "the entry has no amount"
    case .amountNotANumber: "amount is not a number"
    case .amountAmbiguous: "a comma before three digits is for thousands or for decimals"
    case .amountContradicted: "the entry states more than one amount"
    case .amountTooLarge: "amount has more digits than can be held"
    case .amountTooFine: "amount has more than four decimals"
    case .currencyUnknown: "currency of the amount is not three letters"
    case .correctionDeletes: "the bank deletes the entry with this number"
    case .correctionUnknown: "the entry corrects another one, but not by REPLACE or DELETE"
    }
  }

  var hint: String {
    switch self {
    case .bookingDateUnknown, .valueDateUnknown:
      "Ask the bank for the date; the entry may be corrected and put back."
    case .amountMissing: "Ask the bank what the entry comes to; it may be corrected and put back."
    case .amountNotANumber: "OFX writes -1234.50 or -1234,50; ask the bank what the entry comes to."
    case .amountAmbiguous: "Correct the amount to one without the comma, or with decimals behind a point."
    case .amountContradicted: "Two entries may have run together; ask the bank to send the file again."
    case .amountTooLarge:
      "Amounts hold at most 14 digits before four decimals; ask the bank whether the entry is right."
    case .amountTooFine: "Ask the bank for the exact amount; nothing is rounded."
    case .currencyUnknown: "The amount is in another currency than the account; ask the bank which one."
    case .correctionDeletes:
      "Take that entry out of the books by hand if it was loaded; a record of a file takes nothing out."
    case .correctionUnknown: "Ask the bank whether the earlier entry is replaced or deleted."
    }
  }

  var summary: String {
    switch self {
    case .bookingDateUnknown: "`DTPOSTED` is missing, is no day, or does not begin with eight digits."
    case .valueDateUnknown: "`DTAVAIL` is no day, or does not begin with eight digits."
    case .amountMissing: "An entry without `TRNAMT`."
    case .amountNotANumber:
      "`TRNAMT` is not digits with a sign, a dollar sign, groups of three and one decimal mark."
    case .amountAmbiguous: "The only mark of the amount is a comma before three digits."
    case .amountContradicted: "An entry has two amounts: the tags between two entries are damaged."
    case .amountTooLarge: "The amount does not fit into 64 bits at four decimals."
    case .amountTooFine: "The amount has more than four decimals that are not zero."
    case .currencyUnknown: "`CURRENCY` of an entry has a `CURSYM` that is not three letters."
    case .correctionDeletes: "An entry with `CORRECTACTION` DELETE; a person takes the other one out."
    case .correctionUnknown: "An entry with `CORRECTFITID` and another action, or none."
    }
  }
}
