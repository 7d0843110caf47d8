import Databases
public import Records

extension CheckpointStore {
  /// Keeps the statements of a file with their checks, in place of those kept before.
  public func record(_ statements: [Statement], run: Int64, file: Int) throws(Fault) {
    try database.transaction { () throws(Fault) in
      for table in ["daybook_statements", "daybook_checks"] {
        try database.run("DELETE FROM \(table) WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
      }
      let insert = try database.prepare(
        "INSERT INTO daybook_statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      let check = try database.prepare("INSERT INTO daybook_checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for (ordinal, statement) in statements.enumerated() {
        let place: [SQLiteValue] = [.integer(run), SQLiteValue(file), SQLiteValue(ordinal)]
        try insert.run(place + values(of: statement))
        for (number, stated) in statement.checks.enumerated() {
          try check.run(
            place + [
              SQLiteValue(number), .text(stated.name), .text(stated.stated), .text(stated.computed),
              .integer(Int64(stated.line)), stated.holds ? 1 : 0,
            ])
        }
      }
    }
  }

  private func values(of statement: Statement) -> [SQLiteValue] {
    [
      .text(statement.accountID), .text(statement.statementID), .text(statement.currency.description),
      SQLiteValue(statement.asOf?.description), SQLiteValue(statement.opening?.description),
      SQLiteValue(statement.closing?.description), SQLiteValue(statement.recordCount),
      .text(statement.recordsTotal.description), .text(statement.disposition.rawValue),
      statement.isInterim ? 1 : 0, statement.proves ? 1 : 0, .integer(Int64(statement.line)),
    ]
  }

  /// The statements of a run in the order of its files.
  public func statements(of run: Int64) throws(Fault) -> [StatementRecord] {
    guard isThere else { return [] }
    var records = try database.query(
      """
      SELECT file, statement, statement_id, account_id, currency, line, as_of, opening, closing, record_count,
        records_total, disposition, is_interim
      FROM daybook_statements WHERE run = ? ORDER BY file, statement
      """, .integer(run)
    ) { row in
      var statement = Statement(
        statementID: row.text(2) ?? "", accountID: row.text(3) ?? "",
        currency: row.text(4).flatMap { Currency($0) } ?? .none,
        line: row.integer(5).flatMap { Int32(exactly: $0) } ?? 0)
      statement.asOf = row.text(6).flatMap { CivilDate(iso: $0) }
      statement.opening = row.text(7).flatMap { ScaledDecimal($0) }
      statement.closing = row.text(8).flatMap { ScaledDecimal($0) }
      statement.recordCount = Int(row.integer(9) ?? 0)
      statement.recordsTotal = row.text(10).flatMap { ScaledDecimal($0) } ?? statement.recordsTotal
      statement.disposition = row.text(11).flatMap(Statement.Disposition.init) ?? .update
      statement.isInterim = row.integer(12) == 1
      return StatementRecord(
        file: Int(row.integer(0) ?? 0), ordinal: Int(row.integer(1) ?? 0), statement: statement)
    }
    let checks = try database.query(
      """
      SELECT file, statement, name, stated, computed, line FROM daybook_checks WHERE run = ?
      ORDER BY file, statement, number
      """, .integer(run)
    ) { row in
      let check = Statement.Check(
        name: row.text(2) ?? "", stated: row.text(3) ?? "", computed: row.text(4) ?? "",
        line: row.integer(5).flatMap { Int32(exactly: $0) } ?? 0)
      return (file: Int(row.integer(0) ?? 0), ordinal: Int(row.integer(1) ?? 0), check: check)
    }
    // Both come in the same order.
    var at = 0
    for found in checks {
      while at < records.count, (records[at].file, records[at].ordinal) < (found.file, found.ordinal) {
        at += 1
      }
      if at < records.count { records[at].statement.checks.append(found.check) }
    }
    return records
  }
}
