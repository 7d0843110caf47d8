import Records

/// The state of a REMADV or PAYMUL.
struct EDIFACTRemittance: SegmentState {
  /// What holds for all payments: parties, accounts, dates.
  var head = RemittanceRow()
  var words = TextArena()
  /// What cannot be read of that.
  var flaws: [DocumentFlaw] = []
  var dateRank = Int.max
  var totalRank = Int.max
  var numberRank = Int.max
  var totalLine: Int32 = 0
  /// The documents of a REMADV, or those of the open payment.
  var payment: PaymentDraft?
  /// The open document.
  var document: PaymentDraft.Line?
  /// The open LIN of a PAYMUL.
  var batch: Batch?

  struct Batch {
    /// As stated, at four decimals; null when it is not.
    var amount = ScaledDecimal.null
    var payments: Int128 = 0
    var line: Int32
    var isBroken = false
  }
}
