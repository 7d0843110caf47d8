import Bytes
import Records

// What an entry becomes once it is read: a record, or one for each of its details, or a refusal.
extension CAMTParser {
  mutating func endEntry(_ event: XMLEvent, _ rejections: inout [Rejection]) throws(Fault) {
    guard rows.text.bytes.count < CAMTParser.largestEntry else {
      throw CAMTFaults.entryTooLarge(
        at: Place(file: file, line: Int(entry.line)), limit: CAMTParser.largestEntry)
    }
    if !shown.isThere { show() }
    if entry.currency == .none, entry.currencyText.isNull, let account = open?.accountCurrency {
      entry.currency = account
    }
    let amount: Int64 = if case .value(let value) = entry.amount { value } else { 0 }
    page.add(amount, side: entry.side)
    let isBooked = entry.status == .booked || entry.status == .missing
    if isBooked { bookedPage.add(amount, side: entry.side) }
    if let known = open?.entryCurrency, known != entry.currency {
      open?.entryCurrency = known == .none ? entry.currency : nil
    }
    if entry.hasCharges { notes.add(.charges, line: entry.line) }
    if entry.status == .missing { notes.add(.statusMissing, line: entry.line) }
    if refuse(Int32(clamping: event.offset - entry.offset), &rejections) { return }
    let signed = amount * entry.side
    let day = bookingDay()
    open?.total += Int128(signed)
    if isBooked {
      open?.bookedTotal += Int128(signed)
      if day != CivilDate.null, let first = open?.firstBooked, day < first { open?.firstBooked = day }
    }
    let row = self.row(signed, day)
    if settings.splitsBatches, details.count > 1, addUp(signed) {
      details.indices.forEach { appendDetail($0, row) }
    } else {
      appendEntry(row, Int32(clamping: event.offset - entry.offset))
    }
  }

  /// Whether all details have an amount in the currency of the entry and come to it.
  private mutating func addUp(_ amount: Int64) -> Bool {
    var sum: Int128 = 0
    for detail in details {
      if detail.amount == ScaledDecimal.null { break }
      sum += Int128(detail.amount * (detail.side == 0 ? entry.side : detail.side))
    }
    let isWhole = sum == Int128(amount) && details.allSatisfy { $0.amount != ScaledDecimal.null }
    if !isWhole { notes.add(.detailsApart, line: entry.line) }
    return isWhole
  }

  /// Days since 1970; that of the value date or of the statement where the entry has none of its own.
  private mutating func bookingDay() -> Int32 {
    if entry.bookingDate != CivilDate.null { return entry.bookingDate }
    if entry.valueDate != CivilDate.null {
      notes.add(.bookingDateFromValue, line: entry.line)
      return entry.valueDate
    }
    guard let day = open?.onlyDay else {
      notes.add(.bookingDateMissing, line: entry.line)
      return CivilDate.null
    }
    notes.add(.bookingDateFromStatement, line: entry.line)
    return day.days
  }

  /// Puts what repeats in every row of the statement into the arena.
  private mutating func show() {
    guard let open else { return }
    shown = Shown(
      isThere: true, account: rows.text.keep(open.account), statementID: rows.text.keep(open.id),
      booked: rows.text.keep("booked"), pending: rows.text.keep("pending"), future: rows.text.keep("future"),
      information: rows.text.keep("information"))
  }

  // MARK: Rows

  /// What the row has from the entry alone.
  private mutating func row(_ amount: Int64, _ day: Int32) -> BankRow {
    var row = BankRow()
    row.account = shown.account
    row.statementID = shown.statementID
    row.bookingDate = day
    row.valueDate = entry.valueDate
    row.amount = amount
    row.currency = entry.currency
    row.status =
      switch entry.status {
      case .future: shown.future
      case .information: shown.information
      case .pending: shown.pending
      case .booked, .missing, .unknown: open?.isIntraday == true ? shown.pending : shown.booked
      }
    row.typeCode = typeCode(entry.code)
    row.bankReference = entry.servicerReference
    return row
  }

  private mutating func appendEntry(_ given: BankRow, _ length: Int32) {
    var row = given
    if details.count == 1 {
      fill(&row, details[0], side: entry.side)
      if row.typeCode.isNull { row.typeCode = typeCode(details[0].code) }
      if row.bankReference.isNull { row.bankReference = first(details[0].reference, entry.reference) }
      row.description = first(rows.text.join(texts, with: settings.joint), entry.text)
    } else {
      row.bankReference = first(row.bankReference, entry.reference)
      row.description = entry.text.isNull ? rows.text.join(texts, with: settings.joint) : entry.text
    }
    row.customerReference = first(row.customerReference, first(entry.batchPaymentID, entry.batchMessageID))
    append(row, offset: entry.offset, length: length, line: entry.line)
  }

  private mutating func appendDetail(_ at: Int, _ given: BankRow) {
    let detail = details[at]
    var row = given
    let side = detail.side == 0 ? entry.side : detail.side
    row.amount = detail.amount * side
    fill(&row, detail, side: side)
    row.typeCode = first(typeCode(detail.code), row.typeCode)
    row.bankReference = first(detail.reference, first(detail.transaction, row.bankReference))
    row.customerReference = first(row.customerReference, first(entry.batchPaymentID, entry.batchMessageID))
    let own = texts[detail.firstText..<detail.firstText + detail.textCount]
    row.description = first(rows.text.join(own, with: settings.joint), entry.text)
    append(row, offset: detail.offset, length: detail.length, line: detail.line)
  }

  /// What the row has from a detail: references and the other party.
  private func fill(_ row: inout BankRow, _ detail: CAMTDetail, side: Int64) {
    row.customerReference = first(detail.instruction, first(detail.paymentID, detail.cheque))
    row.endToEndID = first(detail.endToEnd, detail.uetr)
    let payer = (name: first(detail.debtor, detail.ultimateDebtor), account: detail.debtorAccount)
    let payee = (name: first(detail.creditor, detail.ultimateCreditor), account: detail.creditorAccount)
    var (other, own) = side > 0 ? (payer, payee) : (payee, payer)
    // A payment that comes back may keep the parties of the one that went out.
    let isNone = other.name.isNull && other.account.isNull
    if entry.isReversal, isNone || rows.text.areEqual(other.account, shown.account) { swap(&other, &own) }
    row.counterpartyName = other.name
    row.counterpartyAccount = other.account
  }

  private mutating func append(_ row: BankRow, offset: Int64, length: Int32, line: Int32) {
    recordsRead += 1
    open?.recordCount += 1
    rows.append(row, origin(offset, length, line))
  }

  private func origin(_ offset: Int64, _ length: Int32, _ line: Int32) -> Origin {
    Origin(
      offset: offset, length: length, line: line, record: Int32(truncatingIfNeeded: recordsRead),
      statement: Int32(truncatingIfNeeded: open?.index ?? -1))
  }

  @inline(__always)
  private func first(_ view: TextView, _ other: TextView) -> TextView { view.isNull ? other : view }

  /// `PMNT-RCDT-ESCT`; the bank's own code where there is none of ISO 20022.
  private mutating func typeCode(_ code: CAMTBankCode) -> TextView {
    if code.domain.isNull { return code.proprietary }
    return rows.text.join([code.domain, code.family, code.subfamily], with: CAMTParser.dash)
  }

  private static let dash = [UInt8(ascii: "-")]

  // MARK: Refusals

  /// Whether the entry is refused: one rejection for each of its fields that cannot be read.
  private mutating func refuse(_ length: Int32, _ rejections: inout [Rejection]) -> Bool {
    var flaws: [(reason: CAMTReason, field: String, value: TextView)] = []
    switch entry.amount {
    case .value: break
    case .empty: flaws.append((.amountMissing, "amount", .null))
    case .notANumber: flaws.append((.amountNotANumber, "amount", entry.amountText))
    case .tooLarge: flaws.append((.amountTooLarge, "amount", entry.amountText))
    case .tooPrecise: flaws.append((.amountTooPrecise, "amount", entry.amountText))
    }
    if entry.currency == .none { flaws.append((.currencyUnknown, "currency", entry.currencyText)) }
    if entry.side == 0 { flaws.append((.directionUnknown, "amount", entry.sideText)) }
    if entry.status == .unknown { flaws.append((.statusUnknown, "status", entry.statusText)) }
    if !entry.badBookingDate.isNull {
      flaws.append((.bookingDateUnknown, "booking_date", entry.badBookingDate))
    }
    if !entry.badValueDate.isNull { flaws.append((.valueDateUnknown, "value_date", entry.badValueDate)) }
    if flaws.isEmpty { return false }
    recordsRead += 1
    let origin = origin(entry.offset, length, entry.line)
    for (reason, field, value) in flaws {
      rejections.append(
        Rejection(
          origin: origin, stage: "read", field: field, value: rows.text.string(value), code: reason.rawValue,
          reason: reason.fact, hint: reason.hint))
    }
    return true
  }
}
