import Checkpoints
import Databases
import Records

/// A run that ends in a fault leaves word of it.
extension Runner {
  /// Faults that say nothing of the pipeline and its data: the command was wrong, another run goes on, or a person
  /// stopped it before it began.
  private static let unremarkable: Set<ExitStatus> = [.usage, .tryAgain, .interrupted, .terminated]

  /// Notes a fault in the history, where there is one: books that were never made are not made for it.
  ///
  /// A run that was begun stays unfinished; one that was not begun gets a number, so that it is seen.
  func note(_ fault: Fault) {
    let outcome = Result { () throws(Fault) in
      guard try CheckpointStore.isKept(at: pipeline.storePath) else { return }
      let store = try CheckpointStore(SQLiteDatabase(path: pipeline.storePath, access: .writing))
      if Runner.unremarkable.contains(fault.status), try store.unfinishedRun(of: pipeline.name) == nil {
        return
      }
      var attempt = newRun(request)
      attempt.status = .failed
      attempt.endedAt = context.now()
      attempt.stop = StoredRun.Stop(fault)
      try store.note(attempt, fault: fault)
    }
    // Books that cannot take the note, on a full disk or a folder that is read only, are most often what the fault
    // is about: it is told, and nothing more can be.
    _ = outcome
  }

  /// Files that were left unread are in the history of the run that left them; where nothing else was to be done, of one
  /// that did not come to be.
  func noteLeft(_ reports: [RunReport]) {
    guard reports.allSatisfy({ $0.number == nil }),
      let file = reports.lazy.flatMap(\.files).first(where: { $0.left != nil }), let fault = file.left
    else { return }
    note(fault.at(Place(file: file.path)))
  }
}

extension Books {
  /// Notes what stopped a run that was begun; where the store takes no more, the fault itself still tells.
  func note(_ fault: Fault, of run: Int64) {
    _ = Result { () throws(Fault) in try store.setStop(fault, of: run) }
  }
}
