import Components
import Deduplicating
import Records

/// The steps of a format around its package: what works on batches as they are read, and what works on them in load
/// order.
struct FormatSplit: Sendable {
  var before: [(name: String, stage: any Stage)] = []
  var dedup: DedupSettings?
  var after: [(name: String, stage: any Stage)] = []
  /// Of the batches that enter the package.
  var packageSchema: RecordSchema

  /// What the package is called in reports where there is no dedup: what it leaves out, it leaves out by statement.
  static let proving = "prove"

  /// What the package is called in reports.
  var packageTitle: String { dedup == nil ? FormatSplit.proving : DedupSettings.spec.name }
}

extension Pipeline.Format {
  var split: FormatSplit {
    var split = FormatSplit(packageSchema: schema)
    for step in steps {
      switch step {
      case .dedup(let settings): split.dedup = settings
      case .stage(let stage, let name):
        if split.dedup == nil {
          split.before.append((name, stage))
          split.packageSchema = stage.schema
        } else {
          split.after.append((name, stage))
        }
      }
    }
    return split
  }
}
