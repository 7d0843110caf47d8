import Bytes
import Checkpoints
import Components
import Deduplicating
import Records

/// A file that was read to its end: proven, within its budget or not, and ready to drain into the loader.
struct PreparedFile {
  var file: PackagedFile
  var proof: StatementProof
  /// Everything refused, in the order of the file, with its original bytes.
  var refused: [RefusedRecord]
  /// Why the file is refused whole, when more was refused than the pipeline allows.
  var excess: Fault?
  var after: [(name: String, stage: any Stage)]
  /// What of the file comes; nil for all of it.
  var selection: Selection?
  /// What was decided by what the books have already.
  var verdict = IdentityVerdict()

  /// How long reading and packing took.
  var watch: Stopwatch
  /// Nanoseconds from the first byte until it was ready.
  var took: Int64 = 0

  /// Leaves to the run that refused it what is not processed again.
  mutating func applySelection() {
    guard let selection else { return }
    proof.select(selection, file.statements)
    refused = refused.filter { selection.takes($0.rejection.origin) }
  }

  /// Holds the file against what the books have; an interrupted one keeps what was decided when it was begun.
  mutating func review(_ job: FileJob, run: Int64, by review: IdentityReview?) throws(Fault) {
    guard excess == nil, let review else { return }
    verdict =
      job.isBegun
      ? try IdentityVerdict(try review.store.verdict(run: run, file: job.stored.ordinal))
      : try review.verdict(self, job)
    try applyVerdict(job)
  }

  /// Shows what a person has to decide among the refusals, and holds the statements it is about.
  mutating func applyVerdict(_ job: FileJob) throws(Fault) {
    for (number, fate) in verdict.statements where fate == .rejected { file.statements[number].isHeld = true }
    if verdict.rejections.isEmpty { return }
    let reviewed = try RejectionText.refusedRecords(
      verdict.rejections, from: job.path, survey: try job.survey.get(), finder: file.finder,
      corrections: job.selection?.corrections ?? [])
    refused = (refused + reviewed).sorted { $0.rejection.origin.record < $1.rejection.origin.record }
  }

  /// Drains the package through the stages behind it; the same every time.
  ///
  /// - Parameters:
  ///   - verdict: another one than the file's own.
  ///   - twins: how many records are wanted that differ from the first of their key.
  func passage(
    stop: StopFlag, contract: Contract, with verdict: IdentityVerdict? = nil, twins: Int = 0,
    watch: Stopwatch = Stopwatch(), money: MoneySheet? = nil,
    use: (FileLoading.Portion) throws(Fault) -> Void
  ) throws(Fault) -> FileLoading.Passage {
    try FileLoading(contract: contract, steps: after, stop: stop, watch: watch, money: money).run(
      file, statementFates: proof.fates, selection: selection, verdict: verdict ?? self.verdict, twins: twins,
      use: use)
  }
}

/// Everything that happens to a file before the books are touched.
struct FilePreparation: Sendable {
  let pipeline: Pipeline
  let context: RunContext
  let fileCount: Int
  let spill: @Sendable () throws(Fault) -> SpillFile

  /// - Throws: what stops the run; a fault with the status `dataRefused` refuses the file.
  func prepare(_ job: FileJob) throws(Fault) -> PreparedFile {
    let shown = pipeline.shown(job.stored.path)
    let watch = Stopwatch(context.clock)
    let began = watch.now
    let survey = try job.survey.get()
    var file = try package(job, survey, shown, watch)
    file.statements = pipeline.gates.applied(to: file.statements)
    var prepared = PreparedFile(
      file: file, proof: StatementProof([]), refused: [], excess: file.ledger.excess(shown),
      after: job.format.split.after, selection: job.selection, watch: file.watch)
    var ledger = file.ledger
    if prepared.excess == nil {
      try FootingCheck.verify(file.footings, file: shown)
      prepared.proof = StatementProof(file.statements).within(job.format.cutOff)
      if let selection = job.selection { prepared.proof.select(selection, file.statements) }
      if !prepared.after.isEmpty {
        // Stages behind the package may refuse too: they are tried once before anything is loaded.
        let passage = try prepared.passage(stop: context.stop, contract: pipeline.contract) { _ in }
        try FootingCheck.verify(file.footings + passage.footings, file: shown)
        ledger.merge(passage.ledger)
      }
      prepared.excess = ledger.excess(shown) ?? overBudget(ledger, of: file.recordsRead, shown)
    }
    for rejection in prepared.proof.rejections { ledger.addWhole(rejection) }
    if let selection = job.selection { ledger.keep(selection.takes) }
    ledger.sort()
    prepared.refused = try RejectionText.refusedRecords(
      ledger.rejections, from: job.path, survey: survey, finder: file.finder,
      corrections: job.selection?.corrections ?? [])
    prepared.took = watch.now - began
    return prepared
  }

  private func package(_ job: FileJob, _ survey: FileSurvey, _ shown: String, _ watch: Stopwatch)
    throws(Fault)
    -> PackagedFile
  {
    let observe = context.observe
    let (number, files) = (job.stored.ordinal + 1, fileCount)
    let packaging = FilePackaging(
      format: job.format, contract: pipeline.contract, gates: pipeline.gates, stop: context.stop,
      watch: watch,
      spill: spill,
      progress: { bytes, records in
        observe(
          RunProgress(
            phase: .reading, file: shown, number: number, files: files, done: bytes, total: survey.size,
            records: records))
      })
    return try packaging.run(
      try ByteSource(path: job.path, survey: survey, corrections: job.selection?.corrections ?? []))
  }

  private func overBudget(_ ledger: RejectionLedger, of read: Int, _ shown: String) -> Fault? {
    if pipeline.budget.allows(rejected: ledger.refusedRecords, of: read) { return nil }
    return Fault(
      "budget-exceeded",
      "\(ledger.refusedRecords) of \(counted(read, "record")) refused, and \(pipeline.budget) may be",
      at: Place(file: shown),
      hint: "Mend the records or the mapping; or allow more with on_reject: { continue_up_to: … }.",
      status: .dataRefused)
  }
}
