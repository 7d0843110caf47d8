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
  var claim: X12Claim?
  /// Right are those that balance.
  var claims = Count()
  /// Those with services; right are those that come to what their services pay.
  var servedClaims = Count()

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

  /// How many of them there are, and how many are as they should be.
  struct Count {
    var met: Int64 = 0
    var right: Int64 = 0
    /// Line of the first that is not, from 1.
    var firstWrong: Int32?

    mutating func add(_ isRight: Bool, line: Int32) {
      met += 1
      if isRight { right += 1 } else if firstWrong == nil { firstWrong = line }
    }
  }

  /// The service of the open claim that was met last, else the document.
  mutating func describe(_ change: (inout PaymentDraft.Line) -> Void) {
    if let claim, claim.serviceCount > 0 { self.claim?.describe(change) } else { payment?.describe(change) }
  }

  /// Its services take the place of a claim where they come to what it pays.
  mutating func closeClaim() {
    guard let open = claim else { return }
    claim = nil
    claims.add(open.isBalanced, line: open.line)
    guard open.serviceCount > 0 else { return }
    servedClaims.add(open.isServed, line: open.line)
    if open.isServed, let line = payment?.last { payment?.replaceLast(by: open.parts(of: line)) }
  }
}
