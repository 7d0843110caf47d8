import Checkpoints

extension FileReport {
  /// Notes how long the steps of a file took up to its last commit, which they are part of.
  ///
  /// - Parameters:
  ///   - passage: of draining and the stages behind the package.
  ///   - loading: of the loader.
  ///   - began: when loading did.
  mutating func take(
    _ prepared: PreparedFile, _ passage: Stopwatch, _ loading: Stopwatch, since began: Int64
  ) {
    var steps = prepared.watch
    steps.append(passage)
    steps.append(loading)
    let whole = (prepared.took + loading.now - began) / 1_000_000
    timings = steps.timings + [StepTiming(step: "file", milliseconds: whole)]
  }
}
