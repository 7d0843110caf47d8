import Records

// What a statement states about itself against what its entries came to.
extension CAMTStatement {
  func checks(_ currency: Currency) -> [Statement.Check] {
    // What a page alone states may be the whole statement's: nothing can be said against it.
    var checks = summaries.map(check).filter { $0.holds || !isPart }
    checks += batchCheck + balanceFailures + balanceCheck
    if Int64(exactly: total) == nil {
      checks.append(
        Statement.Check(
          .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
          computed: ScaledDecimal.text(total, scale: BankRow.scale), currency: currency, line: line))
    }
    return checks
  }

  /// The standard does not say whether a summary counts what is not booked, nor whether that of a page speaks of the page
  /// or of the whole statement: it holds when it agrees with one of them.
  private func check(_ summary: CAMTSummary) -> Statement.Check {
    let candidates = [all, booked, summary.page, summary.bookedPage].map(summary.value)
    let computed = candidates.first { $0 == summary.stated } ?? candidates[0]
    if summary.kind.isCount {
      return Statement.Check(
        .recordCounts, name: summary.kind.rawValue, stated: summary.stated.map { String($0) } ?? summary.text,
        computed: String(computed), line: summary.line)
    }
    guard let stated = summary.stated else {
      return Statement.Check(
        .controlTotals, name: summary.kind.rawValue, stated: summary.text,
        computed: ScaledDecimal.text(computed, scale: BankRow.scale), line: summary.line)
    }
    return Statement.Check(
      .controlTotals, name: summary.kind.rawValue, stated: stated, computed: computed, scale: BankRow.scale,
      currency: entryCurrency ?? .none, line: summary.line)
  }

  /// One check of all batches: the first that is wrong, else their sums.
  private var batchCheck: [Statement.Check] {
    guard transactionsAnnounced > 0 else { return [] }
    let (stated, computed, line) = miscounted ?? (transactionsAnnounced, transactionsFound, self.line)
    return [
      Statement.Check(
        .recordCounts, name: "batch-transaction-count", stated: String(stated), computed: String(computed),
        line: line)
    ]
  }

  /// Balances that cannot be read, and two of one kind and day that differ.
  private var balanceFailures: [Statement.Check] {
    var failures: [Statement.Check] = []
    for (at, balance) in balances.enumerated() {
      guard let amount = balance.amount else {
        failures.append(
          Statement.Check(
            .controlTotals, name: "balance-amount",
            stated: balance.amountText.isEmpty ? "nothing" : balance.amountText,
            computed: "not an amount with its side", line: balance.line))
        continue
      }
      guard balance.code == "OPBD" || balance.code == "CLBD", !balance.isOfPage, balance.date != nil else {
        continue
      }
      let other = balances[..<at].first {
        $0.code == balance.code && $0.date == balance.date && !$0.isOfPage && $0.amount != amount
          && $0.currency == balance.currency
      }
      guard let first = other?.amount else { continue }
      failures.append(
        Statement.Check(
          .controlTotals, name: "balance-contradicted", stated: Int128(first), computed: Int128(amount),
          scale: BankRow.scale, currency: balance.currency, line: balance.line))
    }
    return failures
  }

  /// Opening balance and booked entries against the closing balance.
  private var balanceCheck: [Statement.Check] {
    guard let opening, let closing, let before = opening.amount, let after = closing.amount else { return [] }
    let hasEntries = all.count > 0
    guard opening.currency == closing.currency, !hasEntries || entryCurrency == opening.currency else {
      let found = !hasEntries || entryCurrency == opening.currency ? closing.currency : entryCurrency
      return [
        Statement.Check(
          .balance, name: "balance-currency", stated: "\(opening.currency)",
          computed: found.map { "\($0)" } ?? "several", line: line)
      ]
    }
    return [
      Statement.Check(
        .balance, name: "closing-balance", stated: Int128(after), computed: Int128(before) + bookedTotal,
        scale: BankRow.scale, currency: opening.currency, line: closing.line)
    ]
  }
}
