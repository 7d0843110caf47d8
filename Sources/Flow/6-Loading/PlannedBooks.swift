public import Components
public import Databases
public import Records

/// The books as a run would leave them, file by file: what is in them, with what the files before have brought and
/// without what these have taken out.
///
/// The books are only read. What differs from them lies in a table of the same form in a private temporary database: rows
/// that came, and rows of the accounts and days that were asked about, which are taken over before anything is done to
/// them. So every question but that for a key is answered by that table alone.
public final class PlannedBooks: Loader {
  /// That of the loader whose books are planned for.
  public static var spec: ComponentSpec { SQLiteLoader.spec }

  /// The books as they are; read only.
  private let books: SQLiteLoader
  private let scratch: SQLiteLoader
  /// The private temporary database.
  public let database: SQLiteDatabase
  /// Takes a row of the books over; nil for a table that is replaced.
  private let adding: SQLiteStatement?
  /// Told of every batch that is loaded, and what became of its rows.
  private let observe: (RecordBatch, [Outcome]) -> Void
  /// No file comes behind this one: what it brings need not be kept.
  public var isLast = false
  /// Accounts and days whose rows were taken over since the last question about other ones.
  private var taken: [String: ClosedRange<CivilDate>] = [:]
  /// Accounts and days that were taken out of the books already, now and as of the last commit.
  private var retracted: Set<Retraction> = []
  private var retractedBefore: Set<Retraction> = []

  /// - Parameters:
  ///   - plan: of the run that is planned.
  ///   - observe: gets every batch that would be loaded, with what would become of its rows.
  public init(
    options: Options, plan: LoadPlan, observe: @escaping (RecordBatch, [Outcome]) -> Void
  ) throws(Fault) {
    books = SQLiteLoader(options: options)
    try books.prepare(plan, writing: false)
    database = try SQLiteDatabase(path: "", access: .writing)
    scratch = SQLiteLoader(options: options, sharing: database)
    var plan = plan
    plan.isTrial = true
    try scratch.prepare(plan, writing: true)
    try scratch.noteLeaving()
    adding = try scratch.adding()
    self.observe = observe
  }

  /// Those of the loader.
  public func complaints(about plan: LoadPlan) -> [Complaint] { books.complaints(about: plan) }

  /// Made ready when it was made.
  public func prepare(_ plan: LoadPlan, writing: Bool) throws(Fault) {}

  // MARK: Rows of the books

  private func add(_ row: [SQLiteValue]) throws(Fault) { try adding?.run(row) }

  /// Takes over the rows of these accounts and days.
  private func take(_ accounts: [String: ClosedRange<CivilDate>]) throws(Fault) {
    if accounts.isEmpty { return }
    try database.transaction { () throws(Fault) in try books.eachStored(accounts, use: add) }
    taken = accounts
  }

  private func take(_ accountID: String, _ days: ClosedRange<CivilDate>) throws(Fault) {
    if let known = taken[accountID], known.contains(days.lowerBound), known.contains(days.upperBound) {
      return
    }
    try take([accountID: days])
  }

  /// Takes over the rows under the keys of these records.
  private func take(_ batch: RecordBatch, rows: [Int32]) throws(Fault) {
    if rows.isEmpty { return }
    try database.transaction { () throws(Fault) in try books.eachStored(batch, rows: rows, use: add) }
  }

  // MARK: Questions

  /// Takes over what the books have of them as well.
  public func gather(_ accounts: [String: ClosedRange<CivilDate>]) throws(Fault) {
    try take(accounts)
    try scratch.gather(accounts)
  }

  /// Of a file, in the private table.
  public func note(_ batch: RecordBatch, rows: [Int32], of numbers: [Int32]) throws(Fault) {
    try scratch.note(batch, rows: rows, of: numbers)
  }

  /// Those of the rows as the files before left them.
  public func unmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally {
    try take(rows.accountID, rows.days)
    return try scratch.unmatched(rows, of: number)
  }

  /// In the books, or of the files before.
  public func holdsProvisional() throws(Fault) -> Bool {
    // What the books hold may be gone by now: then there is nothing to take out.
    if try books.holdsProvisional() { return true }
    return try scratch.holdsProvisional()
  }

  /// As the files before left them.
  public func loadedDays(_ rows: StatementRows) throws(Fault) -> [CivilDate: Int] {
    try take(rows.accountID, rows.days)
    return try scratch.loadedDays(rows)
  }

  /// As the files before left them.
  public func records(_ rows: StatementRows) throws(Fault) -> [LoadedRecord] {
    try take(rows.accountID, rows.days)
    return try scratch.records(rows)
  }

  /// As the files before left them.
  public func booked(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord?] {
    try take(batch, rows: rows)
    return try scratch.booked(batch, rows: rows)
  }

  /// As they would lie in the table.
  public func records(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord] {
    try scratch.records(batch, rows: rows)
  }

  /// By the private table where it has the key, else by the books, as long as the row has not left them.
  public func classify(_ batch: RecordBatch) throws(Fault) -> [Outcome] {
    var outcomes = try books.classify(batch)
    guard scratch.isKeyed else { return outcomes }
    let found = outcomes.indices.filter { outcomes[$0] != .inserted }.map { Int32($0) }
    for row in try scratch.haveLeft(batch, rows: found) { outcomes[Int(row)] = .inserted }
    return zip(try scratch.classify(batch), outcomes).map { $0 == .inserted ? $1 : $0 }
  }

  // MARK: Changes

  /// Of the private database.
  public func begin() throws(Fault) {
    try scratch.begin()
    retractedBefore = retracted
  }

  /// Takes them out of the private table, which has taken them over.
  public func retract(_ retractions: [Retraction]) throws(Fault) -> Tally {
    try books.eachStored(retractions.filter { retracted.insert($0).inserted }, use: add)
    return try scratch.retract(retractions)
  }

  /// Takes them out of the private table, which has taken them over.
  public func removeUnmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally {
    try take(rows.accountID, rows.days)
    return try scratch.removeUnmatched(rows, of: number)
  }

  /// Takes them out of the private table, which has taken them over.
  public func removeProvisional(_ accountID: String, _ days: ClosedRange<CivilDate>) throws(Fault) -> Tally {
    try take(accountID, days)
    return try scratch.removeProvisional(accountID, days)
  }

  /// What stays as it is in the books is not taken over.
  public func load(_ batch: RecordBatch, from provenance: Provenance) throws(Fault) -> [Outcome] {
    let outcomes = try classify(batch)
    let updated = outcomes.indices.filter { outcomes[$0] == .updated }
    // Of the last file only what may be locked is tried.
    let written = isLast ? updated : outcomes.indices.filter { [.inserted, .updated].contains(outcomes[$0]) }
    if !written.isEmpty {
      try take(batch, rows: updated.map { Int32($0) })
      _ = try scratch.load(batch.gathering(written.map { Int32($0) }), from: provenance)
    }
    observe(batch, outcomes)
    return outcomes
  }

  /// Nothing is committed but to the private database.
  public func commit(_ mark: LoadMark, checkpoint: () throws(Fault) -> Void) throws(Fault) {
    try scratch.commit(mark, checkpoint: checkpoint)
  }

  /// Forgets what was loaded, and what was taken over for it.
  public func abort() {
    scratch.abort()
    retracted = retractedBefore
    taken = [:]
  }

  // MARK: Runs

  /// That of the books.
  public func lastMark(of pipeline: String) throws(Fault) -> LoadMark? { try books.lastMark(of: pipeline) }

  /// That of the books.
  public func lastRun(of pipeline: String) throws(Fault) -> Int64 { try books.lastRun(of: pipeline) }

  /// None.
  public var rowsReadBack: Int { 0 }

  /// Nil.
  public var rowsReplaced: Int? { nil }

  /// The private database goes with this object.
  public func finish(checkpoint: () throws(Fault) -> Void) throws(Fault) { try checkpoint() }

  /// A plan is of loads.
  public func surveyUndo(of run: Int64, ignoring undone: [Int64]) throws(Fault) -> UndoSurvey {
    preconditionFailure("nothing is taken back in a plan")
  }

  /// A plan is of loads.
  public func undo(_ run: Int64, ignoring undone: [Int64]) throws(Fault) {
    preconditionFailure("nothing is taken back in a plan")
  }
}
