import CSQLite
import Glibc
import Records

extension SQLiteDatabase {
  /// What a trigger raises that keeps a row as it is.
  public static let lockedRow = "daybook: row locked"
}

extension Fault {
  /// What a result code of SQLite means to a run.
  ///
  /// Standard: SQLite result codes, primary (the low eight bits).
  ///
  /// - Parameters:
  ///   - status: as SQLite returned it, not `SQLITE_OK`.
  ///   - detail: SQLite's own message; names tables and columns, never values.
  ///   - path: the database file.
  ///   - systemError: the `errno` behind it; only looked at where the system refused to read or write.
  init(sqlite status: Int32, detail: String, path: String, systemError: Int32 = 0) {
    if status & 0xFF == SQLITE_CONSTRAINT, detail == SQLiteDatabase.lockedRow {
      self.init(
        "row-locked", "a row of the table that would change is posted or locked", at: Place(file: path),
        hint: "Unlock the row where it was posted or locked, or take the record out of the file.",
        status: .dataRefused)
      return
    }
    let meaning = Fault.meaning(of: status & 0xFF, systemError)
    self.init(
      meaning.code, meaning.fact.map { "\($0) (\(detail))" } ?? detail, at: Place(file: path),
      hint: meaning.hint,
      status: meaning.status)
  }

  private struct Meaning {
    var code: String
    var fact: String?
    var hint: String?
    var status: ExitStatus

    init(_ code: String, _ fact: String?, hint: String? = nil, _ status: ExitStatus) {
      self.code = code
      self.fact = fact
      self.hint = hint
      self.status = status
    }
  }

  /// Failures of the disk first: SQLite has one code for many of them.
  private static func meaning(of status: Int32, _ systemError: Int32) -> Meaning {
    switch (status, systemError) {
    case (SQLITE_IOERR, EFBIG), (SQLITE_FULL, EFBIG):
      return Meaning(
        "file-size-limited", "the database may not grow any more",
        hint: """
          The system limits the size of files: raise the limit (ulimit -f), or keep the database on another file \
          system. Then run again: the run goes on where it stopped.
          """,
        .inputOutput)
    case (SQLITE_FULL, _), (SQLITE_IOERR, ENOSPC), (SQLITE_IOERR, EDQUOT), (SQLITE_CANTOPEN, ENOSPC),
      (SQLITE_CANTOPEN, EDQUOT):
      return Meaning(
        "disk-full", "the database cannot grow",
        hint: """
          Free some space on the disk that holds the database, or have the quota raised, then run again: the run \
          goes on where it stopped.
          """,
        .inputOutput)
    default: return meaning(of: status)
    }
  }

  private static func meaning(of status: Int32) -> Meaning {
    switch status {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Meaning(
        "database-locked", "another program holds the database",
        hint: "Close the other program that has the database open, or run again later.", .tryAgain)
    case SQLITE_CANTOPEN:
      return Meaning(
        "database-not-opened", "the database cannot be opened",
        hint: "Check that the folder exists and may be written to.", .cannotCreate)
    case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
      return Meaning(
        "database-not-permitted", "the database may not be written",
        hint: "Give the user who runs this write permission on the database file and its folder.",
        .notPermitted)
    case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_PROTOCOL:
      return Meaning(
        "database-input-output", "reading or writing the database failed",
        hint:
          "Check the disk that holds the database: its space, its quota and the limit on file sizes (ulimit -f).",
        .inputOutput)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      return Meaning(
        "database-damaged", "the file is not a sound SQLite database",
        hint:
          "Restore the file from a backup; the command `sqlite3 FILE 'PRAGMA integrity_check'` says more.",
        .inputOutput)
    case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH:
      return Meaning(
        "constraint-violated", "the table does not take a record",
        hint: "Compare the table's NOT NULL, UNIQUE and CHECK rules with the contract.", .dataRefused)
    default:
      return Meaning("database-refused", nil, .bug)
    }
  }
}
