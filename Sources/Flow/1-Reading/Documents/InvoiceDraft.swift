import Records

/// An invoice while it is read: its head, its lines, and what they sum to.
struct InvoiceDraft {
  enum Kind: String {
    case item, charge, allowance, tax
  }

  struct Line {
    var kind: Kind
    var span: DocumentSpan
    /// Whether it belongs to a line of the document, not to the document as a whole.
    var isOfLine = false
    /// Unscaled, at four decimals; null when unknown.
    var amount = ScaledDecimal.null
    /// Unscaled, at six decimals.
    var quantity = ScaledDecimal.null
    /// Unscaled, at six decimals, of `priceBasis` units.
    var price = ScaledDecimal.null
    /// At least 1.
    var priceBasis: Int64 = 1
    var unit = TextView.null
    var product = TextView.null
    var description = TextView.null
    var flaws: [DocumentFlaw] = []

    /// Of one unit; null where six decimals do not hold it.
    var unitPrice: Int64 {
      guard price != ScaledDecimal.null, price.isMultiple(of: priceBasis) else { return ScaledDecimal.null }
      return price / priceBasis
    }
  }

  /// What is known of the whole; its texts are kept in `words`.
  var head = InvoiceRow()
  var words = TextArena()
  var span = DocumentSpan()
  private(set) var lines: [Line] = []
  /// What cannot be read of the head.
  var flaws: [DocumentFlaw] = []
  /// Line that states the total.
  var totalLine: Int32 = 0
  /// Whether the lines are meant to sum to the total.
  var isSummed = true
  /// How good the codes of the parties are that were taken; 0 is best.
  var sellerRank = Int.max
  var buyerRank = Int.max
  /// Items among its lines.
  private(set) var itemCount: Int64 = 0
  private var lastItem: Int?

  /// The line that was added last; what follows it may say more of it.
  var last: Line? {
    get { lines.last }
    set { if let newValue, !lines.isEmpty { lines[lines.count - 1] = newValue } }
  }

  mutating func add(_ line: Line) {
    if line.kind == .item {
      itemCount += 1
      lastItem = lines.count
    }
    lines.append(line)
  }

  /// The item that was added last, for what stands beside it.
  mutating func describe(_ change: (inout Line, inout TextArena) -> Void) {
    if let lastItem { change(&lines[lastItem], &words) }
  }

  // MARK: Sums

  /// What of the lines makes up the total. Issuers repeat at the end what stands at the lines, or state taxes besides the
  /// charges that carry them; the first reading that gives the total is taken.
  private struct Reading {
    var takesLineCharges: Bool
    var takesTaxes: Bool

    static let all = [
      Reading(takesLineCharges: true, takesTaxes: true), Reading(takesLineCharges: false, takesTaxes: true),
      Reading(takesLineCharges: true, takesTaxes: false),
      Reading(takesLineCharges: false, takesTaxes: false),
    ]

    func takes(_ line: Line) -> Bool {
      if line.kind == .item { return true }
      return (takesTaxes || line.kind != .tax) && (takesLineCharges || !line.isOfLine)
    }
  }

  /// Prices the items, and chooses what of the lines makes up the total.
  ///
  /// - Returns: the sum, and whether every item has an amount.
  mutating func settle() -> (sum: Int128, isPriced: Bool) {
    let isPriced = price()
    taxes()
    var sums = Reading.all.map { reading in
      lines.reduce(into: Int128(0)) { sum, line in
        if reading.takes(line), line.amount != ScaledDecimal.null { sum += Int128(line.amount) }
      }
    }
    let chosen = sums.firstIndex(of: Int128(head.amount)) ?? 0
    lines.removeAll { !Reading.all[chosen].takes($0) }
    return (sums.remove(at: chosen), isPriced)
  }

  /// Quantity times price, to the minor unit of the currency; false when an item cannot be priced.
  private mutating func price() -> Bool {
    let places = min(InvoiceRow.scale, head.currency.minorUnits ?? 2)
    var isPriced = true
    for at in lines.indices where lines[at].amount == ScaledDecimal.null {
      let line = lines[at]
      guard line.flaws.isEmpty else {
        isPriced = false
        continue
      }
      guard line.quantity != ScaledDecimal.null, line.price != ScaledDecimal.null else {
        isPriced = false
        continue
      }
      let exact = Int128(line.quantity) * Int128(line.price)
      let power = 2 * InvoiceRow.fineScale - places
      let minor = exact.rounded(by: Int128(ScaledDecimal.power(power)) * Int128(line.priceBasis))
      guard let amount = (minor * Int128(ScaledDecimal.power(InvoiceRow.scale - places))).amount else {
        isPriced = false
        lines[at].flaws.append(
          DocumentFlaw(reason: .amountTooLarge, field: "amount", value: nil, offset: line.span.offset))
        continue
      }
      lines[at].amount = amount
    }
    return isPriced
  }

  /// Those of the whole, where they are stated; else those of its lines.
  private mutating func taxes() {
    guard head.taxAmount == ScaledDecimal.null else { return }
    let taxes = lines.filter { $0.kind == .tax && $0.amount != ScaledDecimal.null }
    let ofWhole = taxes.filter { !$0.isOfLine }
    let sum = (ofWhole.isEmpty ? taxes : ofWhole).reduce(Int128(0)) { $0 + Int128($1.amount) }
    if !taxes.isEmpty, let amount = sum.amount { head.taxAmount = amount }
  }
}
