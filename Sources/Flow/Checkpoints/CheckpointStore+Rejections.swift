import Databases
public import Records

extension CheckpointStore {
  /// Keeps refused records of a run; one kept before under the same file and ordinal is replaced.
  public func save(_ rejections: [StoredRejection], run: Int64) throws(Fault) {
    try database.transaction { () throws(Fault) in
      let insert = try database.prepare(
        "INSERT OR REPLACE INTO daybook_rejects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for stored in rejections {
        let rejection = stored.rejection
        try insert.run([
          .integer(run), SQLiteValue(stored.file), SQLiteValue(stored.ordinal), .text(rejection.stage),
          .integer(Int64(rejection.origin.line)), .integer(Int64(rejection.origin.record)),
          .integer(Int64(rejection.origin.statement)), .text(rejection.field), SQLiteValue(rejection.value),
          .text(rejection.code), .text(rejection.reason), .text(rejection.hint), .blob(stored.original),
          SQLiteValue(rejection.position.map(Int64.init)), .integer(rejection.origin.offset),
          .integer(Int64(rejection.origin.length)),
        ])
      }
    }
  }

  /// Forgets the refused records of a file that is read again.
  public func forgetRejections(run: Int64, file: Int) throws(Fault) {
    try database.run(
      "DELETE FROM daybook_rejects WHERE run = ? AND file = ?", .integer(run), SQLiteValue(file))
  }

  /// How many were kept.
  public func rejectionCount(of run: Int64) throws(Fault) -> Int {
    guard isThere else { return 0 }
    let counts = try database.query("SELECT count(*) FROM daybook_rejects WHERE run = ?", .integer(run)) {
      $0.integer(0) ?? 0
    }
    return Int(counts.first ?? 0)
  }

  /// Hands out the refused records of a run one by one, in the order of its files; there may be millions.
  public func eachRejection(of run: Int64, _ body: (StoredRejection) throws(Fault) -> Void) throws(Fault) {
    guard isThere else { return }
    let statement = try database.prepare(
      """
      SELECT file, reject, stage, line, record, statement, field, value, code, reason, hint, original, position,
        byte_offset, byte_length
      FROM daybook_rejects WHERE run = ? ORDER BY file, reject
      """)
    try statement.bind([.integer(run)])
    while try statement.step() {
      func narrow(_ column: Int) -> Int32 { statement.integer(column).flatMap { Int32(exactly: $0) } ?? 0 }
      let origin = Origin(
        offset: statement.integer(13) ?? 0, length: narrow(14), line: narrow(3), record: narrow(4),
        statement: narrow(5))
      try body(
        StoredRejection(
          file: Int(statement.integer(0) ?? 0), ordinal: Int(statement.integer(1) ?? 0),
          rejection: Rejection(
            origin: origin, stage: statement.text(2) ?? "", field: statement.text(6) ?? "",
            value: statement.text(7),
            code: statement.text(8) ?? "", reason: statement.text(9) ?? "", hint: statement.text(10) ?? "",
            position: statement.isNull(12) ? nil : narrow(12)), original: statement.blob(11) ?? []))
    }
  }
}
