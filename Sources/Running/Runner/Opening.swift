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
  /// - Returns: the mapping that was finished.
  @discardableResult
  static func settle(
    _ pipeline: Pipeline, _ context: RunContext
  ) throws(Fault) -> (request: RemapRequest, report: RemapReport)? {
    try CheckpointStore.bringUpToDate(at: pipeline.storePath)
    try Undoing.finish(pipeline, context)
    return try Remapping.finish(pipeline, context)
  }
}
