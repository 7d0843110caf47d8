import Records

/// The state of a set of payments: 820, 823 or 835.
struct X12Remittance: SegmentState {
  var payment: PaymentDraft?
  /// What stands before the first payment, and holds for all: date, currency, parties.
  var date = CivilDate.null
  var currency = Currency.none
  /// What follows speaks of the document that was met last.
  var isWithinDocument = false
  /// The open deposit of a lockbox.
  var deposit: Deposit?
  /// The open claim of an 835.
  var claim: Claim?
  var claims: Int64 = 0
  var balancedClaims: Int64 = 0
  /// Line of the first claim that does not balance.
  var unbalancedLine: Int32?

  struct Deposit {
    var lockbox: String
    /// Days since 1970-01-01.
    var date: Int32
    /// As stated, at four decimals; null when it is not.
    var amount = ScaledDecimal.null
    var payments: Int128 = 0
    var line: Int32
    var isBroken = false
  }

  /// What was charged, what of it was adjusted, and what is paid, at four decimals.
  struct Claim {
    var charge: Int128
    var adjusted: Int128 = 0
    var paid: Int128
    var line: Int32
    var isBroken = false
  }

  /// Charges less adjustments are what is paid.
  mutating func closeClaim() {
    guard let open = claim else { return }
    claims += 1
    if !open.isBroken, open.charge - open.adjusted == open.paid {
      balancedClaims += 1
    } else if unbalancedLine == nil {
      unbalancedLine = open.line
    }
    claim = nil
  }
}
