public import Records
import Synchronization

/// Set by a signal, looked at between batches: the run ends at the next one, resumable.
public final class StopFlag: Sendable {
  private let signal = Atomic<Int32>(0)

  /// Not raised.
  public init() {}

  /// Safe to call from a signal handler: one atomic store.
  public func raise(_ number: Int32) { signal.store(number, ordering: .relaxed) }

  /// - Throws: `run-stopped` when a signal came.
  public func check() throws(Fault) {
    let number = signal.load(ordering: .relaxed)
    if number == 0 { return }
    throw Fault(
      "run-stopped", "stopped by \(number == 2 ? "SIGINT" : "SIGTERM")",
      hint: "Run again: it goes on where it stopped.", status: number == 2 ? .interrupted : .terminated)
  }
}
