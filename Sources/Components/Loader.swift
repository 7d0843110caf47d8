public import Records

/// What became of a record at the destination.
public enum Outcome: UInt8, Sendable, CaseIterable {
  case inserted
  case updated
  /// There already, the same in every loaded field.
  case unchanged
  /// There already under its key with other values, and the destination keeps the first.
  case duplicate
}

/// What a loader must know of the records that will come.
public struct LoadPlan: Sendable {
  /// Name of the pipeline.
  public var pipeline: String
  /// What the pipeline promises to deliver.
  public var contract: Contract
  /// The fields that may come, over all formats: contract fields first in their order, then all others.
  public var schema: RecordSchema
  /// The fields that identify a record; empty when nothing does.
  public var key: [String]
  /// A record whose key is already loaded is left as it is.
  public var keepsFirst: Bool
  /// Number of the run; 0 for a plan.
  public var run: Int64
  /// The run was begun before and interrupted: what it left in the destination is its own and is built upon.
  /// Otherwise anything left over belongs to a run given up, and is thrown away.
  public var isResumed: Bool

  /// The run takes back what another run did, instead of loading.
  public var isReversal: Bool

  /// The table is a plan's own, which nobody keeps: nothing is journaled, measured or read back.
  public var isTrial = false

  /// A plan; of a new run unless said otherwise.
  public init(
    pipeline: String, contract: Contract, schema: RecordSchema, key: [String], keepsFirst: Bool,
    run: Int64 = 0,
    isResumed: Bool = false, isReversal: Bool = false
  ) {
    self.pipeline = pipeline
    self.contract = contract
    self.schema = schema
    self.key = key
    self.keepsFirst = keepsFirst
    self.run = run
    self.isResumed = isResumed
    self.isReversal = isReversal
  }
}

/// Where loaded rows say they come from.
public struct Provenance: Sendable {
  /// Number of the run.
  public var run: Int64
  /// The file, as the run names it.
  public var file: String

  /// Rows of this run and file.
  public init(run: Int64, file: String) {
    self.run = run
    self.file = file
  }
}

/// An account and day whose rows a statement takes out before its own are posted.
public struct Retraction: Sendable, Hashable {
  /// The account as the statement names it.
  public var accountID: String
  /// The day the statement speaks of.
  public var asOf: CivilDate

  /// An account and a day.
  public init(accountID: String, asOf: CivilDate) {
    self.accountID = accountID
    self.asOf = asOf
  }
}

/// How far a run has come: what a destination remembers beside its rows when the checkpoint store lives elsewhere.
public struct LoadMark: Sendable, Hashable {
  /// Name of the pipeline.
  public var pipeline: String
  /// Number of the run.
  public var run: Int64
  /// Number of the file within the run, from 0.
  public var file: Int
  /// Rows of the file's load order that are in, from its first.
  public var rows: Int64

  /// How far the run has come in one file.
  public init(pipeline: String, run: Int64, file: Int, rows: Int64) {
    self.pipeline = pipeline
    self.run = run
    self.file = file
    self.rows = rows
  }
}

/// Puts batches into a destination. Used by one thread.
///
/// The caller works in transactions: `begin`, any number of `retract` and `load`, then `commit` or `abort`. Where
/// the checkpoint store lives in the destination itself, the checkpoint commits with the rows; elsewhere the
/// destination keeps the mark of its last commit, so that a crash between the two commits is seen.
public protocol Loader: AnyObject {
  static var spec: ComponentSpec { get }

  /// What is wrong with the options for these records, found without touching the destination.
  func complaints(about plan: LoadPlan) -> [Complaint]

  /// Opens the destination, creates the table or checks an existing one.
  ///
  /// - Parameter writing: false for a plan: nothing is created or changed, and every record of an absent table
  ///   would be inserted.
  func prepare(_ plan: LoadPlan, writing: Bool) throws(Fault)

  func begin() throws(Fault)

  /// Takes out the rows of these accounts and days; returns what was taken out, in rows and money.
  func retract(_ retractions: [Retraction]) throws(Fault) -> Tally

  /// Looks up once what the books have of these accounts and days, for what is asked about them afterwards, and forgets
  /// every noted key. What changes later is not seen.
  func gather(_ accounts: [String: ClosedRange<CivilDate>]) throws(Fault)

  /// Notes the keys of records, for `unmatched` and `removeUnmatched`.
  ///
  /// - Parameter numbers: for each row, that of its statement in the file.
  func note(_ batch: RecordBatch, rows: [Int32], of numbers: [Int32]) throws(Fault)

  /// The rows of a statement in the books that none of the noted keys names, in rows and money.
  func unmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally

  /// Takes them out, in the open transaction; returns what was taken out.
  func removeUnmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally

  /// Whether the books hold anything provisional.
  func holdsProvisional() throws(Fault) -> Bool

  /// Takes out what is provisional of an account and its days, in the open transaction; returns what was taken out.
  func removeProvisional(_ accountID: String, _ days: ClosedRange<CivilDate>) throws(Fault) -> Tally

  /// How many of these rows the books have, day by day; days without any are left out.
  func loadedDays(_ rows: StatementRows) throws(Fault) -> [CivilDate: Int]

  /// These rows, as the books have them.
  func records(_ rows: StatementRows) throws(Fault) -> [LoadedRecord]

  /// What the books have under the keys of these records: nil where nothing, or nothing but a provisional row.
  func booked(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord?]

  /// Records of a batch as they would lie in the books.
  func records(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord]

  /// Loads a batch, sorted by key when there is one.
  ///
  /// - Returns: one outcome per row.
  func load(_ batch: RecordBatch, from provenance: Provenance) throws(Fault) -> [Outcome]

  /// What `load` would do, changing nothing.
  func classify(_ batch: RecordBatch) throws(Fault) -> [Outcome]

  /// What undoing a run of the pipeline would do, and what stands against it.
  ///
  /// - Parameter undone: runs that do not count as having changed anything: undone ones, and the undoings.
  func surveyUndo(of run: Int64, ignoring undone: [Int64]) throws(Fault) -> UndoSurvey

  /// Takes back what a run did, in the open transaction: all of it, or a fault.
  func undo(_ run: Int64, ignoring undone: [Int64]) throws(Fault)

  /// Makes the rows since `begin` durable.
  ///
  /// - Parameters:
  ///   - mark: kept beside the rows where the checkpoint store lives elsewhere.
  ///   - checkpoint: writes the checkpoint, right before the rows commit: in their transaction where the store lives in
  ///     the destination; elsewhere it is then an intent, and the mark tells whether the rows followed.
  func commit(_ mark: LoadMark, checkpoint: () throws(Fault) -> Void) throws(Fault)

  /// Forgets the rows since `begin`. Does nothing outside a transaction.
  func abort()

  /// The mark of the last commit of this pipeline, where the checkpoint store lives elsewhere; nil where it commits
  /// with the rows. Means something to a resumed run only: the checkpoint comes first, so the mark is level with the
  /// store or one commit behind it; anything else says that the destination is not the one that was loaded.
  func lastMark(of pipeline: String) throws(Fault) -> LoadMark?

  /// The greatest number of a run of this pipeline that the destination knows of; 0 when it knows of none. Numbers of
  /// checkpoints that were replaced begin behind it, so that no run is taken for an older one.
  func lastRun(of pipeline: String) throws(Fault) -> Int64

  /// How many rows were read back after their commit, by another connection, and were as they were written. Known to
  /// the checkpoint of `finish`; a difference is a fault, `read-back-differs`.
  var rowsReadBack: Int { get }

  /// How many rows were in a table that was replaced; nil when none was. Known to the checkpoint of `finish`.
  var rowsReplaced: Int? { get }

  /// Called once when all files of a run are loaded: a replaced table takes its place here.
  func finish(checkpoint: () throws(Fault) -> Void) throws(Fault)
}
