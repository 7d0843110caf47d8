import Dispatch
import Records
import Synchronization

/// Prepares the files of a run, up to so many at a time, and gives them out in the order of the run.
///
/// While one file is loaded the next ones are read, each on threads of its own. What becomes of a file, and the fault
/// that stops a run, come in the file's turn: nothing depends on which one is ready first. Memory is that of so many
/// packages. Used by one thread.
final class PreparedAhead {
  /// A file that is being prepared.
  private final class Slot: Sendable {
    let outcome = Mutex<Result<Unshared<PreparedFile>, Fault>?>(nil)
    let done = DispatchSemaphore(value: 0)
  }

  private let preparation: FilePreparation
  private let jobs: [FileJob]
  private let width: Int
  private var started = 0
  /// Begun and not given out, in the order of the run.
  private var slots: [Slot] = []

  /// - Parameter width: files that are in memory at once, the one being loaded among them; at least 1.
  init(_ jobs: [FileJob], width: Int, _ preparation: FilePreparation) {
    self.jobs = jobs
    self.width = width
    self.preparation = preparation
  }

  /// Nothing goes on behind the back of who gave up.
  deinit { for slot in slots { slot.done.wait() } }

  /// The next file of the run; call it once a file.
  func next() -> Result<PreparedFile, Fault> {
    while slots.count < width, started < jobs.count {
      slots.append(begin(jobs[started]))
      started += 1
    }
    let slot = slots.removeFirst()
    slot.done.wait()
    guard let outcome = slot.outcome.withLock({ $0.take() }) else {
      preconditionFailure("the file is prepared")
    }
    return outcome.map(\.value)
  }

  private func begin(_ job: FileJob) -> Slot {
    let slot = Slot()
    let preparation = preparation
    DispatchQueue(label: "daybook.preparation").async {
      let outcome = Result { () throws(Fault) in Unshared(try preparation.prepare(job)) }
      slot.outcome.withLock { $0 = outcome }
      slot.done.signal()
    }
    return slot
  }
}
