import Components
import Deduplicating
import Records

/// Phase two: the package drains in load order through the stages behind it into the loader, on two threads.
struct FileLoading {
  let contract: Contract
  let steps: [(name: String, stage: any Stage)]
  let stop: StopFlag
  /// Not started.
  var watch = Stopwatch()
  /// Empty, where what comes to the loader is to be summed.
  var money: MoneySheet?

  /// A batch for the loader, and how many rows of the package are behind its last one.
  struct Portion: Sendable {
    var batch: RecordBatch
    var drained: Int64
  }

  /// What the way from the package to the loader gave.
  struct Passage: Sendable {
    var footings: [StageFooting]
    var ledger: RejectionLedger
    /// How long draining and the stages behind the package took.
    var watch: Stopwatch
    var money: MoneySheet?
    /// Duplicates that another record of their key contradicts.
    var differing = 0
    var twins = Twins()
  }

  /// Records that differ from the first of their key.
  struct Twins: Sendable {
    /// As many as were asked for.
    var first: [PackageDrain.Twin] = []
    /// How many there are.
    var count = 0
    /// The statements they are in.
    var statements: Set<Int32> = []
  }

  /// Drains the package and hands every portion to `use` on this thread.
  ///
  /// - Parameters:
  ///   - statementFates: what becomes of the records of each statement.
  ///   - selection: what of the file comes, nil for all of it; the rest is counted as filtered.
  ///   - verdict: what was decided by what the books have already.
  ///   - twins: how many records are wanted that differ from the first of their key.
  ///   - use: gets portions in order, empty batches included, so that progress is seen.
  func run(
    _ file: PackagedFile, statementFates: [Fate], selection: Selection?, verdict: IdentityVerdict,
    twins: Int = 0,
    use: (Portion) throws(Fault) -> Void
  ) throws(Fault) -> Passage {
    let choice = DrainChoice(
      statements: verdict.applied(to: statementFates), records: verdict.records,
      occurrences: verdict.occurrences, picked: selection?.picked)
    let drain = Unshared(try file.package.drain(choice, twins: twins))
    let packing = file.packing
    let produce: @Sendable (Handover<Portion>) throws(Fault) -> Passage = { [self] queue throws(Fault) in
      try self.produce(from: drain.value, selection, verdict, packing, to: queue)
    }
    return try overlapping(depth: 4, produce: produce) { queue throws(Fault) in
      while let portion = queue.take() { try use(portion) }
    }.made
  }

  /// Drains the package through the stages into the queue, to its end or until the queue is closed.
  private func produce(
    from drain: PackageDrain, _ selection: Selection?, _ verdict: IdentityVerdict, _ packing: Measure,
    to queue: Handover<Portion>
  ) throws(Fault) -> Passage {
    var measure = packing
    var watch = self.watch
    var money = self.money
    var flow = Flow(steps, contract: contract, watch: watch)
    var ledger = RejectionLedger()
    var drained: Int64 = 0
    var began = watch.now
    while let (batch, drainedFates) = try drain.next() {
      try stop.check()
      var fates = drainedFates
      if let selection {
        for row in fates.indices where fates[row] == .kept && !selection.takes(batch.origins[row]) {
          fates[row] = .filtered
        }
      }
      verdict.apply(to: &fates, batch.origins)
      measure.leave(batch, kinds: fates.map(\.rawValue))
      drained += Int64(batch.count)
      var rejections: [Rejection] = []
      watch.add("drain", at: 0, since: began)
      let kept = flow.pass(batch.keeping(fates), rejecting: &rejections)
      ledger.collect(rejections)
      money?.add(kept)
      if !queue.put(Portion(batch: kept, drained: drained)) { break }
      began = watch.now
    }
    watch.append(flow.watch)
    let twins = drain.allTwins
    return Passage(
      footings: [measure.footing] + flow.footings, ledger: ledger, watch: watch, money: money,
      differing: drain.differing,
      twins: Twins(first: drain.twins, count: twins.count, statements: twins.statements))
  }
}
