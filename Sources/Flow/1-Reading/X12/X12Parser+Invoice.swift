import Records

// Invoices: 810, 811 and the adjustments of 812.
extension X12Parser {
  mutating func invoiceSegment(_ tag: X12Tag) {
    switch tag {
    case .big: beginInvoice()
    case .bcd: beginAdjustment()
    default:
      guard invoice.draft != nil else { return }
      invoiceDetail(tag)
    }
  }

  private mutating func invoiceDetail(_ tag: X12Tag) {
    switch tag {
    case .cur:
      let named = currency(segment.range(2))
      if invoice.draft?.head.currency == Currency.none { invoice.draft?.head.currency = named }
    case .n1: party()
    case .itd:
      let due = date(6)
      if due != CivilDate.null { invoice.draft?.head.dueDate = due }
    case .it1: item()
    case .ctp: price()
    case .pid: describeItem()
    case .sac: charge()
    case .txi: tax()
    case .cdd: adjustment()
    case .tds: total()
    case .ctt: countLines()
    default: break
    }
  }

  // MARK: Heads

  private mutating func beginInvoice() {
    var draft = InvoiceDraft()
    draft.head.documentDate = date(segment.range(1), field: "document_date", &draft.flaws)
    draft.head.documentNumber = draft.words.keep(segment, 2)
    draft.head.orderNumber = draft.words.keep(segment, 4)
    draft.head.documentType = draft.words.keep(segment, 7)
    draft.isSummed = set?.name == "810"
    invoice.draft = draft
  }

  private mutating func beginAdjustment() {
    var draft = InvoiceDraft()
    draft.head.documentDate = date(segment.range(1), field: "document_date", &draft.flaws)
    draft.head.documentNumber = draft.words.keep(segment, 2)
    draft.head.amount = amount(segment.range(4), implied: 2, &draft.flaws)
    draft.head.creditDebit = side(5, &draft.words)
    draft.head.relatedDocument = draft.words.keep(segment, 7)
    draft.head.orderNumber = draft.words.keep(segment, 10)
    draft.totalLine = framer.startLine
    invoice.draft = draft
  }

  private func side(_ element: Int, _ words: inout TextArena) -> TextView {
    if segment.shows(element, "C") { return words.keep("credit") }
    return segment.shows(element, "D") ? words.keep("debit") : .null
  }

  /// The best of the parties that stand for seller and buyer.
  private mutating func party() {
    guard var draft = invoice.draft else { return }
    invoice.draft = nil
    let code = segment.text(1)
    if let rank = ["SE", "SU", "VN", "II", "RI", "RE"].firstIndex(of: code), rank < draft.sellerRank {
      draft.sellerRank = rank
      draft.head.sellerName = draft.words.keep(segment, 2)
      draft.head.sellerID = draft.words.keep(segment, 4)
    }
    if let rank = ["BT", "BY", "ST"].firstIndex(of: code), rank < draft.buyerRank {
      draft.buyerRank = rank
      draft.head.buyerName = draft.words.keep(segment, 2)
      draft.head.buyerID = draft.words.keep(segment, 4)
      draft.head.account = draft.head.buyerName.isNull ? draft.head.buyerID : draft.head.buyerName
    }
    invoice.draft = draft
  }

  private mutating func keep(_ element: Int) -> TextView {
    invoice.draft?.words.keep(segment, element) ?? .null
  }

  // MARK: Lines

  private mutating func item() {
    var line = InvoiceDraft.Line(kind: .item, span: span)
    line.quantity = fine(segment.range(2), "quantity", &line.flaws)
    line.unit = keep(3)
    line.price = fine(segment.range(4), "unit_price", &line.flaws)
    line.priceBasis = segment.shows(5, "HP") ? 100 : segment.shows(5, "TP") ? 1000 : 1
    line.product = keep(7)
    invoice.draft?.add(line)
  }

  /// The price of an item that has none of its own.
  private mutating func price() {
    guard let last = invoice.draft?.last, last.kind == .item, last.price == ScaledDecimal.null else { return }
    var line = last
    line.price = fine(segment.range(3), "unit_price", &line.flaws)
    line.span.end = span.end
    invoice.draft?.last = line
  }

  private mutating func describeItem() {
    let text = keep(5)
    let end = span.end
    invoice.draft?.describe { line, _ in
      if line.description.isNull { line.description = text }
      line.span.end = end
    }
  }

  /// Charges and allowances; what is neither is information.
  private mutating func charge() {
    let isAllowance = segment.shows(1, "A")
    guard isAllowance || segment.shows(1, "C") else { return }
    var line = InvoiceDraft.Line(kind: isAllowance ? .allowance : .charge, span: span)
    line.isOfLine = isWithinLines
    let value = amount(segment.range(5), implied: 2, &line.flaws)
    line.amount = isAllowance && value != ScaledDecimal.null ? -value : value
    line.product = keep(2)
    line.description = keep(15)
    // A rate without an amount charges nothing that is told.
    if value == ScaledDecimal.null, line.flaws.isEmpty { return }
    invoice.draft?.add(line)
  }

  private mutating func tax() {
    var line = InvoiceDraft.Line(kind: .tax, span: span)
    line.isOfLine = isWithinLines
    line.amount = amount(segment.range(2), &line.flaws)
    line.product = keep(1)
    if line.amount == ScaledDecimal.null, line.flaws.isEmpty { return }
    invoice.draft?.add(line)
  }

  /// Behind the first item and before the total.
  private var isWithinLines: Bool { invoice.draft.map { $0.itemCount > 0 && $0.totalLine == 0 } ?? false }

  /// A line of an adjustment; on the other side than the whole it counts against it.
  private mutating func adjustment() {
    var line = InvoiceDraft.Line(kind: .item, span: span)
    let value = amount(segment.range(4), implied: 2, &line.flaws)
    guard value != ScaledDecimal.null || !line.flaws.isEmpty else { return }
    let own = segment.shows(2, "C") ? "credit" : segment.shows(2, "D") ? "debit" : ""
    let whole = invoice.draft.flatMap { $0.words.string($0.head.creditDebit) } ?? own
    line.amount = own.isEmpty || own == whole || value == ScaledDecimal.null ? value : -value
    line.product = keep(1)
    invoice.draft?.add(line)
  }

  // MARK: Ends

  private mutating func total() {
    guard var draft = invoice.draft else { return }
    invoice.draft = nil
    draft.head.amount = amount(segment.range(1), implied: 2, &draft.flaws)
    draft.totalLine = framer.startLine
    invoice.draft = draft
  }

  private mutating func countLines() {
    guard let set, !segment.isEmpty(1), set.name == "810" else { return }
    envelope.statements[set.statement].checks.append(
      Statement.Check(
        .recordCounts, name: "line-count", stated: segment.figure(1),
        computed: String(invoice.draft?.itemCount ?? 0),
        line: framer.startLine))
  }

  mutating func closeInvoice(rejecting rejections: inout [Rejection]) {
    guard var draft = invoice.draft, let set else { return }
    invoice.draft = nil
    draft.span = set.span
    if draft.head.currency == .none { draft.head.currency = usualCurrency }
    output.add(draft, to: &envelope.statements, at: set.statement, rejecting: &rejections)
  }
}
