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
  private let locks: RowLocks
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
  ///   - ignored: runs of the pipeline whose later changes do not count, as they were undone.
  init(
    of run: Int64, pipeline: String, table: String, locks: RowLocks, ignoring ignored: [Int64],
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
    var image: [UInt8]
    /// Of the rows a commit inserted; nil of a single row.
    var keys: [UInt8]?
  }

  /// The run's changes of the table, newest first.
  private func each(_ use: (Change, Layout) throws(Fault) -> Void) throws(Fault) {
    guard last > 0 else { return }
    let statement = try database.prepare(
      """
      SELECT kind, layout, image, keys FROM daybook_changes
      WHERE pipeline = ? AND run = ? AND change <= ? AND table_name = ? COLLATE NOCASE ORDER BY change DESC
      """)
    try statement.bind([.text(pipeline), .integer(run), .integer(last), .text(table)])
    while try statement.step() {
      let change = Change(
        kind: statement.text(0) ?? "", layout: statement.integer(1) ?? 0, image: statement.blob(2) ?? [],
        keys: statement.blob(3))
      guard let layout = layouts[change.layout] else { throw damaged() }
      try use(change, layout)
    }
  }

  // MARK: Survey

  /// What would be taken back, and what stands against it. Writes a temporary table, and nothing else.
  func survey() throws(Fault) -> UndoSurvey {
    guard let key = try firstLayout()?.key else { return UndoSurvey() }
    return try database.withTemporaryTables { () throws(Fault) in try survey(key) }
  }

  private func survey(_ key: [String]) throws(Fault) -> UndoSurvey {
    var survey = UndoSurvey()
    let columns = key.indices.map { "k\($0)" }.joined(separator: ", ")
    let marks = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    try database.execute(
      """
      DROP TABLE IF EXISTS temp.daybook_touched;
      CREATE TEMP TABLE daybook_touched (key TEXT PRIMARY KEY, is_gone INTEGER NOT NULL, \(columns)) WITHOUT ROWID;
      """)
    // Newest first: what the run left of a row is what its last change to it says.
    let note = try database.prepare(
      "INSERT OR IGNORE INTO temp.daybook_touched VALUES (json_array(\(marks)), ?\(key.count + 1), \(marks))")
    try each { change, layout throws(Fault) in
      switch change.kind {
      case "updated": survey.restored += 1
      case "removed": survey.returned += 1
      default: break
      }
      try rows(of: change, layout) { key throws(Fault) in
        if change.kind == "inserted" { survey.removed += 1 }
        try note.run(key + [.integer(change.kind == "removed" ? 1 : 0)])
      }
    }
    try findConflicts(&survey, key)
    try database.execute("DROP TABLE temp.daybook_touched")
    return survey
  }

  /// All changes of a run find their rows by the same key.
  private func firstLayout() throws(Fault) -> Layout? {
    let number = try database.query(
      "SELECT layout FROM daybook_changes WHERE pipeline = ? AND run = ? AND change <= ? LIMIT 1",
      .text(pipeline), .integer(run), .integer(last)
    ) { $0.integer(0) ?? 0 }.first
    return number.flatMap { layouts[$0] }
  }

  /// The keys of the rows of a change.
  private func rows(
    of change: Change, _ layout: Layout, use: ([SQLiteValue]) throws(Fault) -> Void
  ) throws(Fault) {
    guard let keys = change.keys else { return try use(key(of: try image(change, layout), layout)) }
    try KeyList.each(keys, isText: layout.isText, path: database.path) { key throws(Fault) in
      try use(key.map(\.value))
    }
  }

  private func image(_ change: Change, _ layout: Layout) throws(Fault) -> [SQLiteValue] {
    guard let values = RowImage.values(change.image, count: layout.columns.count) else { throw damaged() }
    return values
  }

  private func key(of image: [SQLiteValue], _ layout: Layout) throws(Fault) -> [SQLiteValue] {
    let names = layout.columns.map { $0.lowercased() }
    return try layout.key.map { name throws(Fault) in
      guard let at = names.firstIndex(of: name.lowercased()) else { throw damaged() }
      return image[at]
    }
  }

  private func findConflicts(_ survey: inout UndoSurvey, _ key: [String]) throws(Fault) {
    let without = ignored.map(String.init).joined(separator: ", ")
    let isLater =
      "c.change > ?1 AND c.table_name = ?2 COLLATE NOCASE AND NOT (c.pipeline = ?3 AND c.run IN (\(without)))"
    var changed = try database.query(
      """
      SELECT t.key, min(c.run) FROM daybook_changes c CROSS JOIN temp.daybook_touched t ON t.key = c.key
      WHERE \(isLater) GROUP BY t.key
      """, .integer(last), .text(table), .text(pipeline)
    ) { ($0.text(0) ?? "", $0.integer(1) ?? 0) }
    changed += try insertedLater(isLater)
    let runs = Dictionary(changed, uniquingKeysWith: min)
    survey.conflicts += runs.sorted { $0.key < $1.key }.map {
      UndoSurvey.Conflict(key: $0.key, kind: .changedBy($0.value))
    }
    let byKey = key.enumerated().map { "r.\(quotedName($1)) = t.k\($0)" }.joined(separator: " AND ")
    let differing = try database.query(
      """
      SELECT t.key, t.is_gone FROM temp.daybook_touched t
      WHERE t.is_gone = EXISTS (SELECT 1 FROM \(quotedName(table)) r WHERE \(byKey)) ORDER BY t.key
      """
    ) { ($0.text(0) ?? "", $0.integer(1) == 1) }
    survey.conflicts += differing.filter { runs[$0.0] == nil }.map {
      UndoSurvey.Conflict(key: $0.0, kind: $0.1 ? .thereAgain : .gone)
    }
    if locks.columns.isEmpty { return }
    survey.conflicts += try database.query(
      """
      SELECT t.key FROM temp.daybook_touched t JOIN \(quotedName(table)) r ON \(byKey)
      WHERE \(locks.condition("r")) ORDER BY t.key
      """
    ) { UndoSurvey.Conflict(key: $0.text(0) ?? "", kind: .locked) }
  }

  /// Rows that a later run put in, after someone took them out.
  private func insertedLater(_ isLater: String) throws(Fault) -> [(String, Int64)] {
    var found: [(String, Int64)] = []
    let lists = try database.query(
      "SELECT c.run, c.layout, c.keys FROM daybook_changes c WHERE c.keys IS NOT NULL AND \(isLater)",
      .integer(last), .text(table), .text(pipeline)
    ) { ($0.integer(0) ?? 0, $0.integer(1) ?? 0, $0.blob(2) ?? []) }
    for (run, number, keys) in lists {
      guard let layout = layouts[number] else { throw damaged() }
      let marks = layout.key.map { _ in "?" }.joined(separator: ", ")
      let look = try database.prepare(
        "SELECT key FROM temp.daybook_touched WHERE key = json_array(\(marks))")
      try KeyList.each(keys, isText: layout.isText, path: database.path) { key throws(Fault) in
        try look.bind(key.map(\.value))
        if try look.step() { found.append((look.text(0) ?? "", run)) }
        look.reset()
      }
    }
    return found
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
      if change.kind == "inserted" {
        let remove = try statement(&removals, change.layout) { "DELETE FROM \(name) WHERE \(byKey(layout))" }
        return try rows(of: change, layout) { key throws(Fault) in
          try remove.run(key)
          try expectOne()
        }
      }
      let image = try image(change, layout)
      if change.kind == "updated" {
        try statement(&updates, change.layout) {
          let settings = layout.columns.prefix(layout.own).map { "\(quotedName($0)) = ?" }
          return "UPDATE \(name) SET \(settings.joined(separator: ", ")) WHERE \(byKey(layout))"
        }.run(Array(image.prefix(layout.own)) + (try key(of: image, layout)))
      } else {
        try statement(&returns, change.layout) {
          let marks = layout.columns.map { _ in "?" }.joined(separator: ", ")
          let columns = layout.columns.map(quotedName).joined(separator: ", ")
          return "INSERT INTO \(name) (\(columns)) VALUES (\(marks))"
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

  private func damaged() -> Fault {
    Fault(
      "journal-damaged", "the journal of what run \(run) did cannot be read", at: Place(file: database.path),
      hint: "Restore the books from a copy.", status: .dataRefused)
  }
}

extension KeyList.Key {
  /// As it is bound to a statement.
  var value: SQLiteValue {
    switch self {
    case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    case .integer(let number): .integer(number)
    }
  }
}
