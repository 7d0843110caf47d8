import Databases
import Glibc
public import Records

/// One run of a pipeline at a time: a lock on a small file beside the checkpoint store.
///
/// The kernel frees the lock when its holder dies, however it dies, so a stale lock is taken over by itself. The
/// file says who holds it.
public final class RunLock {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - store: path of the checkpoint store.
  ///   - holder: what others are told while it is held: process, host, since when.
  ///   - wait: seconds to wait for another holder, 0 for none.
  /// - Throws: `pipeline-locked` (exit status 75) naming the holder; `lock-not-created` when the file cannot be,
  ///   `lock-not-taken` when the system cannot lock it.
  public init(store: String, pipeline: String, holder: String, wait: Int) throws(Fault) {
    let path = RunLock.path(store: store, pipeline: pipeline)
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      _ = unsafe mkdir(String(path[..<slash]), 0o777)
    }
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw RunLock.notCreated(path, errno) }
    var waited = 0
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let error = errno
      if error == EINTR { continue }
      // Ten looks a second: flock() itself cannot wait with a limit.
      guard error == EWOULDBLOCK, waited < wait * 10 else {
        let who = RunLock.read(opened)
        close(opened)
        throw error == EWOULDBLOCK
          ? RunLock.held(pipeline, store, by: who, path) : RunLock.notTaken(path, error)
      }
      usleep(100_000)
      waited += 1
      if waited * 100 == LockWait.told {
        let who = RunLock.read(opened)
        LockWait.say(
          "waiting for another run of \(pipeline)\(who.isEmpty ? "" : ": \(who)"); for \(wait) s at most")
      }
    }
    descriptor = opened
    let text = Array((holder + "\n").utf8)
    _ = ftruncate(descriptor, 0)
    // What cannot be written here only leaves a later message without a name.
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    close(descriptor)
  }

  /// Whether a run of the pipeline is going on now, in this or another process.
  public static func isHeld(store: String, pipeline: String) -> Bool {
    let opened = unsafe open(path(store: store, pipeline: pipeline), O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return false }
    defer { close(opened) }
    return flock(opened, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  private static func held(_ pipeline: String, _ store: String, by who: String, _ path: String) -> Fault {
    Fault(
      "pipeline-locked",
      "another run of \(pipeline) holds the lock on \(store)" + (who.isEmpty ? "" : ": \(who)"),
      at: Place(file: path), hint: "Wait for it, or give --wait SECONDS.", status: .tryAgain)
  }

  private static func notCreated(_ path: String, _ error: Int32) -> Fault {
    let isFull = error == ENOSPC || error == EDQUOT
    return Fault(
      "lock-not-created", "the lock file cannot be created: \(message(error))", at: Place(file: path),
      hint: isFull
        ? "Free some space on this disk, then run again." : "The folder must exist and be writable.",
      status: isFull ? .inputOutput : error == EACCES || error == EROFS ? .notPermitted : .cannotCreate)
  }

  /// The system has no lock to give: nobody holds it, and nobody would be held up by it.
  static func notTaken(_ path: String, _ error: Int32) -> Fault {
    Fault(
      "lock-not-taken", "the lock file cannot be locked: \(message(error))", at: Place(file: path),
      hint: "Some network shares know no locks: keep the checkpoints on a disk of this machine.",
      status: .inputOutput)
  }

  private static func message(_ error: Int32) -> String {
    // The system's text lives until the next call, and is copied at once.
    unsafe String(cString: strerror(error)).lowercased()
  }

  static func path(store: String, pipeline: String) -> String { "\(store).\(pipeline).lock" }

  private static func read(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self)
  }
}
