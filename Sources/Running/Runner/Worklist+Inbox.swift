import Bytes
import Checkpoints
import Records

/// Files of an inbox, and files that were moved since a run knew them.
extension Worklist {
  /// Sorts what has settled in the inbox; of what has not, or is never read, it only tells.
  mutating func takeInbox(
    _ inbox: Inbox, _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?, now: Int64
  ) throws(Fault) {
    let scan = try inbox.look(now: now)
    for waiting in scan.waiting where waiting.delay != .hidden {
      remarks.append("\(pipeline.shown(waiting.path)) waits: \(waiting.delay.rawValue)")
    }
    for folder in scan.folders where !inbox.isOwn(folder) {
      remarks.append(
        "\(pipeline.shown(folder)) is passed over: a folder, and only files in the inbox itself are taken")
    }
    for fault in scan.refused { leave(fault, pipeline) }
    // A file whose move failed is done with, and waits for that only.
    let leaving = Set(try store?.openMoves(of: pipeline.name).map(\.source) ?? [])
    for found in scan.ready where !leaving.contains(found.path) {
      do throws(Fault) {
        try take(found, pipeline, request, store)
      } catch {
        switch error.code {
        case "file-not-found": continue
        case "file-changed": remarks.append("\(pipeline.shown(found.path)) waits: \(error.message)")
        default:
          leave(error.at(Place(file: found.path)), pipeline)
        }
      }
    }
  }

  private mutating func take(
    _ found: InboxScan.Found, _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore?
  ) throws(Fault) {
    if try CorrectedRejects.isOne(found.path) { return try takeCorrections(found, pipeline, store) }
    var own: [FileJob] = []
    var known: [FileReport] = []
    var twins: [FileReport] = []
    for job in try InboxFile(pipeline: pipeline, path: found.path, found: found.path).jobs() {
      if case .success(let survey) = job.survey, !found.isWhat(survey) { throw Worklist.changed(found.path) }
      if let report = try store.flatMap({ store throws(Fault) in
        try Worklist.settled(job.stored, pipeline, request, store)
      }) {
        known.append(report)
        settling(job, found, report)
      } else if (jobs + own).contains(where: { $0.stored.digest == job.stored.digest }) {
        twins.append(Worklist.report(job.stored, pipeline, "the same bytes as another file of this run"))
      } else {
        own.append(job)
      }
    }
    settled += known + twins
    for var job in own {
      job.stored.ordinal = jobs.count
      jobs.append(job)
    }
    // With a job, the file goes where the job goes; a twin waits for what becomes of the other file.
    if !own.isEmpty || !twins.isEmpty { filings.removeAll { $0.path == found.path } }
    if own.isEmpty, !twins.isEmpty { hasTwins = true }
  }

  /// One filing a file: refused when one of its members is.
  private mutating func settling(_ job: FileJob, _ found: InboxScan.Found, _ report: FileReport) {
    let isRefused = report.status == .refused
    if let at = filings.firstIndex(where: { $0.path == found.path }) {
      if isRefused { filings[at].reasons = (filings[at].reasons ?? "") + Worklist.reasons(report) }
      return
    }
    filings.append(
      SettledFile(
        path: found.path, digest: job.stored.digest, fileDigest: job.stored.fileDigest,
        modified: found.modified,
        reasons: isRefused ? Worklist.reasons(report) : nil))
  }

  private static func reasons(_ report: FileReport) -> String {
    "\(report.path): \(report.remarks.joined(separator: "; "))\n"
  }

  /// A file of refused records that came back; one that cannot be understood is put aside.
  private mutating func takeCorrections(
    _ found: InboxScan.Found, _ pipeline: Pipeline, _ store: CheckpointStore?
  ) throws(Fault) {
    let count = settled.count
    do throws(Fault) {
      try takeCorrections(found.path, pipeline, store)
      if settled.count > count { filings.append(try Worklist.corrections(found.path, nil)) }
    } catch {
      guard error.refusesFile else { throw error }
      settled.append(try Worklist.refusedCorrections(found.path, error, pipeline))
      filings.append(try Worklist.corrections(found.path, error))
    }
  }

  /// What becomes of a file of corrections.
  static func corrections(_ path: String, _ fault: Fault?) throws(Fault) -> SettledFile {
    let survey = try FileSurvey.of(path: path, declared: nil, followsLinks: false)
    return SettledFile(
      path: path, digest: survey.fileDigest, fileDigest: survey.fileDigest, modified: survey.modified,
      reasons: fault.map { "\($0)\n" })
  }

  /// A file of corrections none of which was taken.
  static func refusedCorrections(_ path: String, _ fault: Fault, _ pipeline: Pipeline) throws(Fault)
    -> FileReport
  {
    var report = FileReport(
      ordinal: Int.max, path: pipeline.shown(path), format: CorrectedRejects.format,
      digest: try FileSurvey.digest(of: path).digest, status: .refused)
    report.refuse(fault)
    return report
  }

  /// Files that were put aside and lie there still are told until a person has decided about them, put them right, or
  /// taken them away.
  mutating func tellWaiting(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) {
    guard let inbox = pipeline.inbox else { return }
    for (run, file, count) in try store.filesAwaiting(of: pipeline.name, codes: Worklist.reviewCodes) {
      if try liesAside(file, inbox, pipeline, store) == nil { continue }
      settled.append(Worklist.waiting(file, count, run, pipeline, ""))
    }
    for (run, file) in try store.filesRefused(of: pipeline.name) {
      guard let path = try liesAside(file, inbox, pipeline, store) else { continue }
      var report = Worklist.report(
        file, pipeline,
        "refused by run \(run), and lies in \(pipeline.shown(path)): daybook retry "
          + "\(pipeline.path) \(run) once the cause is mended, or take it away")
      report.status = .refused
      aside.append((run, report))
    }
  }

  /// Those of the files aside that nothing has answered.
  func stillAside(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) -> [FileReport] {
    if aside.isEmpty { return [] }
    let open = try store.filesRefused(of: pipeline.name)
    return aside.filter { known in
      open.contains { $0.run == known.run && $0.file.digest == known.report.digest }
    }.map(\.report)
  }

  /// Where a refused file lies, when that is not the inbox and nothing else of this run is about its bytes.
  private func liesAside(
    _ file: StoredFile, _ inbox: Inbox, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> String? {
    let path = try store.whereabouts(of: file, pipeline: pipeline.name)
    guard !inbox.holds(path), FileMover.exists(path),
      !jobs.contains(where: { $0.stored.digest == file.digest }),
      !settled.contains(where: { $0.digest == file.digest })
    else { return nil }
    return path
  }

  /// Every file that is loaded and was moved away, to be read again from where it is.
  mutating func takeArchived(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) {
    for file in try store.loadedFiles(by: pipeline.name) where file.format != CorrectedRejects.format {
      guard try store.lastMove(of: file.fileDigest, pipeline: pipeline.name) != nil,
        !jobs.contains(where: { $0.stored.digest == file.digest })
      else { continue }
      let job = try Worklist.job(again: file, ordinal: jobs.count, pipeline, store)
      // Another file lies where it was: it comes in its own turn.
      if job.stored.digest == file.digest { jobs.append(job) }
    }
  }

  /// The job of a file that a run knew, with its bytes where they are now.
  ///
  /// - Throws: what opening it throws; its digest is to be compared.
  static func job(
    again file: StoredFile, ordinal: Int, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> FileJob {
    let path = try store.whereabouts(of: file, pipeline: pipeline.name)
    let isFromInbox = path != file.diskPath || pipeline.inbox?.holds(path) == true
    guard isFromInbox else {
      guard let format = pipeline.format(for: file.path) else {
        throw Fault(
          "format-unmatched", "no format of the pipeline matches this file's name",
          at: Place(file: pipeline.shown(file.path)), hint: "Add a format whose match fits it.",
          status: .specInvalid)
      }
      return try job(file.path, format, ordinal: ordinal)
    }
    var job = try InboxFile(pipeline: pipeline, path: path, found: file.diskPath).job(member: file.member)
    job.stored.ordinal = ordinal
    return job
  }

  /// Nothing of the file is in the books, and other bytes have come under its name.
  static func changed(_ path: String) -> Fault {
    Fault(
      "file-changed", "it was replaced or written to while it was looked at", at: Place(file: path),
      hint: "Run again when it is complete.", status: .tryAgain)
  }
}
