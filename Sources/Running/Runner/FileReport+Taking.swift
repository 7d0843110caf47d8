import Checkpoints

extension FileReport {
  /// Notes what a file brought, and how long its steps took up to its last commit, which the notes are part of.
  ///
  /// - Parameters:
  ///   - passage: what the way from the package to the loader gave.
  ///   - loading: of the loader.
  ///   - began: when loading did.
  mutating func take(
    _ prepared: PreparedFile, _ passage: FileLoading.Passage, _ loading: Stopwatch, since began: Int64
  ) {
    var steps = prepared.watch
    steps.append(passage.watch)
    steps.append(loading)
    money = passage.money?.lines ?? []
    let whole = (prepared.took + loading.now - began) / 1_000_000
    timings = steps.timings + [StepTiming(step: "file", milliseconds: whole)]
  }
}
