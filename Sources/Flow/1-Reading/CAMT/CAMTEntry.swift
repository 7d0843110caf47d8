import Records

/// What kind of entry it is: the code of ISO 20022 in three parts, and the bank's own.
struct CAMTBankCode {
  var domain = TextView.null
  var family = TextView.null
  var subfamily = TextView.null
  var proprietary = TextView.null
}

/// An entry while it is read.
struct CAMTEntry {
  enum Status: UInt8 {
    case missing, booked, pending, future, information, unknown
  }

  var offset: Int64 = 0
  var line: Int32 = 0
  var amount = XMLValue.Amount.empty
  /// +1, -1, or 0 when it is not said.
  var side: Int64 = 0
  var currency = Currency.none
  var status = Status.missing
  var isReversal = false
  var bookingDate = CivilDate.null
  var valueDate = CivilDate.null
  // As written, where that may have to be shown: amount, currency, side, status and dates that could not be read.
  var amountText = TextView.null
  var currencyText = TextView.null
  var sideText = TextView.null
  var statusText = TextView.null
  var badBookingDate = TextView.null
  var badValueDate = TextView.null
  var servicerReference = TextView.null
  var reference = TextView.null
  var code = CAMTBankCode()
  var text = TextView.null
  var batchPaymentID = TextView.null
  var batchMessageID = TextView.null
  /// Transactions that a batch announces; nil when it does not.
  var announced: Int64?
  var hasCharges = false
}

/// One transaction of an entry while it is read.
struct CAMTDetail {
  var offset: Int64 = 0
  var line: Int32 = 0
  var length: Int32 = 0
  /// In the currency of the entry and without sign; `ScaledDecimal.null` until one is found.
  var amount = ScaledDecimal.null
  /// +1, -1, or 0 for that of the entry.
  var side: Int64 = 0
  var reference = TextView.null
  var instruction = TextView.null
  var endToEnd = TextView.null
  var uetr = TextView.null
  var transaction = TextView.null
  var paymentID = TextView.null
  var cheque = TextView.null
  var code = CAMTBankCode()
  var debtor = TextView.null
  var debtorAccount = TextView.null
  var ultimateDebtor = TextView.null
  var creditor = TextView.null
  var creditorAccount = TextView.null
  var ultimateCreditor = TextView.null
  /// Its texts, as indices in those of the entry.
  var firstText = 0
  var textCount = 0
}
