import Databases
public import Records

/// A file that is to be moved, was moved, or could not be.
public struct StoredMove: Sendable, Hashable {
  /// How far the move is.
  public enum Status: String, Sendable, CaseIterable {
    /// To be performed.
    case open
    case done
    /// Given up: the file was no longer there, or no longer the same.
    case left
  }

  /// 1, 2, 3, … within a store.
  public var number: Int64
  /// The run that closed the file or was taken back; nil when the file needed none.
  public var run: Int64?
  /// Absolute path before.
  public var source: String
  /// Absolute path afterwards.
  public var target: String
  /// SHA-256 of the file as it lies on the disk, in hexadecimal.
  public var digest: String
  /// What stands beside a file that is put aside; nil for others.
  public var reasons: String?
  /// How far the move is.
  public var status: Status

  /// A move that is to be performed; its number is given by the store.
  public init(run: Int64?, source: String, target: String, digest: String, reasons: String? = nil) {
    number = 0
    self.run = run
    self.source = source
    self.target = target
    self.digest = digest
    self.reasons = reasons
    status = .open
  }

  fileprivate init(_ row: SQLiteStatement) {
    self.init(
      run: row.integer(1), source: row.text(2) ?? "", target: row.text(3) ?? "", digest: row.text(4) ?? "",
      reasons: row.text(5))
    number = row.integer(0) ?? 0
    status = Status(rawValue: row.text(6) ?? "") ?? .left
  }
}

/// The journal of moves: written with what closes a file, performed afterwards, so that a crash loses neither.
extension CheckpointStore {
  static let createMoves = """
    CREATE TABLE daybook_moves (
      move INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, run INTEGER, source TEXT NOT NULL, target TEXT NOT NULL,
      digest TEXT NOT NULL, reasons TEXT, status TEXT NOT NULL);
    CREATE INDEX daybook_moves_by_digest ON daybook_moves (digest);
    """

  /// Writes down a move that is to be performed.
  public func add(_ move: StoredMove, of pipeline: String) throws(Fault) {
    try database.run(
      "INSERT INTO daybook_moves VALUES (NULL, ?, ?, ?, ?, ?, ?, 'open')", .text(pipeline),
      SQLiteValue(move.run),
      .text(move.source), .text(move.target), .text(move.digest), SQLiteValue(move.reasons))
  }

  /// Notes what became of a move, or that it gets another target.
  public func save(_ move: StoredMove) throws(Fault) {
    try database.run(
      "UPDATE daybook_moves SET target = ?, status = ? WHERE move = ?", .text(move.target),
      .text(move.status.rawValue), .integer(move.number))
  }

  /// Moves that are still to be performed, in the order they were written down.
  public func openMoves(of pipeline: String) throws(Fault) -> [StoredMove] {
    try moves("WHERE pipeline = ? AND status = 'open' ORDER BY move", .text(pipeline))
  }

  /// What a run has moved and is to move, newest first.
  public func moves(of run: Int64) throws(Fault) -> [StoredMove] {
    try moves("WHERE run = ? AND status <> 'left' ORDER BY move DESC", .integer(run))
  }

  /// The newest move of these bytes that was performed or is to be.
  public func lastMove(of digest: String, pipeline: String) throws(Fault) -> StoredMove? {
    try moves(of: digest, pipeline: pipeline).first
  }

  /// The moves of these bytes that were performed or are to be, newest first.
  public func moves(of digest: String, pipeline: String) throws(Fault) -> [StoredMove] {
    try moves(
      "WHERE digest = ? AND pipeline = ? AND status <> 'left' ORDER BY move DESC", .text(digest),
      .text(pipeline))
  }

  /// The newest move that put something under this path.
  public func lastMove(to path: String) throws(Fault) -> StoredMove? {
    try moves("WHERE target = ? AND status = 'done' ORDER BY move DESC LIMIT 1", .text(path)).first
  }

  private func moves(_ condition: String, _ values: SQLiteValue...) throws(Fault) -> [StoredMove] {
    guard hasTables else { return [] }
    let select = try database.prepare(
      "SELECT move, run, source, target, digest, reasons, status FROM daybook_moves \(condition)")
    try select.bind(values)
    var found: [StoredMove] = []
    while try select.step() { found.append(StoredMove(select)) }
    return found
  }

  // MARK: Files

  static let fileColumns =
    "f.file, f.path, f.format, f.digest, f.size, f.status, f.rows_committed, f.rows_before, f.retracted, f.remarks, "
    + "f.file_digest, f.member"

  static func file(_ row: SQLiteStatement) -> StoredFile { file(row, from: 0) }

  /// - Parameter first: the column of the first of `fileColumns`.
  static func file(_ row: SQLiteStatement, from first: Int) -> StoredFile {
    let packed = row.text(first + 10) ?? ""
    return StoredFile(
      ordinal: Int(row.integer(first) ?? 0), path: row.text(first + 1) ?? "",
      format: row.text(first + 2) ?? "",
      digest: row.text(first + 3) ?? "", fileDigest: packed.isEmpty ? nil : packed,
      member: row.text(first + 11), size: row.integer(first + 4) ?? 0,
      status: StoredFile.Status(rawValue: row.text(first + 5) ?? "") ?? .pending,
      rowsCommitted: row.integer(first + 6) ?? 0, rowsBefore: row.integer(first + 7) ?? 0,
      retracted: row.text(first + 8), remarks: row.text(first + 9) ?? "")
  }

  /// Every file of the pipeline that is loaded, once, as it came first, in the order in which they came.
  public func loadedFiles(by pipeline: String) throws(Fault) -> [StoredFile] {
    guard hasTables else { return [] }
    var seen: Set<String> = []
    return try database.query(
      """
      SELECT \(CheckpointStore.fileColumns) FROM daybook_files f JOIN daybook_runs r ON r.run = f.run
      WHERE r.pipeline = ? AND f.status = 'loaded' ORDER BY f.run, f.file
      """, .text(pipeline), row: CheckpointStore.file
    ).filter { seen.insert($0.digest).inserted }
  }
}
