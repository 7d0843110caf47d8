import Components
import Databases
import Records

/// Takes back what one run did to a table, by its journal, newest change first.
///
/// A row that a later run or someone else changed since is a conflict, and so is a row that is locked: with any of
/// them nothing is taken back.
struct Reversal {
  private let database: SQLiteDatabase
  private let pipeline: String
  private let run: Int64
  private let table: String
  private let locks: [String]
  /// Runs that were undone, and the undoings themselves: together they changed nothing.
  private let ignored: [Int64]
  private let layouts: [Int64: Layout]
  private let last: Int64

  private struct Layout {
    var columns: [String]
    var own: Int
    var key: [String]
    /// Of the key's columns: whether they hold text.
    var isText: [Bool]
  }

  /// - Parameters:
  ///   - locks: columns of the table; a row with a value in one of them, other than 0 or an empty text, is locked.
  ///   - ignored: runs of the pipeline whose later changes do not count, as they were undone.
  init(
    of run: Int64, pipeline: String, table: String, locks: [String], ignoring ignored: [Int64],
    in database: SQLiteDatabase
  ) throws(Fault) {
    self.database = database
    self.pipeline = pipeline
    self.run = run
    self.table = table
    self.locks = locks
    self.ignored = ignored
    guard try database.hasTable("daybook_changes"), let found = try database.table(table) else {
      layouts = [:]
      last = 0
      return
    }
    last =
      try database.query(
        "SELECT max(change) FROM daybook_changes WHERE pipeline = ? AND run = ?", .text(pipeline),
        .integer(run)
      ) { $0.integer(0) ?? 0 }.first ?? 0
    var layouts: [Int64: Layout] = [:]
    let stored = try database.query(
      "SELECT layout, columns, own, key FROM daybook_images WHERE table_name = ? COLLATE NOCASE", .text(table)
    ) { ($0.integer(0) ?? 0, $0.text(1) ?? "", Int($0.integer(2) ?? 0), $0.text(3) ?? "") }
    for (number, columns, own, key) in stored {
      let key = try Reversal.list(key, database)
      layouts[number] = Layout(
        columns: try Reversal.list(columns, database), own: own, key: key,
        isText: key.map { $0 != "rowid" && found.column($0)?.affinity != .integer })
    }
    self.layouts = layouts
  }

  private static func list(_ json: String, _ database: SQLiteDatabase) throws(Fault) -> [String] {
    try database.query("SELECT value FROM json_each(?) ORDER BY key", .text(json)) { $0.text(0) ?? "" }
  }

  private struct Change {
    var kind: String
    var layout: Int64
    var key: String?
    var image: String?
    var keys: [UInt8]?
  }

  /// The run's changes of the table, newest first.
  private func each(_ use: (Change, Layout) throws(Fault) -> Void) throws(Fault) {
    guard last > 0 else { return }
    let statement = try database.prepare(
      """
      SELECT kind, layout, key, image, keys FROM daybook_changes
      WHERE pipeline = ? AND run = ? AND change <= ? AND table_name = ? COLLATE NOCASE ORDER BY change DESC
      """)
    try statement.bind([.text(pipeline), .integer(run), .integer(last), .text(table)])
    while try statement.step() {
      let change = Change(
        kind: statement.text(0) ?? "", layout: statement.integer(1) ?? 0, key: statement.text(2),
        image: statement.text(3), keys: statement.blob(4))
      guard let layout = layouts[change.layout] else { throw damaged() }
      try use(change, layout)
    }
  }

  // MARK: Survey

  /// What would be taken back, and what stands against it. Needs a connection that may write, for a temporary table.
  func survey() throws(Fault) -> UndoSurvey {
    var survey = UndoSurvey()
    try database.execute(
      """
      CREATE TEMP TABLE IF NOT EXISTS daybook_touched (key TEXT PRIMARY KEY, is_gone INTEGER NOT NULL) WITHOUT ROWID;
      DELETE FROM temp.daybook_touched;
      """)
    // Newest first: what the run left of a row is what its last change to it says.
    let note = try database.prepare("INSERT OR IGNORE INTO temp.daybook_touched VALUES (?, ?)")
    var pack: SQLiteStatement?
    try each { change, layout throws(Fault) in
      switch change.kind {
      case "updated": survey.restored += 1
      case "removed": survey.returned += 1
      default: break
      }
      guard let keys = change.keys else {
        if change.kind == "inserted" { survey.removed += 1 }
        return try note.run([SQLiteValue(change.key), .integer(change.kind == "removed" ? 1 : 0)])
      }
      let marks = layout.key.map { _ in "?" }.joined(separator: ", ")
      if pack == nil {
        pack = try database.prepare(
          "INSERT OR IGNORE INTO temp.daybook_touched VALUES (json_array(\(marks)), 0)")
      }
      try KeyList.each(keys, isText: layout.isText, path: database.path) { key throws(Fault) in
        survey.removed += 1
        try pack?.run(key.map(\.value))
      }
    }
    try findConflicts(&survey)
    try database.execute("DROP TABLE temp.daybook_touched")
    return survey
  }

  private func findConflicts(_ survey: inout UndoSurvey) throws(Fault) {
    let without = ignored.map(String.init).joined(separator: ", ")
    survey.conflicts += try database.query(
      """
      SELECT min(c.run), t.key FROM temp.daybook_touched t JOIN daybook_changes c ON c.key = t.key
      WHERE c.change > ? AND c.table_name = ? COLLATE NOCASE AND NOT (c.pipeline = ? AND c.run IN (\(without)))
      GROUP BY t.key ORDER BY t.key
      """, .integer(last), .text(table), .text(pipeline)
    ) { UndoSurvey.Conflict(key: $0.text(1) ?? "", kind: .changedBy($0.integer(0) ?? 0)) }
    guard let layout = layouts.values.first else { return }
    let byKey = layout.key.enumerated().map {
      "r.\(quotedName($1)) = json_extract(t.key, '$[\($0)]')"
    }.joined(separator: " AND ")
    let known = Set(survey.conflicts.map(\.key))
    let differing = try database.query(
      """
      SELECT t.key, t.is_gone FROM temp.daybook_touched t
      WHERE t.is_gone = EXISTS (SELECT 1 FROM \(quotedName(table)) r WHERE \(byKey)) ORDER BY t.key
      """
    ) { ($0.text(0) ?? "", $0.integer(1) == 1) }
    survey.conflicts += differing.filter { !known.contains($0.0) }.map {
      UndoSurvey.Conflict(key: $0.0, kind: $0.1 ? .thereAgain : .gone)
    }
    guard !locks.isEmpty else { return }
    let isLocked = locks.map {
      "(r.\(quotedName($0)) IS NOT NULL AND r.\(quotedName($0)) NOT IN (0, '', '0'))"
    }
    survey.conflicts += try database.query(
      """
      SELECT t.key FROM temp.daybook_touched t JOIN \(quotedName(table)) r ON \(byKey)
      WHERE \(isLocked.joined(separator: " OR ")) ORDER BY t.key
      """
    ) { UndoSurvey.Conflict(key: $0.text(0) ?? "", kind: .locked) }
  }

  // MARK: Work

  /// Takes everything back, in the open transaction.
  ///
  /// - Throws: `undo-lost-a-row` when a row is not as the run left it; `survey` finds such rows before.
  func apply() throws(Fault) {
    var updates: [Int64: SQLiteStatement] = [:]
    var returns: [Int64: SQLiteStatement] = [:]
    var removals: [Int64: SQLiteStatement] = [:]
    let name = quotedName(table)
    func byKey(_ layout: Layout) -> String {
      layout.key.map { "\(quotedName($0)) = ?" }.joined(separator: " AND ")
    }
    func statement(
      _ kept: inout [Int64: SQLiteStatement], _ number: Int64, _ sql: () -> String
    ) throws(Fault) -> SQLiteStatement {
      if let known = kept[number] { return known }
      let made = try database.prepare(sql())
      kept[number] = made
      return made
    }
    try each { change, layout throws(Fault) in
      if let keys = change.keys {
        let remove = try statement(&removals, change.layout) { "DELETE FROM \(name) WHERE \(byKey(layout))" }
        try KeyList.each(keys, isText: layout.isText, path: database.path) { key throws(Fault) in
          try remove.run(key.map(\.value))
          try expectOne()
        }
        return
      }
      let key = try values(change.key, tagged: nil)
      switch change.kind {
      case "inserted":
        try statement(&removals, change.layout) { "DELETE FROM \(name) WHERE \(byKey(layout))" }.run(key)
      case "updated":
        let image = try values(change.image, tagged: layout.own)
        try statement(&updates, change.layout) {
          let settings = layout.columns.prefix(layout.own).map { "\(quotedName($0)) = ?" }
          return "UPDATE \(name) SET \(settings.joined(separator: ", ")) WHERE \(byKey(layout))"
        }.run(Array(image.prefix(layout.own)) + key)
      default:
        let image = try values(change.image, tagged: layout.own)
        try statement(&returns, change.layout) {
          let marks = layout.columns.map { _ in "?" }.joined(separator: ", ")
          return
            "INSERT INTO \(name) (\(layout.columns.map(quotedName).joined(separator: ", "))) VALUES (\(marks))"
        }.run(image)
      }
      try expectOne()
    }
  }

  private func expectOne() throws(Fault) {
    guard database.changes == 1 else {
      throw Fault(
        "undo-lost-a-row", "a row is not there any more as the run left it", at: Place(file: database.path),
        hint: "Someone changes the table at this moment; try again.", status: .dataRefused)
    }
  }

  /// The values of an array; those from `tagged` on have a letter for their kind.
  private func values(_ json: String?, tagged: Int?) throws(Fault) -> [SQLiteValue] {
    guard let json else { throw damaged() }
    let list = try database.query("SELECT value, type FROM json_each(?) ORDER BY key", .text(json)) { row in
      switch row.text(1) {
      case "integer": SQLiteValue(row.integer(0))
      case "text": SQLiteValue(row.text(0))
      default: SQLiteValue.null
      }
    }
    return list.enumerated().map { at, value in
      guard let tagged, at >= tagged, case .text(let text) = value else { return value }
      return SQLiteValue(tagged: text)
    }
  }

  private func damaged() -> Fault {
    Fault(
      "journal-damaged", "the journal of what run \(run) did cannot be read", at: Place(file: database.path),
      hint: "Restore the books from a copy.", status: .dataRefused)
  }
}

extension KeyList.Key {
  fileprivate var value: SQLiteValue {
    switch self {
    case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    case .integer(let number): .integer(number)
    }
  }
}

extension SQLiteValue {
  /// A value as the journal writes columns that are not the pipeline's.
  fileprivate init(tagged text: String) {
    let rest = String(text.dropFirst())
    switch text.first {
    // A float goes back as its digits: the column's affinity makes it a float again.
    case "t", "r": self = .text(rest)
    default:
      let digits = Array(rest.utf8)
      self = .blob(
        stride(from: 0, to: digits.count - 1, by: 2).compactMap {
          UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        })
    }
  }
}
