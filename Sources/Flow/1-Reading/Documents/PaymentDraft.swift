import Records

/// A payment while it is read: its head, the documents it pays, and what they sum to.
struct PaymentDraft {
  enum Kind: String {
    case payment, document, adjustment
  }

  struct Line {
    var kind: Kind
    var span: DocumentSpan
    /// Unscaled, at four decimals; null when unknown. The two below as well.
    var amount = ScaledDecimal.null
    var gross = ScaledDecimal.null
    var discount = ScaledDecimal.null
    var documentType = TextView.null
    var documentNumber = TextView.null
    /// Days since 1970-01-01.
    var documentDate = CivilDate.null
    var reference = TextView.null
    var reason = TextView.null
    var description = TextView.null
    var flaws: [DocumentFlaw] = []

    /// Whether all but the discount is paid of a document; true where its gross amount is not stated.
    var isPaidInFull: Bool {
      guard kind == .document, gross != ScaledDecimal.null, amount != ScaledDecimal.null else { return true }
      return Int128(gross) - (discount == ScaledDecimal.null ? 0 : Int128(discount)) == Int128(amount)
    }
  }

  /// What is known of the whole; its texts are kept in `words`.
  var head = RemittanceRow()
  var words = TextArena()
  var span = DocumentSpan()
  private(set) var lines: [Line] = []
  private(set) var lineCount = 0
  /// What cannot be read of the head.
  var flaws: [DocumentFlaw] = []
  /// Whether the lines are meant to sum to the amount.
  var isSummed = true
  /// Line that states the amount.
  var totalLine: Int32 = 0
  /// Sum of the lines that are done with; a sum of fewer than 2^63 amounts of 64 bits fits in 128.
  private(set) var sum: Int128 = 0
  /// A line's amount cannot be read: it is missing from the sum.
  private(set) var isBroken = false
  /// Without them what is kept is the last one.
  let keepsLines: Bool

  init(keepsLines: Bool) { self.keepsLines = keepsLines }

  /// The line that was added last.
  var last: Line? { lines.last }

  mutating func add(_ line: Line) {
    lineCount += 1
    if line.amount != ScaledDecimal.null { sum += Int128(line.amount) }
    if !line.flaws.isEmpty { isBroken = true }
    // What follows a line may say more of it.
    if !keepsLines { lines.removeAll(keepingCapacity: true) }
    lines.append(line)
  }

  /// The line that was added last; only what is no amount may change.
  mutating func describe(_ change: (inout Line) -> Void) {
    guard !lines.isEmpty else { return }
    change(&lines[lines.count - 1])
  }

  /// Parts take the place of the line that was added last; they sum to it, and all of them can be read.
  mutating func replaceLast(by parts: [Line]) {
    guard keepsLines, !lines.isEmpty else { return }
    lines.removeLast()
    lines += parts
    lineCount += parts.count - 1
  }
}
