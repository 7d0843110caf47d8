import Glibc
public import Records
import Synchronization

/// Set by a signal, looked at between batches: the run ends at the next one, resumable.
public final class StopFlag: Sendable {
  private let signal = Atomic<Int32>(0)
  /// Where a byte wakes who waits for something else to happen; -1 when nobody does.
  private let wakeEnd = Atomic<Int32>(-1)

  /// Not raised.
  public init() {}

  /// Safe to call from a signal handler: an atomic store and at most one system call.
  public func raise(_ number: Int32) {
    signal.store(number, ordering: .sequentiallyConsistent)
    let end = wakeEnd.load(ordering: .sequentiallyConsistent)
    var byte: UInt8 = 1
    // One byte of our own. A full pipe wakes as well.
    if end >= 0 { _ = unsafe write(end, &byte, 1) }
  }

  /// The signal wakes who waits at the other end from now on; look at the flag after this. It must stay open.
  func wake(_ wakeUp: WakeUp) { wakeEnd.store(wakeUp.writeEnd, ordering: .sequentiallyConsistent) }

  /// Nobody waits any more.
  func wakeNobody() { wakeEnd.store(-1, ordering: .sequentiallyConsistent) }

  /// - Throws: `run-stopped` when a signal came.
  public func check() throws(Fault) {
    let number = signal.load(ordering: .relaxed)
    if number == 0 { return }
    throw Fault(
      "run-stopped", "stopped by \(number == 2 ? "SIGINT" : "SIGTERM")",
      hint: "Run again: it goes on where it stopped.", status: number == 2 ? .interrupted : .terminated)
  }
}
