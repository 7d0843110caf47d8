import Bytes
import Checkpoints
import Components
import Databases
import Reading
import Records

/// What a run has to do: the files of an interrupted run that are left, or every file not loaded before.
struct Worklist {
  /// The interrupted run that is taken up; nil for a new one.
  var resumed: StoredRun?
  var jobs: [FileJob] = []
  /// Files about which there is nothing to do, and why.
  var settled: [FileReport] = []

  /// What a person should know of the sources: globs without a file.
  var remarks: [String] = []
  /// Interrupted runs of another pipeline text or request: they are closed, and their files are read again.
  var abandoned: [Int64] = []
  /// Refused records that were put right and came back: files of a run each.
  var corrected: [CorrectedRejects] = []
  /// Files of the inbox about which there is nothing to do, and which go.
  var filings: [SettledFile] = []
  /// Refused files that lie in quarantine, with the runs that refused them: told at the end, unless they are answered by
  /// then.
  var aside: [(run: Int64, report: FileReport)] = []
  /// Files of the inbox wait for what becomes of others with the same bytes.
  var hasTwins = false
  /// Number of the run that is taken up, or of the next new one.
  var run: Int64 = 1

  /// Looks at the sources and at the checkpoint store; writes nothing.
  ///
  /// - Parameter now: when it is, nanoseconds since 1970-01-01T00:00:00Z, for files that must have settled.
  /// - Throws: `run-unfinished` when such a run is partly loaded and reading its files again was not asked for;
  ///   `table-missing`, `table-emptied` when what was loaded is no longer there; `read-back-differs` when that stopped
  ///   the interrupted run.
  init(_ pipeline: Pipeline, request: RunRequest, now: Int64 = .max) throws(Fault) {
    let store = try Worklist.store(pipeline)
    if let store, !pipeline.replacesTable, !request.isFull {
      try DestinationCheck.tableIsThere(pipeline, store)
    }
    let unfinished = try store?.unfinishedRun(of: pipeline.name)
    if let unfinished, unfinished.isDamaged, !request.isFull {
      throw Worklist.damaged(unfinished, pipeline)
    }
    if let unfinished, let store, !unfinished.isDamaged, unfinished.specDigest == pipeline.digest,
      unfinished.request == request.text
    {
      // Also when files are read again: what the run has committed is not loaded a second time.
      if !pipeline.replacesTable { try DestinationCheck.tableIsThere(pipeline, store) }
      resumed = unfinished
      run = unfinished.number
      try resume(pipeline, unfinished, store)
      return
    }
    if let store { try giveUp(pipeline, request, store) }
    if request.kind != .load {
      try takeRefusals(pipeline, request, store)
      return
    }
    try surveyAll(pipeline, request, store, now)
    if let store, jobs.isEmpty { try DestinationCheck.recordsAreThere(pipeline, store) }
  }

  /// What is left to do once a plan has come to the end of an interrupted run, or to refused records that came back.
  ///
  /// - Parameter store: the plan's own.
  init(
    after pipeline: Pipeline, _ request: RunRequest, in store: CheckpointStore, now: Int64
  ) throws(Fault) {
    run = try store.nextRun()
    if request.kind == .load {
      try surveyAll(pipeline, request, store, now)
    } else {
      try takeRefusals(pipeline, request, store)
    }
  }

  private mutating func surveyAll(
    _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?, _ now: Int64
  ) throws(Fault) {
    try survey(pipeline, request, store, now)
    guard pipeline.replacesTable, !jobs.isEmpty, !request.isFull else { return }
    // What takes the place of the whole table is everything there is, not only what is new.
    jobs = []
    settled = []
    var everything = request
    everything.isFull = true
    try survey(pipeline, everything, store, now)
  }

  /// What an earlier run refused, instead of what the sources have.
  private mutating func takeRefusals(
    _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?
  ) throws(Fault) {
    guard let store else {
      throw Fault(
        "run-unknown", "\(pipeline.name) has not run yet", hint: "daybook run loads its files.",
        status: .usage)
    }
    jobs = try Worklist.retries(pipeline, request, store)
    if jobs.isEmpty {
      remarks =
        request.corrections != nil
        ? [
          "no refusal of run \(request.subject ?? 0) that is still open is put right in the file: only its column original is read"
        ]
        : ["nothing of run \(request.subject ?? 0) is left to \(request.kind.rawValue)"]
    }
  }

  /// Sorts the source files into those to load and those about which there is nothing to do.
  private mutating func survey(
    _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?, _ now: Int64
  ) throws(Fault) {
    let sources = try SourceFiles(pipeline)
    remarks = sources.remarks
    for path in sources.paths {
      do throws(Fault) {
        try take(path, pipeline, request, store)
      } catch {
        // A file that nobody named holds up no other; half of a table that is replaced whole is no table.
        guard error.refusesFile || Worklist.fileCodes.contains(error.code), sources.globbed.contains(path),
          !pipeline.replacesTable
        else { throw error }
        leave(error.at(Place(file: path)), pipeline)
      }
    }
    if let inbox = pipeline.inbox { try takeInbox(inbox, pipeline, request, store, now: now) }
    if let store, !request.isNarrowed { try tellWaiting(pipeline, store) }
    if request.isFull, let store { try takeArchived(pipeline, store) }
    if request.isFull, let store { try putInLoadedOrder(store, pipeline) }
  }

  /// A job for a file that is not done with, or why there is nothing to do.
  private mutating func take(
    _ path: String, _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?
  ) throws(Fault) {
    if try CorrectedRejects.isOne(path) { return try takeCorrections(path, pipeline, store) }
    guard let format = pipeline.format(for: path) else {
      throw Fault(
        "format-unmatched", "no format of the pipeline matches this file's name",
        at: Place(file: pipeline.shown(path)),
        hint: "Add a format whose match fits it, or narrow the glob.", status: .specInvalid)
    }
    let job = try Worklist.job(path, format, ordinal: jobs.count)
    if let known = try store.flatMap({ store throws(Fault) in
      try Worklist.settled(job.stored, pipeline, request, store)
    }) {
      settled.append(known)
    } else if !jobs.contains(where: { $0.stored.digest == job.stored.digest }) {
      jobs.append(job)
    } else {
      settled.append(Worklist.report(job.stored, pipeline, "the same bytes as another file of this run"))
    }
  }

  /// Faults that say something of one file, and nothing of the others.
  private static let fileCodes: Set<String> = [
    "file-not-readable", "file-not-regular", "file-not-found", "file-changed", "read-failed",
    "format-unmatched",
  ]

  /// Left where it is, as new as it was: it is told again as long as it lies there.
  ///
  /// - Parameter fault: its place is the file.
  mutating func leave(_ fault: Fault, _ pipeline: Pipeline) {
    var report = FileReport(
      ordinal: Int.max, path: pipeline.shown(fault.place?.file ?? ""), format: InboxFile.unknownFormat,
      digest: "", status: .refused)
    report.refuse(fault)
    report.left = fault
    report.remarks.append("left where it is")
    settled.append(report)
  }

  /// The files that were left, as a run remembers them.
  ///
  /// - Parameter count: of the files that the run has to do with.
  func leftFiles(after count: Int) -> [StoredFile] {
    settled.compactMap(\.left).enumerated().map { at, fault in
      StoredFile(
        ordinal: count + at, path: fault.place?.file ?? "", format: InboxFile.unknownFormat, digest: "",
        size: 0,
        status: .unread, remarks: "\(fault.code): \(fault.message)\nleft where it is")
    }
  }

  /// A file of refused records that came back is not read as data: its records are, each in its own file.
  mutating func takeCorrections(
    _ path: String, _ pipeline: Pipeline, _ store: CheckpointStore?
  ) throws(Fault) {
    let file = try CorrectedRejects.stored(path, ordinal: corrected.count)
    var found = try CorrectedRejects(path, pipeline, store)
    let taken = try store?.retries(with: file.digest, pipeline: pipeline.name) ?? [:]
    found.runs.removeAll { taken[$0] != nil }
    if found.runs.isEmpty, let run = taken.values.max() {
      settled.append(Worklist.report(file, pipeline, "its corrections were taken by run \(run)"))
    } else {
      corrected.append(found)
    }
  }

  /// Files that are read again come in the order in which they were loaded first, the new ones behind them, so that a
  /// correction stays behind what it corrects.
  private mutating func putInLoadedOrder(_ store: CheckpointStore, _ pipeline: Pipeline) throws(Fault) {
    var placed: [(job: FileJob, run: Int64, file: Int)] = []
    for job in jobs {
      let first = try store.firstLoad(of: job.stored.digest, pipeline: pipeline.name)
      placed.append((job, first?.run ?? .max, first?.file ?? job.stored.ordinal))
    }
    placed.sort { $0.run != $1.run ? $0.run < $1.run : $0.file < $1.file }
    jobs = placed.map(\.job)
    for at in jobs.indices { jobs[at].stored.ordinal = at }
  }

  private mutating func giveUp(
    _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore
  ) throws(Fault) {
    run = (try store.runs().first?.number ?? 0) + 1
    for old in try store.runs(of: pipeline.name) where old.status == .running && old.kind != .remap {
      let isPartlyLoaded = try store.files(of: old.number).contains {
        $0.status == .loading && $0.rowsCommitted > 0
      }
      if isPartlyLoaded, !pipeline.replacesTable, !request.isFull {
        throw Fault(
          "run-unfinished",
          "run \(old.number) is partly loaded, and the pipeline or the request has changed since",
          at: pipeline.place,
          hint: "Finish it with the pipeline as it was."
            + (pipeline.canLoadAgain
              ? " Or give --full: files are read again with the pipeline as it is, over what that run brought."
              : ""),
          status: .tryAgain)
      }
      abandoned.append(old.number)
    }
  }

  /// The store as it is, or nil when there is none yet.
  static func store(_ pipeline: Pipeline) throws(Fault) -> CheckpointStore? {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return nil }
    return try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
  }

  static func survey(_ path: String, _ format: Pipeline.Format) throws(Fault) -> FileSurvey {
    try FileSurvey.of(
      path: path, declared: format.options.text("encoding").flatMap { TextEncoding(named: $0) })
  }

  /// A file with what it is known by; one that is damaged holds up no other and is refused in its turn.
  static func job(_ path: String, _ format: Pipeline.Format, ordinal: Int) throws(Fault) -> FileJob {
    var known: (digest: String, fileDigest: String, size: Int64)
    let survey: Result<FileSurvey, Fault>
    do throws(Fault) {
      let found = try Worklist.survey(path, format)
      known = (found.digest, found.fileDigest, found.size)
      survey = .success(found)
    } catch {
      guard error.refusesFile else { throw error }
      let file = try FileSurvey.digest(of: path)
      known = (file.digest, file.digest, file.size)
      survey = .failure(error)
    }
    let stored = StoredFile(
      ordinal: ordinal, path: path, format: format.reader.spec.name, digest: known.digest,
      fileDigest: known.fileDigest, size: known.size)
    return FileJob(stored: stored, path: path, survey: survey, format: format)
  }

  /// A report when these bytes need no work.
  static func settled(
    _ file: StoredFile, _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore
  ) throws(Fault) -> FileReport? {
    if request.isFull { return nil }
    if let run = try store.runThatLoaded(file.digest, pipeline: pipeline.name, request: request.text) {
      return report(file, pipeline, try remark(of: run, file, pipeline, store))
    }
    if let (run, count) = try store.awaiting(
      file.digest, pipeline: pipeline.name, codes: reviewCodes, request: request.text)
    {
      return waiting(file, count, run, pipeline, try changed(since: run, pipeline, store))
    }
    if let run = try store.runThatRefused(
      file.digest, pipeline: pipeline.name, specDigest: pipeline.digest, request: request.text)
    {
      var refused = report(
        file, pipeline, "refused by run \(run), and neither it nor the pipeline has changed")
      refused.status = .refused
      return refused
    }
    return nil
  }

  /// A file of which nothing is loaded, and about which a person has been asked.
  static func waiting(
    _ file: StoredFile, _ count: Int, _ run: Int64, _ pipeline: Pipeline, _ change: String
  ) -> FileReport {
    var waiting = report(file, pipeline, "refused by run \(run): " + awaiting(count, run, pipeline) + change)
    waiting.status = .refused
    return waiting
  }

  /// What a person is asked to decide, and how.
  static func awaiting(_ count: Int, _ run: Int64, _ pipeline: Pipeline) -> String {
    counted(count, "refusal")
      + " \(count == 1 ? "awaits" : "await") a decision: daybook accept \(pipeline.path) \(run)"
  }

  /// Who loaded a file, and whether there is a reason to read it again.
  private static func remark(
    of run: Int64, _ file: StoredFile, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> String {
    let refused = try store.refusalCount(of: file.digest, run: run)
    let open = try store.awaiting(file.digest, pipeline: pipeline.name, codes: reviewCodes)
    return "loaded by run \(run)" + (refused > 0 ? ", with \(counted(refused, "refusal"))" : "")
      + (open.map { "; \(awaiting($0.count, $0.run, pipeline))" } ?? "")
      + (try changed(since: run, pipeline, store))
  }

  private static func changed(
    since run: Int64, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> String {
    if try store.run(run)?.specDigest == pipeline.digest { return "" }
    return "; the pipeline or a mapping has changed since"
      + (pipeline.canLoadAgain ? ": --full reads it again" : "")
  }

  static func report(_ file: StoredFile, _ pipeline: Pipeline, _ remark: String) -> FileReport {
    var report = FileReport(
      ordinal: Int.max, path: pipeline.shown(file.path), format: file.format, digest: file.digest,
      status: .nothingNew)
    report.remarks = [remark]
    return report
  }

  private mutating func resume(_ pipeline: Pipeline, _ run: StoredRun, _ store: CheckpointStore) throws(Fault)
  {
    for stored in try store.files(of: run.number) {
      if stored.status != .pending && stored.status != .loading { continue }
      let selection = try selection(again: stored, run, pipeline, store)
      var job: FileJob
      do throws(Fault) {
        job = try Worklist.job(again: stored, ordinal: stored.ordinal, pipeline, store)
        if job.stored.digest != stored.digest { throw Worklist.notTheOne(run, pipeline.shown(stored.path)) }
      } catch {
        guard stored.status == .pending, run.kind == .load, pipeline.inbox?.holds(stored.diskPath) == true
        else {
          throw Worklist.interrupted(error, run, pipeline.shown(stored.path))
        }
        // Nothing of it is in the books: what lies there now, if anything, is a file of the next run.
        job = FileJob(
          stored: stored, path: stored.diskPath, survey: .failure(Worklist.changed(stored.diskPath)),
          format: pipeline.formats[0])
      }
      job.stored = stored
      job.selection = selection
      jobs.append(job)
    }
  }

  private static func interrupted(_ fault: Fault, _ run: StoredRun, _ shown: String) -> Fault {
    if fault.code == "input-changed" { return fault }
    return Fault(
      fault.code, "\(fault.message); run \(run.number) was interrupted before it was loaded",
      at: Place(file: shown),
      hint: "Put the file back and run again.", status: fault.status)
  }

  /// Going on would end a run whose rows are not in the books as they were written.
  private static func damaged(_ run: StoredRun, _ pipeline: Pipeline) -> Fault {
    Fault(
      StoredRun.damage, "run \(run.number) is not done: \(run.stop?.message ?? "")",
      at: Place(file: pipeline.shown(pipeline.destinationPath)),
      hint: "Mend the cause, and take the run back: daybook undo \(run.number)."
        + (pipeline.canLoadAgain ? " Or run with --full, which reads its files again." : "")
        + " Or restore the books from a copy.", status: .dataRefused)
  }

  private static func notTheOne(_ run: StoredRun, _ shown: String) -> Fault {
    Fault(
      "input-changed", "the file is not the one that run \(run.number) began with", at: Place(file: shown),
      hint: "Put the original file back and run again; give the new one another name.", status: .dataRefused)
  }
}
