import Components
import Reading
import Records

/// The first half of a file's first phase: batches of its reader, taken through the stages before the package, and all
/// that is counted on the way. Used by one thread.
struct FileIntake {
  /// What is known once the last batch was given.
  struct Result: Sendable {
    var statements: [Statement]
    var remarks: [String]
    var recordsRead: Int
    var ledger: RejectionLedger
    var footings: [StageFooting]
    var finder: FieldFinder?
    var watch: Stopwatch
  }

  private(set) var reader: any Reader
  private(set) var ledger = RejectionLedger()
  /// The stages up to the last one that accounts need, and those behind it.
  private var flow: Flow
  private var rest: Flow
  /// Made of the records, where the file may state nothing of its own.
  private var accounts: RecordStatements?
  private var reading: Measure
  private var watch: Stopwatch

  /// - Parameters:
  ///   - steps: before the package.
  ///   - schema: of the reader's batches.
  ///   - watch: not started.
  init(
    _ reader: any Reader, _ steps: [(name: String, stage: any Stage)], _ schema: RecordSchema,
    _ contract: Contract, walksBalances: Bool, _ watch: Stopwatch
  ) {
    self.reader = reader
    self.watch = watch
    let needed = RecordStatements.stepsNeeded(steps, from: schema, contract)
    flow = Flow(Array(steps.prefix(needed ?? steps.count)), contract: contract, watch: watch)
    rest = Flow(Array(steps.dropFirst(needed ?? steps.count)), contract: contract, watch: watch)
    accounts = needed.flatMap { needed in
      RecordStatements(
        needed > 0 ? steps[needed - 1].stage.schema : schema, contract, walksBalances: walksBalances)
    }
    reading = Measure(fatesOf: "read", contract: contract)
  }

  /// What is left of the next batch, which may be nothing; nil at the end.
  mutating func next() throws(Fault) -> RecordBatch? {
    var rejections: [Rejection] = []
    let began = watch.now
    let batch = try reader.nextBatch(rejecting: &rejections)
    ledger.collect(rejections)
    guard let batch else { return nil }
    reading.leave(batch, kinds: [UInt8](repeating: Fate.kept.rawValue, count: batch.count))
    rejections.removeAll()
    watch.add("read", at: 0, since: began)
    var kept = flow.pass(batch, rejecting: &rejections)
    // Only where the file states nothing of its own.
    if kept.origins.first?.statement == -1 { accounts?.add(&kept) }
    kept = rest.pass(kept, rejecting: &rejections)
    ledger.collect(rejections)
    return kept
  }

  var result: Result {
    var watch = watch
    watch.append(flow.watch)
    watch.append(rest.watch)
    let made = reader.statements.isEmpty ? accounts : nil
    return Result(
      statements: made?.statements(recordsRead: reader.recordsRead) ?? reader.statements,
      remarks: reader.remarks + (made?.remarks ?? []), recordsRead: reader.recordsRead, ledger: ledger,
      footings: [readFooting] + flow.footings + rest.footings, finder: reader.fieldFinder, watch: watch)
  }

  /// Reading foots when the records the reader counted are those it gave and those it refused.
  private var readFooting: StageFooting {
    var footing = reading.footing
    var refused = Tally(scale: footing.arrived.scale)
    refused.rows = Set(ledger.rejections.lazy.filter { $0.stage == "read" }.map(\.origin.record)).count
    if refused.rows > 0 { footing.left[Fate.rejected.title] = refused }
    footing.arrived = footing.kept
    footing.arrived.rows = reader.recordsRead
    return footing
  }
}
