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
    case .documentDate: takeDate(text, range)
    default:
      if label.rawValue > SAFTField.documentLine.rawValue {
        takeDocumentLine(label, text, range)
      } else {
        entry.take(label, text, range, in: &rows.text)
      }
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

  private mutating func takeDate(_ text: Span<UInt8>, _ range: Range<Int>) {
    if let date = XMLValue.date(text, range) {
      entry.date = date.days
    } else {
      entry.flaws.append(
        SAFTEntry.Flaw(reason: .dateUnknown, field: "document_date", value: text.text(range)))
    }
  }

  // MARK: Records

  mutating func endRecord(_ label: SAFTField, _ event: XMLEvent, _ rejections: inout [Rejection]) {
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
    entry.end = event.offset
    if label == .invoice, grain == .lines, entry.flaws.isEmpty, !entry.lines.isEmpty {
      return endLines(index, &rejections)
    }
    let amount = label == .line ? SAFTEntry.balance(entry.debit, entry.credit) : entry.gross ?? 0
    append(
      entry.flaws, DocumentSpan(offset: entry.offset, end: entry.end, line: entry.line), amount, index,
      &rejections)
  }

  /// A record, or a refusal for each of its flaws.
  ///
  /// - Parameters:
  ///   - amount: unscaled, at four decimals; counts in its statement.
  ///   - index: of its statement; less than 0 when it has none.
  mutating func append(
    _ flaws: [SAFTEntry.Flaw], _ span: DocumentSpan, _ amount: Int64, _ index: Int,
    _ rejections: inout [Rejection]
  ) {
    recordsRead += 1
    let origin = span.origin(record: recordsRead, statement: index)
    for flaw in flaws {
      rejections.append(
        Rejection(
          origin: origin, stage: "read", field: flaw.field, value: flaw.value, code: flaw.reason.rawValue,
          reason: flaw.reason.fact, hint: flaw.reason.hint))
    }
    if !flaws.isEmpty { return }
    if index >= 0 {
      statements[index].recordCount += 1
      if index == part.cancelled {
        part.cancelledTotal += Int128(amount)
      } else {
        part.total += Int128(amount)
      }
    }
    let around = self.around()
    rows.append(One(entry, around, text: &rows.text), origin)
  }

  mutating func flaw(_ reason: SAFTReason, _ field: String) {
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
