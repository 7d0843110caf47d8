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
  /// - Throws: `run-unknown`, `run-unfinished`, `undo-already-done`, `undo-impossible`.
  public func undo(_ number: Int64, through last: Int64?, isTrial: Bool, wait: Int = 0) throws(Fault)
    -> UndoReport
  {
    let lock = try RunLock(
      store: pipeline.storePath, pipeline: pipeline.name, holder: "\(context.holder), since \(context.now())",
      wait: wait)
    defer { withExtendedLifetime(lock) {} }
    try CheckpointStore.bringUpToDate(at: pipeline.storePath)
    try Undoing.finish(pipeline, context)
    try Remapping.finish(pipeline, context)
    var moves = try MoveJournal.performOpen(pipeline)
    var report = UndoReport(pipeline: pipeline.name, books: pipeline.booksTitle, isTrial: isTrial)
    for run in try subjects(from: number, through: last ?? number) {
      let entry = try takeBack(run, isTrial: isTrial)
      report.entries.append(entry)
      // In a trial the later runs still stand, so what an earlier one meets cannot be told.
      if !entry.survey.conflicts.isEmpty || isTrial && last != nil { break }
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
    if let running = all.first(where: { $0.status == .running }) {
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
    if let later = try store.runSharingRows(with: first...last, of: pipeline.name) {
      throw Fault(
        "undo-out-of-order",
        "run \(later) found rows of these days in the books and left them as they are; they would go from under it",
        hint: "Take that run back as well: --through \(later); then its files load them again.",
        status: .dataRefused)
    }
    return all.filter {
      $0.number == first || $0.number > first && $0.number <= last && !undone.contains($0.number)
    }
  }

  private func takeBack(_ run: StoredRun, isTrial: Bool) throws(Fault) -> UndoReport.Entry {
    var entry = UndoReport.Entry(run: run.number, undoneBy: nil, survey: try survey(run))
    if isTrial || !entry.survey.conflicts.isEmpty { return entry }
    let number = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading)).nextRun()
    var books = try Books(pipeline, run: number, isResumed: false, isReversal: true)
    let undo = StoredRun(
      number: 0, kind: .undo, subject: run.number, pipeline: pipeline.name, company: pipeline.company,
      request: "undo \(run.number)", specDigest: pipeline.digest, program: programVersion, status: .running,
      startedAt: context.now())
    let begun = try books.store.begin(undo, files: [])
    // Another pipeline took the number: the journal would speak of its run.
    if begun != number { books = try Books(pipeline, run: begun, isResumed: false, isReversal: true) }
    do throws(Fault) {
      entry.survey = try Undoing.complete(run, by: begun, books, pipeline, context)
    } catch {
      books.note(error, of: begun)
      throw error
    }
    if entry.survey.conflicts.isEmpty {
      entry.undoneBy = begun
      entry.returned = try books.store.moves(of: begun).map { pipeline.shown($0.target) }.reversed()
    }
    return entry
  }

  /// What stands against it, found without writing anything.
  private func survey(_ run: StoredRun) throws(Fault) -> UndoSurvey {
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    let loader = SQLiteLoader(options: pipeline.loader.options)
    var plan = pipeline.loadPlan(run: 0, isResumed: false)
    plan.isReversal = true
    try loader.prepare(plan, writing: false)
    let survey = try loader.surveyUndo(of: run.number, ignoring: try store.undoneRuns(of: pipeline.name))
    if survey.isEmpty, try store.hasWrittenRows(run.number) {
      throw Fault(
        "undo-impossible", "the table's journal knows nothing of what run \(run.number) loaded",
        at: pipeline.place,
        hint:
          "The pipeline names another table since, or the run is older than the journal: nothing was done.",
        status: .dataRefused)
    }
    return survey
  }

  /// Finishes an undoing that was interrupted.
  static func finish(_ pipeline: Pipeline, _ context: RunContext) throws(Fault) {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return }
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    guard let undo = try store.unfinishedUndo(of: pipeline.name), let subject = undo.subject,
      let run = try store.run(subject)
    else { return }
    let books = try Books(pipeline, run: undo.number, isResumed: true, isReversal: true)
    _ = try complete(run, by: undo.number, books, pipeline, context)
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
    let footing = try books.loader.surveyUndo(of: run.number, ignoring: undone)
      .footing(scale: pipeline.contract.footingScale)
    let close: () throws(Fault) -> Void = { () throws(Fault) in
      try books.store.database.transaction { () throws(Fault) in
        try Filing.takeBack(run, by: undo, pipeline, books.store)
        try books.store.setUndone(run, by: undo)
        try books.store.save([footing], run: undo, file: 0)
        try books.store.setStatus(.done, of: undo, endedAt: context.now())
        try RunManifest.write(undo, books, pipeline)
      }
    }
    var survey = UndoSurvey()
    if try books.loader.lastMark(of: pipeline.name) != mark {
      try books.loader.begin()
      do throws(Fault) {
        survey = try books.loader.surveyUndo(of: run.number, ignoring: undone)
        if survey.conflicts.isEmpty {
          try books.loader.undo(run.number, ignoring: undone)
          try books.loader.commit(mark) { () throws(Fault) in if books.isShared { try close() } }
        } else {
          books.loader.abort()
          try books.store.setStatus(.abandoned, of: undo, endedAt: context.now())
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

/// What taking back one or several runs did, or would do.
public struct UndoReport: Sendable {
  struct Entry: Sendable {
    var run: Int64
    /// The run that took it back; nil when none did.
    var undoneBy: Int64?
    var survey: UndoSurvey
    /// Where files are that the run had moved away, as the user would write it.
    var returned: [String] = []
  }

  let pipeline: String
  let books: String
  let isTrial: Bool
  var entries: [Entry] = []
  /// What a person should know of files that were not moved.
  var remarks: [String] = []
  var trouble: ExitStatus?

  /// 65 when something stood against it, else what kept a file from being moved.
  public var status: ExitStatus {
    entries.contains { !$0.survey.conflicts.isEmpty } ? .dataRefused : trouble ?? .done
  }

  /// How many conflicts are listed by name.
  private static let listed = 20

  /// For people.
  public var text: String {
    var lines: [String] = []
    for entry in entries {
      let survey = entry.survey
      let verb =
        entry.undoneBy != nil
        ? "taken back by run \(entry.undoneBy ?? 0)" : isTrial ? "would be taken back" : "not taken back"
      lines.append(
        "\(pipeline): run \(entry.run) \(survey.conflicts.isEmpty ? verb : "cannot be taken back") ← \(books)"
      )
      lines.append("  inserted rows removed   \(survey.removed)")
      lines.append("  updated rows restored   \(survey.restored)")
      lines.append("  removed rows returned   \(survey.returned)")
      lines += entry.returned.map { "  file moved back to \($0)" }
      for conflict in survey.conflicts.prefix(UndoReport.listed) {
        lines.append("  ! \(conflict.key): \(conflict.words)")
      }
      let more = survey.conflicts.count - UndoReport.listed
      if more > 0 { lines.append("  ! and \(more) more") }
      if let latest = survey.conflicts.compactMap(\.changingRun).max() {
        lines.append("  hint: take the later runs back as well, newest first: --through \(latest)")
      }
    }
    lines += remarks.map { "  remark: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs.
  public var json: String {
    let list = entries.map { entry in
      OrderedJSON.object([
        ("run", .integer(Int(entry.run))),
        ("undone_by", entry.undoneBy.map { .integer(Int($0)) } ?? .null),
        ("removed", .integer(entry.survey.removed)), ("restored", .integer(entry.survey.restored)),
        ("returned", .integer(entry.survey.returned)), ("files_returned", .strings(entry.returned)),
        (
          "conflicts",
          .array(
            entry.survey.conflicts.map {
              .object([("key", .string($0.key)), ("reason", .string($0.words))])
            })
        ),
      ])
    }
    return OrderedJSON.object([
      ("pipeline", .string(pipeline)), ("books", .string(books)), ("is_trial", .bool(isTrial)),
      ("runs", .array(list)), ("remarks", .strings(remarks)),
    ]).text()
  }
}

extension UndoSurvey.Conflict {
  fileprivate var words: String {
    switch kind {
    case .changedBy(let run): "changed since by run \(run)"
    case .gone: "no longer in the table; someone removed it by hand"
    case .thereAgain: "taken out by the run, and in the table again"
    case .locked: "posted or locked"
    }
  }

  fileprivate var changingRun: Int64? {
    if case .changedBy(let run) = kind { return run }
    return nil
  }
}

extension StoredRun {
  /// It processed again what one of these runs refused, whose files would count as new without it.
  fileprivate func reloads(_ runs: ClosedRange<Int64>) -> Bool {
    (kind == .retry || kind == .accept) && (status == .done || status == .refused)
      && subject.map(runs.contains) == true
  }
}
