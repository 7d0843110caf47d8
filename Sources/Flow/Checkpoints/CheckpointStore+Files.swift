import Databases
public import Records

extension CheckpointStore {
  /// Puts a file into its run, or replaces what is known of it.
  public func record(_ file: FileRecord) throws(Fault) {
    try database.run(
      "INSERT OR REPLACE INTO daybook_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .integer(file.run),
      SQLiteValue(file.file), .text(file.path), .text(file.name), .text(file.format), .text(file.digest),
      .integer(file.size), .text(file.status.rawValue), .integer(file.rowsCommitted), .text(file.encoding),
      .text(file.remarks.joined(separator: "\n")))
  }

  /// How many rows of a file are in. Called inside the loader's transaction, it commits with them.
  public func progress(run: Int64, file: Int, rowsCommitted: Int64) throws(Fault) {
    try database.run(
      "UPDATE daybook_files SET status = 'loading', rows_committed = ? WHERE run = ? AND file = ?",
      .integer(rowsCommitted), .integer(run), SQLiteValue(file))
  }

  /// How far a file came.
  public func mark(run: Int64, file: Int, _ status: FileRecord.Status) throws(Fault) {
    try database.run(
      "UPDATE daybook_files SET status = ? WHERE run = ? AND file = ?", .text(status.rawValue), .integer(run),
      SQLiteValue(file))
  }

  /// In the order of the run.
  public func files(of run: Int64) throws(Fault) -> [FileRecord] {
    try files("WHERE run = ? ORDER BY file", .integer(run))
  }

  /// The file with these bytes that a pipeline has loaded to its end, where it has: the first time it did.
  public func loadedFile(pipeline: String, digest: String) throws(Fault) -> FileRecord? {
    try files(
      """
      WHERE digest = ? AND status = 'done' AND run IN (SELECT run FROM daybook_runs WHERE pipeline = ?)
      ORDER BY run, file LIMIT 1
      """, .text(digest), .text(pipeline)
    ).first
  }

  private func files(_ condition: String, _ values: SQLiteValue...) throws(Fault) -> [FileRecord] {
    guard isThere else { return [] }
    let statement = try database.prepare(
      """
      SELECT run, file, path, name, format, digest, size, status, rows_committed, encoding, remarks
      FROM daybook_files \(condition)
      """)
    try statement.bind(values)
    var records: [FileRecord] = []
    while try statement.step() {
      let remarks = statement.text(10) ?? ""
      records.append(
        FileRecord(
          run: statement.integer(0) ?? 0, file: Int(statement.integer(1) ?? 0), path: statement.text(2) ?? "",
          name: statement.text(3) ?? "", format: statement.text(4) ?? "", digest: statement.text(5) ?? "",
          size: statement.integer(6) ?? 0,
          status: statement.text(7).flatMap(FileRecord.Status.init) ?? .refused,
          rowsCommitted: statement.integer(8) ?? 0, encoding: statement.text(9) ?? "",
          remarks: remarks.isEmpty ? [] : remarks.split(separator: "\n").map(String.init)))
    }
    return records
  }
}
