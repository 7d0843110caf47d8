import Checkpoints
import Components
import Records

/// How far the load of one file is, in rows of its load order and in what became of them; over interruptions.
struct LoadProgress {
  /// Rows drained that are in the open transaction or committed.
  private(set) var rows: Int64
  /// Rows drained that are committed.
  private(set) var committed: Int64
  /// What earlier attempts and earlier commits did.
  private var earlier: StageFooting
  private var measure: Measure
  /// The footing as of the last commit.
  private var committedFooting: StageFooting

  /// - Parameters:
  ///   - stored: the file as of its last checkpoint.
  ///   - footing: as `checkpoint` wrote it: the load one commit before, and after; empty at a first attempt.
  init(_ stored: StoredFile, footing: [StageFooting], contract: Contract) throws(Fault) {
    let none = StageFooting(
      stage: "load", arrived: Tally(scale: contract.footingScale), left: [:], knowsMoney: true)
    rows = stored.rowsCommitted
    committed = stored.rowsCommitted
    earlier = footing.last ?? none
    committedFooting = earlier
    measure = Measure("load", contract: contract, kinds: Outcome.allCases.map(\.title))
  }

  /// Loads a portion and counts what became of its rows.
  mutating func take(
    _ portion: FileLoading.Portion, load: (RecordBatch) throws(Fault) -> [Outcome]
  ) throws(Fault) {
    if portion.batch.count > 0 {
      measure.arrive(portion.batch)
      let outcomes = try load(portion.batch)
      measure.leave(portion.batch, kinds: outcomes.map(\.rawValue))
    }
    rows = portion.drained
  }

  /// Everything loaded of this file, over all attempts.
  var footing: StageFooting {
    var sum = earlier
    let now = measure.footing
    sum.arrived.add(now.arrived)
    for (outcome, tally) in now.left { sum.left[outcome, default: Tally(scale: tally.scale)].add(tally) }
    return sum
  }

  /// The footing one commit before and after the one being made: where the store and the books are apart, one of
  /// the two is true.
  var checkpoint: [StageFooting] { [committedFooting, footing] }

  mutating func didCommit() {
    committed = rows
    committedFooting = footing
  }
}
