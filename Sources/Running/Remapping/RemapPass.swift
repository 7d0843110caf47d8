import Components
import Loading
import Mapping
import Records

/// One way through the chosen rows: maps them again, compares, and writes what differs when it is asked to.
struct RemapPass {
  /// What becomes of a row, in the order of the raw values that are measured.
  private enum RowFate: UInt8, CaseIterable {
    case updated, unchanged, rejected, locked
  }

  let pipeline: Pipeline
  let plan: RemapPlan
  let loader: SQLiteLoader
  let stop: StopFlag

  private(set) var changes: RemapChanges
  private(set) var ledger = RejectionLedger()
  /// The rows that were refused, one for each refusal.
  private(set) var refusedKeys: [String] = []
  private(set) var refusedRows = 0
  /// Keys of locked rows that would change, the first ones.
  private(set) var lockedKeys: [String] = []
  private var measure: Measure

  init(_ pipeline: Pipeline, _ plan: RemapPlan, loader: SQLiteLoader, stop: StopFlag) {
    self.pipeline = pipeline
    self.plan = plan
    self.loader = loader
    self.stop = stop
    changes = RemapChanges(pipeline.contract)
    measure = Measure("remap", contract: pipeline.contract, kinds: RowFate.allCases.map { "\($0)" })
  }

  /// Rows and money, by what became of them.
  var footing: StageFooting { measure.footing }

  /// Goes through all rows; in the open transaction where it writes.
  ///
  /// - Throws: `remap-impossible` when a record would no longer be recognised; `rejections-too-many`;
  ///   `footing-failed`; what the table cannot take.
  mutating func run(_ choice: RowChoice, ignoring runs: [Int64], writing: Bool) throws(Fault) {
    let revision = try loader.revision(of: plan.targets.map(\.name))
    let rows = try loader.rows(choice, ignoring: runs)
    while let stored = try rows.nextRows() {
      try stop.check()
      try take(stored, revision, writing: writing)
    }
    try FootingCheck.verify([footing], file: pipeline.booksTitle)
  }

  private mutating func take(
    _ stored: StoredRows, _ revision: RowRevision, writing: Bool
  ) throws(Fault) {
    measure.arrive(stored.batch)
    let (mapped, rows, rejections) = remapped(stored.batch)
    let comparison = try revision.compare(mapped, rows: rows, with: stored)
    try keepIdentity(comparison)
    var fates = comparison.isChanged.map { $0 ? RowFate.updated : .unchanged }
    var changed: [Int32] = []
    for (at, row) in rows.enumerated() where fates[at] == .updated {
      if stored.isLocked[Int(row)] {
        fates[at] = .locked
        note(locked: stored.batch, row)
      } else {
        changed.append(Int32(at))
      }
    }
    measure.leave(mapped, kinds: fates.map(\.rawValue))
    if rows.count < stored.batch.count { try refuse(stored, Set(rows), rejections) }
    let before = stored.batch.gathering(changed.map { rows[Int($0)] })
    let after = mapped.gathering(changed)
    for (name, differs) in comparison.fields {
      changes.add(name, before: before, after: after, differs: changed.map { differs[Int($0)] })
    }
    if writing { try revision.write(comparison, rows: changed) }
  }

  /// The rows as the maps give them, those that none refuses, and the refusals.
  private func remapped(_ batch: RecordBatch) -> (mapped: RecordBatch, rows: [Int32], [Rejection]) {
    var mapped = batch
    var rows = Array(0..<Int32(batch.count))
    var rejections: [Rejection] = []
    for stage in plan.stages {
      var fates = [Fate](repeating: .kept, count: mapped.count)
      stage.apply(to: &mapped, fates: &fates, rejecting: &rejections)
      mapped = mapped.keeping(fates)
      rows = rows.indices.filter { fates[$0] == .kept }.map { rows[$0] }
    }
    return (mapped, rows, rejections)
  }

  private func keepIdentity(_ comparison: RowRevision.Comparison) throws(Fault) {
    for (name, differs) in comparison.fields where plan.identity.contains(name) && differs.contains(true) {
      throw plan.identityChanged(name)
    }
  }

  /// What the new mapping refuses stays as it is; of locked rows that is all there is to say.
  private mutating func refuse(
    _ stored: StoredRows, _ kept: Set<Int32>, _ rejections: [Rejection]
  ) throws(Fault) {
    let refused = (0..<Int32(stored.batch.count)).filter { !kept.contains($0) }
    let fates = refused.map { stored.isLocked[Int($0)] ? RowFate.locked : .rejected }
    measure.leave(stored.batch.gathering(refused), kinds: fates.map(\.rawValue))
    for row in refused where stored.isLocked[Int(row)] { note(locked: stored.batch, row) }
    refusedRows += fates.filter { $0 == .rejected }.count
    let own = rejections.filter { !stored.isLocked[Int($0.origin.record) - 1] }
    try ledger.add(own, file: pipeline.booksTitle)
    refusedKeys += own.map { key(of: stored.batch, $0.origin.record - 1) }
  }

  private mutating func note(locked batch: RecordBatch, _ row: Int32) {
    if lockedKeys.count < RemapReport.listed { lockedKeys.append(key(of: batch, row)) }
  }

  private func key(of batch: RecordBatch, _ row: Int32) -> String {
    loader.keyFields.map { batch.column($0)?.string(at: Int(row)) ?? "" }.joined(separator: ", ")
  }

  /// As they are stored: a row of the books has no place in a file, so its key tells which it is.
  var refused: [RefusedRecord] {
    zip(ledger.rejections, refusedKeys).map { rejection, key in
      var told = rejection
      told.origin = Origin(offset: 0, length: 0, line: 0, record: 0)
      told.reason += ", in the row \(key)"
      return RefusedRecord(rejection: told, original: key)
    }
  }
}
