import Records

/// The state of an INVOIC.
struct EDIFACTInvoice: SegmentState {
  var draft = InvoiceDraft()
  /// The open item.
  var line: Line?
  /// The open charge or allowance; its amount follows in a MOA.
  var charge: InvoiceDraft.Line?
  /// How good the qualifier of the total is that was taken; 0 is best.
  var totalRank = Int.max
  var dateRank = Int.max
  /// Taxes of the whole by kind of amount: each one stated (124), and their sum (176).
  var taxes: [InvoiceDraft.Line] = []
  var taxTotal: InvoiceDraft.Line?

  /// The open LIN.
  struct Line {
    var item: InvoiceDraft.Line
    var quantityRank = Int.max
    var amountRank = Int.max
  }
}
