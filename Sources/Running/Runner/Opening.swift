import Checkpoints
import Components
import Records

/// How everything that changes the books begins: under the pipeline's lock, with what was interrupted finished.
enum Opening {
  /// The pipeline's lock, held as long as the value lives.
  ///
  /// - Parameter wait: seconds, for another run to end.
  static func lock(_ pipeline: Pipeline, _ context: RunContext, wait: Int) throws(Fault) -> RunLock {
    try RunLock(
      store: pipeline.storePath, pipeline: pipeline.name, holder: "\(context.holder), since \(context.now())",
      wait: wait)
  }

  /// Brings the store up to date, and finishes undoings and mappings that were interrupted.
  ///
  /// - Returns: what was finished.
  @discardableResult
  static func settle(_ pipeline: Pipeline, _ context: RunContext) throws(Fault) -> Settled {
    try CheckpointStore.bringUpToDate(at: pipeline.storePath)
    let undo = try Undoing.finish(pipeline, context)
    return Settled(undo: undo, remap: try Remapping.finish(pipeline, context))
  }

  /// What had been interrupted; nil where nothing was.
  struct Settled {
    var undo: UndoReport.Entry?
    var remap: (request: RemapRequest, report: RemapReport)?
  }
}
