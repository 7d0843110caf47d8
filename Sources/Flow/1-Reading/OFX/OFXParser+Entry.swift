import Records

// Entries: what they become, and what of them is refused.
extension OFXParser {
  mutating func beginEntry(_ tag: OFXTag) {
    guard open != nil else { return }
    if tag == .pendingEntry { openPending() }
    entry = OFXEntry()
    entry.tag = tag
    entry.start = framer.start
    isInEntry = true
  }

  mutating func beginTrade(_ tag: OFXTag) {
    guard settings.readsTrades else { return notes.add(.tradesLeftOut, line: framer.start.line) }
    beginEntry(tag)
  }

  /// What is read of an entry before it becomes a row.
  private struct Found {
    var day = CivilDate(days: 0)
    var valueDay = CivilDate.null
    var amount: Int64 = 0
    var currency = Currency.none
    var id = OFXFramer.Value()
    /// The id is that of an earlier entry, which this one replaces.
    var isReplacing = false
  }

  /// - Parameter end: where the entry ends in the block.
  mutating func endEntry(_ bytes: Span<UInt8>, to end: Int, _ rejections: inout [Rejection]) {
    isInEntry = false
    recordsRead += 1
    let isPending = entry.tag == .pendingEntry
    let statement = isPending ? pending?.index : open?.index
    var length = bytes.trimmed(entry.start.offset..<end).count
    if length == 0 { length = end - entry.start.offset }
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    let origin = Origin(
      offset: base + Int64(entry.start.offset), length: Int32(length), line: entry.start.line,
      record: Int32(truncatingIfNeeded: recordsRead), statement: Int32(statement ?? -1))
    let refused = rejections.count
    let found = read(bytes, origin, &rejections)
    if rejections.count > refused { return }
    note(bytes, found, isPending: isPending)
    if isPending {
      pending?.add(found.amount, day: found.day)
    } else {
      open?.add(found.amount, day: found.day)
    }
    append(bytes, found, origin, isPending: isPending)
  }

  private mutating func note(_ bytes: Span<UInt8>, _ found: Found, isPending: Bool) {
    let line = entry.start.line
    if found.isReplacing { notes.add(.replaces, line: line) }
    if isPending { return }
    if found.id.isEmpty { notes.add(.idMissing, line: line) }
    if open?.excludes(found.day) == true { notes.add(.outsidePeriod, line: line) }
    let side = entry.tag.isTrade ? 0 : OFXParser.side(bytes, entry.type)
    if side * found.amount.signum() < 0 { notes.add(.signAgainstType, line: line) }
  }

  /// +1 for a type that is money in, -1 for one that is money out, 0 for one that may be either.
  private static func side(_ bytes: Span<UInt8>, _ type: OFXFramer.Value) -> Int64 {
    for word in ["CREDIT", "DEP", "DIRECTDEP"] as [StaticString] where shows(bytes, type, word) { return 1 }
    for word in ["DEBIT", "FEE", "SRVCHG", "POS", "PAYMENT", "CHECK", "CASH", "DIRECTDEBIT"] as [StaticString]
    where shows(bytes, type, word) {
      return -1
    }
    return 0
  }

  private static func shows(_ bytes: Span<UInt8>, _ value: OFXFramer.Value, _ word: StaticString) -> Bool {
    value.range.count == word.utf8CodeUnitCount && OFXFramer.begins(bytes, value.range.lowerBound, word)
  }

  // MARK: Reading

  private func read(_ bytes: Span<UInt8>, _ origin: Origin, _ rejections: inout [Rejection]) -> Found {
    var found = Found()
    switch OFXValue.day(bytes, entry.day.range) {
    case .day(let day): found.day = day
    case .missing, .unreadable:
      rejections.append(refusal(bytes, origin, .bookingDateUnknown, "booking_date", entry.day))
    }
    switch OFXValue.day(bytes, entry.valueDay.range) {
    case .day(let day): found.valueDay = day.days
    case .missing: break
    case .unreadable:
      rejections.append(refusal(bytes, origin, .valueDateUnknown, "value_date", entry.valueDay))
    }
    readAmount(bytes, origin, &found, &rejections)
    if !OFXValue.isZeros(bytes, entry.id.range) { found.id = entry.id }
    if !entry.correctedID.isEmpty { readCorrection(bytes, origin, &found, &rejections) }
    return found
  }

  private func readAmount(
    _ bytes: Span<UInt8>, _ origin: Origin, _ found: inout Found, _ rejections: inout [Rejection]
  ) {
    func refuse(_ reason: OFXReason, at position: Int? = nil) -> Rejection {
      refusal(bytes, origin, reason, "amount", entry.amount, at: position)
    }
    if entry.isContradicted {
      rejections.append(refuse(.amountContradicted))
    } else {
      switch OFXValue.amount(bytes, entry.amount.range) {
      case .value(let amount): found.amount = amount
      case .missing: rejections.append(refuse(.amountMissing))
      case .notANumber(let place): rejections.append(refuse(.amountNotANumber, at: place))
      case .ambiguous: rejections.append(refuse(.amountAmbiguous))
      case .tooLarge: rejections.append(refuse(.amountTooLarge))
      case .tooFine: rejections.append(refuse(.amountTooFine))
      }
    }
    found.currency = open?.currency ?? .none
    if entry.currency.isEmpty { return }
    if let currency = Currency(OFXText.string(bytes, entry.currency)) {
      found.currency = currency
    } else {
      rejections.append(refusal(bytes, origin, .currencyUnknown, "currency", entry.currency))
    }
  }

  /// An entry that corrects another one has the number of that one, so that it is the same record.
  private func readCorrection(
    _ bytes: Span<UInt8>, _ origin: Origin, _ found: inout Found, _ rejections: inout [Rejection]
  ) {
    found.id = entry.correctedID
    found.isReplacing = OFXParser.shows(bytes, entry.correction, "REPLACE")
    if found.isReplacing { return }
    let deletes = OFXParser.shows(bytes, entry.correction, "DELETE")
    rejections.append(
      refusal(
        bytes, origin, deletes ? .correctionDeletes : .correctionUnknown, "external_id", entry.correctedID))
  }

  private func refusal(
    _ bytes: Span<UInt8>, _ origin: Origin, _ reason: OFXReason, _ field: String, _ value: OFXFramer.Value,
    at position: Int? = nil
  ) -> Rejection {
    Rejection(
      origin: origin, stage: "read", field: field,
      value: value.isEmpty ? nil : OFXText.string(bytes, value), code: reason.rawValue, reason: reason.fact,
      hint: reason.hint,
      position: value.isEmpty ? nil : Int32((position ?? value.range.lowerBound) - entry.start.offset))
  }

  // MARK: The row

  private mutating func append(_ bytes: Span<UInt8>, _ found: Found, _ origin: Origin, isPending: Bool) {
    show(isPending: isPending)
    var row = BankRow()
    row.account = shown.account
    row.bookingDate = found.day.days
    row.valueDate = found.valueDay
    row.amount = found.amount
    row.currency = found.currency
    row.status = isPending ? shown.pending : shown.booked
    row.statementID = isPending ? shown.pendingID : shown.statementID
    row.typeCode = entry.tag.isTrade ? tradeType(bytes) : text(bytes, entry.type)
    row.bankReference = text(bytes, entry.reference.isEmpty ? entry.serverID : entry.reference)
    row.customerReference = text(bytes, entry.checkNumber)
    let name = entry.extendedName.isEmpty ? entry.name : entry.extendedName
    row.counterpartyName = text(bytes, name.isEmpty ? entry.payeeName : name)
    row.counterpartyAccount = text(bytes, entry.account)
    row.description = text(bytes, entry.memo)
    if entry.tag.isTrade, !entry.security.isEmpty { row.description = description(bytes) }
    rows.append(IdentifiedBankRow(entry: row, externalID: text(bytes, found.id)), origin)
  }

  /// Puts what repeats in the rows of a statement behind the block.
  private mutating func show(isPending: Bool) {
    if shown.booked.isNull {
      shown.booked = rows.text.keep("booked")
      shown.pending = rows.text.keep("pending")
    }
    if shown.account.isNull { shown.account = rows.text.keep(open?.account ?? "") }
    if isPending, shown.pendingID.isNull { shown.pendingID = rows.text.keep(pending?.fixID() ?? "") }
    if !isPending, shown.statementID.isNull { shown.statementID = rows.text.keep(open?.fixID() ?? "") }
  }

  private mutating func text(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) -> TextView {
    if value.isPlain { return rows.text.view(of: value.range) }
    scratch.removeAll(keepingCapacity: true)
    OFXText.append(bytes, value, to: &scratch)
    return rows.text.keep(scratch)
  }

  /// `BUYSTOCK`, and of income what kind it is: `INCOME/DIV`.
  private mutating func tradeType(_ bytes: Span<UInt8>) -> TextView {
    let type = entry.type.isEmpty ? "" : "/" + OFXText.string(bytes, entry.type)
    return rows.text.keep(entry.tag.rawValue + type)
  }

  /// The broker's text, and on a line of its own the number of the security.
  private mutating func description(_ bytes: Span<UInt8>) -> TextView {
    scratch.removeAll(keepingCapacity: true)
    OFXText.append(bytes, entry.memo, to: &scratch)
    if !scratch.isEmpty { scratch.append(10) }
    OFXText.append(bytes, entry.security, to: &scratch)
    return rows.text.keep(scratch)
  }
}
