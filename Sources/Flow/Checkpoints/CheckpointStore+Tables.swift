import Databases
import Records

/// The tables of a store, and how those of an older program are brought up to date.
extension CheckpointStore {
  static func create(in database: SQLiteDatabase) throws(Fault) {
    try database.execute(
      """
      CREATE TABLE daybook_meta (schema INTEGER NOT NULL, manifests_from INTEGER NOT NULL DEFAULT 1);
      INSERT INTO daybook_meta VALUES (\(schemaVersion), 1);
      \(manifestTables)
      \(runTables)
      \(timingTable)
      \(moneyTable)
      \(statementTables)
      \(decisionsTable)
      \(rejectTable)
      \(createMoves)
      """)
  }

  private static let runTables = """
    CREATE TABLE daybook_runs (
      run INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, company TEXT, request TEXT NOT NULL, spec TEXT NOT NULL,
      program TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL, resumed_at TEXT, ended_at TEXT,
      kind TEXT NOT NULL DEFAULT 'load', subject INTEGER, undone_by INTEGER, fault TEXT, fault_message TEXT,
      fault_place TEXT, fault_hint TEXT, rows_replaced INTEGER, rows_read_back INTEGER);
    CREATE TABLE daybook_files (
      run INTEGER NOT NULL, file INTEGER NOT NULL, path TEXT NOT NULL, format TEXT NOT NULL, digest TEXT NOT NULL,
      size INTEGER NOT NULL, status TEXT NOT NULL, rows_committed INTEGER NOT NULL, rows_before INTEGER NOT NULL,
      retracted TEXT, remarks TEXT NOT NULL, file_digest TEXT NOT NULL DEFAULT '', member TEXT,
      PRIMARY KEY (run, file)) WITHOUT ROWID;
    CREATE INDEX daybook_files_by_digest ON daybook_files (digest);
    CREATE TABLE daybook_footing (
      run INTEGER NOT NULL, file INTEGER NOT NULL, stage INTEGER NOT NULL, name TEXT NOT NULL,
      outcome TEXT NOT NULL, currency TEXT NOT NULL, rows INTEGER, amount TEXT,
      PRIMARY KEY (run, file, stage, outcome, currency)) WITHOUT ROWID;
    """

  private static let statementTables = """
    CREATE TABLE daybook_statements (
      run INTEGER NOT NULL, file INTEGER NOT NULL, statement INTEGER NOT NULL, statement_id TEXT NOT NULL,
      account_id TEXT NOT NULL, currency TEXT NOT NULL, as_of TEXT, opening TEXT, closing TEXT,
      records INTEGER NOT NULL, total TEXT NOT NULL, disposition TEXT NOT NULL, interim INTEGER NOT NULL,
      proves INTEGER NOT NULL, line INTEGER NOT NULL, starts TEXT, sequence TEXT,
      source TEXT NOT NULL DEFAULT 'bank', refused INTEGER NOT NULL DEFAULT 0,
      checks INTEGER NOT NULL DEFAULT 0, balances TEXT, PRIMARY KEY (run, file, statement)) WITHOUT ROWID;
    CREATE INDEX daybook_statements_by_account ON daybook_statements (account_id);
    \(balancesView)
    \(checksTable)
    """

  /// The balances of each statement by the line: the statement has them as a JSON array of `[code, name, amount, items]`.
  private static let balancesView = """
    CREATE VIEW daybook_balances AS
      SELECT s.run, s.file, s.statement, b.key AS balance, b.value ->> 0 AS code, b.value ->> 1 AS name,
        b.value ->> 2 AS amount, b.value ->> 3 AS items
      FROM daybook_statements s, json_each(s.balances) b;
    """

  /// A check of the statements from the first to the last.
  private static let checksTable = """
    CREATE TABLE daybook_checks (
      run INTEGER NOT NULL, file INTEGER NOT NULL, first_statement INTEGER NOT NULL, "check" INTEGER NOT NULL,
      last_statement INTEGER NOT NULL, name TEXT NOT NULL, stated TEXT NOT NULL, computed TEXT NOT NULL,
      holds INTEGER NOT NULL, line INTEGER NOT NULL, kind TEXT NOT NULL, currency TEXT, warns INTEGER NOT NULL,
      PRIMARY KEY (run, file, first_statement, "check")) WITHOUT ROWID;
    """

  private static let decisionsTable = """
    CREATE TABLE daybook_decisions (
      run INTEGER NOT NULL, file INTEGER NOT NULL, decision INTEGER NOT NULL, statement INTEGER NOT NULL,
      record INTEGER NOT NULL, fate TEXT NOT NULL, occurrence INTEGER NOT NULL, code TEXT, reason TEXT, hint TEXT,
      field TEXT, value TEXT, byte_offset INTEGER, byte_length INTEGER, line INTEGER,
      PRIMARY KEY (run, file, decision)) WITHOUT ROWID;
    """

  private static let rejectTable = """
    CREATE TABLE daybook_rejects (
      run INTEGER NOT NULL, file INTEGER NOT NULL, reject INTEGER NOT NULL, path TEXT NOT NULL,
      line INTEGER NOT NULL, record INTEGER NOT NULL, stage TEXT NOT NULL, field TEXT NOT NULL, value TEXT,
      code TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL, original TEXT NOT NULL,
      byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL, shown_line TEXT, shown_column INTEGER NOT NULL,
      statement INTEGER NOT NULL DEFAULT -1, retried_by INTEGER,
      PRIMARY KEY (run, file, reject)) WITHOUT ROWID;
    """

  /// Brings the tables of an older version up to date.
  static func migrate(_ database: SQLiteDatabase) throws(Fault) {
    let version = try database.query("SELECT schema FROM daybook_meta") { $0.integer(0) ?? 0 }.first ?? 0
    if version == 1 { try database.execute(toVersion2) }
    if version == 1 || version == 2 { try database.execute(toVersion3) }
    if (1...3).contains(version) { try database.execute(toVersion4) }
  }

  private static let toVersion2 = """
    ALTER TABLE daybook_runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'load';
    ALTER TABLE daybook_runs ADD COLUMN subject INTEGER;
    ALTER TABLE daybook_runs ADD COLUMN undone_by INTEGER;
    ALTER TABLE daybook_runs ADD COLUMN fault TEXT;
    ALTER TABLE daybook_runs ADD COLUMN fault_message TEXT;
    ALTER TABLE daybook_runs ADD COLUMN fault_place TEXT;
    ALTER TABLE daybook_runs ADD COLUMN fault_hint TEXT;
    \(timingTable)
    \(moneyTable)
    ALTER TABLE daybook_rejects ADD COLUMN statement INTEGER NOT NULL DEFAULT -1;
    ALTER TABLE daybook_rejects ADD COLUMN retried_by INTEGER;
    \(decisionsTable)
    ALTER TABLE daybook_statements ADD COLUMN starts TEXT;
    ALTER TABLE daybook_statements ADD COLUMN sequence TEXT;
    ALTER TABLE daybook_statements ADD COLUMN source TEXT NOT NULL DEFAULT 'bank';
    ALTER TABLE daybook_statements ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
    UPDATE daybook_statements SET refused = 1 - proves;
    CREATE INDEX daybook_statements_by_account ON daybook_statements (account_id);
    ALTER TABLE daybook_checks ADD COLUMN kind TEXT NOT NULL DEFAULT 'control_totals';
    ALTER TABLE daybook_checks ADD COLUMN currency TEXT;
    ALTER TABLE daybook_checks ADD COLUMN warns INTEGER NOT NULL DEFAULT 0;
    UPDATE daybook_checks SET kind = 'record_counts' WHERE name LIKE '%-count';
    ALTER TABLE daybook_files ADD COLUMN file_digest TEXT NOT NULL DEFAULT '';
    ALTER TABLE daybook_files ADD COLUMN member TEXT;
    \(createMoves)
    ALTER TABLE daybook_meta ADD COLUMN manifests_from INTEGER NOT NULL DEFAULT 1;
    \(manifestTables)
    """

  private static let toVersion3 = """
    ALTER TABLE daybook_runs ADD COLUMN rows_replaced INTEGER;
    ALTER TABLE daybook_runs ADD COLUMN rows_read_back INTEGER;
    ALTER TABLE daybook_statements ADD COLUMN checks INTEGER NOT NULL DEFAULT 0;
    UPDATE daybook_statements AS s SET checks = (
      SELECT count(*) FROM daybook_checks c WHERE c.run = s.run AND c.file = s.file AND c.statement = s.statement);
    ALTER TABLE daybook_checks RENAME TO daybook_checks_before;
    \(checksTable)
    INSERT INTO daybook_checks SELECT run, file, statement, "check", statement, name, stated, computed, holds, line,
      kind, currency, warns FROM daybook_checks_before;
    DROP TABLE daybook_checks_before;
    """

  /// What a manifest of version 3 says of the balances cannot be held against their new form.
  private static let toVersion4 = """
    ALTER TABLE daybook_statements ADD COLUMN balances TEXT;
    UPDATE daybook_statements AS s SET balances = (
      SELECT json_group_array(json_array(code, name, amount, items)) FROM (
        SELECT * FROM daybook_balances b WHERE b.run = s.run AND b.file = s.file AND b.statement = s.statement
        ORDER BY balance)
      HAVING count(*) > 0);
    DROP TABLE daybook_balances;
    \(balancesView)
    UPDATE daybook_meta SET schema = \(schemaVersion),
      manifests_from = (SELECT coalesce(max(run), 0) + 1 FROM daybook_runs);
    """
}
