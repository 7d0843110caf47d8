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
  var shown: String
  var after: [(name: String, stage: any Stage)]

  /// Drains the package through the stages behind it; the same every time.
  func passage(
    stop: StopFlag, contract: Contract, use: (FileLoading.Portion) throws(Fault) -> Void
  ) throws(Fault) -> FileLoading.Passage {
    try FileLoading(contract: contract, steps: after, stop: stop).run(
      file, named: shown, statementFates: proof.fates, use: use)
  }
}

/// Everything that happens to a file before the books are touched.
struct FilePreparation {
  let pipeline: Pipeline
  let context: RunContext
  let spill: @Sendable () throws(Fault) -> SpillFile

  /// - Throws: what stops the run; a fault with the status `dataRefused` refuses the file.
  func prepare(_ job: FileJob, shown: String, fileCount: Int) throws(Fault) -> PreparedFile {
    let source = try ByteSource(path: job.stored.path, survey: job.survey)
    let observe = context.observe
    let (number, size) = (job.stored.ordinal + 1, job.survey.size)
    let packaging = FilePackaging(
      format: job.format, contract: pipeline.contract, gates: pipeline.gates, stop: context.stop,
      spill: spill,
      progress: { bytes, records in
        observe(
          RunProgress(
            phase: .reading, file: shown, number: number, files: fileCount, done: bytes, total: size,
            records: records))
      })
    var file = try packaging.run(source)
    file.statements = pipeline.gates.applied(to: file.statements)
    try FootingCheck.verify(file.footings, file: shown)
    var prepared = PreparedFile(
      file: file, proof: StatementProof(file.statements).within(job.format.cutOff), refused: [], excess: nil,
      shown: shown,
      after: job.format.split.after)
    var ledger = file.ledger
    if !prepared.after.isEmpty {
      // Stages behind the package may refuse too: they are tried once before anything is loaded.
      let passage = try prepared.passage(stop: context.stop, contract: pipeline.contract) { _ in }
      try FootingCheck.verify(file.footings + passage.footings, file: shown)
      try ledger.add(passage.ledger.rejections, file: shown)
    }
    if !pipeline.budget.allows(rejected: ledger.refusedRecords, of: file.recordsRead) {
      prepared.excess = Fault(
        "budget-exceeded",
        "\(ledger.refusedRecords) of \(file.recordsRead) records are refused, and \(pipeline.budget) may be",
        at: Place(file: shown),
        hint: "Mend the records or the mapping; or allow more with on_reject: { continue_up_to: … }.",
        status: .dataRefused)
    }
    for rejection in prepared.proof.rejections { ledger.addWhole(rejection) }
    ledger.sort()
    prepared.refused = try RejectionText.refusedRecords(
      ledger.rejections, from: job.stored.path, survey: job.survey)
    return prepared
  }
}
