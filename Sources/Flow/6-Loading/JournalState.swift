public import Bytes
public import Databases
public import Records

/// What the journal has of one run: how many lines, and their digest.
///
/// A line is one of `daybook_changes`; each of `daybook_images` that lines of the run refer to counts as a line as well.
/// The digest is made of the lines as they are written, and kept in `daybook_journals`, in their transaction.
public struct JournalState: Sendable, Hashable {
  static let creation = """
    CREATE TABLE IF NOT EXISTS daybook_journals (
      pipeline TEXT NOT NULL, run INTEGER NOT NULL, layout INTEGER NOT NULL, lines INTEGER NOT NULL,
      digest TEXT NOT NULL, PRIMARY KEY (pipeline, run, layout)
    ) WITHOUT ROWID;
    """
  /// Each is known by its place: the lines' from 0, the images' from 16.
  static let columns = [
    "change", "pipeline", "run", "table_name", "kind", "layout", "key", "image", "rows", "keys",
  ]
  private static let imageColumns = ["layout", "table_name", "columns", "own", "key"]

  /// A run whose journal is kept.
  public struct Run: Sendable, Hashable {
    /// Name of its pipeline.
    public var pipeline: String
    /// Its number, in the store of its pipeline.
    public var number: Int64

    /// The run of that number.
    public init(pipeline: String, number: Int64) {
      self.pipeline = pipeline
      self.number = number
    }
  }

  /// Over the lines; counts them.
  public var digest = MultisetDigest()

  /// - Parameters:
  ///   - lines: how many.
  ///   - digest: as `MultisetDigest.text` gives it; nil for anything else.
  public init?(lines: Int64, digest: String) {
    guard let found = MultisetDigest(text: digest, count: lines) else { return nil }
    self.digest = found
  }

  /// Of a run that did nothing.
  public init() {}

  // MARK: Reading

  /// Every run that has lines, or of which lines were written down.
  public static func runs(in database: SQLiteDatabase) throws(Fault) -> [Run] {
    var parts: [String] = []
    for table in ["daybook_changes", "daybook_journals"] where try database.hasTable(table) {
      parts.append("SELECT pipeline, run FROM \(table)")
    }
    if parts.isEmpty { return [] }
    return try database.query(parts.joined(separator: " UNION ") + " ORDER BY pipeline, run") {
      Run(pipeline: $0.text(0) ?? "", number: $0.integer(1) ?? 0)
    }
  }

  /// What was written down of a run; nothing where nothing was.
  public static func written(_ run: Run, in database: SQLiteDatabase) throws(Fault) -> JournalState {
    var state = JournalState()
    guard try database.hasTable("daybook_journals") else { return state }
    let parts = try database.query(
      "SELECT lines, digest FROM daybook_journals WHERE pipeline = ? AND run = ?", .text(run.pipeline),
      .integer(run.number)
    ) { JournalState(lines: $0.integer(0) ?? 0, digest: $0.text(1) ?? "") }
    // A digest that cannot be read is equal to none: it counts as nothing written.
    for part in parts { if let part { state.digest.add(part.digest) } }
    return state
  }

  /// What the journal really has of a run, read line by line.
  public static func measured(_ run: Run, in database: SQLiteDatabase) throws(Fault) -> JournalState {
    guard try database.hasTable("daybook_changes") else { return JournalState() }
    var state = JournalState()
    let lines = "daybook_changes WHERE pipeline = \(literal(run.pipeline)) AND run = \(run.number)"
    state.digest.add(try digest(columns, from: 0, of: lines, in: database))
    state.digest.add(try images("(SELECT layout FROM \(lines))", in: database))
    return state
  }

  /// The greatest number of a run of the pipeline that has a journal; 0 without any.
  static func lastRun(of pipeline: String, in database: SQLiteDatabase) throws(Fault) -> Int64 {
    guard try database.hasTable("daybook_journals") else { return 0 }
    return try database.query("SELECT max(run) FROM daybook_journals WHERE pipeline = ?", .text(pipeline)) {
      $0.integer(0) ?? 0
    }.first ?? 0
  }

  private static func images(_ layouts: String, in database: SQLiteDatabase) throws(Fault) -> MultisetDigest {
    try digest(imageColumns, from: 16, of: "daybook_images WHERE layout IN \(layouts)", in: database)
  }

  private static func digest(
    _ columns: [String], from first: UInt16, of source: String, in database: SQLiteDatabase
  ) throws(Fault) -> MultisetDigest {
    var digest = MultisetDigest()
    let numbers = columns.indices.map { first + UInt16($0) }
    let collector = try RowCollector("daybook_journal", numbers: numbers, on: database) { rows in
      digest.add(rows.bytes, ends: rows.ends)
    }
    let list = columns.map(quotedName).joined(separator: ", ")
    _ = try database.query("SELECT sum(daybook_journal(\(list))) FROM \(source)") { _ in }
    collector.flush()
    return digest
  }

  // MARK: Writing

  /// Adds lines of a run to what is written down, in the transaction that wrote them. The first ones bring the image
  /// they refer to.
  static func add(
    _ lines: MultisetDigest, of run: Run, layout: Int64, in database: SQLiteDatabase
  ) throws(Fault) {
    let known =
      try database.query(
        "SELECT lines, digest FROM daybook_journals WHERE pipeline = ? AND run = ? AND layout = ?",
        .text(run.pipeline), .integer(run.number), .integer(layout)
      ) { JournalState(lines: $0.integer(0) ?? 0, digest: $0.text(1) ?? "") }.first ?? nil
    var state: MultisetDigest
    if let known { state = known.digest } else { state = try images("(\(layout))", in: database) }
    state.add(lines)
    try database.run(
      """
      INSERT INTO daybook_journals VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (pipeline, run, layout) DO UPDATE SET lines = excluded.lines, digest = excluded.digest
      """, .text(run.pipeline), .integer(run.number), .integer(layout), .integer(state.count),
      .text(state.text))
  }
}
