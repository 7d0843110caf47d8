import Dispatch
import Records
import Synchronization

/// Hands batches from one thread to another: a bounded queue, so that the faster side waits.
///
/// One thread puts, one takes.
final class Handover<Element: Sendable>: Sendable {
  private struct State {
    var waiting: [Element] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// - Parameter depth: how many elements may wait.
  init(depth: Int) {
    // Counted up from 0: a semaphore that is freed below the value it was made with ends the program, and a side
    // that gives up leaves elements behind.
    for _ in 0..<depth { room.signal() }
  }

  /// Waits for room. False when the taking side has given up: the putting side should stop.
  func put(_ element: Element) -> Bool {
    room.wait()
    let isOpen = state.withLock { state in
      if !state.isClosed { state.waiting.append(element) }
      return !state.isClosed
    }
    filled.signal()
    return isOpen
  }

  /// Waits for an element; nil when the putting side has closed and everything was taken.
  func take() -> Element? {
    filled.wait()
    let element = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    if element != nil { room.signal() }
    return element
  }

  /// Either side: nothing more will be put, or nothing more will be taken.
  func close() {
    state.withLock { $0.isClosed = true }
    filled.signal()
    room.signal()
  }
}

/// Runs `produce` on a thread of its own while `consume` runs on this one, with a queue of `depth` between them.
///
/// The first fault of either side stops both and is thrown; the producer's wins, as the consumer only starves then.
func overlapping<Element: Sendable, Made: Sendable, Used>(
  depth: Int, produce: @escaping @Sendable (Handover<Element>) throws(Fault) -> Made,
  consume: (Handover<Element>) throws(Fault) -> Used
) throws(Fault) -> (made: Made, used: Used) {
  let queue = Handover<Element>(depth: depth)
  let result = Mutex<Result<Made, Fault>?>(nil)
  let done = DispatchSemaphore(value: 0)
  // A thread of its own, not the shared pool: both sides block.
  DispatchQueue(label: "daybook.producer").async {
    let made: Result<Made, Fault>
    do throws(Fault) { made = .success(try produce(queue)) } catch { made = .failure(error) }
    result.withLock { $0 = made }
    queue.close()
    done.signal()
  }
  let used: Result<Used, Fault>
  do throws(Fault) { used = .success(try consume(queue)) } catch { used = .failure(error) }
  queue.close()
  done.wait()
  guard let made = result.withLock({ $0 }) else { preconditionFailure("the producer has ended") }
  return (try made.get(), try used.get())
}
