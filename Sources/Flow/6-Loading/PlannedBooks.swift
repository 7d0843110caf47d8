public import Components
import Databases
public import Records

/// The books as they would be by the time a file of a plan is loaded: what is in them, what the files before it
/// would have brought, and without what statements would have taken out.
///
/// Nothing is written but to a private temporary database, which is there once it is needed.
public final class PlannedBooks {
  private let options: Options
  private let plan: LoadPlan
  /// The books as they are; read only.
  public let books: SQLiteLoader
  /// What the files of the plan would have brought.
  private var scratch: SQLiteLoader?
  /// Accounts and days that were taken out of the books already.
  private var retracted: Set<Retraction> = []
  /// Keys of what was taken out of the books.
  private var gone: Set<[String]> = []

  /// - Parameter hasSeveralFiles: false when no file can meet what another one brought.
  public init(options: Options, plan: LoadPlan, hasSeveralFiles: Bool) throws(Fault) {
    self.options = options
    self.plan = plan
    books = SQLiteLoader(options: options)
    try books.prepare(plan, writing: false)
    if hasSeveralFiles { _ = try openScratch() }
  }

  private func openScratch() throws(Fault) -> SQLiteLoader {
    if let scratch { return scratch }
    let made = SQLiteLoader(options: options, sharing: try SQLiteDatabase(path: "", access: .writing))
    try made.prepare(plan, writing: true)
    try made.begin()
    scratch = made
    return made
  }

  /// What loading the batch would do.
  public func classify(_ batch: RecordBatch) throws(Fault) -> [Outcome] {
    var outcomes = try books.classify(batch)
    if !gone.isEmpty {
      for (row, key) in try books.keys(of: batch).enumerated() where gone.contains(key) {
        outcomes[row] = .inserted
      }
    }
    guard let scratch else { return outcomes }
    let among = try scratch.load(batch, from: Provenance(run: 0, file: ""))
    // What no earlier file brought meets the books as they are.
    return zip(among, outcomes).map { $0 == .inserted ? $1 : $0 }
  }

  /// What is provisional of an account and its days would go.
  public func takeOut(provisional accountID: String, _ days: ClosedRange<CivilDate>) throws(Fault) -> Tally {
    let found = try books.provisionalRows(accountID, days)
    gone.formUnion(found.keys)
    return found.tally
  }

  /// What the statements of a file would take out before its records are loaded.
  public func retract(_ retractions: [Retraction]) throws(Fault) -> Tally {
    let scratch = try openScratch()
    // The rows of the books join those of the plan, where these have not taken their place, and go with them.
    let rows = try books.rows(of: retractions.filter { retracted.insert($0).inserted })
    gone.formUnion(try scratch.add(rows))
    return try scratch.retract(retractions)
  }
}
