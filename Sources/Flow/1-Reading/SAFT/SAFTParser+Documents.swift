import Bytes
import Records

// Documents and their lines.
extension SAFTParser {
  mutating func takeDocumentLine(_ label: SAFTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    func first(_ place: inout TextView) {
      if place.isNull, grain == .lines { place = rows.text.keep(text, range) }
    }
    switch label {
    case .lineDebit: takeAmount(text, range, \.debit)
    case .lineCredit: takeAmount(text, range, \.credit)
    case .lineAmount: takeAmount(text, range, \.sided)
    case .lineSide: entry.open.isDebit = text[range.lowerBound] | 0x20 == UInt8(ascii: "d")
    case .product: first(&entry.open.product)
    case .lineText: first(&entry.open.text)
    case .productText: first(&entry.open.productText)
    case .unit: first(&entry.open.unit)
    case .quantity: entry.open.quantity = fine(text, range)
    case .unitPrice: entry.open.unitPrice = fine(text, range)
    default: break
    }
  }

  private mutating func takeAmount(
    _ text: Span<UInt8>, _ range: Range<Int>, _ place: WritableKeyPath<SAFTDocumentLine, Int64?>
  ) {
    let reason: SAFTReason
    switch XMLValue.signedAmount(text, range) {
    case .value(let amount):
      entry.open[keyPath: place] = amount
      return
    case .tooLarge: reason = .amountTooLarge
    case .tooPrecise: reason = .amountTooPrecise
    case .empty, .notANumber: reason = .amountNotANumber
    }
    entry.open.flaws.append(SAFTEntry.Flaw(reason: reason, field: "amount", value: text.text(range)))
  }

  /// Null, and noted, where six decimals do not hold it: the amount of the line is stated.
  private mutating func fine(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64 {
    guard grain == .lines else { return ScaledDecimal.null }
    if case .value(let value) = XMLValue.signedAmount(text, range, scale: InvoiceRow.fineScale) {
      return value
    }
    notes.add(.tooFine, line: entry.open.line)
    return ScaledDecimal.null
  }

  mutating func endDocumentLine(_ event: XMLEvent) {
    entry.lineCount += 1
    entry.open.end = event.offset
    let balance = entry.open.balance
    if balance == ScaledDecimal.null, entry.open.flaws.isEmpty {
      entry.open.flaws.append(SAFTEntry.Flaw(reason: .amountMissing, field: "amount", value: nil))
    }
    if !entry.open.flaws.isEmpty { entry.areLinesBroken = true }
    if let sided = entry.open.sided, let isDebit = entry.open.isDebit {
      if isDebit { entry.lineDebit += Int128(sided) } else { entry.lineCredit += Int128(sided) }
    } else {
      entry.lineDebit += Int128(entry.open.debit ?? 0)
      entry.lineCredit += Int128(entry.open.credit ?? 0)
    }
    entry.open.amount = balance
    if grain == .lines { entry.lines.append(entry.open) }
  }

  /// A document: index of its statement.
  mutating func endDocument(isPayment: Bool) -> Int {
    kind.set(Array("document".utf8))
    part.entries += 1
    if entry.date == CivilDate.null, !entry.flaws.contains(where: { $0.field == "document_date" }) {
      flaw(.dateUnknown, "document_date")
    }
    if entry.gross == nil, !entry.flaws.contains(where: { $0.field == "amount" }) {
      flaw(.amountMissing, "amount")
    }
    let isCancelled = rows.text.shows(entry.status, "A")
    if isPayment { notes.add(.payment, line: entry.line) }
    // What is cancelled counts as an entry, and not in the totals.
    guard isCancelled else {
      part.debit += entry.lineDebit
      part.credit += entry.lineCredit
      if !isPayment { countDocument() }
      statementID.set(Array(statements[part.index].statementID.utf8))
      return part.index
    }
    notes.add(.cancelled, line: entry.line)
    let index = part.cancelled ?? statements.count
    if part.cancelled == nil {
      part.cancelled = index
      addStatement(isPayment ? "Payments cancelled" : "SalesInvoices cancelled", line: entry.line)
      statements[index].disposition = .test
    }
    statementID.set(Array(statements[index].statementID.utf8))
    return index
  }

  /// Holds the lines of a document against its total.
  private mutating func countDocument() {
    guard entry.lineCount > 0, entry.gross != nil else { return }
    part.documents += 1
    if entry.isSummed(head.currency) {
      part.rightDocuments += 1
    } else if part.wrongDocument == nil {
      part.wrongDocument = entry.line
    }
  }

  // MARK: Lines as records

  /// The lines of a document, its tax, and what was rounded of its total; they sum to it.
  ///
  /// - Parameter index: of its statement.
  mutating func endLines(_ index: Int, _ rejections: inout [Rejection]) {
    var lines = entry.lines
    if entry.areLinesTurned {
      for at in lines.indices where lines[at].amount != ScaledDecimal.null { lines[at].amount.negate() }
    }
    if let tax = entry.tax, tax != 0 { lines.append(added(tax, .tax, "")) }
    if entry.isSummed(head.currency), let rest = entry.remainder.amount, rest != 0 {
      lines.append(added(rest, rest < 0 ? .allowance : .charge, "rounding"))
    }
    for (number, line) in lines.enumerated() {
      entry.number = Int64(number + 1)
      entry.part = line
      kind.set(Array(line.kind.rawValue.utf8))
      append(
        line.flaws, DocumentSpan(offset: line.offset, end: line.end, line: line.line), line.amount, index,
        &rejections)
    }
  }

  /// What the totals of the document add to its lines.
  private mutating func added(_ amount: Int64, _ kind: InvoiceDraft.Kind, _ text: StaticString)
    -> SAFTDocumentLine
  {
    var line = SAFTDocumentLine()
    line.kind = kind
    (line.offset, line.end, line.line) = (entry.offset, entry.end, entry.line)
    line.amount = amount
    if text.utf8CodeUnitCount > 0 { line.text = rows.text.keep(text.description) }
    return line
  }
}
