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
  /// What is shown of one file in which the record was found.
  public private(set) var text = ""
  /// How many records of that key were found.
  public private(set) var found = 0

  private let pipeline: Pipeline
  private let key: String
  private let stop: StopFlag

  /// - Parameters:
  ///   - key: the value of a key field, or of several joined by a comma.
  /// - Throws: `run-unknown`; what reading throws.
  public init(_ pipeline: Pipeline, run: Int64, key: String, stop: StopFlag) throws(Fault) {
    self.pipeline = pipeline
    self.key = key
    self.stop = stop
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .reading))
    for file in try store.files(of: run) {
      guard let format = pipeline.format(for: file.path) else { continue }
      let refused = try store.refusedStatements(run: run, file: file.ordinal)
      try explain(file, format, refused)
    }
    for (path, refused) in try store.refusals(of: run) where refused.original.contains(key) && found == 0 {
      text += RejectionText.console(refused, path: path) + "\n"
    }
  }

  /// A batch after a step, by its name.
  private typealias Snapshot = (step: String, batch: RecordBatch)

  private mutating func explain(_ file: StoredFile, _ format: Pipeline.Format, _ refused: Set<Int>)
    throws(Fault)
  {
    let survey = try Worklist.survey(file.path, format)
    let shown = pipeline.shown(file.path)
    guard survey.digest == file.digest else {
      text += "\(shown): remark: the file is no longer the one the run read\n"
      return
    }
    let split = format.split
    let settings = split.dedup
    let wanted = settings?.key ?? pipeline.contract.key
    // Identity may be a fingerprint with an occurrence: the records are those whose packed key matches.
    let package = try pack(file, format, survey)
    var proof = StatementProof(pipeline.gates.applied(to: package.statements))
    // What did not follow from the statement beside it, as the run saw it.
    for at in refused where at < proof.fates.count { proof.fates[at] = .rejected }
    var records: [(record: Int32, origin: Origin, fate: Fate?)] = []
    let drain = try package.package.drain(statementFates: proof.fates)
    while let (batch, fates) = try drain.next() {
      for row in 0..<batch.count where matches(batch, row, wanted) {
        records.append((batch.origins[row].record, batch.origins[row], fates[row]))
      }
    }
    for origin in try departed(file, format, survey, wanted)
    where !records.contains(where: { $0.record == origin.record }) {
      records.append((origin.record, origin, nil))
    }
    if records.isEmpty { return }
    records.sort { $0.record < $1.record }
    found += records.count
    let traces = try trace(file, format, survey, Set(records.map(\.record)))
    let after = try traceAfter(
      package, split, proof, Set(records.map(\.record)),
      target: file.status == .loaded ? pipeline.booksTitle : "nowhere: the file is not loaded")
    let excerpts = try originals(records.map(\.origin), file, survey)
    for (at, record) in records.enumerated() {
      text += "\(shown):\(record.origin.line): record \(record.record)\n"
      text += excerpts[at].split(separator: "\n").map { "   | \($0)\n" }.joined()
      text += Explanation.told(
        (traces[record.record] ?? []) + (record.fate == .kept ? after[record.record] ?? [] : []))
      if let fate = record.fate, fate != .kept {
        text += "  \(settings == nil ? "prove" : "dedup")\n    → \(fate.title)\n"
      }
    }
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

  /// The steps one below the other; one that changed no field says just that.
  private static func told(_ steps: [(step: String, cells: String)]) -> String {
    var before = ""
    return steps.reduce(into: "") { text, next in
      text += "  \(next.step)" + (next.cells == before ? ": the same\n" : "\n\(next.cells)")
      before = next.cells
    }
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
  ) throws(Fault) -> [Int32: [(String, String)]] {
    var found: [Int32: [(String, String)]] = [:]
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
  ) throws(Fault) -> [Int32: [(String, String)]] {
    var found: [Int32: [(String, String)]] = [:]
    let drain = try file.package.drain(statementFates: proof.fates)
    while let (batch, fates) = try drain.next() {
      let rows = batch.origins.indices.filter {
        records.contains(batch.origins[$0].record) && fates[$0] == .kept
      }
      if rows.isEmpty { continue }
      var picked = batch.gathering(rows.map { Int32($0) })
      note(picked, split.dedup == nil ? "prove" : "dedup", &found)
      for step in split.after { picked = apply(step, to: picked, &found) }
      for row in 0..<picked.count {
        found[picked.origins[row].record, default: []].append(("load", "    → \(target)\n"))
      }
    }
    return found
  }

  private func apply(
    _ step: (name: String, stage: any Stage), to batch: RecordBatch,
    _ found: inout [Int32: [(String, String)]]
  ) -> RecordBatch {
    var batch = batch
    var fates = [Fate](repeating: .kept, count: batch.count)
    var rejections: [Rejection] = []
    step.stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
    for row in 0..<batch.count where fates[row] != .kept {
      let record = batch.origins[row].record
      let why = rejections.filter { $0.origin.record == record }.map { "    \($0.code): \($0.reason)\n" }
        .joined()
      found[record, default: []].append((step.name, "    → \(fates[row].title)\n\(why)"))
    }
    let kept = batch.keeping(fates)
    note(kept, step.name, &found)
    return kept
  }

  /// Every field that has a value.
  private func note(_ batch: RecordBatch, _ step: String, _ found: inout [Int32: [(String, String)]]) {
    for row in 0..<batch.count {
      let cells = zip(batch.schema.names, batch.columns).compactMap { name, column in
        column.string(at: row).map { "    \(name): \($0.replacing("\n", with: " ⏎ "))\n" }
      }
      found[batch.origins[row].record, default: []].append((step, cells.joined()))
    }
  }

  private func originals(_ origins: [Origin], _ file: StoredFile, _ survey: FileSurvey) throws(Fault)
    -> [String]
  {
    let rejections = origins.map { origin in
      Rejection(origin: origin, stage: "", field: "", value: nil, code: "", reason: "", hint: "")
    }
    return try RejectionText.refusedRecords(rejections, from: file.path, survey: survey).map(\.original)
  }
}
