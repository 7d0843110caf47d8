import Records

extension Coverage {
  /// Plain lines: one head for each account, one line for each finding, and what it comes to.
  public var text: String {
    var lines = accounts.flatMap { account in
      [account.head] + account.findings.map { "  " + $0.line(account.currency) }
    }
    lines += overdueLines
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  var overdueLines: [String] {
    overdue.map { "overdue: \($0.account), \($0.period), due \($0.due)" }
  }

  /// `2 accounts: 1 gap, 1 overlap, nothing overdue`.
  var summary: String {
    if accounts.isEmpty, overdue.isEmpty { return "\(pipeline.name) has no statements of these days" }
    let kinds = CoverageFinding.Kind.allCases.compactMap { kind -> String? in
      let count = accounts.reduce(0) { $0 + $1.findings.count { $0.kind == kind } }
      if count == 0 { return nil }
      return kind == .gap || kind == .overlap ? counted(count, kind.rawValue) : "\(count) \(kind.rawValue)"
    }
    let parts = kinds + (overdue.isEmpty ? [] : ["\(overdue.count) overdue"])
    return "\(pipeline.name), \(counted(accounts.count, "account")), as of \(asOf): "
      + (isComplete ? (["nothing missing"] + parts) : parts).joined(separator: ", ")
  }
}

extension AccountCoverage {
  /// `0012345 USD: 2026-01-05 to 2026-02-27, 4 statements`.
  var head: String {
    let title = currency == .none ? account : "\(account) \(currency)"
    let span = days.map { "\($0.lowerBound) to \($0.upperBound)" } ?? ""
    return
      "\(title): \(span), \(counted(standing.count, standing.allSatisfy { $0.statement.source == .records } ? "file" : "statement"))"
  }
}

extension CoverageFinding {
  func line(_ currency: Currency) -> String {
    let name = kind.rawValue + String(repeating: " ", count: 10 - kind.rawValue.count)
    let span =
      days.lowerBound == days.upperBound ? "\(days.lowerBound)" : "\(days.lowerBound) to \(days.upperBound)"
    switch kind {
    case .gap:
      let held = refused.isEmpty ? "" : "; refused: " + refused.joined(separator: "; ")
      return "\(name)\(span), \(counted(count, "business day"))" + money(currency) + held
    case .overlap: return "\(name)\(span): \(files.joined(separator: " and "))"
    case .restated: return "\(name)\(span): \(files.joined(separator: ", then "))"
    case .unproven, .refused: return "\(name)\(span): \(files.joined(separator: ", "))"
    }
  }

  /// The balances around a gap.
  private func money(_ currency: Currency) -> String {
    guard let closing, let opening else { return "" }
    if closing.isSameNumber(as: opening) {
      return ": the balances around it meet at \(closing.shown(in: currency))"
    }
    return ": closed with \(closing.shown(in: currency)), opens with \(opening.shown(in: currency))"
  }
}

extension ScaledDecimal {
  /// With the currency's own decimals and its code: `12.30 USD`.
  func shown(in currency: Currency) -> String {
    let text = ScaledDecimal.text(
      Int128(unscaled), scale: scale, least: min(scale, currency.minorUnits ?? scale))
    return currency == .none ? text : "\(text) \(currency)"
  }
}
