import Records

// Invoices and credit notes: INVOIC.
extension EDIFACTParser {
  /// Best first: amount to be paid, invoice total, amount due, message total, total, sum of the lines.
  private static let totals = ["77", "39", "9", "86", "128", "79"]
  /// Best first: line item amount, invoice item amount, goods item total.
  private static let lineAmounts = ["203", "38", "66"]

  mutating func invoiceSegment(_ tag: EDIFACTTag) {
    if invoice.line != nil {
      invoice.line?.item.span.end = base + Int64(framer.end)
    }
    switch tag {
    case .bgm: beginInvoice()
    case .dtm: dateOfInvoice()
    case .rff: referenceOfInvoice()
    case .nad: partyOfInvoice()
    case .cux:
      let named = currency(segment.range(1, 2))
      if invoice.draft.head.currency == .none { invoice.draft.head.currency = named }
    case .lin:
      endLine()
      beginLine()
    case .uns: endLine()
    case .qty: quantity()
    case .pri: price()
    case .imd: describe()
    case .alc: beginCharge()
    case .tax: invoice.charge = nil
    case .moa: amountOfInvoice()
    default: break
    }
  }

  // MARK: Heads

  private mutating func beginInvoice() {
    invoice.draft.head.documentType = invoice.draft.words.keep(segment, 1, 1)
    invoice.draft.head.documentNumber = invoice.draft.words.keep(segment, 2, 1)
  }

  /// 137 is the day of the document, else 3 that of the invoice; 13, 140 and 265 are days by which to pay.
  private mutating func dateOfInvoice() {
    let (qualifier, value) = (segment.range(1, 1), segment.range(1, 2))
    if invoice.line != nil { return }
    for (rank, code) in ["137", "3"].enumerated()
    where segment.text(qualifier) == code && rank < invoice.dateRank {
      invoice.dateRank = rank
      var flaws = invoice.draft.flaws.filter { $0.field != "document_date" }
      invoice.draft.head.documentDate = date(value, field: "document_date", &flaws)
      invoice.draft.flaws = flaws
    }
    guard invoice.draft.head.dueDate == CivilDate.null,
      segment.shows(qualifier, "13") || segment.shows(qualifier, "140") || segment.shows(qualifier, "265")
    else { return }
    invoice.draft.head.dueDate = date(value)
  }

  private mutating func referenceOfInvoice() {
    let qualifier = segment.range(1, 1)
    if invoice.line != nil { return }
    if segment.shows(qualifier, "ON"), invoice.draft.head.orderNumber.isNull {
      invoice.draft.head.orderNumber = invoice.draft.words.keep(segment, 1, 2)
    } else if segment.shows(qualifier, "IV") || segment.shows(qualifier, "OI"),
      invoice.draft.head.relatedDocument.isNull
    {
      invoice.draft.head.relatedDocument = invoice.draft.words.keep(segment, 1, 2)
    }
  }

  /// The best of the parties that stand for seller and buyer.
  private mutating func partyOfInvoice() {
    if invoice.line != nil { return }
    let code = segment.text(segment.range(1))
    if let rank = ["SE", "SU", "II"].firstIndex(of: code), rank < invoice.draft.sellerRank {
      invoice.draft.sellerRank = rank
      invoice.draft.head.sellerID = invoice.draft.words.keep(segment, 2, 1)
      invoice.draft.head.sellerName = invoice.draft.words.keepName(segment)
      invoice.draft.head.account = invoice.draft.head.sellerID
    }
    if let rank = ["IV", "BT", "BY"].firstIndex(of: code), rank < invoice.draft.buyerRank {
      invoice.draft.buyerRank = rank
      invoice.draft.head.buyerID = invoice.draft.words.keep(segment, 2, 1)
      invoice.draft.head.buyerName = invoice.draft.words.keepName(segment)
    }
  }

  // MARK: Lines

  private mutating func beginLine() {
    var item = InvoiceDraft.Line(kind: .item, span: span)
    item.product = invoice.draft.words.keep(segment, 3, 1)
    invoice.line = EDIFACTInvoice.Line(item: item)
  }

  private mutating func endLine() {
    endCharge()
    guard let line = invoice.line else { return }
    invoice.line = nil
    invoice.draft.add(line.item)
  }

  /// 47 is what is invoiced; another quantity stands in for it.
  private mutating func quantity() {
    guard var line = invoice.line, invoice.charge == nil else { return }
    let rank = segment.shows(segment.range(1, 1), "47") ? 0 : 1
    guard rank < line.quantityRank else { return }
    line.quantityRank = rank
    line.item.flaws.removeAll { $0.field == "quantity" }
    line.item.quantity = fine(segment.range(1, 2), "quantity", &line.item.flaws)
    line.item.unit = invoice.draft.words.keep(segment, 1, 3)
    invoice.line = line
  }

  /// The first price, and for how many units it is.
  private mutating func price() {
    guard var line = invoice.line, line.item.price == ScaledDecimal.null else { return }
    line.item.price = fine(segment.range(1, 2), "unit_price", &line.item.flaws)
    if case .value(let basis) = segment.number(segment.range(1, 5), scale: 0), (1...1_000_000).contains(basis)
    {
      line.item.priceBasis = basis
    }
    invoice.line = line
  }

  private mutating func describe() {
    guard invoice.line?.item.description.isNull == true else { return }
    let text = invoice.draft.words.keep(segment, 3, 4)
    invoice.line?.item.description = text
  }

  // MARK: Amounts

  /// Its amount follows.
  private mutating func beginCharge() {
    endCharge()
    let isAllowance = segment.shows(1, "A")
    guard isAllowance || segment.shows(1, "C") else { return }
    var charge = InvoiceDraft.Line(kind: isAllowance ? .allowance : .charge, span: span)
    charge.isOfLine = invoice.line != nil
    charge.product = invoice.draft.words.keep(segment, 2, 1)
    charge.description = invoice.draft.words.keep(segment, 5, 4)
    invoice.charge = charge
  }

  private mutating func endCharge() { invoice.charge = nil }

  private mutating func amountOfInvoice() {
    let qualifier = segment.text(segment.range(1, 1))
    if invoice.draft.head.currency == .none { invoice.draft.head.currency = currency(segment.range(1, 3)) }
    if var charge = invoice.charge, ["8", "23", "204"].contains(qualifier) {
      let value = amount(segment.range(1, 2), &charge.flaws)
      charge.amount = charge.kind == .allowance && value != ScaledDecimal.null ? -value : value
      charge.span.end = span.end
      if value != ScaledDecimal.null || !charge.flaws.isEmpty { invoice.draft.add(charge) }
      return endCharge()
    }
    if qualifier == "124" || qualifier == "176" { return tax(isTotal: qualifier == "176") }
    if invoice.line != nil { return amountOfLine(qualifier) }
    guard let rank = EDIFACTParser.totals.firstIndex(of: qualifier), rank < invoice.totalRank,
      !segment.range(1, 2).isEmpty
    else { return }
    invoice.totalRank = rank
    var flaws = invoice.draft.flaws.filter { $0.field != "amount" }
    invoice.draft.head.amount = amount(segment.range(1, 2), &flaws)
    invoice.draft.flaws = flaws
    invoice.draft.totalLine = framer.startLine
  }

  private mutating func amountOfLine(_ qualifier: String) {
    guard var line = invoice.line, let rank = EDIFACTParser.lineAmounts.firstIndex(of: qualifier),
      rank < line.amountRank
    else { return }
    line.amountRank = rank
    line.item.flaws.removeAll { $0.field == "amount" }
    line.item.amount = amount(segment.range(1, 2), &line.item.flaws)
    invoice.line = line
  }

  private mutating func tax(isTotal: Bool) {
    var line = InvoiceDraft.Line(kind: .tax, span: span)
    line.isOfLine = invoice.line != nil
    line.amount = amount(segment.range(1, 2), &line.flaws)
    guard line.amount != ScaledDecimal.null || !line.flaws.isEmpty else { return }
    if line.isOfLine {
      invoice.draft.add(line)
    } else if isTotal {
      invoice.taxTotal = line
    } else {
      invoice.taxes.append(line)
    }
  }

  // MARK: Ends

  mutating func closeInvoice(rejecting rejections: inout [Rejection]) {
    guard let set else { return }
    endLine()
    for line in invoice.taxTotal.map({ [$0] }) ?? invoice.taxes { invoice.draft.add(line) }
    invoice.draft.span = set.span
    if invoice.draft.head.currency == .none { invoice.draft.head.currency = usualCurrency }
    output.add(invoice.draft, to: &envelope.statements, at: set.statement, rejecting: &rejections)
    invoice = EDIFACTInvoice()
  }
}
