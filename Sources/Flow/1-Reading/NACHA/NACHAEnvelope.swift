import Records

/// The open file and batch of an ACH file: what their control records state, and what was counted.
struct NACHAEnvelope {
  /// What a batch or a file holds so far.
  struct Level {
    /// Index of the first statement within it.
    var firstStatement: Int
    /// In cents, without sign.
    var debits: Int128 = 0
    var credits: Int128 = 0
    /// Sum of the first eight digits of the receiving banks.
    var hash: Int128 = 0
    /// Of a batch: records in the rows, and the sum of their amounts at four decimals.
    var posted = 0
    var sum: Int128 = 0
    /// Entries and addenda.
    var records = 0
    /// Of a file: its batches.
    var batches = 0
    /// Of a file: its records, the lines of nines not counted.
    var lines = 0
  }

  /// What a control record says, each as written without blanks around it.
  struct Stated {
    var records: String
    var hash: String
    var debits: String
    var credits: String
    /// Of a batch: its number.
    var number = ""
    /// Of a file.
    var batches = ""
    /// Of a file: lines of 94 characters in tens.
    var blocks = ""
  }

  private(set) var file: Level?
  private(set) var batch: Level?
  /// As the header writes it; nil where there is none.
  private var batchNumber: String?
  var statements: [Statement] = []

  /// The statement of the open batch.
  var open: Int { statements.count - 1 }

  mutating func openFile() { file = Level(firstStatement: statements.count) }

  /// - Parameter number: as the header writes it; nil where there is no header.
  mutating func openBatch(_ statement: Statement, number: String?) {
    batch = Level(firstStatement: statements.count)
    file?.batches += 1
    batchNumber = number
    statements.append(statement)
    if number == nil {
      statements[open].checks.append(NACHAEnvelope.missing("batch-header", line: statement.line))
    }
  }

  mutating func countLine() { file?.lines += 1 }

  mutating func count(records: Int) {
    file?.records += records
    batch?.records += records
  }

  /// - Parameter cents: without sign.
  mutating func add(_ cents: Int64, isCredit: Bool) {
    func add(to level: inout Level?) {
      if isCredit { level?.credits += Int128(cents) } else { level?.debits += Int128(cents) }
    }
    add(to: &file)
    add(to: &batch)
  }

  /// Counts a record that goes into the rows.
  ///
  /// - Parameter amount: at four decimals.
  mutating func post(_ amount: Int64) {
    batch?.posted += 1
    batch?.sum += Int128(amount)
  }

  mutating func add(hash: Int64) {
    file?.hash += Int128(hash)
    batch?.hash += Int128(hash)
  }

  // MARK: Controls

  /// - Parameter stated: nil when the control record is missing.
  mutating func closeBatch(_ stated: Stated?, line: Int32) {
    guard let level = batch else { return }
    batch = nil
    setTotal(level, line: line)
    guard let stated else {
      statements[level.firstStatement].checks.append(NACHAEnvelope.missing("batch-control", line: line))
      return
    }
    statements[level.firstStatement].checks += NACHAEnvelope.checks("batch", level, stated, line)
    if let batchNumber {
      statements[level.firstStatement].checks.append(
        Statement.Check(
          .recordCounts, name: "batch-number", stated: NACHAEnvelope.number(stated.number),
          computed: NACHAEnvelope.number(batchNumber), line: line))
    }
    statements[level.firstStatement].balances += [
      NACHAEnvelope.balance("debits", "total of debits", stated.debits),
      NACHAEnvelope.balance("credits", "total of credits", stated.credits),
    ]
  }

  private mutating func setTotal(_ level: Level, line: Int32) {
    let at = level.firstStatement
    statements[at].recordCount = level.posted
    let total = Int64(exactly: level.sum).flatMap { $0 == ScaledDecimal.null ? nil : $0 }
    statements[at].recordsTotal = ScaledDecimal(unscaled: total ?? 0, scale: 4)
    guard total == nil else { return }
    statements[at].checks.append(
      Statement.Check(
        .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
        computed: ScaledDecimal.text(level.sum, scale: 4), line: line))
  }

  /// - Parameter stated: nil when the control record is missing.
  mutating func closeFile(_ stated: Stated?, line: Int32) {
    guard let level = file else { return }
    file = nil
    var checks = [NACHAEnvelope.missing("file-control", line: line)]
    if let stated {
      checks = NACHAEnvelope.checks("file", level, stated, line)
      checks.append(NACHAEnvelope.count("file-batch-count", stated.batches, level.batches, line))
      checks.append(NACHAEnvelope.count("file-block-count", stated.blocks, (level.lines + 9) / 10, line))
    }
    for at in level.firstStatement..<statements.count { statements[at].checks += checks }
  }

  private static func checks(
    _ name: String, _ level: Level, _ stated: Stated, _ line: Int32
  ) -> [Statement.Check] {
    [
      count("\(name)-entry-addenda-count", stated.records, level.records, line),
      Statement.Check(
        .controlTotals, name: "\(name)-entry-hash", stated: number(stated.hash),
        // Ten digits; what runs over them is left out.
        computed: String(level.hash % 10_000_000_000), line: line),
      amount("\(name)-debit-total", stated.debits, level.debits, line),
      amount("\(name)-credit-total", stated.credits, level.credits, line),
    ]
  }

  private static func count(
    _ name: String, _ stated: String, _ computed: Int, _ line: Int32
  ) -> Statement.Check {
    Statement.Check(.recordCounts, name: name, stated: number(stated), computed: String(computed), line: line)
  }

  private static func amount(
    _ name: String, _ stated: String, _ computed: Int128, _ line: Int32
  ) -> Statement.Check {
    let usd = Currency("USD") ?? .none
    guard let cents = Int128(stated) else {
      return Statement.Check(
        .controlTotals, name: name, stated: stated, computed: ScaledDecimal.text(computed, scale: 2),
        currency: usd, line: line)
    }
    return Statement.Check(
      .controlTotals, name: name, stated: cents, computed: computed, scale: 2, currency: usd, line: line)
  }

  private static func balance(_ code: String, _ name: String, _ stated: String) -> Statement.Balance {
    Statement.Balance(
      code: code, name: name, amount: Int64(stated).map { ScaledDecimal(unscaled: $0, scale: 2) })
  }

  private static func missing(_ name: String, line: Int32) -> Statement.Check {
    Statement.Check(.recordCounts, name: name, stated: "present", computed: "missing", line: line)
  }

  /// Without leading zeros; as it stands when it is no number.
  private static func number(_ text: String) -> String { Int128(text).map { String($0) } ?? text }
}
