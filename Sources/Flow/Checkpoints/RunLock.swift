import Glibc
public import Records

/// The right to run a pipeline, held by one process at a time through a lock on a file beside the store.
///
/// The kernel gives the lock back when its holder dies, so nothing is ever stale. The file says who holds it, and is
/// taken away on release.
public final class RunLock {
  /// Who holds a lock, for the message others get.
  public struct Holder: Sendable, Hashable {
    /// Process number.
    public var pid: Int32
    /// Name of the machine.
    public var host: String
    /// When the lock was taken, as it is to be shown.
    public var since: String

    /// As the caller knows itself.
    public init(pid: Int32, host: String, since: String) {
      self.pid = pid
      self.host = host
      self.since = since
    }
  }

  /// The lock file.
  public let path: String
  private var descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { release() }

  /// `<store>.<pipeline>.lock`; bytes of the name that a file name should not have become `%XX`.
  public static func path(store: String, pipeline: String) -> String {
    let name = pipeline.utf8.map { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return "\(store).\(name.joined()).lock"
  }

  /// Takes the lock, waiting for another holder if asked to.
  ///
  /// - Parameter seconds: how long to wait, at least 0.
  /// - Throws: `pipeline-locked` (75) that says who holds it; `lock-not-created`.
  public static func acquire(
    store: String, pipeline: String, as holder: Holder, waiting seconds: Int = 0
  ) throws(Fault) -> RunLock {
    let path = path(store: store, pipeline: pipeline)
    var tries = seconds * 10
    while true {
      if let descriptor = try attempt(path) {
        write(holder, to: descriptor)
        return RunLock(path: path, descriptor: descriptor)
      }
      if tries <= 0 { throw Reasons.locked(pipeline, by: self.holder(of: path)) }
      tries -= 1
      usleep(100_000)
    }
  }

  /// Gives the lock back; does nothing the second time.
  public func release() {
    guard descriptor >= 0 else { return }
    // Unlinked while it is still held: whoever has the old file open finds out in `attempt`.
    _ = unsafe unlink(path)
    close(descriptor)
    descriptor = -1
  }

  /// An open descriptor that holds the lock, or nil when another one does.
  private static func attempt(_ path: String) throws(Fault) -> Int32? {
    while true {
      // Safe: the path lives through the call.
      let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw Reasons.notCreated(path, errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        return nil
      }
      var held = stat()
      var named = stat()
      // Safe: both structures live through the calls.
      if unsafe fstat(descriptor, &held) == 0, unsafe stat(path, &named) == 0, held.st_ino == named.st_ino,
        held.st_dev == named.st_dev
      {
        return descriptor
      }
      // The last holder took the file away between our opening and locking it.
      close(descriptor)
    }
  }

  private static func write(_ holder: Holder, to descriptor: Int32) {
    let text = "pid \(holder.pid)\nhost \(holder.host)\nsince \(holder.since)\n"
    ftruncate(descriptor, 0)
    // Safe: the text lives through the call and has as many bytes. What it says is for messages only.
    _ = unsafe pwrite(descriptor, text, text.utf8.count, 0)
  }

  /// What the lock file says; nil when it says nothing, as in the moment between locking and writing.
  static func holder(of path: String) -> Holder? {
    // Safe: the path lives through the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    // Safe: at most as many bytes as the array has.
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    var found: [Substring: Substring] = [:]
    for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { found[parts[0]] = parts[1] }
    }
    guard let pid = found["pid"].flatMap({ Int32($0) }), let host = found["host"], let since = found["since"]
    else {
      return nil
    }
    return Holder(pid: pid, host: String(host), since: String(since))
  }

  private enum Reasons {
    static func locked(_ pipeline: String, by holder: Holder?) -> Fault {
      let who = holder.map { "process \($0.pid) on \($0.host) since \($0.since)" } ?? "another process"
      return Fault(
        "pipeline-locked", "the pipeline \(pipeline) is being run by \(who)",
        hint: "Wait until that run is over, or stop it; it can be resumed.", status: .tryAgain)
    }

    static func notCreated(_ path: String, _ error: Int32) -> Fault {
      let isForbidden = error == EACCES || error == EPERM || error == EROFS
      return Fault(
        "lock-not-created", "the lock file cannot be created", at: Place(file: path),
        hint: "Check that the folder of the checkpoints exists and may be written to.",
        status: isForbidden ? .notPermitted : .cannotCreate)
    }
  }
}
