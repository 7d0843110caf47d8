import Records

// Entries of accounts: FINSTA has one a SEQ; CREMUL and DEBMUL one a LIN, whose SEQ are what it is made of.
extension EDIFACTParser {
  mutating func reportSegment(_ tag: EDIFACTTag, rejecting rejections: inout [Rejection]) {
    report.entry?.draft.span.end = base + Int64(framer.end)
    switch tag {
    case .lin:
      closeAccount(rejecting: &rejections)
      if isStatement { openAccount() } else { beginEntry() }
    case .seq:
      if isStatement {
        endEntry(rejecting: &rejections)
        beginEntry()
      } else {
        report.entry?.beginPart()
      }
    case .uns: closeAccount(rejecting: &rejections)
    case .cux:
      report.currency = currency(segment.range(1, 2))
      report.messageCurrency = report.currency
    case .fii: accountOfEntry()
    case .dtm: dateOfEntry()
    case .moa: amountOfEntry()
    case .rff: referenceOfEntry()
    case .bus: report.entry?.draft.keep(\.typeCode, segment, 3, 1)
    case .ftx: textOfEntry()
    case .nad: partyOfEntry()
    default: break
    }
  }

  private var isStatement: Bool { self.set?.name == "FINSTA" }

  // MARK: Accounts

  /// The first account has the statement of its message, each other one a statement of its own.
  private mutating func openAccount() {
    guard let set else { return }
    if report.isInAccount {
      self.set?.statement = envelope.openAccount(besides: set.statement, line: framer.startLine)
    }
    report.isInAccount = true
    report.account = EDIFACTReport.Account()
    report.currency = report.messageCurrency
    let at = envelope.statements.count - 1
    envelope.statements[at].currency = report.currency
    if report.date != CivilDate.null { envelope.statements[at].asOf = CivilDate(days: report.date) }
  }

  private mutating func closeAccount(rejecting rejections: inout [Rejection]) {
    endEntry(rejecting: &rejections)
    guard isStatement, report.isInAccount, let set else { return }
    let statement = envelope.statements[set.statement]
    guard report.account.closingLine > 0, let opening = statement.opening, let closing = statement.closing
    else { return }
    envelope.statements[set.statement].checks.append(
      Statement.Check(
        .balance, name: "closing-balance", stated: Int128(closing.unscaled),
        computed: Int128(opening.unscaled) + report.account.entries, scale: BankRow.scale,
        currency: statement.currency, line: report.account.closingLine))
    report.account.closingLine = 0
  }

  mutating func closeReport(rejecting rejections: inout [Rejection]) {
    closeAccount(rejecting: &rejections)
  }

  /// AS is the account of a statement; BF the one that is credited, OR the one that is debited.
  private mutating func accountOfEntry() {
    guard let set else { return }
    let code = segment.text(segment.range(1))
    let own = isStatement ? "AS" : set.name == "CREMUL" ? "BF" : "OR"
    if isStatement, report.entry == nil {
      if code == own { envelope.statements[set.statement].accountID = segment.text(segment.range(2, 1)) }
      return
    }
    guard var open = report.entry else { return }
    if code == own, open.parts == 0, !isStatement {
      open.draft.row.account = open.draft.words.keep(segment, 2, 1)
    } else if code == "OR" || code == "BF", open.draft.row.counterpartyAccount.isNull, open.parts <= 1 {
      open.draft.row.counterpartyAccount = open.draft.words.keep(segment, 2, 1)
    }
    report.entry = open
  }

  // MARK: Entries

  private mutating func beginEntry() {
    guard let set else { return }
    var entry = EDIFACTReport.Entry(draft: EntryDraft(span: span))
    entry.draft.row.bookingDate = report.date
    if isStatement {
      entry.draft.row.account = entry.draft.words.keep(envelope.statements[set.statement].accountID)
    }
    report.entry = entry
  }

  private mutating func endEntry(rejecting rejections: inout [Rejection]) {
    guard var open = report.entry, let set else { return }
    report.entry = nil
    let isDebit = set.name == "DEBMUL"
    proveParts(open, statement: set.statement)
    if open.draft.flaws.isEmpty, open.draft.row.amount != ScaledDecimal.null {
      if isDebit { open.draft.row.amount = -open.draft.row.amount }
      report.account.entries += Int128(open.draft.row.amount)
    }
    output.add(
      open.draft, currency: report.currency == .none ? usualCurrency : report.currency,
      to: &envelope.statements, at: set.statement, rejecting: &rejections)
  }

  /// What a sum that is booked is made of, where each single payment says its amount.
  private mutating func proveParts(_ entry: EDIFACTReport.Entry, statement: Int) {
    guard entry.parts > 0, entry.parts == entry.partsWithAmount, entry.draft.row.amount != ScaledDecimal.null
    else {
      return
    }
    envelope.statements[statement].checks.append(
      DocumentOutput.check(
        "entry-total", entry.draft.row.amount, entry.isBroken ? nil : entry.sum, report.currency,
        line: entry.amountLine))
  }

  // MARK: What it says

  /// 137 is the day of the message; 179 and 202 the day of booking, 209 the day of value; 171 the day of a balance.
  private mutating func dateOfEntry() {
    let (qualifier, value) = (segment.text(segment.range(1, 1)), segment.range(1, 2))
    if var open = report.entry {
      if open.parts > 0 { return }
      switch qualifier {
      case "179", "202": open.draft.row.bookingDate = date(value, field: "booking_date", &open.draft.flaws)
      case "209": open.draft.row.valueDate = date(value, field: "value_date", &open.draft.flaws)
      default: break
      }
      report.entry = open
    } else if qualifier == "137" {
      report.date = date(value)
    } else if qualifier == "171" {
      dateOfBalance(date(value))
    }
  }

  private mutating func dateOfBalance(_ days: Int32) {
    guard let set, days != CivilDate.null else { return }
    let day = CivilDate(days: days)
    let asOf = envelope.statements[set.statement].asOf
    switch report.balance {
    case .opening where asOf.map { day < $0 } ?? false: envelope.statements[set.statement].starts = day
    case .closing where asOf.map { day > $0 } ?? true: envelope.statements[set.statement].asOf = day
    default: break
    }
    report.balance = nil
  }

  private mutating func amountOfEntry() {
    let code = segment.text(segment.range(1, 1))
    let stated = currency(segment.range(1, 3))
    if report.currency == .none { report.currency = stated }
    guard var open = report.entry else { return balance(code, stated) }
    var flaws: [DocumentFlaw] = []
    if open.parts > 0 {
      // The first amount of each single payment.
      guard open.partsWithAmount < open.parts else { return }
      let value = amount(segment.range(1, 2), &flaws)
      if value != ScaledDecimal.null { open.sum += Int128(value) }
      if !flaws.isEmpty { open.isBroken = true }
      if value != ScaledDecimal.null || open.isBroken { open.partsWithAmount += 1 }
    } else if open.draft.row.amount == ScaledDecimal.null, open.draft.flaws.isEmpty {
      open.draft.row.amount = amount(segment.range(1, 2), &open.draft.flaws)
      open.draft.row.currency = stated
      open.amountLine = framer.startLine
    }
    report.entry = open
  }

  /// 315 and 312 are opening balances, 343 and 314 closing ones.
  private mutating func balance(_ code: String, _ currency: Currency) {
    guard isStatement, report.isInAccount, let set else { return }
    let at = set.statement
    var flaws: [DocumentFlaw] = []
    let value = amount(segment.range(1, 2), &flaws)
    if !flaws.isEmpty {
      envelope.statements[at].checks.append(
        DocumentOutput.unreadable("balance-amount", code, line: framer.startLine))
    }
    let figure = value == ScaledDecimal.null ? nil : ScaledDecimal(unscaled: value, scale: BankRow.scale)
    if envelope.statements[at].currency == .none { envelope.statements[at].currency = currency }
    report.balance = .other
    switch code {
    case "315", "312":
      report.balance = .opening
      if envelope.statements[at].opening == nil { envelope.statements[at].opening = figure }
    case "343", "314":
      report.balance = .closing
      if envelope.statements[at].closing == nil { envelope.statements[at].closing = figure }
      report.account.closingLine = framer.startLine
    default: break
    }
    let names = ["315": "opening", "312": "opening", "343": "closing", "314": "closing", "344": "value"]
    envelope.statements[at].balances.append(
      Statement.Balance(code: code, name: names[code] ?? "", amount: figure))
  }

  private mutating func referenceOfEntry() {
    if let parts = report.entry?.parts, parts > 1 { return }
    switch segment.text(segment.range(1, 1)) {
    case "AIK", "ACK", "AII": report.entry?.draft.keep(\.bankReference, segment, 1, 2)
    case "PQ", "AEK", "CR", "ACD": report.entry?.draft.keep(\.customerReference, segment, 1, 2)
    default: break
    }
  }

  private mutating func textOfEntry() {
    guard var open = report.entry, open.draft.row.description.isNull, open.parts <= 1 else { return }
    open.draft.row.description = open.draft.words.keep(segment, 4)
    report.entry = open
  }

  /// Of several single payments no party is the one.
  private mutating func partyOfEntry() {
    guard var open = report.entry, open.draft.row.counterpartyName.isNull, open.parts <= 1,
      ["OY", "PL", "PR", "BE", "PE"].contains(segment.text(segment.range(1)))
    else { return }
    open.draft.row.counterpartyName = open.draft.words.keepName(segment)
    report.entry = open
  }
}
