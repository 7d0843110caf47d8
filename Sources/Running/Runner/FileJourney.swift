import Checkpoints
import Components
import Databases
import Records

/// Takes one file from its bytes into the books: read to the end, proven and footed, then loaded in chunks that
/// commit with their checkpoint.
struct FileJourney {
  /// Rows of the load order a commit.
  static let chunkRows: Int64 = 32_768

  let pipeline: Pipeline
  let context: RunContext
  let loader: any Loader
  let store: CheckpointStore
  /// The checkpoint store is the destination itself: both commit in one transaction.
  let sharesStore: Bool
  let run: Int64
  let fileCount: Int
  /// Decides where files of an inbox go; nil where none go.
  let filing: Filing?
  /// The run is about some days only: what an earlier one refused of a file stays with that one.
  let isNarrowed: Bool
  /// Nothing of it stays: a plan tries what a run would do.
  var isTrial = false

  /// - Parameter outcome: what preparing the file gave.
  func load(_ job: FileJob, _ outcome: Result<PreparedFile, Fault>) throws(Fault) -> FileReport {
    var job = job
    var report = FileReport(job, pipeline)
    switch try report.take(try proven(outcome, job), isWaiting: job.isWaiting(in: pipeline)) {
    case .success(let prepared): try load(&job, prepared, &report)
    case .failure(let fault) where isChanged(job, fault): try withdraw(&job, fault, &report)
    case .failure(let fault): try refuse(&job, fault, &report)
    }
    return report
  }

  /// The file held against what stands in the books.
  private func proven(
    _ outcome: Result<PreparedFile, Fault>, _ job: FileJob
  ) throws(Fault) -> Result<PreparedFile, Fault> {
    guard case .success(var prepared) = outcome else { return outcome }
    let continuity = Continuity(pipeline, store: store)
    try continuity.prove(&prepared, run: run, cutOff: job.format.cutOff)
    try prepared.review(job, run: run, by: IdentityReview(pipeline, loader, store, context.stop))
    return .success(prepared)
  }

  func saveDetails(_ report: FileReport, _ selection: Selection?) throws(Fault) {
    try store.save(report.statements, run: run, file: report.ordinal) { number in
      guard let selection else { return true }
      // An account's records say what they say of a refused file; once some of them are in, that stands.
      return selection.takes(statement: number)
        || selection.wasRefused && report.statements[number].source == .records
    }
    try store.save(report.stages, run: run, file: report.ordinal)
    try store.save(report.refused, run: run, file: report.ordinal, path: report.path)
    try store.save(report.money, run: run, file: report.ordinal)
    try store.save(report.timings, run: run, file: report.ordinal)
  }

  // MARK: Loading

  private func load(_ job: inout FileJob, _ prepared: PreparedFile, _ report: inout FileReport) throws(Fault)
  {
    var watch = Stopwatch(context.clock)
    let began = watch.now
    // Told also where an earlier attempt has left nothing to load.
    watch.add("load", at: 0, since: began)
    var profile = FileProfile(pipeline.contract)
    var loading = try LoadProgress(job.stored, footing: footingSoFar(job), contract: pipeline.contract)
    try loader.begin()
    do throws(Fault) {
      report.retracted = try retracted(&job, prepared)
      let passage = try drain(&job, prepared, &loading, &watch, &profile, report)
      profile.add(report.statements)
      report.take(prepared.file.footings + passage.footings + [loading.footing])
      try FootingCheck.verify(report.stages, file: report.path)
      guard report.conservation.holds else { throw FootingCheck.lost(report.path) }
      report.take(prepared, passage, watch, since: began)
      if leavesNothing(prepared, loading, report) { report.status = .refused }
      note(prepared, &report)
      try finish(&job, loading, profile, prepared.verdict, report)
    } catch {
      loader.abort()
      // What the destination will not take refuses the file, as long as nothing of it is committed.
      guard error.refusesFile, loading.committed == 0 else { throw error }
      report.status = .loaded
      report.retracted = nil
      report.money = []
      report.timings = []
      report.stages = prepared.file.footings
      job.stored.retracted = nil
      try refuse(&job, error, &report)
    }
  }

  /// What deleting and replacing statements take out before the file's first row: now, or in an earlier attempt.
  private func retracted(_ job: inout FileJob, _ prepared: PreparedFile) throws(Fault) -> Tally? {
    if job.isBegun {
      return job.stored.retracted.flatMap { Tally(text: $0, scale: pipeline.contract.footingScale) }
    }
    if prepared.proof.retractions.isEmpty, prepared.verdict.takesNothingOut { return nil }
    var taken = Tally(scale: pipeline.contract.footingScale)
    if !prepared.proof.retractions.isEmpty { taken.add(try loader.retract(prepared.proof.retractions)) }
    for (account, days) in prepared.verdict.provisional {
      taken.add(try loader.removeProvisional(account, days))
    }
    for (rows, number) in prepared.verdict.superseded {
      taken.add(try loader.removeUnmatched(rows, of: number))
    }
    if taken.rows == 0, prepared.proof.retractions.isEmpty { return nil }
    job.stored.retracted = taken.text
    return taken
  }

  /// Takes the package into the loader, behind what earlier attempts have committed; commits all but the last chunk.
  private func drain(
    _ job: inout FileJob, _ prepared: PreparedFile, _ loading: inout LoadProgress,
    _ watch: inout Stopwatch, _ profile: inout FileProfile, _ report: FileReport
  ) throws(Fault) -> FileLoading.Passage {
    let provenance = Provenance(run: run, file: report.path)
    let resumeFrom = loading.rows
    var isAtStart = resumeFrom == 0
    let unstarted = Stopwatch(context.clock)
    let money = MoneySheet(pipeline.contract)
    return try prepared.passage(
      stop: context.stop, contract: pipeline.contract, watch: unstarted, money: money
    ) { portion throws(Fault) in
      if filing != nil { profile.add(portion.batch) }
      if portion.drained <= resumeFrom {
        isAtStart = portion.drained == resumeFrom
        return
      }
      guard isAtStart else { throw FileJourney.resumedElsewhere(report.path) }
      let began = watch.now
      try loading.take(portion) { batch throws(Fault) in try loader.load(batch, from: provenance) }
      observe(portion, prepared, report)
      if loading.rows - loading.committed >= FileJourney.chunkRows {
        try commit(&job, &loading, prepared.verdict)
        try loader.begin()
      }
      watch.add("load", at: 0, since: began)
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
  private func commit(
    _ job: inout FileJob, _ loading: inout LoadProgress, _ verdict: IdentityVerdict
  ) throws(Fault) {
    var stored = job.stored
    stored.status = .loading
    stored.rowsBefore = loading.committed
    stored.rowsCommitted = loading.rows
    let state = stored
    let stages = loading.checkpoint
    let isFirst = loading.committed == 0
    let decisions = isFirst ? verdict.decisions : []
    let mark = LoadMark(pipeline: pipeline.name, run: run, file: stored.ordinal, rows: loading.rows)
    try loader.commit(mark) { () throws(Fault) in
      try store.database.transaction { () throws(Fault) in
        try store.save(state, of: run)
        try store.save(stages, run: run, file: state.ordinal)
        if isFirst { try store.save(decisions, run: run, file: state.ordinal) }
      }
    }
    job.stored = stored
    loading.didCommit()
  }

  /// The last rows, and everything the run knows of the file.
  private func finish(
    _ job: inout FileJob, _ loading: LoadProgress, _ profile: FileProfile, _ verdict: IdentityVerdict,
    _ report: FileReport
  ) throws(Fault) {
    // An attempt that finds every row committed leaves the checkpoint as the attempt that committed them wrote it.
    if loading.rows > loading.committed { job.stored.rowsBefore = loading.committed }
    job.stored.rowsCommitted = loading.rows
    job.stored.remarks = report.remarks.joined(separator: "\n")
    job.stored.status = .loading
    var stored = job.stored
    if sharesStore { stored.close(as: report.status) }
    let early = sharesStore ? report.stages : loading.checkpoint
    let mark = LoadMark(pipeline: pipeline.name, run: run, file: stored.ordinal, rows: loading.rows)
    let closed = job
    let isFirst = loading.committed == 0
    let decisions = isFirst ? verdict.decisions : []
    try loader.commit(mark) { [stored] () throws(Fault) in
      try store.database.transaction { () throws(Fault) in
        try saveDetails(report, closed.selection)
        try takeOver(closed)
        try store.save(early, run: run, file: report.ordinal)
        try store.save(stored, of: run)
        if isFirst { try store.save(decisions, run: run, file: report.ordinal) }
        if sharesStore { try filing?.close(closed, in: run, profile) }
      }
    }
    if sharesStore { return }
    stored.close(as: report.status)
    try store.database.transaction { [stored] () throws(Fault) in
      try store.save(report.stages, run: run, file: report.ordinal)
      try store.save(stored, of: run)
      try filing?.close(closed, in: run, profile)
    }
  }

  /// What earlier attempts at this file did, from the store and, where it lives elsewhere, the destination's mark.
  private func footingSoFar(_ job: FileJob) throws(Fault) -> [StageFooting] {
    guard job.isBegun else { return [] }
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
