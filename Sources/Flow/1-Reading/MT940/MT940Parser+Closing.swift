import Records

// The end of a page: its checks, and those of the statement so far.
extension MT940Parser {
  /// Brings a statement up to the page that ends.
  mutating func closeBook(_ closed: MT940Book) {
    var open = closed
    open.lastLine = open.pageClosing?.line ?? open.lastLine
    let at = open.statement
    statements[at].isInterim = open.isInterim
    statements[at].recordCount = open.count
    statements[at].checks += balanceChecks(open)
    setTotal(open)
    statements[at].opening = open.opening.map { ScaledDecimal(unscaled: $0, scale: MT940Value.scale) }
    statements[at].closing = open.pageClosing?.amount.map {
      ScaledDecimal(unscaled: $0, scale: MT940Value.scale)
    }
    setPeriod(open)
    if open.pageOpening == nil, open.pageClosing == nil, open.count > 0, !open.isInterim {
      notes.add(.balancesMissing, line: open.lastLine)
    }
    if open.isUnfinished || (open.isInterim && open.totals.isEmpty && open.sheet != nil) {
      waiting[open.key] = open
    }
    if !open.isBalanceReport { statements[at].checks += open.totals.flatMap { checks($0, open) } }
  }

  private mutating func setTotal(_ open: MT940Book) {
    let at = open.statement
    if let total = Int64(exactly: open.sum), total != ScaledDecimal.null {
      statements[at].recordsTotal = ScaledDecimal(unscaled: total, scale: MT940Value.scale)
      return
    }
    statements[at].recordsTotal = ScaledDecimal(unscaled: 0, scale: MT940Value.scale)
    statements[at].checks.append(
      Statement.Check(
        .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
        computed: ScaledDecimal.text(open.sum, scale: MT940Value.scale), currency: open.currency,
        line: open.lastLine))
  }

  /// The day of an opening balance is over, unless an entry was booked on it.
  private mutating func setPeriod(_ open: MT940Book) {
    let day = open.closingDay ?? open.reportDay ?? open.lastDay ?? open.openingDay
    statements[open.statement].asOf = day
    guard let day, let before = open.openingDay, before < day else { return }
    let first = open.hasOpeningDay ? before : CivilDate(days: before.days + 1)
    if first < day { statements[open.statement].starts = first }
  }

  /// Opening balance and entries against the closing balance, of the page and, where it ends one of several, of the
  /// whole statement.
  private func balanceChecks(_ open: MT940Book) -> [Statement.Check] {
    if open.isBalanceReport { return [] }
    guard let opening = open.pageOpening, let closing = open.pageClosing else {
      return missingBalance(open)
    }
    guard let before = opening.amount, let after = closing.amount else { return [] }
    func check(_ name: String, _ computed: Int128) -> Statement.Check {
      Statement.Check(
        .balance, name: name, stated: Int128(after), computed: computed, scale: MT940Value.scale,
        currency: open.currency, line: closing.line)
    }
    let isPage = open.pages > 1 || !closing.isFinal
    var checks = [check(isPage ? "page-balance" : "closing-balance", Int128(before) + open.pageBooked)]
    if isPage, closing.isFinal, let first = open.opening {
      checks.append(check("closing-balance", Int128(first) + open.booked))
    }
    return checks
  }

  /// The standard asks for both balances on every page of a statement.
  private func missingBalance(_ open: MT940Book) -> [Statement.Check] {
    if open.isInterim || (open.pageOpening == nil && open.pageClosing == nil) { return [] }
    let name = open.pageOpening == nil ? "opening-balance" : "closing-balance"
    return [
      Statement.Check(
        .balance, name: name, stated: "present", computed: "missing",
        line: (open.pageClosing ?? open.pageOpening)?.line ?? open.lastLine)
    ]
  }

  private func checks(_ stated: MT940Book.Stated, _ open: MT940Book) -> [Statement.Check] {
    let items = stated.isCredit ? open.credits : open.debits
    let name = stated.isCredit ? "credit" : "debit"
    return [
      Statement.Check(
        .recordCounts, name: "\(name)-count", stated: String(stated.count), computed: String(items.count),
        line: stated.line),
      Statement.Check(
        .controlTotals, name: "\(name)-total", stated: Int128(stated.total), computed: items.total,
        scale: MT940Value.scale, currency: open.currency, line: stated.line),
    ]
  }
}
