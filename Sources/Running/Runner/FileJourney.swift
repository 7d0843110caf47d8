import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Reading
import Records

/// One file of a run: surveyed, and what is to be done with it.
struct FileJob: Sendable {
  var stored: StoredFile
  var survey: FileSurvey
  var format: Pipeline.Format
  /// The books stand one commit before the store's last: the earlier of its two footings is true.
  var isOneBehind = false
}

/// Takes one file from its bytes into the books: read to the end, proven and footed, then loaded in chunks that
/// commit with their checkpoint.
struct FileJourney {
  /// Rows of the load order a commit.
  static let chunkRows: Int64 = 65_536

  let pipeline: Pipeline
  let context: RunContext
  let loader: any Loader
  let store: CheckpointStore
  /// The checkpoint store is the destination itself: both commit in one transaction.
  let sharesStore: Bool
  let run: Int64
  let fileCount: Int
  let spill: @Sendable () throws(Fault) -> SpillFile

  func load(_ job: FileJob) throws(Fault) -> FileReport {
    let shown = pipeline.shown(job.stored.path)
    var report = FileReport(
      ordinal: job.stored.ordinal, path: shown, format: job.format.reader.spec.name,
      digest: job.stored.digest,
      status: .loaded)
    var job = job
    let prepared: PreparedFile
    do throws(Fault) {
      prepared = try FilePreparation(pipeline: pipeline, context: context, spill: spill).prepare(
        job, shown: shown, fileCount: fileCount)
    } catch  where error.status == .dataRefused && error != footingFailed {
      try refuse(&job, error, &report)
      return report
    }
    report.statements = prepared.file.statements
    report.remarks = prepared.file.remarks
    report.refused = prepared.refused
    if let excess = prepared.excess {
      report.stages = prepared.file.footings
      try refuse(&job, excess, &report)
      return report
    }
    try load(&job, prepared, &report)
    return report
  }

  private var footingFailed: Fault { Fault("footing-failed", "", status: .dataRefused) }

  /// Records that nothing of the file is loaded, and why.
  private func refuse(_ job: inout FileJob, _ fault: Fault, _ report: inout FileReport) throws(Fault) {
    guard job.stored.rowsCommitted == 0 else {
      throw Fault(
        "file-changed-its-mind", "a file that is partly loaded can no longer be read: \(fault.message)",
        at: Place(file: report.path), hint: "Put the original file back and run again.", status: .dataRefused)
    }
    let whole = Rejection(
      origin: Origin(offset: 0, length: 0, line: Int32(clamping: fault.place?.line ?? 0), record: 0),
      stage: "read",
      field: "", value: nil, code: fault.code, reason: fault.message,
      hint: fault.hint ?? "Nothing of the file was loaded.")
    report.refused.append(RefusedRecord(rejection: whole))
    report.status = .refused
    job.stored.status = .refused
    job.stored.remarks = report.remarks.joined(separator: "\n")
    let stored = job.stored
    let result = report
    try store.database.transaction { () throws(Fault) in
      try store.save(stored, of: run)
      try saveDetails(result)
    }
  }

  private func saveDetails(_ report: FileReport) throws(Fault) {
    try store.save(report.statements, run: run, file: report.ordinal)
    try store.save(report.stages, run: run, file: report.ordinal)
    try store.save(report.refused, run: run, file: report.ordinal, path: report.path)
  }

  // MARK: Loading

  private func load(_ job: inout FileJob, _ prepared: PreparedFile, _ report: inout FileReport) throws(Fault)
  {
    var loading = try LoadProgress(job.stored, footing: footingSoFar(job), contract: pipeline.contract)
    let provenance = Provenance(run: run, file: report.path)
    let resumeFrom = loading.rows
    try loader.begin()
    do throws(Fault) {
      if resumeFrom == 0 && !prepared.proof.retractions.isEmpty {
        let taken = try loader.retract(prepared.proof.retractions)
        report.retracted = taken
        job.stored.retracted = taken.text
      }
      var stored = job.stored
      var isAtStart = resumeFrom == 0
      let passage = try prepared.passage(stop: context.stop, contract: pipeline.contract) {
        portion throws(Fault) in
        if portion.drained <= resumeFrom {
          isAtStart = portion.drained == resumeFrom
          return
        }
        guard isAtStart else { throw FileJourney.resumedElsewhere(report.path) }
        try loading.take(portion) { batch throws(Fault) in try loader.load(batch, from: provenance) }
        observe(portion, prepared, report)
        if loading.rows - loading.committed >= FileJourney.chunkRows {
          try commit(&stored, &loading)
          try loader.begin()
        }
      }
      job.stored = stored
      report.stages = prepared.file.footings + passage.footings + [loading.footing]
      try FootingCheck.verify(report.stages, file: report.path)
      guard report.conservation.holds else { throw FootingCheck.lost(report.path) }
      try finish(&job, loading, report)
    } catch {
      loader.abort()
      // What the destination will not take refuses the file, as long as nothing of it is committed.
      guard error.status == .dataRefused, error != footingFailed, error.code != "read-back-differs",
        job.stored.rowsCommitted == 0,
        loading.committed == 0
      else { throw error }
      report.retracted = nil
      report.stages = prepared.file.footings
      job.stored.retracted = nil
      try refuse(&job, error, &report)
    }
  }

  private static func resumedElsewhere(_ file: String) -> Fault {
    Fault(
      "checkpoints-do-not-match",
      "the rows of the file no longer come in the portions they were committed in",
      at: Place(file: file), hint: "Finish the run with the version of the program that began it.",
      status: .dataRefused)
  }

  /// The rows so far become durable, with how far they reach.
  private func commit(_ stored: inout StoredFile, _ loading: inout LoadProgress) throws(Fault) {
    stored.status = .loading
    stored.rowsBefore = loading.committed
    stored.rowsCommitted = loading.rows
    let state = stored
    let stages = loading.checkpoint
    let mark = LoadMark(pipeline: pipeline.name, run: run, file: stored.ordinal, rows: loading.rows)
    try loader.commit(mark) { () throws(Fault) in
      try store.database.transaction { () throws(Fault) in
        try store.save(state, of: run)
        try store.save(stages, run: run, file: state.ordinal)
      }
    }
    loading.didCommit()
  }

  /// The last rows, and everything the run knows of the file.
  private func finish(_ job: inout FileJob, _ loading: LoadProgress, _ report: FileReport) throws(Fault) {
    // An attempt that finds every row committed leaves the checkpoint as the attempt that committed them wrote it.
    if loading.rows > loading.committed { job.stored.rowsBefore = loading.committed }
    job.stored.rowsCommitted = loading.rows
    job.stored.remarks = report.remarks.joined(separator: "\n")
    job.stored.status = sharesStore ? .loaded : .loading
    var stored = job.stored
    let early = sharesStore ? report.stages : loading.checkpoint
    let mark = LoadMark(pipeline: pipeline.name, run: run, file: stored.ordinal, rows: loading.rows)
    try loader.commit(mark) { [stored] () throws(Fault) in
      try store.database.transaction { () throws(Fault) in
        try saveDetails(report)
        try store.save(early, run: run, file: report.ordinal)
        try store.save(stored, of: run)
      }
    }
    if sharesStore { return }
    stored.status = .loaded
    try store.database.transaction { [stored] () throws(Fault) in
      try store.save(report.stages, run: run, file: report.ordinal)
      try store.save(stored, of: run)
    }
  }

  /// What earlier attempts at this file did, from the store and, where it lives elsewhere, the destination's mark.
  private func footingSoFar(_ job: FileJob) throws(Fault) -> [StageFooting] {
    guard job.stored.status == .loading else { return [] }
    let stages = try store.footing(run: run, file: job.stored.ordinal, scale: pipeline.contract.footingScale)
    return job.isOneBehind ? Array(stages.dropLast()) : stages
  }

  private func observe(_ portion: FileLoading.Portion, _ prepared: PreparedFile, _ report: FileReport) {
    context.observe(
      RunProgress(
        phase: .loading, file: report.path, number: report.ordinal + 1, files: fileCount,
        done: portion.drained,
        total: Int64(prepared.file.recordsRead), records: Int(portion.drained)))
  }
}

extension Tally {
  /// `12 rows, -3.00 EUR, 5.00 USD`.
  var text: String {
    (["\(rows) rows"] + lines.map { "\($0.text) \($0.currency)" }).joined(separator: ", ")
  }
}
