import Bytes
import Records

// What a record says, and what becomes of it.
extension SAFTParser {
  mutating func takeRecord(_ label: SAFTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    switch label {
    case .debit: take(text, range, as: "amount", \.debit)
    case .credit: take(text, range, as: "amount", \.credit)
    case .openingDebit: take(text, range, as: "opening_balance", \.openingDebit)
    case .openingCredit: take(text, range, as: "opening_balance", \.openingCredit)
    case .closingDebit: take(text, range, as: "closing_balance", \.closingDebit)
    case .closingCredit: take(text, range, as: "closing_balance", \.closingCredit)
    case .tax: take(text, range, as: "tax_amount", \.tax)
    case .gross: take(text, range, as: "amount", \.gross)
    case .lineDebit: entry.lineDebit += lineAmount(text, range)
    case .lineCredit: entry.lineCredit += lineAmount(text, range)
    case .lineAmount: entry.lineAmount = Int64(lineAmount(text, range))
    case .lineSide: entry.lineIsDebit = text[range.lowerBound] | 0x20 == UInt8(ascii: "d")
    case .documentDate: takeDate(text, range)
    default:
      entry.take(label, text, range, in: &rows.text)
    }
  }

  /// Adds an amount: several accounts of a party make one balance.
  private mutating func take(
    _ text: Span<UInt8>, _ range: Range<Int>, as field: String, _ place: WritableKeyPath<SAFTEntry, Int64?>
  ) {
    let reason: SAFTReason
    switch XMLValue.signedAmount(text, range) {
    case .value(let amount):
      let (sum, isOver) = (entry[keyPath: place] ?? 0).addingReportingOverflow(amount)
      entry[keyPath: place] = sum
      guard isOver else { return }
      reason = .amountTooLarge
    case .tooLarge: reason = .amountTooLarge
    case .tooPrecise: reason = .amountTooPrecise
    case .empty, .notANumber: reason = .amountNotANumber
    }
    entry.flaws.append(SAFTEntry.Flaw(reason: reason, field: field, value: text.text(range)))
  }

  /// 0 when it cannot be read: the totals then tell.
  private func lineAmount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int128 {
    if case .value(let amount) = XMLValue.signedAmount(text, range) { return Int128(amount) }
    return 0
  }

  private mutating func takeDate(_ text: Span<UInt8>, _ range: Range<Int>) {
    if let date = XMLValue.date(text, range) {
      entry.date = date.days
    } else {
      entry.flaws.append(
        SAFTEntry.Flaw(reason: .dateUnknown, field: "document_date", value: text.text(range)))
    }
  }

  mutating func endDocumentLine() {
    guard let isDebit = entry.lineIsDebit else { return }
    if isDebit {
      entry.lineDebit += Int128(entry.lineAmount)
    } else {
      entry.lineCredit += Int128(entry.lineAmount)
    }
  }

  // MARK: Records

  mutating func endRecord(_ label: SAFTField, _ event: XMLEvent, _ rejections: inout [Rejection]) {
    recordsRead += 1
    var index = -1
    switch label {
    case .line: index = endLine()
    case .invoice, .payment: index = endDocument(isPayment: label == .payment)
    case .customer: kind.set(Array("customer".utf8))
    case .supplier: kind.set(Array("supplier".utf8))
    default: break
    }
    let hasMoney = [entry.openingDebit, entry.openingCredit, entry.closingDebit, entry.closingCredit]
      .contains { $0 != nil }
    if head.currency == .none, hasMoney || index >= 0 { flaw(.currencyUnknown, "currency") }
    let origin = Origin(
      offset: entry.offset, length: Int32(clamping: event.offset - entry.offset), line: entry.line,
      record: Int32(truncatingIfNeeded: recordsRead), statement: Int32(truncatingIfNeeded: index))
    for flaw in entry.flaws {
      rejections.append(
        Rejection(
          origin: origin, stage: "read", field: flaw.field, value: flaw.value, code: flaw.reason.rawValue,
          reason: flaw.reason.fact, hint: flaw.reason.hint))
    }
    if !entry.flaws.isEmpty { return }
    if index >= 0 {
      statements[index].recordCount += 1
      if index == part.cancelled { part.cancelledTotal += total(label) } else { part.total += total(label) }
    }
    let around = self.around()
    rows.append(One(entry, around, text: &rows.text), origin)
  }

  private func total(_ label: SAFTField) -> Int128 {
    Int128(label == .line ? SAFTEntry.balance(entry.debit, entry.credit) : entry.gross ?? 0)
  }

  private mutating func flaw(_ reason: SAFTReason, _ field: String) {
    entry.flaws.append(SAFTEntry.Flaw(reason: reason, field: field, value: nil))
  }

  /// A line of a journal: index of its statement.
  private mutating func endLine() -> Int {
    entryLines += 1
    entry.number = entryLines
    entry.date = entryDate
    part.lines += 1
    let (debit, credit) = (Int128(entry.debit ?? 0), Int128(entry.credit ?? 0))
    part.debit += debit
    part.credit += credit
    part.entryDebit += debit
    part.entryCredit += credit
    if entryDate == CivilDate.null { flaw(.dateUnknown, "posting_date") }
    let isMissing = SAFTEntry.balance(entry.debit, entry.credit) == ScaledDecimal.null
    if isMissing, entry.flaws.isEmpty {
      flaw(entry.debit == nil && entry.credit == nil ? .amountMissing : .amountTooLarge, "amount")
    }
    return part.index
  }

  /// A document: index of its statement.
  private mutating func endDocument(isPayment: Bool) -> Int {
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

  /// What lies around the record, in the arena at hand.
  private mutating func around() -> SAFTAround {
    SAFTAround(
      company: head.company.shown(in: &rows.text), currency: head.currency,
      journalID: journalID.shown(in: &rows.text), period: period.shown(in: &rows.text),
      text: entryText.shown(in: &rows.text), party: entryParty.shown(in: &rows.text),
      statementID: statementID.shown(in: &rows.text), kind: kind.shown(in: &rows.text),
      periodStart: head.periodStart, periodEnd: head.periodEnd)
  }
}
