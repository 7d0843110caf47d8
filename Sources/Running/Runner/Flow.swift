import Components
import Records

/// The stages of one format between two points of the journey, each measured.
struct Flow: Sendable {
  private var steps: [(name: String, stage: any Stage)]
  private var measures: [Measure]
  private(set) var watch: Stopwatch

  init(_ steps: [(name: String, stage: any Stage)], contract: Contract, watch: Stopwatch = Stopwatch()) {
    self.steps = steps
    self.watch = watch
    measures = steps.map { Measure(fatesOf: $0.name, contract: contract) }
  }

  var footings: [StageFooting] { measures.map(\.footing) }

  /// Takes a batch through every stage; what is left comes out.
  mutating func pass(_ batch: RecordBatch, rejecting rejections: inout [Rejection]) -> RecordBatch {
    var batch = batch
    var began = watch.now
    for at in steps.indices {
      measures[at].arrive(batch)
      var fates = [Fate](repeating: .kept, count: batch.count)
      steps[at].stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
      measures[at].leave(batch, kinds: fates.map(\.rawValue))
      batch = batch.keeping(fates)
      began = watch.add(steps[at].name, at: at, since: began)
    }
    return batch
  }
}
