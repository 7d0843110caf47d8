import Glibc
import Records

/// Wakes a watch from another thread or from a signal handler.
final class WakeUp: Sendable {
  /// The watch waits for something to read here.
  let readEnd: Int32
  let writeEnd: Int32

  /// - Throws: `watch-not-possible`.
  init() throws(Fault) {
    var ends: [Int32] = [-1, -1]
    // The call writes two numbers into the array.
    guard unsafe pipe(&ends) == 0 else { throw WatchFaults.notPossible(errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Makes the watch return, now or when it is asked next. One system call, safe in a signal handler.
  func wake() {
    var byte: UInt8 = 1
    // One byte of our own. A full pipe wakes as well.
    _ = unsafe write(writeEnd, &byte, 1)
  }

  /// Forgets every wake until now.
  func clear() {
    var bytes = [UInt8](repeating: 0, count: 64)
    // At most the 64 bytes of the array are written.
    while unsafe read(readEnd, &bytes, 64) > 0 {}
  }
}
