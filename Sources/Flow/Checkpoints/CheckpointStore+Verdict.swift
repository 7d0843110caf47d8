import Databases
public import Records

/// One decision about a file by what the books had when it was begun.
public struct StoredDecision: Sendable, Hashable {
  /// Number of the statement; -1 when a record is meant.
  public var statement: Int
  /// Number of the record; 0 when a statement is meant.
  public var record: Int32
  /// Name of the fate; empty where only the number among equal ones is decided.
  public var fate: String
  /// Number among equal records; 0 where that of the file is right.
  public var occurrence: Int
  /// What a person is told; nil where there is nothing to decide.
  public var rejection: Rejection?
  /// The fingerprint that the number among equal ones belongs to, of a record that was put right; only where there is no
  /// rejection.
  public var name: String?

  /// A decision about a statement or a record.
  public init(
    statement: Int, record: Int32, fate: String, occurrence: Int, rejection: Rejection?, name: String? = nil
  ) {
    self.name = name
    self.statement = statement
    self.record = record
    self.fate = fate
    self.occurrence = occurrence
    self.rejection = rejection
  }
}

/// Decisions about files that are partly loaded: the books no longer are what they were taken by.
extension CheckpointStore {
  /// Keeps the decisions about a file.
  public func save(_ decisions: [StoredDecision], run: Int64, file: Int) throws(Fault) {
    if decisions.isEmpty { return }
    let insert = try database.prepare(
      "INSERT OR REPLACE INTO daybook_decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for (at, decision) in decisions.enumerated() {
      let rejection = decision.rejection
      try insert.run([
        .integer(run), SQLiteValue(file), SQLiteValue(at), SQLiteValue(decision.statement),
        .integer(Int64(decision.record)), .text(decision.fate), SQLiteValue(decision.occurrence),
        SQLiteValue(rejection?.code), SQLiteValue(rejection?.reason), SQLiteValue(rejection?.hint),
        SQLiteValue(rejection?.field), SQLiteValue(rejection == nil ? decision.name : rejection?.value),
        SQLiteValue(rejection?.origin.offset),
        SQLiteValue(rejection.map { Int64($0.origin.length) }),
        SQLiteValue(rejection.map { Int64($0.origin.line) }),
      ])
    }
  }

  /// The decisions about a file, in their order.
  public func verdict(run: Int64, file: Int) throws(Fault) -> [StoredDecision] {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT statement, record, fate, occurrence, code, reason, hint, field, value, byte_offset, byte_length, line
      FROM daybook_decisions WHERE run = ? AND file = ? ORDER BY decision
      """, .integer(run), SQLiteValue(file)
    ) { row in
      let record = Int32(clamping: row.integer(1) ?? 0)
      let rejection = row.text(4).map { code in
        Rejection(
          origin: Origin(
            offset: row.integer(9) ?? 0, length: Int32(clamping: row.integer(10) ?? 0),
            line: Int32(clamping: row.integer(11) ?? 0), record: record,
            statement: Int32(clamping: row.integer(0) ?? -1)),
          stage: "identity", field: row.text(7) ?? "", value: row.text(8), code: code,
          reason: row.text(5) ?? "",
          hint: row.text(6) ?? "")
      }
      return StoredDecision(
        statement: Int(row.integer(0) ?? -1), record: record, fate: row.text(2) ?? "",
        occurrence: Int(row.integer(3) ?? 0), rejection: rejection,
        name: rejection == nil ? row.text(8) : nil)
    }
  }

  /// Records of these bytes that standing runs have loaded after they were put right, with the fingerprint of each and its
  /// number among equal ones.
  public func lateRecords(
    of digest: String, pipeline: String
  ) throws(Fault) -> [(record: Int32, name: String, number: Int)] {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT d.record, d.value, d.occurrence FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
        JOIN daybook_decisions d ON d.run = f.run AND d.file = f.file
      WHERE f.digest = ? AND r.pipeline = ? AND f.status = 'loaded' AND r.undone_by IS NULL AND r.kind = 'retry'
        AND d.code IS NULL AND d.value IS NOT NULL
      """, .text(digest), .text(pipeline)
    ) { row in
      (Int32(clamping: row.integer(0) ?? 0), row.text(1) ?? "", Int(row.integer(2) ?? 0))
    }
  }
}
