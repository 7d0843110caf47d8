public import Components
import Databases
public import Records

/// Statements, footings and refusals of a file.
extension CheckpointStore {
  // MARK: Footing

  /// Replaces what is known of the stages of a file.
  public func save(_ stages: [StageFooting], run: Int64, file: Int) throws(Fault) {
    try database.run(
      "DELETE FROM daybook_footing WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
    for (at, stage) in stages.enumerated() {
      try save("arrived", stage.arrived, stage, at, run, file)
      for (outcome, tally) in stage.left.sorted(by: { $0.key < $1.key }) {
        try save(outcome, tally, stage, at, run, file)
      }
    }
  }

  /// A line for the rows, with no currency, and a line for the money of each currency.
  private func save(
    _ outcome: String, _ tally: Tally, _ stage: StageFooting, _ at: Int, _ run: Int64, _ file: Int
  ) throws(Fault) {
    let insert = try database.prepare("INSERT INTO daybook_footing VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    let name = stage.knowsMoney ? stage.stage : stage.stage + "*"
    let head: [SQLiteValue] = [
      .integer(run), SQLiteValue(file), SQLiteValue(at), .text(name), .text(outcome),
    ]
    try insert.run(head + [.text(""), SQLiteValue(tally.rows), .null])
    for (currency, sum) in tally.amounts.sorted(by: { $0.key < $1.key }) {
      let amount = ScaledDecimal.text(sum, scale: tally.scale)
      try insert.run(head + [.text(currency == .none ? "-" : currency.description), .null, .text(amount)])
    }
  }

  /// The stages of a file in the order of the flow.
  ///
  /// - Parameter scale: decimal places of the money.
  public func footing(run: Int64, file: Int, scale: Int) throws(Fault) -> [StageFooting] {
    guard hasTables else { return [] }
    var stages: [(number: Int, footing: StageFooting)] = []
    let lines = try database.query(
      """
      SELECT stage, name, outcome, currency, rows, amount FROM daybook_footing WHERE run = ? AND file = ?
      ORDER BY stage, outcome, currency
      """, .integer(run), SQLiteValue(file), row: FootingLine.init)
    for line in lines {
      if line.stage != stages.last?.number { stages.append((line.stage, line.opening(scale: scale))) }
      line.add(to: &stages[stages.count - 1].footing)
    }
    return stages.map(\.footing)
  }

  /// One line of a stored footing: the rows of an outcome, or its money in one currency.
  private struct FootingLine {
    var stage: Int
    var name: String
    var outcome: String
    var currency: String
    var rows: Int
    var amount: String?

    init(_ row: SQLiteStatement) {
      stage = Int(row.integer(0) ?? 0)
      name = row.text(1) ?? ""
      outcome = row.text(2) ?? ""
      currency = row.text(3) ?? ""
      rows = Int(row.integer(4) ?? 0)
      amount = row.text(5)
    }

    /// The stage this line belongs to, still empty.
    func opening(scale: Int) -> StageFooting {
      let knowsMoney = !name.hasSuffix("*")
      return StageFooting(
        stage: knowsMoney ? name : String(name.dropLast()), arrived: Tally(scale: scale), left: [:],
        knowsMoney: knowsMoney)
    }

    func add(to footing: inout StageFooting) {
      if outcome == "arrived" {
        add(to: &footing.arrived)
      } else {
        add(to: &footing.left[outcome, default: Tally(scale: footing.arrived.scale)])
      }
    }

    private func add(to tally: inout Tally) {
      if let amount {
        tally.amounts[Currency(currency) ?? .none] = CheckpointStore.unscaled(amount)
      } else {
        tally.rows = rows
      }
    }
  }

  /// The digits of a stored sum; sums may be wider than 64 bits.
  private static func unscaled(_ text: String) -> Int128 { Int128(text.filter { $0 != "." }) ?? 0 }

  // MARK: Statements

  /// Keeps the statements of a file with their balances and checks, in the order of the file.
  ///
  /// - Parameter isMeant: whether the run is about the statement of that number; the others are left out.
  public func save(
    _ statements: [Statement], run: Int64, file: Int, where isMeant: (Int) -> Bool = { _ in true }
  ) throws(Fault) {
    for table in ["statements", "checks"] {
      try database.run(
        "DELETE FROM daybook_\(table) WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
    }
    let rows = try RowInserter(
      database, table: "daybook_statements", columns: CheckpointStore.statementColumns)
    var checks = CheckRanges(run: run, file: file)
    // Thousands of them, and in their place none is copied.
    for at in statements.indices where isMeant(at) {
      for number in [run, Int64(file), Int64(at)] { rows.add(number) }
      try CheckpointStore.add(statements[at], to: rows)
      checks.add(statements[at].checks, of: at)
    }
    try rows.finish()
    try save(checks)
  }

  private static let statementColumns: [(name: String, storage: SQLiteStatement.Storage)] = [
    ("run", .integer), ("file", .integer), ("statement", .integer), ("statement_id", .text),
    ("account_id", .text), ("currency", .text), ("starts", .text), ("as_of", .text), ("opening", .text),
    ("closing", .text), ("total", .text), ("disposition", .text), ("sequence", .text), ("source", .text),
    ("balances", .text), ("records", .integer), ("interim", .integer), ("proves", .integer),
    ("refused", .integer), ("checks", .integer), ("line", .integer),
  ]

  /// As a JSON array of `[code, name, amount, items]`; nil of none.
  private static func text(of balances: [Statement.Balance]) -> String? {
    if balances.isEmpty { return nil }
    var text = ""
    text.reserveCapacity(64 * balances.count)
    for balance in balances {
      text += text.isEmpty ? "[[" : ",["
      text.appendJSON(balance.code)
      text += ","
      text.appendJSON(balance.name)
      text += ","
      text += balance.amount.map { "\"\($0)\"" } ?? "null"
      text += ","
      text += balance.itemCount.map { String($0) } ?? "null"
      text += "]"
    }
    return text + "]"
  }

  /// The values from `statement_id` on.
  private static func add(_ statement: Statement, to rows: RowInserter) throws(Fault) {
    let texts = [
      statement.statementID, statement.accountID, statement.currency.description,
      statement.starts?.description, statement.asOf?.description, statement.opening?.description,
      statement.closing?.description, statement.recordsTotal.description, statement.disposition.rawValue,
      statement.sequence, statement.source.rawValue, text(of: statement.balances),
    ]
    for text in texts { rows.add(text) }
    let numbers = [
      statement.recordCount, statement.isInterim ? 1 : 0, statement.proves ? 1 : 0,
      statement.isRefused ? 1 : 0, statement.checks.count, Int(statement.line),
    ]
    for number in numbers { rows.add(Int64(number)) }
    try rows.endRow()
  }

  /// How many statements of a file there are, and how many prove; of those made of records, the ones with a check.
  public func statementCounts(run: Int64, file: Int) throws(Fault) -> (all: Int, proven: Int) {
    guard hasTables else { return (0, 0) }
    return try database.query(
      """
      SELECT count(*), coalesce(sum(proves), 0) FROM daybook_statements WHERE run = ? AND file = ?
        AND (source = 'bank' OR checks > 0)
      """, .integer(run), SQLiteValue(file)
    ) { row in (Int(row.integer(0) ?? 0), Int(row.integer(1) ?? 0)) }.first ?? (0, 0)
  }

  /// Whether a statement of the run was refused, in this or an earlier attempt at it.
  public func hasRefusedStatement(_ run: Int64) throws(Fault) -> Bool {
    guard hasTables else { return false }
    return try !database.query(
      "SELECT 1 FROM daybook_statements WHERE run = ? AND refused = 1 LIMIT 1", .integer(run)
    ) { _ in true }.isEmpty
  }

  // MARK: Refusals

  /// Replaces the refusals of a file.
  public func save(_ refused: [RefusedRecord], run: Int64, file: Int, path: String) throws(Fault) {
    try database.run(
      "DELETE FROM daybook_rejects WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
    let insert = try database.prepare(
      "INSERT INTO daybook_rejects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)")
    for (at, record) in refused.enumerated() {
      let rejection = record.rejection
      try insert.run([
        .integer(run), SQLiteValue(file), SQLiteValue(at), .text(path),
        .integer(Int64(rejection.origin.line)),
        .integer(Int64(rejection.origin.record)), .text(rejection.stage), .text(rejection.field),
        SQLiteValue(rejection.value), .text(rejection.code), .text(rejection.reason), .text(rejection.hint),
        .text(record.original), .integer(rejection.origin.offset), .integer(Int64(rejection.origin.length)),
        SQLiteValue(record.line), SQLiteValue(record.column), .integer(Int64(rejection.origin.statement)),
      ])
    }
  }

  /// The refusals of a run with the path of their file and their name (`run/file/number`), in the order of its files
  /// and their records.
  public func refusals(of run: Int64) throws(Fault) -> [(path: String, name: String, refused: RefusedRecord)]
  {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT path, line, record, stage, field, value, code, reason, hint, original, byte_offset, byte_length,
        shown_line, shown_column, file, reject, statement FROM daybook_rejects WHERE run = ? ORDER BY file, reject
      """, .integer(run)
    ) { row in
      let origin = Origin(
        offset: row.integer(10) ?? 0, length: Int32(clamping: row.integer(11) ?? 0),
        line: Int32(clamping: row.integer(1) ?? 0), record: Int32(clamping: row.integer(2) ?? 0),
        statement: Int32(clamping: row.integer(16) ?? -1))
      let rejection = Rejection(
        origin: origin, stage: row.text(3) ?? "", field: row.text(4) ?? "", value: row.text(5),
        code: row.text(6) ?? "",
        reason: row.text(7) ?? "", hint: row.text(8) ?? "")
      return (
        row.text(0) ?? "", "\(run)/\(row.integer(14) ?? 0)/\(row.integer(15) ?? 0)",
        RefusedRecord(
          rejection: rejection, original: row.text(9) ?? "", line: row.text(12),
          column: Int(row.integer(13) ?? 0))
      )
    }
  }
}
