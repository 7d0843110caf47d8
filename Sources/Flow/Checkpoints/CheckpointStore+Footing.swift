import Databases
public import Records

extension CheckpointStore {
  /// Keeps what was counted in a file, in place of what was counted before.
  ///
  /// - Parameter lines: all of the same file.
  public func record(_ lines: [FootingLine], run: Int64, file: Int) throws(Fault) {
    try database.transaction { () throws(Fault) in
      try database.run(
        "DELETE FROM daybook_footing WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
      let insert = try database.prepare("INSERT INTO daybook_footing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for line in lines {
        // The line without a currency carries the rows.
        let amounts = line.tally.amounts.merging([.none: 0]) { sum, _ in sum }.sorted { $0.key < $1.key }
        for (currency, sum) in amounts {
          try insert.run([
            .integer(run), SQLiteValue(file), SQLiteValue(line.stage), .text(line.name), .text(line.outcome),
            .text(currency.description), currency == .none ? SQLiteValue(line.tally.rows) : .null,
            .text(ScaledDecimal.text(sum, scale: line.tally.scale)), SQLiteValue(line.tally.scale),
          ])
        }
      }
    }
  }

  /// What was counted in a run: by file, stage and outcome.
  public func footing(of run: Int64) throws(Fault) -> [FootingLine] {
    guard isThere else { return [] }
    let rows = try database.query(
      """
      SELECT file, stage, name, outcome, currency, rows, amount, scale FROM daybook_footing WHERE run = ?
      ORDER BY file, stage, outcome, currency
      """, .integer(run)
    ) { row in
      var tally = Tally(scale: Int(row.integer(7) ?? 0))
      tally.rows = Int(row.integer(5) ?? 0)
      // The text has exactly `scale` decimals: without its point it is the unscaled sum.
      let digits = (row.text(6) ?? "").filter { $0 != "." }
      if let sum = Int128(digits), sum != 0 {
        tally.amounts[row.text(4).flatMap { Currency($0) } ?? .none] = sum
      }
      return FootingLine(
        file: Int(row.integer(0) ?? 0), stage: Int(row.integer(1) ?? 0), name: row.text(2) ?? "",
        outcome: row.text(3) ?? "", tally: tally)
    }
    var lines: [FootingLine] = []
    for row in rows {
      if let last = lines.last, (last.file, last.stage, last.outcome) == (row.file, row.stage, row.outcome) {
        lines[lines.count - 1].tally.add(row.tally)
      } else {
        lines.append(row)
      }
    }
    return lines
  }
}
