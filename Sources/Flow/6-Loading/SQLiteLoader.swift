public import Components
public import Databases
public import Records

/// Loads records into one table of an SQLite file.
///
/// - `upsert` (the default where there is a key): a new key is inserted, a known one is compared field by field and
///   updated when it differs. A row that does not differ is not written at all.
/// - `append` (the default without a key): every record is inserted. Where there is a key, a known one is left as it
///   is: `unchanged` when it is the same, `duplicate` when it differs.
/// - `replace`: records go into `<table>__loading`, over all files of the run (all there are, when one is new), and
///   outcomes count against that table.
///   At the end of the run it takes the place of the rows that were there, in one transaction.
///
/// Text is stored as it is, dates as `YYYY-MM-DD`, currencies as their codes. Money is stored as a plain decimal, with
/// as many decimals as its currency has, or as whole minor units.
public final class SQLiteLoader: Loader {
  /// Options of `load: sqlite:`.
  public static let spec = ComponentSpec(
    kind: .loader, name: "sqlite",
    summary: "Loads records into a table of an SQLite database file, which it creates when it is missing.",
    limits: "Memory for one batch and 32 MB of page cache; one writer at a time, readers are never held up.",
    options: [
      OptionSpec(
        "path", .path, required: true,
        doc: "The database file. Its folder is created, but no folder above it.",
        example: "Books/books.db"),
      OptionSpec(
        "table", .text, required: true,
        doc: "The table. An existing one is checked column by column before anything is loaded.",
        example: "bank_transactions"),
      OptionSpec(
        "mode", .choice(["append", "upsert", "replace"]),
        doc: """
          append inserts new keys and leaves known ones as they are. upsert inserts new keys, overwrites the rows of \
          known keys whose values differ, and leaves every other row in the table. replace takes all files anew: at \
          the end of the run only their records are in the table, and what was there before is gone. When left out: \
          upsert where there is a key, else append, which without a key inserts every record.
          """,
        example: "upsert"),
      OptionSpec(
        "amounts", .choice(["decimal", "minor"]), default: "decimal",
        doc: "Money as exact decimal text, or as whole minor units (cents) of its currency.", example: "minor"
      ),
      OptionSpec(
        "provenance", .flag, default: "false",
        doc: "Adds the columns _run, _file, _line and _content_hash: where each row was last written from.",
        example: "true"),
      OptionSpec(
        "locked_by", .oneOrMore(.text),
        doc:
          "Columns of the table, filled by others, whose value (other than 0) says that a row is posted or locked: "
          + "no load changes such a row, and no undo takes it back.",
        example: "[posted_at, is_locked]"),
      OptionSpec(
        "key", .list(.fieldName), doc: "The fields that identify a record; the pipeline's key when left out.",
        example: "[account_id, external_id]"),
    ],
    examples: [
      "{ path: Books/books.db, table: bank_transactions }",
      "{ path: Books/books.db, table: postings, mode: replace, amounts: minor, provenance: true }",
    ])

  enum Mode: String {
    case append, upsert, replace
  }

  /// The database file, absolute.
  public let path: String
  /// The connection, once prepared; nil when a plan met no database.
  public private(set) var database: SQLiteDatabase?

  let options: Options
  let table: String
  /// The checkpoint store is in the same file, on the same connection.
  let isShared: Bool
  private(set) var plan: LoadPlan?
  private var mode = Mode.append
  private(set) var encoder: BatchEncoder?
  /// Nil when a plan met no table, or one that will be replaced.
  private(set) var writer: TableWriter?
  private(set) var replacement: TableReplacement?
  /// Nil for a plan.
  private var recorder: TableRecorder?
  /// Nil for a plan, and for taking back.
  private var readBack: ReadBack?
  /// Accounts and days whose rows lie in `temp.daybook_near`.
  var gathered: [String: ClosedRange<CivilDate>] = [:]
  /// Positions in the layout of the fields that are read back, the key's first.
  private var readBackPositions: [Int] = []
  /// Over all commits of this attempt at the run; known once it is finished.
  public private(set) var rowsReadBack = 0
  /// Nil in every mode but replace.
  public private(set) var rowsReplaced: Int?

  /// - Parameter connection: that of the checkpoint store when it lives in the same file: rows and checkpoints then
  ///   commit together. Otherwise the loader opens its own, and keeps its marks beside the rows.
  public init(options: Options, sharing connection: SQLiteDatabase? = nil) {
    self.options = options
    path = options.text("path") ?? ""
    table = options.text("table") ?? ""
    isShared = connection != nil
    database = connection
  }

  /// Names that are taken, fields nobody yields, an upsert without a key.
  public func complaints(about plan: LoadPlan) -> [Complaint] {
    var complaints: [Complaint] = []
    if table.isEmpty || table.lowercased().hasPrefix("sqlite_") || table.lowercased().hasPrefix("daybook_") {
      complaints.append(
        Complaint(
          "table-name-reserved", at: options.place(of: "table"), "a table cannot be named \"\(table)\"",
          hint: "Names that begin with sqlite_ or daybook_ are taken; choose another."))
    }
    for value in options.list("key") where plan.schema.index(of: value.text) == nil {
      complaints.append(
        Complaint(
          "field-unknown", at: value.place, "no earlier stage yields the field \(value.text)",
          hint: nearest(to: value.text, among: plan.schema.names).map { "Did you mean \($0)?" }))
    }
    if options.text("mode") == Mode.upsert.rawValue, key(plan).isEmpty {
      complaints.append(
        Complaint(
          "key-undeclared", at: options.place(of: "mode"),
          "upsert needs a key, and nothing identifies a record",
          hint: "Name the key's fields with key: [...], or use mode: append."))
    }
    complaints += lockComplaints(about: plan)
    return complaints
  }

  private func lockComplaints(about plan: LoadPlan) -> [Complaint] {
    var complaints: [Complaint] = []
    for value in options.list("locked_by") where plan.schema.index(of: value.text) != nil {
      complaints.append(
        Complaint(
          "lock-filled-by-pipeline", at: value.place, "the pipeline fills the column \(value.text) itself",
          hint: "Name a column that is filled by whoever posts or locks the rows."))
    }
    if !locks.columns.isEmpty, options.text("mode") == Mode.replace.rawValue {
      complaints.append(
        Complaint(
          "lock-impossible", at: options.place(of: "locked_by"),
          "a table that is replaced whole keeps no row, locked or not",
          hint: "Take another mode, or leave locked_by out."))
    }
    return complaints
  }

  /// What others fill to say that a row may not change.
  var locks: RowLocks { RowLocks(columns: options.list("locked_by").map(\.text)) }

  private func key(_ plan: LoadPlan) -> [String] {
    let own = options.list("key").map(\.text)
    return own.isEmpty ? plan.key : own
  }

  /// Opens the file and makes the table, or checks the one that is there.
  ///
  /// - Throws: `table-mismatch` with every difference and the SQL that mends them.
  public func prepare(_ plan: LoadPlan, writing: Bool) throws(Fault) {
    try check(plan)
    self.plan = plan
    let key = key(plan)
    mode = options.text("mode").flatMap(Mode.init) ?? (key.isEmpty ? .append : .upsert)
    var layout = TableLayout(
      plan, key: key, minorUnits: options.text("amounts") == "minor", stamps: options.flag("provenance"))
    layout.locks = locks.columns
    encoder = BatchEncoder(layout: layout)
    writer = nil
    replacement = nil
    if database == nil, writing || SQLiteDatabase.exists(at: path) {
      database = try SQLiteDatabase(path: path, access: writing ? .writing : .reading)
    }
    guard let database else { return }
    guard writing else {
      let existing = try existingTable(layout, in: database)
      if mode != .replace, existing { writer = try makeWriter(layout, table: table) }
      return
    }
    try database.transaction { () throws(Fault) in
      // Looked at within the transaction: another pipeline may make the same table at this moment.
      let existing = try existingTable(layout, in: database)
      if !isShared { try LoadMarks.create(in: database) }
      if mode == .replace {
        replacement = try TableReplacement(of: table, layout: layout, plan: plan, in: database)
      } else if !existing {
        try database.execute(TableRecorder.creation)
        try TableState.forget(table, in: database)
        try database.execute(layout.creation(of: table))
      }
      if replacement?.isDone != true { recorder = try makeRecorder(layout, plan) }
    }
    if replacement?.isDone != true {
      writer = try makeWriter(layout, table: replacement?.staging ?? table)
      if !plan.isReversal, !plan.isTrial { readBack = try makeReadBack(layout) }
    }
  }

  private func check(_ plan: LoadPlan) throws(Fault) {
    if let complaint = complaints(about: plan).first {
      throw Fault(
        complaint.code, complaint.message, at: complaint.place, hint: complaint.hint, status: .specInvalid)
    }
    if plan.isReversal { try checkReversal() }
  }

  private func makeReadBack(_ layout: TableLayout) throws(Fault) -> ReadBack? {
    guard let database, let found = try database.table(replacement?.staging ?? table) else { return nil }
    // Rows that nothing tells apart cannot be read back one by one.
    if layout.key.isEmpty, !found.numbersRows { return nil }
    let key = layout.keyNames.map { $0.lowercased() }
    // What a run foots by: which rows, and their day and money. The digest beside the table covers every field.
    let footed = [plan?.contract.effectiveDate, plan?.contract.footingAmount, plan?.contract.footingCurrency]
    let others = layout.fields.indices.filter { at in
      !layout.key.contains(at) && footed.contains(layout.fields[at].name)
    }
    readBackPositions = layout.key + others
    return ReadBack(
      ReadBack.Target(
        path: database.path, table: found.name, columns: readBackPositions.map { layout.fields[$0].name },
        key: Array(layout.key.indices),
        isOrdered: found.uniqueKeys.contains { $0.map { $0.lowercased() } == key }))
  }

  /// Whether the table is there, and takes these records.
  private func existingTable(_ layout: TableLayout, in database: SQLiteDatabase) throws(Fault) -> Bool {
    guard let found = try database.table(table) else {
      guard try !database.hasTable(table) else {
        throw Fault(
          "table-is-a-view", "\(table) is a view", at: Place(file: path), hint: "Name a table.",
          status: .specInvalid)
      }
      return false
    }
    let differences = TableDifferences(layout, found)
    if differences.facts.isEmpty { return true }
    throw Fault(
      "table-mismatch",
      "the table \(table) does not take these records: " + differences.facts.joined(separator: "; "),
      at: Place(file: path),
      hint: differences.canBeMended
        ? "Mend the table, or name another one. In SQL: \(differences.sql)"
        : "Name another table, or set this one aside: the run makes a new one. In SQL: \(differences.sql)",
      status: .specInvalid)
  }

  private func makeWriter(_ layout: TableLayout, table: String) throws(Fault) -> TableWriter {
    guard let database else { preconditionFailure("prepared") }
    return try TableWriter(
      database, table: table, fields: layout.fields.map(\.name), key: layout.key,
      uncompared: layout.uncompared, stamps: layout.stamps)
  }

  /// What a run does to a table that replaces another one is not undone row by row; of a plan's own table nothing is
  /// recorded.
  private func makeRecorder(_ layout: TableLayout, _ plan: LoadPlan) throws(Fault) -> TableRecorder? {
    guard let database, let found = try database.table(replacement?.staging ?? table) else {
      preconditionFailure("the table was made or found")
    }
    if replacement == nil { try locks.guardRows(of: found.name, in: database) }
    if plan.isTrial { return nil }
    let columns = layout.columns.map(\.name)
    let isUndone = replacement == nil && (!layout.key.isEmpty || found.numbersRows)
    let journal =
      !isUndone
      ? nil
      : try ChangeJournal(
        of: found, own: columns, key: layout.keyNames, pipeline: plan.pipeline, run: plan.run,
        notingInserts: plan.isReversal, in: database)
    return try TableRecorder(
      table: found.name, columns: columns, key: layout.key, journal: journal, bySQL: plan.isReversal,
      in: database)
  }

  /// Waits for another writer, for a while.
  public func begin() throws(Fault) {
    guard let database else { preconditionFailure("prepared for writing") }
    try database.begin()
    try recorder?.begin()
  }

  /// Deletes by `account_id` and the contract's effective date.
  public func retract(_ retractions: [Retraction]) throws(Fault) -> Tally {
    guard let plan, let encoder, let database else { preconditionFailure("prepared for writing") }
    let retractor = try Retractor(plan.contract, encoder.layout, table: replacement?.staging ?? table)
    return try retractor.takeOut(retractions, from: database)
  }

  /// Writes what is new or differs.
  ///
  /// - Throws: `key-missing`, `minor-units-exceeded`, `currency-missing`, `constraint-violated`, and what the
  ///   database throws.
  public func load(_ batch: RecordBatch, from provenance: Provenance) throws(Fault) -> [Outcome] {
    guard let plan, let encoder, let writer else { preconditionFailure("prepared for writing") }
    let columns = try encoder.columns(of: batch, from: provenance)
    try recorder?.willInsert()
    if encoder.layout.key.isEmpty {
      let numbers = try writer.append(columns)
      recorder?.take(columns, numbered: numbers)
      readBack?.take(readBackPositions.map { columns[$0] }, numbered: numbers)
      return Array(repeating: .inserted, count: batch.count)
    }
    let fates = try writer.merge(columns, keepingFirst: plan.keepsFirst || mode == .append)
    recorder?.take(columns, fates: fates)
    readBack?.take(readBackPositions.map { columns[$0] }, fates: fates)
    return outcomes(fates)
  }

  /// What `load` would do.
  public func classify(_ batch: RecordBatch) throws(Fault) -> [Outcome] {
    guard let plan, let encoder else { preconditionFailure("prepared") }
    let columns = try encoder.columns(of: batch, from: Provenance(run: 0, file: ""))
    guard let writer, !encoder.layout.key.isEmpty else {
      return Array(repeating: .inserted, count: batch.count)
    }
    return outcomes(try writer.compare(columns, keepingFirst: plan.keepsFirst || mode == .append))
  }

  private func outcomes(_ fates: [TableWriter.Fate]) -> [Outcome] {
    fates.map { fate in
      switch fate {
      case .inserted: .inserted
      case .updated: .updated
      case .unchanged: .unchanged
      case .kept: .duplicate
      }
    }
  }

  /// In the checkpoint store's file the checkpoint commits with the rows; elsewhere it is written first, and the mark
  /// that commits with the rows tells whether they followed.
  public func commit(_ mark: LoadMark, checkpoint: () throws(Fault) -> Void) throws(Fault) {
    guard let database else { preconditionFailure("prepared for writing") }
    if !isShared { try LoadMarks.write(mark, in: database) }
    try recorder?.seal()
    try readBack?.wait()
    try checkpoint()
    let change = try recorder?.lastChange()
    try database.commit()
    readBack?.start(after: change)
  }

  /// Rolls back.
  public func abort() {
    database?.rollback()
    recorder?.forget()
    readBack?.forget()
  }

  /// Nil in the checkpoint store's own file.
  public func lastMark(of pipeline: String) throws(Fault) -> LoadMark? {
    guard let database, !isShared else { return nil }
    return try LoadMarks.last(of: pipeline, in: database)
  }

  /// By the mark and by the journal.
  public func lastRun(of pipeline: String) throws(Fault) -> Int64 {
    guard let database else { return 0 }
    return max(
      try JournalState.lastRun(of: pipeline, in: database), try lastMark(of: pipeline)?.run ?? 0)
  }

  /// Puts a replaced table in place.
  public func finish(checkpoint: () throws(Fault) -> Void) throws(Fault) {
    guard let database else { preconditionFailure("prepared for writing") }
    writer = nil
    try readBack?.wait()
    rowsReadBack = readBack?.rows ?? 0
    readBack = nil
    try recorder?.end()
    try database.transaction { () throws(Fault) in
      rowsReplaced = try replacement?.takePlace(in: database)
      if isShared { try checkpoint() }
    }
    if !isShared { try checkpoint() }
  }
}
