/// The state of a set of invoices: 810, 811 or 812.
struct X12Invoice: SegmentState {
  /// The open invoice or adjustment.
  var draft: InvoiceDraft?
}
