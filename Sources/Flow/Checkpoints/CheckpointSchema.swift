import Databases
import Records

/// The tables that survive a crash. Every time is in a column that ends in `_at`: two stores that did the same work
/// differ in those alone.
enum CheckpointSchema {
  /// Raised by one with every change of the tables.
  static let version: Int64 = 1

  static let tables = """
    CREATE TABLE daybook_meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
    CREATE TABLE daybook_runs (
      run INTEGER PRIMARY KEY, pipeline TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'interrupted')),
      mode TEXT NOT NULL, spec_digest TEXT NOT NULL, program_version TEXT NOT NULL,
      fault_code TEXT, fault_message TEXT,
      started_at TEXT NOT NULL, resumed_at TEXT, ended_at TEXT
    );
    CREATE INDEX daybook_runs_of_pipeline ON daybook_runs (pipeline, run);
    CREATE TABLE daybook_files (
      run INTEGER NOT NULL REFERENCES daybook_runs, file INTEGER NOT NULL,
      path TEXT NOT NULL, name TEXT NOT NULL, format TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'loading', 'done', 'refused', 'skipped')),
      rows_committed INTEGER NOT NULL, encoding TEXT NOT NULL, remarks TEXT NOT NULL,
      PRIMARY KEY (run, file)
    );
    CREATE INDEX daybook_files_of_digest ON daybook_files (digest);
    CREATE TABLE daybook_statements (
      run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL,
      account_id TEXT NOT NULL, statement_id TEXT NOT NULL, currency TEXT NOT NULL, as_of TEXT,
      opening TEXT, closing TEXT, record_count INTEGER NOT NULL, records_total TEXT NOT NULL,
      disposition TEXT NOT NULL, is_interim INTEGER NOT NULL, proves INTEGER NOT NULL, line INTEGER NOT NULL,
      PRIMARY KEY (run, file, statement)
    );
    CREATE TABLE daybook_checks (
      run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, number INTEGER NOT NULL,
      name TEXT NOT NULL, stated TEXT NOT NULL, computed TEXT NOT NULL, line INTEGER NOT NULL, holds INTEGER NOT NULL,
      PRIMARY KEY (run, file, statement, number)
    );
    CREATE TABLE daybook_footing (
      run INTEGER NOT NULL, file INTEGER NOT NULL, stage INTEGER NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL,
      currency TEXT NOT NULL, rows INTEGER, amount TEXT NOT NULL, scale INTEGER NOT NULL,
      PRIMARY KEY (run, file, stage, outcome, currency)
    );
    CREATE TABLE daybook_rejects (
      run INTEGER NOT NULL, file INTEGER NOT NULL, reject INTEGER NOT NULL,
      stage TEXT NOT NULL, line INTEGER NOT NULL, record INTEGER NOT NULL, statement INTEGER NOT NULL,
      field TEXT NOT NULL, value TEXT, code TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL,
      original BLOB NOT NULL, position INTEGER, byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL,
      PRIMARY KEY (run, file, reject)
    );
    INSERT INTO daybook_meta VALUES ('version', \(version));
    """

  /// Makes the tables where they are missing and the database may be written.
  ///
  /// - Returns: whether they are there.
  static func open(_ database: SQLiteDatabase) throws(Fault) -> Bool {
    if try !database.hasTable("daybook_meta") {
      guard database.access == .writing else { return false }
      try database.transaction { () throws(Fault) in
        // Another process may have been faster.
        if try !database.hasTable("daybook_meta") { try database.execute(tables) }
      }
    }
    let found = try database.query("SELECT value FROM daybook_meta WHERE name = 'version'") { $0.integer(0) }
    guard found.first == version else {
      throw Fault(
        "checkpoints-unknown", "the checkpoints were kept by another version of daybook",
        at: Place(file: database.path),
        hint: "Use the version of daybook that ran here last, or a newer one.",
        status: .specInvalid)
    }
    return true
  }
}
