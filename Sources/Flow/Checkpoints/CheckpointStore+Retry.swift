import Databases
public import Records

/// One refusal as the checkpoint store remembers it: enough to process its record again.
public struct StoredRefusal: Sendable, Hashable {
  /// The file's number within its run, and the refusal's within the file.
  public var file: Int
  /// From 0, in the order of the file.
  public var number: Int
  /// Number of the record; 0 when a statement or the file is meant.
  public var record: Int32
  /// Number of the statement; -1 when none is meant.
  public var statement: Int32
  /// Why it was refused.
  public var code: String
  /// The stage that refused it.
  public var stage: String
  /// The value that is meant; nil where none is.
  public var value: String?
  /// Where the record's bytes lie in the decoded file.
  public var range: Range<Int64>
  /// These bytes, as far as they are kept.
  public var original: String

  /// Nothing of its file was loaded.
  public var isWholeFile: Bool { record == 0 && statement < 0 }
}

/// Refusals that are still open, and those that a later run took over.
extension CheckpointStore {
  /// What a run refused and no later run that still stands has processed again, in the order of its files.
  ///
  /// - Parameter later: a run that is being resumed: what it took over itself is among them.
  public func openRefusals(of run: Int64, resuming later: Int64? = nil) throws(Fault) -> [StoredRefusal] {
    try refusals(
      "run = ?1 AND (retried_by = ?2 OR \(CheckpointStore.isOpen))", .integer(run), SQLiteValue(later))
  }

  /// What a run that processed corrections refused again, and left with the run that had refused it first.
  public func refusedAgain(by run: Int64) throws(Fault) -> [StoredRefusal] {
    try refusals("run = ?1 AND retried_by = ?1", .integer(run))
  }

  /// Which later run that stands has processed again what each of these refusals of a run was about.
  public func takenOver(
    from run: Int64
  ) throws(Fault) -> [(file: Int, number: Int, record: Int32, by: Int64)] {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT j.file, j.reject, j.record, j.retried_by FROM daybook_rejects j
        JOIN daybook_runs o ON o.run = j.retried_by
      WHERE j.run = ?1 AND j.retried_by <> ?1 AND o.undone_by IS NULL ORDER BY j.file, j.reject
      """, .integer(run)
    ) { row in
      (
        Int(row.integer(0) ?? 0), Int(row.integer(1) ?? 0), Int32(clamping: row.integer(2) ?? 0),
        row.integer(3) ?? 0
      )
    }
  }

  private func refusals(_ condition: String, _ values: SQLiteValue...) throws(Fault) -> [StoredRefusal] {
    guard hasTables else { return [] }
    let select = try database.prepare(
      """
      SELECT file, reject, record, statement, code, byte_offset, byte_length, original, stage, value
      FROM daybook_rejects j WHERE \(condition) ORDER BY file, reject
      """)
    try select.bind(values)
    var found: [StoredRefusal] = []
    while try select.step() {
      let start = select.integer(5) ?? 0
      found.append(
        StoredRefusal(
          file: Int(select.integer(0) ?? 0), number: Int(select.integer(1) ?? 0),
          record: Int32(clamping: select.integer(2) ?? 0),
          statement: Int32(clamping: select.integer(3) ?? -1), code: select.text(4) ?? "",
          stage: select.text(8) ?? "", value: select.text(9),
          range: start..<start + max(0, select.integer(6) ?? 0), original: select.text(7) ?? ""))
    }
    return found
  }

  /// The newest standing run with refusals of these bytes that await a person, and how many it has.
  ///
  /// - Parameters:
  ///   - codes: of the refusals that a person decides about.
  ///   - request: as in `runThatLoaded`.
  public func awaiting(
    _ digest: String, pipeline: String, codes: Set<String>, request: String = ""
  ) throws(Fault) -> (run: Int64, count: Int)? {
    try awaiting("f.digest = ?1", .text(digest), pipeline, codes, request).first.map { ($0.run, $0.count) }
  }

  /// The files of which nothing was loaded and that await a person, in the order in which they came.
  public func filesAwaiting(
    of pipeline: String, codes: Set<String>
  ) throws(Fault) -> [(run: Int64, file: StoredFile, count: Int)] {
    var found: [(run: Int64, file: StoredFile, count: Int)] = []
    for (run, file, count) in try awaiting("f.status = ?1", .text("refused"), pipeline, codes, "").reversed()
    {
      guard let stored = try files(of: run).first(where: { $0.ordinal == file }) else { continue }
      found.append((run, stored, count))
    }
    return found
  }

  /// The files that standing runs refused whole, each as the last of them did, as long as neither its bytes nor other
  /// statements of the same accounts and days were loaded since. In the order in which they came.
  public func filesRefused(of pipeline: String) throws(Fault) -> [(run: Int64, file: StoredFile)] {
    guard hasTables else { return [] }
    return try database.query(
      """
      SELECT f.run, \(CheckpointStore.fileColumns) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE f.status = 'refused' AND r.pipeline = ?1 AND r.undone_by IS NULL AND r.status IN ('done', 'refused')
        AND NOT EXISTS (
          SELECT 1 FROM daybook_files o JOIN daybook_runs p ON p.run = o.run
          WHERE o.digest = f.digest AND p.pipeline = ?1
            AND (o.status = 'loaded' OR o.status = 'refused' AND p.undone_by IS NULL AND o.run > f.run))
        AND (NOT EXISTS (SELECT 1 FROM daybook_statements s WHERE s.run = f.run AND s.file = f.file)
          OR EXISTS (
            SELECT 1 FROM daybook_statements s WHERE s.run = f.run AND s.file = f.file AND NOT EXISTS (
              SELECT 1 FROM daybook_statements l JOIN daybook_files g ON g.run = l.run AND g.file = l.file
              WHERE l.account_id = s.account_id AND l.currency = s.currency AND l.as_of = s.as_of
                AND coalesce(l.starts, l.as_of) = coalesce(s.starts, s.as_of) AND l.refused = 0
                AND g.status = 'loaded' AND l.run >= s.run)))
      ORDER BY f.run, f.file
      """, .text(pipeline)
    ) { row in (row.integer(0) ?? 0, CheckpointStore.file(row, from: 1)) }
  }

  /// Files with open refusals of these codes, the newest first.
  private func awaiting(
    _ condition: String, _ value: SQLiteValue, _ pipeline: String, _ codes: Set<String>, _ request: String
  ) throws(Fault) -> [(run: Int64, file: Int, count: Int)] {
    guard hasTables else { return [] }
    let names = codes.sorted().map { "'\($0)'" }.joined(separator: ", ")
    return try database.query(
      """
      SELECT f.run, f.file, count(*) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
        JOIN daybook_rejects j ON j.run = f.run AND j.file = f.file
      WHERE \(condition) AND r.pipeline = ?2 AND r.undone_by IS NULL AND r.status IN ('done', 'refused')
        AND (r.request = ?3 OR \(CheckpointStore.isWhole)) AND j.code IN (\(names)) AND \(CheckpointStore.isOpen)
      GROUP BY f.run, f.file ORDER BY f.run DESC, f.file DESC
      """, value, .text(pipeline), .text(request)
    ) { ($0.integer(0) ?? 0, Int($0.integer(1) ?? 0), Int($0.integer(2) ?? 0)) }
  }

  /// Of a refusal `j`: no later run that stands has processed it again.
  private static let isOpen = """
    NOT EXISTS (SELECT 1 FROM daybook_runs o WHERE o.run = j.retried_by AND o.undone_by IS NULL)
    """

  /// The runs whose refusals came back in the file with these bytes, and the standing run that took each up.
  public func retries(with digest: String, pipeline: String) throws(Fault) -> [Int64: Int64] {
    guard hasTables else { return [:] }
    let found = try database.query(
      """
      SELECT r.subject, max(r.run) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE f.digest = ? AND r.pipeline = ? AND f.status = 'loaded' AND r.kind = 'retry' AND r.subject IS NOT NULL
        AND r.status IN ('done', 'refused')
      GROUP BY r.subject
      """, .text(digest), .text(pipeline)
    ) { ($0.integer(0) ?? 0, $0.integer(1) ?? 0) }
    return Dictionary(found) { $1 }
  }

  /// Notes that a later run answers for what was refused of these bytes by runs that loaded nothing of them.
  public func takeOverRefused(_ digest: String, pipeline: String, by later: Int64) throws(Fault) {
    try database.run(
      """
      UPDATE daybook_rejects AS j SET retried_by = ?3
      WHERE (j.run, j.file) IN (
        SELECT f.run, f.file FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
        WHERE f.digest = ?1 AND f.status = 'refused' AND f.run < ?3 AND r.pipeline = ?2 AND r.undone_by IS NULL)
        AND \(CheckpointStore.isOpen)
      """, .text(digest), .text(pipeline), .integer(later))
  }

  /// Notes that a later run has processed again what these refusals were about: it loaded it, or refused it itself.
  public func takeOver(_ refusals: [StoredRefusal], of run: Int64, by later: Int64) throws(Fault) {
    let update = try database.prepare(
      "UPDATE daybook_rejects SET retried_by = ? WHERE run = ? AND file = ? AND reject = ?")
    for refusal in refusals {
      try update.run([.integer(later), .integer(run), SQLiteValue(refusal.file), SQLiteValue(refusal.number)])
    }
  }
}
