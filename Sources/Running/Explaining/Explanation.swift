import Bytes
import Checkpoints
import Components
import Databases
import Deduplicating
import Reading
public import Records

/// One record from its source bytes through every stage to the row: the files of a run are read once more, and the
/// record is watched.
public struct Explanation {
  /// Nothing is known of such a record: it was neither found nor refused, and no file has changed.
  public var isEmpty: Bool { stories.isEmpty && refusals.isEmpty && changed.isEmpty }

  private let pipeline: Pipeline
  private let run: Int64
  private let key: String
  private let stop: StopFlag
  private var stories: [Story] = []
  /// Files that are no longer those the run read.
  private var changed: [String] = []
  /// Refused records with the key somewhere in them, where no story is found.
  private var refusals: [(path: String, name: String, refused: RefusedRecord)] = []

  /// - Parameters:
  ///   - key: the value of a key field, or of several joined by a comma.
  /// - Throws: what reading throws.
  public init(_ pipeline: Pipeline, run: Int64, key: String, stop: StopFlag) throws(Fault) {
    self.pipeline = pipeline
    self.run = run
    self.key = key
    self.stop = stop
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    for file in try store.files(of: run)
    where file.format != CorrectedRejects.format && file.status != .changed && file.status != .unread {
      let job: FileJob
      do throws(Fault) {
        job = try Worklist.job(again: file, ordinal: file.ordinal, pipeline, store)
      } catch {
        guard error.code != "format-unmatched" else { continue }
        throw error
      }
      // A file that could not be read has no records, only refusals.
      if file.status == .refused, case .failure = job.survey { continue }
      try explain(file, job, try store.refusedStatements(run: run, file: file.ordinal))
    }
    if stories.isEmpty {
      refusals = try store.refusals(of: run).filter { $0.refused.original.contains(key) }
    }
  }

  /// What people read.
  public var text: String {
    changed.map { "\($0): remark: the file is no longer the one the run read\n" }.joined()
      + stories.map(\.text).joined()
      + refusals.map { RejectionText.console($0.refused, path: $0.path) + "\n" }.joined()
  }

  /// The same for programs, on one line.
  public var json: String {
    OrderedJSON.object([
      ("pipeline", .string(pipeline.name)), ("run", .integer(Int(run))), ("key", .string(key)),
      ("records", .array(stories.map(\.json))),
      ("refusals", .array(refusals.map { $0.refused.json(path: $0.path) })),
      ("changed_files", .strings(changed)),
    ]).text() + "\n"
  }

  // MARK: Finding

  /// A record of the key: where it is, and its fate in the package; nil when it never came there.
  private struct Find {
    var origin: Origin
    var fate: Fate?
  }

  private mutating func explain(_ stored: StoredFile, _ job: FileJob, _ refused: Set<Int>) throws(Fault) {
    let shown = pipeline.shown(stored.path)
    guard job.stored.digest == stored.digest else {
      changed.append(shown)
      return
    }
    let survey = try job.survey.get()
    let format = job.format
    var file = stored
    file.path = job.path
    let package = try pack(file, format, survey)
    var proof = StatementProof(pipeline.gates.applied(to: package.statements))
    // What did not follow from the statement beside it, as the run saw it.
    for at in refused where at < proof.fates.count { proof.fates[at] = .rejected }
    let finds = try find(file, format, survey, package, proof)
    if finds.isEmpty { return }
    let records = Set(finds.map(\.origin.record))
    let before = try trace(file, format, survey, records)
    let after = try traceAfter(
      package, format.split, proof, records,
      target: file.status == .loaded ? pipeline.booksTitle : "nowhere: the file is not loaded")
    let originals = try originals(finds.map(\.origin), file, survey)
    for (find, original) in zip(finds, originals) {
      var steps = before[find.origin.record] ?? []
      if find.fate == .kept { steps += after[find.origin.record] ?? [] }
      if let fate = find.fate, fate != .kept {
        steps.append(Story.Step(name: format.split.packageTitle, outcome: fate.title))
      }
      stories.append(Story(file: shown, origin: find.origin, original: original, steps: steps))
    }
  }

  /// In the order of the file. Identity may be a fingerprint with an occurrence: the records are those whose packed
  /// key matches, and those that never reach the package.
  private func find(
    _ file: StoredFile, _ format: Pipeline.Format, _ survey: FileSurvey, _ package: PackagedFile,
    _ proof: StatementProof
  ) throws(Fault) -> [Find] {
    let wanted = format.split.dedup?.key ?? pipeline.contract.key
    var finds: [Find] = []
    let drain = try package.package.drain(DrainChoice(statements: proof.fates))
    while let (batch, fates) = try drain.next() {
      for row in 0..<batch.count where matches(batch, row, wanted) {
        finds.append(Find(origin: batch.origins[row], fate: fates[row]))
      }
    }
    for origin in try departed(file, format, survey, wanted)
    where !finds.contains(where: { $0.origin.record == origin.record }) {
      finds.append(Find(origin: origin))
    }
    return finds.sorted { $0.origin.record < $1.origin.record }
  }

  /// Records whose key stands in the file as it was asked for: also those that never reach the package.
  private func departed(
    _ file: StoredFile, _ format: Pipeline.Format, _ survey: FileSurvey, _ wanted: [String]
  ) throws(Fault) -> [Origin] {
    let source = try ByteSource(path: file.path, survey: survey)
    var reader = try format.reader.make(format.options, format.schema, source, pipeline.contract)
    var rejections: [Rejection] = []
    var origins: [Origin] = []
    while let batch = try reader.nextBatch(rejecting: &rejections) {
      try stop.check()
      for row in 0..<batch.count where matches(batch, row, wanted) { origins.append(batch.origins[row]) }
    }
    return origins
  }

  private func matches(_ batch: RecordBatch, _ row: Int, _ fields: [String]) -> Bool {
    let values = fields.map { batch.column($0)?.string(at: row) ?? "" }
    return values.joined(separator: ",") == key || values.contains(key)
  }

  private func pack(_ file: StoredFile, _ format: Pipeline.Format, _ survey: FileSurvey) throws(Fault)
    -> PackagedFile
  {
    let packaging = FilePackaging(
      format: format, contract: pipeline.contract, gates: pipeline.gates, stop: stop,
      spill: { () throws(Fault) in try SpillFile(in: FileInspection.temporaryFolder) }, progress: { _, _ in })
    return try packaging.run(ByteSource(path: file.path, survey: survey))
  }

  /// Reader and stages before the package, for some records.
  private func trace(
    _ file: StoredFile, _ format: Pipeline.Format, _ survey: FileSurvey, _ records: Set<Int32>
  ) throws(Fault) -> [Int32: [Story.Step]] {
    var found: [Int32: [Story.Step]] = [:]
    let source = try ByteSource(path: file.path, survey: survey)
    var reader = try format.reader.make(format.options, format.schema, source, pipeline.contract)
    var rejections: [Rejection] = []
    while let batch = try reader.nextBatch(rejecting: &rejections) {
      let rows = batch.origins.indices.filter { records.contains(batch.origins[$0].record) }.map { Int32($0) }
      if rows.isEmpty { continue }
      var picked = batch.gathering(rows)
      note(picked, "read \(format.reader.spec.name)", &found)
      for step in format.split.before { picked = apply(step, to: picked, &found) }
    }
    return found
  }

  /// The stages behind the package.
  private func traceAfter(
    _ file: PackagedFile, _ split: FormatSplit, _ proof: StatementProof, _ records: Set<Int32>, target: String
  ) throws(Fault) -> [Int32: [Story.Step]] {
    var found: [Int32: [Story.Step]] = [:]
    let drain = try file.package.drain(DrainChoice(statements: proof.fates))
    while let (batch, fates) = try drain.next() {
      let rows = batch.origins.indices.filter {
        records.contains(batch.origins[$0].record) && fates[$0] == .kept
      }
      if rows.isEmpty { continue }
      var picked = batch.gathering(rows.map { Int32($0) })
      note(picked, split.packageTitle, &found)
      for step in split.after { picked = apply(step, to: picked, &found) }
      for row in 0..<picked.count {
        found[picked.origins[row].record, default: []].append(Story.Step(name: "load", outcome: target))
      }
    }
    return found
  }

  private func apply(
    _ step: (name: String, stage: any Stage), to batch: RecordBatch,
    _ found: inout [Int32: [Story.Step]]
  ) -> RecordBatch {
    var batch = batch
    var fates = [Fate](repeating: .kept, count: batch.count)
    var rejections: [Rejection] = []
    step.stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
    for row in 0..<batch.count where fates[row] != .kept {
      let record = batch.origins[row].record
      let reasons = rejections.filter { $0.origin.record == record }.map { ($0.code, $0.reason) }
      found[record, default: []].append(
        Story.Step(name: step.name, outcome: fates[row].title, reasons: reasons))
    }
    let kept = batch.keeping(fates)
    note(kept, step.name, &found)
    return kept
  }

  /// Every field that has a value.
  private func note(_ batch: RecordBatch, _ step: String, _ found: inout [Int32: [Story.Step]]) {
    for row in 0..<batch.count {
      let fields = zip(batch.schema.names, batch.columns).compactMap { name, column in
        column.string(at: row).map { (name: name, value: $0) }
      }
      found[batch.origins[row].record, default: []].append(Story.Step(name: step, fields: fields))
    }
  }

  private func originals(_ origins: [Origin], _ file: StoredFile, _ survey: FileSurvey) throws(Fault)
    -> [String]
  {
    let rejections = origins.map { origin in
      Rejection(origin: origin, stage: "", field: "", value: nil, code: "", reason: "", hint: "")
    }
    return try RejectionText.refusedRecords(rejections, from: file.path, survey: survey, finder: nil).map(
      \.original)
  }
}
