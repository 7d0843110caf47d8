import Bytes
import Records

// What stands in an entry and in its details.
extension CAMTParser {
  mutating func beginEntry(_ event: XMLEvent) {
    _ = admit()
    entry = CAMTEntry()
    entry.offset = event.offset
    entry.line = event.line
    details.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
  }

  mutating func takeEntry(_ label: CAMTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    switch label {
    case .entryReference: entry.reference = rows.text.keep(text, range)
    case .amount:
      entry.amount = XMLValue.amount(text, range)
      entry.currency = amountCurrency
      entry.currencyText = amountCurrencyText
      if case .value = entry.amount { break }
      entry.amountText = rows.text.keep(text, range)
    case .side:
      entry.side = XMLValue.side(text, range)
      if entry.side == 0 { entry.sideText = rows.text.keep(text, range) }
    case .isReversal: entry.isReversal = XMLValue.flag(text, range)
    case .status:
      entry.status = CAMTParser.status(text, range)
      if entry.status == .unknown { entry.statusText = rows.text.keep(text, range) }
    case .bookingDate, .valueDate: takeDate(label, text, range)
    case .servicerReference: entry.servicerReference = rows.text.keep(text, range)
    case .domain: entry.code.domain = rows.text.keep(text, range)
    case .family: entry.code.family = rows.text.keep(text, range)
    case .subfamily: entry.code.subfamily = rows.text.keep(text, range)
    case .proprietaryCode: entry.code.proprietary = rows.text.keep(text, range)
    case .charge: if !CAMTParser.isZero(text, range) { entry.hasCharges = true }
    case .entryText: entry.text = rows.text.keep(text, range)
    case .batchCount: entry.announced = XMLValue.count(text, range)
    case .batchPaymentID: entry.batchPaymentID = rows.text.keep(text, range)
    case .batchMessageID: entry.batchMessageID = rows.text.keep(text, range)
    default: break
    }
  }

  private mutating func takeDate(_ label: CAMTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    let date = XMLValue.date(text, range)?.days ?? CivilDate.null
    let unread = date == CivilDate.null ? rows.text.keep(text, range) : .null
    if label == .bookingDate {
      (entry.bookingDate, entry.badBookingDate) = (date, unread)
    } else {
      (entry.valueDate, entry.badValueDate) = (date, unread)
    }
  }

  mutating func takeDetail(_ label: CAMTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    let at = details.count - 1
    guard at >= 0 else { return }
    switch label {
    case .detailReference: details[at].reference = rows.text.keep(text, range)
    case .instruction: details[at].instruction = provided(text, range)
    case .endToEnd: details[at].endToEnd = provided(text, range)
    case .uetr: details[at].uetr = rows.text.keep(text, range)
    case .transaction: details[at].transaction = provided(text, range)
    case .paymentID: details[at].paymentID = provided(text, range)
    case .cheque: details[at].cheque = provided(text, range)
    case .detailAmount, .transactionAmount, .counterValue:
      // The first that is in the currency of the entry.
      guard details[at].amount == ScaledDecimal.null, amountCurrency == entry.currency,
        case .value(let value) = XMLValue.amount(text, range)
      else { return }
      details[at].amount = value
    case .detailSide: details[at].side = XMLValue.side(text, range)
    case .detailDomain: details[at].code.domain = rows.text.keep(text, range)
    case .detailFamily: details[at].code.family = rows.text.keep(text, range)
    case .detailSubfamily: details[at].code.subfamily = rows.text.keep(text, range)
    case .detailProprietaryCode: details[at].code.proprietary = rows.text.keep(text, range)
    case .remittance, .detailText:
      texts.append(rows.text.keep(text, range))
      details[at].textCount += 1
    default: takeParty(label, rows.text.keep(text, range), at)
    }
  }

  /// The first name and account of each party: what stands further inside comes later.
  private mutating func takeParty(_ label: CAMTField, _ view: TextView, _ at: Int) {
    let party: WritableKeyPath<CAMTDetail, TextView>
    switch label {
    case .debtor: party = \.debtor
    case .debtorAccount: party = \.debtorAccount
    case .ultimateDebtor: party = \.ultimateDebtor
    case .creditor: party = \.creditor
    case .creditorAccount: party = \.creditorAccount
    case .ultimateCreditor: party = \.ultimateCreditor
    default: return
    }
    if details[at][keyPath: party].isNull { details[at][keyPath: party] = view }
  }

  /// A reference, unless it says that there is none.
  private mutating func provided(_ text: Span<UInt8>, _ range: Range<Int>) -> TextView {
    let view = rows.text.keep(text, range)
    return rows.text.shows(view, "NOTPROVIDED") ? .null : view
  }

  mutating func endDetail(_ event: XMLEvent) {
    let at = details.count - 1
    details[at].length = Int32(clamping: event.offset - details[at].offset)
  }

  /// Counts what a batch announces against what it has; a batch without details announces what lies elsewhere.
  mutating func endDetails() {
    guard let stated = entry.announced else { return }
    entry.announced = nil
    let found = Int64(details.count - detailsBefore)
    if found == 0 {
      if stated > 1 { notes.add(.detailsElsewhere, line: entry.line) }
      return
    }
    open?.transactionsAnnounced += stated
    open?.transactionsFound += found
    if stated != found, open?.miscounted == nil { open?.miscounted = (stated, found, entry.line) }
  }

  private static func isZero(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if case .value(0) = XMLValue.amount(text, range) { true } else { false }
  }

  private static func status(_ text: Span<UInt8>, _ range: Range<Int>) -> CAMTEntry.Status {
    switch XMLValue.code(text, range) {
    case statusCodes.booked: .booked
    case statusCodes.pending: .pending
    case statusCodes.future: .future
    case statusCodes.information: .information
    default: .unknown
    }
  }

  private static let statusCodes = (
    booked: XMLValue.code("BOOK"), pending: XMLValue.code("PDNG"), future: XMLValue.code("FUTR"),
    information: XMLValue.code("INFO")
  )
}
