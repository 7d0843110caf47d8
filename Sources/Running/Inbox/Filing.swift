import Bytes
import Checkpoints
import Components
import Records

/// A file of an inbox about which there is nothing to do.
struct SettledFile: Sendable {
  var path: String
  /// Of its content, or of one of its members.
  var digest: String
  var fileDigest: String
  /// When it was written, nanoseconds since 1970-01-01T00:00:00Z.
  var modified: Int64
  /// Why it is refused; nil for one whose records are in the books.
  var reasons: String?
}

/// Decides where a file of an inbox goes once it is done with, and writes it down beside what closes the file.
///
///     loaded, nothing new     Archive/<account or pipeline>/<year>/
///     refused whole           Quarantine/, with its reasons
///     run taken back          to where the run found it
///
/// An archive goes as one: when its last member is closed, and into quarantine when a member is refused.
struct Filing {
  let pipeline: Pipeline
  let inbox: Inbox
  let store: CheckpointStore

  /// Nil for a pipeline without an inbox.
  init?(_ pipeline: Pipeline, _ store: CheckpointStore) {
    guard let inbox = pipeline.inbox else { return nil }
    self.pipeline = pipeline
    self.inbox = inbox
    self.store = store
  }

  /// Of a file that the run has loaded or refused; part of the transaction that says so.
  func close(_ job: FileJob, in run: Int64, _ profile: FileProfile) throws(Fault) {
    let isWaiting = inbox.holds(job.path)
    let isAside = WholeFile.directory(of: job.path) == inbox.quarantine
    guard isWaiting || isAside else { return }
    let parts = try store.files(of: run).filter {
      $0.fileDigest == job.stored.fileDigest && $0.diskPath == job.stored.diskPath
    }
    guard parts.allSatisfy({ $0.status == .loaded || $0.status == .refused }) else { return }
    let refused = parts.filter { $0.status == .refused }
    if refused.isEmpty {
      let label = job.stored.member == nil ? profile.account : nil
      let written = Filing.year(try job.survey.get().modified)
      try archive(
        job.path, job.stored.fileDigest, label ?? pipeline.name, profile.year ?? written, run)
    } else if isWaiting {
      try quarantine(job.path, job.stored.fileDigest, try reasons(run, refused), run)
    }
  }

  /// Of a file that needs no run: its copy was loaded or refused before.
  func settle(_ file: SettledFile) throws(Fault) {
    if let reasons = file.reasons { return try quarantine(file.path, file.fileDigest, reasons, nil) }
    let (label, year) = try earlierFolder(file.digest) ?? (pipeline.name, Filing.year(file.modified))
    try archive(file.path, file.fileDigest, label, year, nil)
  }

  /// The moves of a run that is taken back, the other way round; call it while its files still count as loaded.
  static func takeBack(
    _ run: StoredRun, by undo: Int64, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) {
    let asked = Set(
      try store.openRefusals(of: run.number).filter { Worklist.reviewCodes.contains($0.code) }.map(\.file))
    // What awaits a person comes again like what was loaded.
    let loaded = Set(
      try store.files(of: run.number).filter { $0.status == .loaded || asked.contains($0.ordinal) }
        .map(\.fileDigest))
    let mover = FileMover(archive: "/", quarantine: "/")
    for var move in try store.moves(of: run.number) {
      // What a run refused whole is where it belongs.
      guard run.kind == .undo || loaded.contains(move.digest) else { continue }
      guard move.status == .done else {
        move.status = .left
        try store.save(move)
        continue
      }
      // A retry may have moved it on since.
      let now = try store.lastMove(of: move.digest, pipeline: pipeline.name)?.target ?? move.target
      let intent = mover.returning(
        now, to: move.source, digest: move.digest,
        taken: Set(try store.openMoves(of: pipeline.name).map(\.target)))
      let reasons = try store.lastMove(to: move.source)?.reasons
      try store.add(
        StoredMove(
          run: undo, source: intent.from, target: intent.to, digest: intent.digest, reasons: reasons),
        of: pipeline.name)
    }
  }

  /// Why these files were refused, for people.
  func reasons(_ run: Int64, _ files: [StoredFile]) throws(Fault) -> String {
    let paths = Set(files.map { pipeline.shown($0.path) })
    let refusals = try store.refusals(of: run).filter { paths.contains($0.path) }
    let most = 200
    var lines = ["refused whole by run \(run) of \(pipeline.name): nothing of it is loaded", ""]
    lines += refusals.prefix(most).map { RejectionText.console($0.refused, path: $0.path) }
    if refusals.count > most {
      lines.append("… \(refusals.count - most) more: daybook rejects \(pipeline.path) \(run)")
    }
    lines.append("")
    if refusals.contains(where: { Worklist.reviewCodes.contains($0.refused.rejection.code) }) {
      lines.append(
        "daybook accept \(pipeline.path) \(run) loads what awaits a decision, once a person has looked at it."
      )
    }
    lines += [
      "daybook retry \(pipeline.path) \(run) reads it again from here, once the cause is mended.",
      "A corrected file goes into \(inbox.path).",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Writing down

  private func archive(
    _ path: String, _ digest: String, _ label: String, _ year: Int, _ run: Int64?
  ) throws(Fault) {
    try add(
      inbox.mover.archiving(path, digest: digest, label: label, year: year, taken: try taken()), nil, run)
  }

  private func quarantine(_ path: String, _ digest: String, _ reasons: String, _ run: Int64?) throws(Fault) {
    try add(inbox.mover.quarantining(path, digest: digest, taken: try taken()), reasons, run)
  }

  private func add(_ intent: MoveIntent, _ reasons: String?, _ run: Int64?) throws(Fault) {
    try store.add(
      StoredMove(run: run, source: intent.from, target: intent.to, digest: intent.digest, reasons: reasons),
      of: pipeline.name)
  }

  private func taken() throws(Fault) -> Set<String> {
    Set(try store.openMoves(of: pipeline.name).map(\.target))
  }

  /// Where the file that was loaded lies: `<label>/<year>`.
  private func earlierFolder(_ digest: String) throws(Fault) -> (label: String, year: Int)? {
    guard let run = try store.runThatLoaded(digest, pipeline: pipeline.name),
      let file = try store.files(of: run).first(where: { $0.digest == digest }),
      let move = try store.lastMove(of: file.fileDigest, pipeline: pipeline.name),
      move.target.hasPrefix(inbox.archive + "/")
    else { return nil }
    let parts = move.target.dropFirst(inbox.archive.count + 1).split(separator: "/")
    guard parts.count == 3, let year = Int(parts[1]) else { return nil }
    return (String(parts[0]), year)
  }

  /// - Parameter time: nanoseconds since 1970-01-01T00:00:00Z.
  private static func year(_ time: Int64) -> Int {
    CivilDate(days: Int32(clamping: time / 86_400_000_000_000)).components.year
  }
}
