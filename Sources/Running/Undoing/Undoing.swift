import Bytes
import Checkpoints
import Components
import Databases
import Loading
public import Records

/// Takes runs back: what they inserted goes, what they updated or took out comes back, and their files count as new.
///
/// Taking back is a run of its own, with its own journal: it can be taken back as well.
public struct Undoing {
  private let pipeline: Pipeline
  private let context: RunContext

  /// Undoings in the books of this pipeline.
  public init(_ pipeline: Pipeline, context: RunContext) {
    self.pipeline = pipeline
    self.context = context
  }

  /// Takes back a run, and with `through` every later one up to that, the newest first.
  ///
  /// - Parameter isTrial: only says what would be taken back.
  /// - Throws: `run-unknown`, `run-unfinished`, `undo-already-done`, `undo-out-of-order`, `undo-impossible`;
  ///   `journal-changed` when the journal of a run is not as the run wrote it.
  public func undo(_ number: Int64, through last: Int64?, isTrial: Bool, wait: Int = 0) throws(Fault)
    -> UndoReport
  {
    let lock = try Opening.lock(pipeline, context, wait: wait)
    defer { withExtendedLifetime(lock) {} }
    let finished = try Opening.settle(pipeline, context).undo
    var moves = try MoveJournal.performOpen(pipeline)
    var report = UndoReport(pipeline: pipeline.name, books: pipeline.booksTitle, isTrial: isTrial)
    if !isTrial, last ?? number == number, let finished, finished.run == number, finished.undoneBy != nil {
      // Interrupted earlier, and done now: that was asked for.
      report.entries = [finished]
      report.remarks = moves.remarks
      report.trouble = moves.trouble
      return report
    }
    let runs = try subjects(from: number, through: last ?? number)
    if isTrial, runs.count > 1 {
      report.entries = try rehearse(runs)
    } else {
      for run in runs {
        report.entries.append(try takeBack(run, isTrial: isTrial))
        if report.hasConflicts { break }
      }
    }
    moves.add(try MoveJournal.performOpen(pipeline))
    report.remarks = moves.remarks
    report.trouble = moves.trouble
    return report
  }

  /// The runs to take back, newest first.
  private func subjects(from first: Int64, through last: Int64) throws(Fault) -> [StoredRun] {
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard last >= first else {
      throw Fault("usage-wrong", "--through names a run before \(first)", status: .usage)
    }
    let undone = Set(try store.undoneRuns(of: pipeline.name))
    let all = try store.runs(of: pipeline.name)
    guard let wanted = all.first(where: { $0.number == first }) else {
      throw Fault(
        "run-unknown", "\(pipeline.name) has no run \(first)",
        hint: all.isEmpty
          ? "It has not run yet."
          : "It has: \(all.prefix(10).map { "\($0.number)" }.joined(separator: ", ")).", status: .usage)
    }
    if let by = wanted.undoneBy {
      throw Fault(
        "undo-already-done", "run \(first) was taken back by run \(by)",
        hint: "To put it back, undo run \(by).", status: .usage)
    }
    // What can never come to its end may be taken back as far as it came.
    let isMeant = { (run: StoredRun) in run.isDamaged && (first...last).contains(run.number) }
    if let running = all.first(where: { $0.status == .running && !isMeant($0) }) {
      throw Fault(
        "run-unfinished", "run \(running.number) was interrupted and is not finished", at: pipeline.place,
        hint: "Finish it with daybook run first.", status: .tryAgain)
    }
    let above = Set(all.filter { $0.number > last && !undone.contains($0.number) }.map(\.number))
    if let later = all.last(where: { above.contains($0.number) && $0.reloads(first...last) }) {
      throw Fault(
        "undo-out-of-order", "run \(later.number) has loaded what run \(later.subject ?? 0) refused",
        hint: "Take that run back first, or with it: --through \(later.number).", status: .dataRefused)
    }
    try checkShared(first...last, store)
    return all.filter {
      $0.number == first || $0.number > first && $0.number <= last && !undone.contains($0.number)
    }
  }

  /// What later runs did not load because these runs had brought it would be missing without these.
  private func checkShared(_ runs: ClosedRange<Int64>, _ store: CheckpointStore) throws(Fault) {
    if let later = try store.runSharingRows(with: runs, of: pipeline.name) {
      throw Fault(
        "undo-out-of-order",
        "run \(later) found rows of these days in the books and left them as they are; they would go from under it",
        hint: "Take that run back as well: --through \(later); then its files load them again.",
        status: .dataRefused)
    }
    if let later = try store.runSetAside(by: runs, of: pipeline.name) {
      throw Fault(
        "undo-out-of-order",
        "run \(later) did not load a provisional report, because the booked one was there; it would be missing",
        hint: "Take that run back as well: --through \(later); then its file loads.", status: .dataRefused)
    }
  }

  /// Takes all of them back, in a transaction that is forgotten: so each meets the books as it would.
  private func rehearse(_ runs: [StoredRun]) throws(Fault) -> [UndoReport.Entry] {
    // No run has this number.
    let number = Int64.max
    let books = try Books(pipeline, run: number, isResumed: true, isReversal: true)
    defer {
      books.loader.abort()
      books.store.database.rollback()
    }
    try books.loader.begin()
    if !books.isShared { try books.store.database.begin() }
    var entries: [UndoReport.Entry] = []
    for run in runs {
      let undone = try books.store.undoneRuns(of: pipeline.name) + [number]
      try Undoing.checkJournal(of: run, books.loader, books.store, pipeline)
      let survey = try books.loader.surveyUndo(of: run.number, ignoring: undone)
      entries.append(UndoReport.Entry(run: run.number, undoneBy: nil, survey: survey))
      if !survey.conflicts.isEmpty { break }
      try books.loader.undo(run.number, ignoring: undone)
      try books.store.setUndone(run, by: number)
    }
    return entries
  }

  private func takeBack(_ run: StoredRun, isTrial: Bool) throws(Fault) -> UndoReport.Entry {
    var entry = UndoReport.Entry(run: run.number, undoneBy: nil, survey: try survey(run))
    if isTrial || !entry.survey.conflicts.isEmpty { return entry }
    if run.status == .running {
      try Books(pipeline, run: run.number, isResumed: true, isReversal: true)
        .giveUp(run.number, pipeline, at: context.now())
    }
    let undo = StoredRun(
      number: 0, kind: .undo, subject: run.number, pipeline: pipeline.name, company: pipeline.company,
      request: "undo \(run.number)", specDigest: pipeline.digest, program: programVersion, status: .running,
      startedAt: context.now())
    let (begun, books) = try Books.begin(undo, pipeline, isReversal: true)
    do throws(Fault) {
      entry.survey = try Undoing.complete(run, by: begun, books, pipeline, context)
    } catch {
      books.note(error, of: begun)
      throw error
    }
    if entry.survey.conflicts.isEmpty { try entry.tell(begun, books, pipeline) }
    return entry
  }

  /// What stands against it, found without writing anything.
  private func survey(_ run: StoredRun) throws(Fault) -> UndoSurvey {
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    let loader = SQLiteLoader(options: pipeline.loader.options)
    var plan = pipeline.loadPlan(run: 0, isResumed: false)
    plan.isReversal = true
    try loader.prepare(plan, writing: false)
    try Undoing.checkJournal(of: run, loader, store, pipeline)
    let survey = try loader.surveyUndo(of: run.number, ignoring: try store.undoneRuns(of: pipeline.name))
    if survey.isEmpty, try store.hasWrittenRows(run.number) { throw Undoing.unknown(run, pipeline) }
    return survey
  }

  private static func unknown(_ run: StoredRun, _ pipeline: Pipeline) -> Fault {
    Fault(
      "undo-impossible", "the table's journal knows nothing of what run \(run.number) loaded",
      at: pipeline.place,
      hint:
        "The pipeline names another table since, or the run is older than the journal: nothing was done.",
      status: .dataRefused)
  }

  /// Nothing is taken back by a journal that is not as the run wrote it.
  ///
  /// - Throws: `journal-changed`; `undo-impossible` when there is none.
  private static func checkJournal(
    of run: StoredRun, _ loader: any Loader, _ store: CheckpointStore, _ pipeline: Pipeline
  ) throws(Fault) {
    guard let loader = loader as? SQLiteLoader, let database = loader.database else { return }
    let its = JournalState.Run(pipeline: run.pipeline, number: run.number)
    let found = try JournalState.measured(its, in: database)
    var told: JournalState? = JournalState()
    let isOlder = run.number < (try store.firstManifestRun())
    if let manifest = try store.manifest(of: run.number) {
      told = manifest.isSound ? try RunManifest.journal(of: manifest, in: store.database) : nil
    } else if run.status == .running || isOlder {
      // A run that has not ended, or that an older program ended, has no manifest.
      told = try JournalState.written(its, in: database)
    }
    if let told, told == found { return }
    if found == JournalState(), try store.hasWrittenRows(run.number) { throw unknown(run, pipeline) }
    throw Fault(
      "journal-changed",
      "the journal of what run \(run.number) did is not as the run wrote it: \(counted(Int(found.digest.count), "line"))"
        + (told.map { ", and \($0.digest.count) were written" } ?? ""),
      at: Place(file: pipeline.shown(pipeline.destinationPath)),
      hint:
        "It was changed past Daybook, or one of books and checkpoints was restored or replaced: restore them from "
        + "a copy. daybook verify tells more. Nothing was taken back.", status: .dataRefused)
  }

  /// Finishes an undoing that was interrupted, and returns what became of it.
  static func finish(_ pipeline: Pipeline, _ context: RunContext) throws(Fault) -> UndoReport.Entry? {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return nil }
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard let undo = try store.unfinishedUndo(of: pipeline.name), let subject = undo.subject,
      let run = try store.run(subject)
    else { return nil }
    let books = try Books(pipeline, run: undo.number, isResumed: true, isReversal: true)
    var entry = UndoReport.Entry(
      run: run.number, undoneBy: nil,
      survey: try complete(run, by: undo.number, books, pipeline, context))
    if entry.survey.conflicts.isEmpty { try entry.tell(undo.number, books, pipeline) }
    return entry
  }

  /// The rows go back in one transaction; where the store is apart, the destination's mark tells that they did.
  ///
  /// - Returns: what stood against it at that moment: then nothing was done, and the undoing is given up.
  private static func complete(
    _ run: StoredRun, by undo: Int64, _ books: Books, _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) -> UndoSurvey {
    let undone = try books.store.undoneRuns(of: pipeline.name)
    let mark = LoadMark(pipeline: pipeline.name, run: undo, file: 0, rows: 1)
    // By the journal of what the run did, so that it is the same before and after.
    var survey = try books.loader.surveyUndo(of: run.number, ignoring: undone)
    let footing = survey.footing(scale: pipeline.contract.footingScale)
    let close: () throws(Fault) -> Void = { () throws(Fault) in
      try books.store.database.transaction { () throws(Fault) in
        try Filing.takeBack(run, by: undo, pipeline, books.store)
        try books.store.setUndone(run, by: undo)
        try books.store.save([footing], run: undo, file: 0)
        try books.store.setStatus(.done, of: undo, endedAt: context.now())
        try RunManifest.write(undo, books, pipeline)
      }
    }
    if try books.loader.lastMark(of: pipeline.name) != mark {
      try books.loader.begin()
      do throws(Fault) {
        try checkJournal(of: run, books.loader, books.store, pipeline)
        survey = try books.loader.surveyUndo(of: run.number, ignoring: undone)
        if survey.conflicts.isEmpty {
          try books.loader.undo(run.number, ignoring: undone)
          try books.loader.commit(mark) { () throws(Fault) in if books.isShared { try close() } }
        } else {
          books.loader.abort()
          try books.giveUp(undo, pipeline, at: context.now())
          return survey
        }
      } catch {
        books.loader.abort()
        throw error
      }
    }
    if !books.isShared { try close() }
    return survey
  }
}

extension UndoReport.Entry {
  /// It was taken back by this run.
  fileprivate mutating func tell(_ undo: Int64, _ books: Books, _ pipeline: Pipeline) throws(Fault) {
    undoneBy = undo
    returned = try books.store.moves(of: undo).map { pipeline.shown($0.target) }.reversed()
  }
}

extension StoredRun {
  /// It processed again what one of these runs refused, whose files would count as new without it.
  fileprivate func reloads(_ runs: ClosedRange<Int64>) -> Bool {
    (kind == .retry || kind == .accept) && (status == .done || status == .refused)
      && subject.map(runs.contains) == true
  }
}
