import Bytes
import Checkpoints
import Databases
import Glibc
import Records

/// Performs the moves that were written down, each until it is done or can no longer be.
struct MoveJournal {
  /// What a person should know of moves that were not made.
  struct Outcome {
    var remarks: [String] = []
    /// What is to be tried again.
    var trouble: ExitStatus?

    mutating func add(_ other: Outcome) {
      remarks += other.remarks
      trouble = trouble ?? other.trouble
    }
  }

  let pipeline: Pipeline
  let store: CheckpointStore

  private var mover: FileMover { pipeline.inbox?.mover ?? FileMover(archive: "/", quarantine: "/") }

  /// What an interrupted run or undoing has left to move.
  static func performOpen(_ pipeline: Pipeline) throws(Fault) -> Outcome {
    guard SQLiteDatabase.exists(at: pipeline.storePath) else { return Outcome() }
    let reading = try SQLiteDatabase(path: pipeline.storePath, access: .reading)
    // Books that were there before the first run have no checkpoints yet.
    let known = "SELECT 1 FROM sqlite_schema WHERE name = 'daybook_moves'"
    if try reading.query(known, row: { _ in true }).isEmpty { return Outcome() }
    if try CheckpointStore(reading).openMoves(of: pipeline.name).isEmpty { return Outcome() }
    let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .writing))
    return try MoveJournal(pipeline: pipeline, store: store).perform()
  }

  /// Performs every open move.
  func perform() throws(Fault) -> Outcome {
    var outcome = Outcome()
    for move in try store.openMoves(of: pipeline.name) { try perform(move, &outcome) }
    return outcome
  }

  private func perform(_ first: StoredMove, _ outcome: inout Outcome) throws(Fault) {
    var move = first
    while true {
      let intent = MoveIntent(from: move.source, to: move.target, digest: move.digest)
      do throws(Fault) {
        if move.reasons != nil { Leftovers.clear(unfinished: FileMover.reasonsPath(of: move.target)) }
        try mover.perform(intent, reasons: move.reasons)
        try takeReasonsAway(move.source)
        move.status = .done
        return try store.save(move)
      } catch {
        switch error.code {
        case "move-target-taken":
          let others = Set(try store.openMoves(of: pipeline.name).map(\.target))
          move.target = mover.renaming(intent, taken: others).to
          try store.save(move)
        case "move-source-missing", "move-source-replaced", "file-changed":
          outcome.remarks.append("\(pipeline.shown(move.source)): \(error.message)")
          move.status = .left
          return try store.save(move)
        default:
          outcome.remarks.append(
            "\(pipeline.shown(move.source)) is not moved to \(pipeline.shown(move.target)) yet: \(error.message)"
          )
          outcome.trouble = error.status
          return
        }
      }
    }
  }

  /// Reasons do not stay behind when their file leaves the quarantine.
  private func takeReasonsAway(_ source: String) throws(Fault) {
    guard try store.lastMove(to: source)?.reasons != nil else { return }
    // The path is ended by a zero byte for the call; that it is gone already is as good.
    _ = unsafe unlink(FileMover.reasonsPath(of: source))
  }
}

extension CheckpointStore {
  /// Where the bytes of a file are now that a run knew: where they were last moved to, where another copy of them was,
  /// else where the file was found.
  func whereabouts(of file: StoredFile, pipeline: String) throws(Fault) -> String {
    let moves = try moves(of: file.fileDigest, pipeline: pipeline)
    guard let last = moves.first else { return file.diskPath }
    return (moves.flatMap { [$0.target, $0.source] } + [file.diskPath]).first(where: FileMover.exists)
      ?? last.target
  }
}
