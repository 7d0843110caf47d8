import Checkpoints
import Components
import Filtering
import Records

extension FileReport {
  /// Notes what each stage did with the records, and where a cut-off lets none of them through: its year may be a slip.
  mutating func take(_ stages: [StageFooting]) {
    self.stages = stages
    for stage in stages where stage.stage == CutOffStage.spec.name && stage.arrived.rows > 0 {
      guard stage.left[Fate.beforeCutOff.title]?.rows == stage.arrived.rows else { continue }
      remarks.append("every record that came to the cut-off lies outside it: check its dates")
    }
  }

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
    noteDuplicates(passage)
    let whole = (prepared.took + loading.now - began) / 1_000_000
    timings = steps.timings + [StepTiming(step: "file", milliseconds: whole)]
  }

  /// Says how many duplicates are none by their content: somebody has decided that the key tells all, and may be wrong.
  mutating func noteDuplicates(_ passage: FileLoading.Passage) {
    if passage.differing == 0 { return }
    remarks.append(
      counted(passage.differing, "duplicate")
        + (passage.differing == 1 ? " differs" : " differ")
        + " from another record of the same key in day, amount or text: one of them stands, by keep")
  }
}
