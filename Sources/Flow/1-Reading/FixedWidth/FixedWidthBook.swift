import Records

/// What the records of a statement or a file come to.
struct FixedTally {
  /// Entries of one side.
  struct Items {
    var count = 0
    /// Without sign.
    var total: Int128 = 0
  }

  var debits = Items()
  var credits = Items()
  var records = 0
  var lines = 0

  /// Credits less debits. Sums of fewer than 2^63 amounts of 64 bits fit in 128.
  var sum: Int128 { credits.total - debits.total }

  /// - Parameter isDebit: by the sign that the file gives it, which nothing may have as well.
  mutating func add(_ amount: Int64, isDebit: Bool) {
    if isDebit {
      debits.count += 1
      debits.total -= Int128(amount)
    } else {
      credits.count += 1
      credits.total += Int128(amount)
    }
  }
}

/// What a record states of its statement or its file.
struct FixedStated {
  enum Value: Equatable {
    /// Amounts at the scale of the records' amounts, or a count.
    case number(Int64)
    case day(CivilDate)
    /// As written: a text, or what could not be read.
    case text(String)
  }

  var what: FixedState.What
  var value: Value
  var line: Int32
}

/// One statement while it is read.
struct FixedBook {
  /// Index in the statements.
  let statement: Int
  var tally = FixedTally()
  var stated: [FixedStated] = []
  var hasTotals = false
  var lastLine: Int32

  func amount(_ what: FixedState.What) -> Int64? {
    if case .number(let number)? = stated.last(where: { $0.what == what })?.value { return number }
    return nil
  }

  func day(_ what: FixedState.What) -> CivilDate? {
    if case .day(let day)? = stated.last(where: { $0.what == what })?.value { return day }
    return nil
  }
}

/// Makes checks of what is stated.
struct FixedChecks {
  /// Decimal places of amounts.
  let scale: Int
  let currency: Currency
  /// Before the names of checks of a whole file.
  let prefix: String

  func checks(_ stated: [FixedStated], _ tally: FixedTally) -> [Statement.Check] {
    stated.compactMap { check($0, tally) }
  }

  private func check(_ stated: FixedStated, _ tally: FixedTally) -> Statement.Check? {
    switch stated.what {
    case .sequence, .openingDate, .periodStart, .closingDate: return nil
    case .opening, .closing:
      guard case .text(let text) = stated.value else { return nil }
      return Statement.Check(
        .balance, name: "\(stated.what.rawValue)-balance", stated: text, computed: "a number",
        line: stated.line)
    case .debitCount: return count("debit-count", stated, tally.debits.count)
    case .creditCount: return count("credit-count", stated, tally.credits.count)
    case .recordCount: return count("record-count", stated, tally.records)
    case .lineCount: return count("line-count", stated, tally.lines)
    case .debitTotal: return amount("debit-total", stated, tally.debits.total)
    case .creditTotal: return amount("credit-total", stated, tally.credits.total)
    case .netTotal: return amount("net-total", stated, tally.sum)
    }
  }

  private func count(_ name: String, _ stated: FixedStated, _ computed: Int) -> Statement.Check {
    Statement.Check(
      .recordCounts, name: prefix + name, stated: text(stated.value), computed: String(computed),
      line: stated.line)
  }

  private func amount(_ name: String, _ stated: FixedStated, _ computed: Int128) -> Statement.Check {
    guard case .number(let number) = stated.value else {
      return Statement.Check(
        .controlTotals, name: prefix + name, stated: text(stated.value),
        computed: ScaledDecimal.text(computed, scale: scale), currency: currency, line: stated.line)
    }
    // A net total without a sign is that of its size.
    let isSigned = stated.what != .netTotal || number < 0
    return Statement.Check(
      .controlTotals, name: prefix + name, stated: Int128(number),
      computed: isSigned ? computed : abs(computed),
      scale: scale, currency: currency, line: stated.line)
  }

  private func text(_ value: FixedStated.Value) -> String {
    switch value {
    case .number(let number): String(number)
    case .day(let day): day.description
    case .text(let text): text
    }
  }
}
