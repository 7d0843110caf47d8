import Records

/// A part of an audit file that states what is in it: the ledger, or a kind of documents.
struct SAFTPart {
  /// Its line, and index of its statement.
  var line: Int32 = 0
  var index = 0
  /// What it states, as written and with its line.
  var stated: [(label: SAFTField, text: String, value: Int128?, line: Int32)] = []
  /// Entries of journals, or documents.
  var entries: Int128 = 0
  var lines: Int128 = 0
  var debit: Int128 = 0
  var credit: Int128 = 0
  // Of the entry that is open.
  var entryLine: Int32 = 0
  var entryDebit: Int128 = 0
  var entryCredit: Int128 = 0
  /// The first entry whose sides differ.
  var unbalanced: (debit: Int128, credit: Int128, line: Int32)?
  /// Documents with lines, those of which the lines come to the total, and the line of the first that does not.
  var documents = 0
  var rightDocuments = 0
  var wrongDocument: Int32?
  /// Of the records that could be read.
  var total: Int128 = 0
  /// Index of the statement of cancelled documents, and their total.
  var cancelled: Int?
  var cancelledTotal: Int128 = 0

  /// Zero where it does not fit, which a check then says.
  static func sum(_ total: Int128) -> ScaledDecimal {
    ScaledDecimal(unscaled: Int64(exactly: total) ?? 0, scale: JournalRow.scale)
  }

  mutating func endEntry() {
    if entryDebit != entryCredit, unbalanced == nil { unbalanced = (entryDebit, entryCredit, entryLine) }
    entryDebit = 0
    entryCredit = 0
  }

  /// - Parameter isLedger: whether each entry has to balance.
  func checks(isLedger: Bool, _ currency: Currency) -> [Statement.Check] {
    var checks = stated.map { check($0, currency) }
    if isLedger {
      let (debit, credit, line) = unbalanced ?? (self.debit, self.credit, self.line)
      checks.append(
        Statement.Check(
          .balance, name: "transaction-balance", stated: debit, computed: credit, scale: JournalRow.scale,
          currency: currency, line: line))
    }
    if documents > 0 {
      checks.append(
        Statement.Check(
          .controlTotals, name: "document-totals", stated: "\(documents)", computed: "\(rightDocuments)",
          line: wrongDocument ?? line))
    }
    if Int64(exactly: total) == nil || Int64(exactly: cancelledTotal) == nil {
      checks.append(
        Statement.Check(
          .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
          computed: ScaledDecimal.text(total, scale: JournalRow.scale), currency: currency, line: line))
    }
    return checks
  }

  private func check(
    _ stated: (label: SAFTField, text: String, value: Int128?, line: Int32), _ currency: Currency
  ) -> Statement.Check {
    if stated.label == .entryCount {
      // The standard counts entries; some systems count their lines.
      let computed = lines > 0 && stated.value == lines ? lines : entries
      return Statement.Check(
        .recordCounts, name: "number-of-entries", stated: stated.value.map { "\($0)" } ?? stated.text,
        computed: "\(computed)", line: stated.line)
    }
    let name = stated.label == .totalDebit ? "total-debit" : "total-credit"
    let computed = stated.label == .totalDebit ? debit : credit
    guard let value = stated.value else {
      return Statement.Check(
        .controlTotals, name: name, stated: stated.text,
        computed: ScaledDecimal.text(computed, scale: JournalRow.scale), line: stated.line)
    }
    return Statement.Check(
      .controlTotals, name: name, stated: value, computed: computed, scale: JournalRow.scale,
      currency: currency, line: stated.line)
  }
}
