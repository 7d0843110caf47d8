import Bytes
import Records

// Statements: what stands around the entries.
extension CAMTParser {
  mutating func takeStatement(_ label: CAMTField, _ text: Span<UInt8>, _ range: Range<Int>, _ event: XMLEvent)
  {
    switch label {
    case .messageIsLastPage where !XMLValue.flag(text, range): notes.add(.pageMissing, line: event.line)
    case .statementID: open?.id = XMLValue.word(text, range)
    case .electronicNumber: open?.electronicNumber = XMLValue.word(text, range)
    case .legalNumber: open?.legalNumber = XMLValue.word(text, range)
    case .created: open?.created = XMLValue.date(text, range)
    case .from: open?.from = XMLValue.date(text, range)
    case .through: through(text, range)
    case .page:
      let page = XMLValue.count(text, range)
      open?.page = page
      open?.firstPage = page
    case .isLastPage: open?.isLastPage = XMLValue.flag(text, range)
    case .copy:
      open?.isCopy = true
      notes.add(.copy, line: event.line)
    case .account: open?.account = XMLValue.word(text, range)
    case .accountOther: if open?.account.isEmpty == true { open?.account = XMLValue.word(text, range) }
    case .accountCurrency: open?.accountCurrency = XMLValue.currency(text, range) ?? .none
    case .balanceType: balance.code = XMLValue.word(text, range)
    case .balanceSubtype: balance.subtype = XMLValue.word(text, range)
    case .balanceAmount:
      balance.amountText = XMLValue.word(text, range)
      balance.currency = amountCurrency
      if case .value(let value) = XMLValue.amount(text, range) { balance.amount = value }
    case .balanceSide: balance.side = XMLValue.side(text, range)
    case .balanceDate: balance.date = XMLValue.date(text, range)
    case .netSide: netSide(XMLValue.side(text, range))
    default: summary(label, text, range, event.line)
    }
  }

  /// A period that ends with midnight ends with the day before.
  private mutating func through(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard let day = XMLValue.date(text, range) else { return }
    let isBefore = open?.from.map { $0 < day } == true && XMLValue.isMidnight(text, range)
    open?.through = isBefore ? day.adding(days: -1) : day
  }

  private mutating func summary(_ label: CAMTField, _ text: Span<UInt8>, _ range: Range<Int>, _ line: Int32) {
    let kind: CAMTSummary.Kind
    switch label {
    case .allCount: kind = .allCount
    case .allSum: kind = .allSum
    case .netAmount: kind = .net
    case .creditCount: kind = .creditCount
    case .creditSum: kind = .creditSum
    case .debitCount: kind = .debitCount
    case .debitSum: kind = .debitSum
    default: return
    }
    var stated: Int128?
    if kind.isCount {
      stated = XMLValue.count(text, range).map { Int128($0) }
    } else if case .value(let value) = XMLValue.amount(text, range) {
      stated = Int128(value)
    }
    open?.summaries.append(
      CAMTSummary(kind: kind, stated: stated, text: XMLValue.word(text, range), line: line))
  }

  /// The side of the net total, which stands behind it in every version.
  private mutating func netSide(_ side: Int64) {
    guard side < 0, let at = open?.summaries.lastIndex(where: { $0.kind == .net }) else { return }
    if let stated = open?.summaries[at].stated { open?.summaries[at].stated = -stated }
  }

  mutating func endBalance() {
    balance.amount = balance.side == 0 ? nil : balance.amount.map { $0 * balance.side }
    open?.balances.append(balance)
  }

  /// Gives the open statement its place among those of the file, once all that comes before its entries was read.
  mutating func admit() -> Int {
    if let index = open?.index { return index }
    guard var statement = open else { return -1 }
    if let earlier = unfinished, statement.continues(earlier) {
      let (all, booked) = (page, bookedPage)
      statement.follow(earlier)
      (page, bookedPage) = (all, booked)
    } else {
      leaveUnfinished()
      statement.index = statements.count
      statements.append(Statement(statementID: "", accountID: "", currency: .none, line: statement.line))
      if statement.isIntraday { notes.add(.intraday, line: statement.line) }
    }
    unfinished = nil
    open = statement
    return statement.index ?? -1
  }

  mutating func endStatement() {
    _ = admit()
    guard var statement = open, let index = statement.index else { return }
    statement.all.add(page)
    statement.booked.add(bookedPage)
    for at in statement.summaries.indices where statement.summaries[at].page.count == 0 {
      statement.summaries[at].page = page
      statement.summaries[at].bookedPage = bookedPage
    }
    statements[index] = statement.statement
    if statement.isCopy, !settings.postsCopies { statements[index].disposition = .test }
    open = nil
    unfinished = statement.isLastPage ? nil : statement
    if statement.isLastPage, statement.isPart { notes.add(.pageMissing, line: statement.line) }
  }

  /// Lets go of a statement whose next page does not come.
  mutating func leaveUnfinished() {
    if let unfinished { notes.add(.pageMissing, line: unfinished.line) }
    unfinished = nil
  }
}
