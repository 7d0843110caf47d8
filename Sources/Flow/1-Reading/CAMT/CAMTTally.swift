/// Numbers and sums of entries, in 10^-4 of major units. Sums of fewer than 2^63 amounts of 64 bits fit in 128.
struct CAMTTally {
  var creditCount: Int64 = 0
  var debitCount: Int64 = 0
  /// Entries whose direction is not known.
  var otherCount: Int64 = 0
  var credits: Int128 = 0
  /// Without sign.
  var debits: Int128 = 0

  var count: Int64 { creditCount + debitCount + otherCount }

  /// - Parameters:
  ///   - amount: without sign; 0 when it could not be read.
  ///   - side: +1, -1, or 0 when it is not known.
  mutating func add(_ amount: Int64, side: Int64) {
    switch side {
    case 1:
      creditCount += 1
      credits += Int128(amount)
    case -1:
      debitCount += 1
      debits += Int128(amount)
    default: otherCount += 1
    }
  }

  mutating func add(_ other: CAMTTally) {
    creditCount += other.creditCount
    debitCount += other.debitCount
    otherCount += other.otherCount
    credits += other.credits
    debits += other.debits
  }
}

/// What a statement states of its entries, and what they came to.
struct CAMTSummary {
  enum Kind: String {
    case allCount = "entry-count"
    case allSum = "entry-total"
    case net = "net-entry-total"
    case creditCount = "credit-entry-count"
    case creditSum = "credit-entry-total"
    case debitCount = "debit-entry-count"
    case debitSum = "debit-entry-total"

    var isCount: Bool { self == .allCount || self == .creditCount || self == .debitCount }
  }

  var kind: Kind
  /// Nil when it is no number.
  var stated: Int128?
  /// As it is written.
  var text: String
  var line: Int32
  /// What the entries of its page came to, all and the booked ones.
  var page = CAMTTally()
  var bookedPage = CAMTTally()

  func value(_ tally: CAMTTally) -> Int128 {
    switch kind {
    case .allCount: Int128(tally.count)
    case .allSum: tally.credits + tally.debits
    case .net: tally.credits - tally.debits
    case .creditCount: Int128(tally.creditCount)
    case .creditSum: tally.credits
    case .debitCount: Int128(tally.debitCount)
    case .debitSum: tally.debits
    }
  }
}
