import Bytes
import Checkpoints
import Components
import Records

/// Files that are read again for what an earlier run refused of them.
extension Worklist {
  /// Codes of refusals that a person may accept as they are.
  static let reviewCodes: Set<String> = ["statement-restated", Review.dayCode, Review.recordCode]

  /// What no mended mapping or gate decides: of these only a person, or a file of the whole day, can tell.
  private static let undecidedCodes: Set<String> = [Review.dayCode, Review.recordCode]

  /// The files of the subject with refusals that are still open.
  ///
  /// - Throws: `run-unknown`, `run-unfinished`, `undo-already-done` when there is nothing to go by; `input-changed`
  ///   and what reading throws when a file is no longer what it was.
  static func retries(
    _ pipeline: Pipeline, _ request: RunRequest, _ store: CheckpointStore
  ) throws(Fault) -> [FileJob] {
    guard let number = request.subject, let subject = try store.run(number), subject.pipeline == pipeline.name
    else {
      throw Fault(
        "run-unknown", "\(pipeline.name) has no run \(request.subject ?? 0)",
        hint: "daybook history lists its runs.", status: .usage)
    }
    if subject.status == .running {
      throw Fault(
        "run-unfinished", "run \(number) is not finished", at: pipeline.place,
        hint: "Finish it with daybook run first.", status: .tryAgain)
    }
    if let undone = subject.undoneBy {
      throw Fault(
        "undo-already-done", "run \(number) was taken back by run \(undone)",
        hint: "Its files count as new: daybook run loads them.", status: .usage)
    }
    if subject.kind == .remap { throw Worklist.notRead(subject, request.kind) }
    let corrections = try request.corrections.map { path throws(Fault) in
      try CorrectedRejects(path, pipeline, store)
    }
    var jobs: [FileJob] = []
    let open = try store.openRefusals(of: number)
    for file in try store.files(of: number) {
      let refusals = open.filter { $0.file == file.ordinal }
      guard
        let selection = try selection(refusals, of: file, in: number, request, corrections)
      else { continue }
      jobs.append(try job(again: file, selection, ordinal: jobs.count, pipeline, store))
    }
    return jobs
  }

  /// What a mapping refused was not read from a file.
  private static func notRead(_ remap: StoredRun, _ kind: StoredRun.Kind) -> Fault {
    Fault(
      "retry-impossible",
      "run \(remap.number) mapped rows of the books again: there is nothing of a file to \(kind.rawValue), and the rows "
        + "it refused are in the books as they were",
      hint: "Mend the mapping, and map them again: daybook \(remap.request).", status: .usage)
  }

  /// What of a file comes again; nil when nothing does.
  static func selection(
    _ refusals: [StoredRefusal], of file: StoredFile, in run: Int64, _ request: RunRequest,
    _ corrected: CorrectedRejects?
  ) throws(Fault) -> Selection? {
    var selection = Selection(run: run, file: file.ordinal)
    selection.isAccepted = request.kind == .accept
    selection.wasRefused = file.status == .refused
    if let corrected {
      selection.corrections = try corrected.corrections(of: refusals, run: run, &selection.records)
    } else {
      let chosen = refusals.filter {
        request.kind == .accept ? reviewCodes.contains($0.code) : !undecidedCodes.contains($0.code)
      }
      for refusal in chosen {
        if refusal.isWholeFile {
          selection.isWhole = true
        } else if refusal.record == 0, let day = refusal.day {
          selection.days[refusal.statement, default: []].insert(day)
        } else if refusal.record == 0 {
          selection.statements.insert(refusal.statement)
        } else {
          selection.records.insert(refusal.record)
        }
      }
    }
    for refusal in refusals where selection.records.contains(refusal.record) {
      selection.stages[refusal.record] = refusal.stage
    }
    let isEmpty =
      !selection.isWhole && selection.records.isEmpty && selection.statements.isEmpty
      && selection.days.isEmpty
    return isEmpty ? nil : selection
  }

  /// What comes of a file of an interrupted run that processes refusals again; nil in a load.
  func selection(
    again file: StoredFile, _ run: StoredRun, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> Selection? {
    guard run.kind != .load, let subject = run.subject else { return nil }
    let request = try Worklist.request(of: run, pipeline, store)
    let corrected = try request.corrections.map { path throws(Fault) in
      try CorrectedRejects(path, pipeline, store)
    }
    guard let original = try store.files(of: subject).first(where: { $0.digest == file.digest }) else {
      throw Worklist.nothingToGoBy(run, pipeline.shown(file.path))
    }
    let open = try store.openRefusals(of: subject, resuming: run.number)
    let refusals = open.filter { $0.file == original.ordinal }
    guard let selection = try Worklist.selection(refusals, of: original, in: subject, request, corrected)
    else {
      throw Worklist.nothingToGoBy(run, pipeline.shown(file.path))
    }
    return selection
  }

  /// Without a selection all of the file would come.
  private static func nothingToGoBy(_ run: StoredRun, _ shown: String) -> Fault {
    Fault(
      "checkpoints-do-not-match", "what run \(run.number) was to process again is not known any more",
      at: Place(file: shown), hint: "The checkpoints were changed or restored; restore the books as well.",
      status: .dataRefused)
  }

  /// What an interrupted run that processes refusals again was asked for.
  static func request(
    of run: StoredRun, _ pipeline: Pipeline, _ store: CheckpointStore
  ) throws(Fault) -> RunRequest {
    var request = RunRequest(kind: run.kind, subject: run.subject)
    guard let file = try store.files(of: run.number).first(where: { $0.format == CorrectedRejects.format })
    else {
      return request
    }
    guard try CorrectedRejects.stored(file.path, ordinal: 0).digest == file.digest else {
      throw Fault(
        "input-changed", "the corrections are not those that run \(run.number) began with",
        at: Place(file: pipeline.shown(file.path)), hint: "Put the file back as it was and run again.",
        status: .dataRefused)
    }
    request.corrections = file.path
    return request
  }

  /// What a run that was processing refusals again, and was interrupted, was asked for; nil when that is asked for now.
  static func interruptedRetry(
    _ pipeline: Pipeline, _ request: RunRequest
  ) throws(Fault) -> RunRequest? {
    guard let store = try store(pipeline), let run = try store.unfinishedRun(of: pipeline.name),
      run.kind == .retry || run.kind == .accept, !run.isDamaged
    else { return nil }
    let wanted = try Worklist.request(of: run, pipeline, store)
    return wanted.text == request.text ? nil : wanted
  }

  private static func job(
    again file: StoredFile, _ selection: Selection, ordinal: Int, _ pipeline: Pipeline,
    _ store: CheckpointStore
  ) throws(Fault) -> FileJob {
    let shown = pipeline.shown(file.path)
    var job = try job(again: file, ordinal: ordinal, pipeline, store)
    guard job.stored.digest == file.digest else {
      throw Fault(
        "input-changed", "the file is not the one that run \(selection.run) refused records of",
        at: Place(file: shown), hint: "Put the original file back and try again.", status: .dataRefused)
    }
    job.selection = selection
    return job
  }
}
