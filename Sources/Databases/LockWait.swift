import Glibc
import Synchronization

/// Tells a person that the program waits for a lock somebody else holds.
///
/// Nothing of it decides what is done. What is told goes to whoever asked last; at first to nobody.
public enum LockWait {
  /// Milliseconds after which a wait is worth telling.
  public static let told = 1000

  private static let teller = Mutex<@Sendable (String) -> Void>({ _ in })

  /// From now on every wait is told to `teller`, once, from the thread that waits.
  public static func tell(_ teller: @escaping @Sendable (String) -> Void) {
    LockWait.teller.withLock { $0 = teller }
  }

  /// Says what is waited for: a short fact, lower case, no full stop.
  public static func say(_ text: String) { teller.withLock { $0 }(text) }

  /// The process that has a lock on one of these files, in words: `process 4711 (sqlite3)`; nil when none is known.
  ///
  /// Standard: proc_locks(5).
  static func holder(of paths: [String]) -> String? {
    let files = paths.compactMap(identity)
    let own = getpid()
    for line in text(of: "/proc/locks").split(separator: "\n") {
      // 1: POSIX  ADVISORY  WRITE 4711 08:02:131 120 120
      let words = line.split(separator: " ")
      guard words.count >= 8, words[3] == "WRITE", files.contains(String(words[5])),
        let process = Int32(words[4]), process > 0, process != own
      else { continue }
      let name = text(of: "/proc/\(process)/comm").prefix { $0 != "\n" }
      return "process \(process)" + (name.isEmpty ? "" : " (\(name))")
    }
    return nil
  }

  /// A file as the kernel's list of locks names it: `08:02:131`.
  private static func identity(_ path: String) -> String? {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    guard unsafe stat(path, &status) == 0 else { return nil }
    let device = UInt64(status.st_dev)
    func two(_ number: UInt64) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
    let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
    let minor = device & 0xFF | device >> 12 & ~0xFF & 0xFFFF_FFFF
    return "\(two(major)):\(two(minor)):\(status.st_ino)"
  }

  /// At most 1 MB of a file of the kernel; empty when it cannot be read.
  private static func text(of path: String) -> String {
    // The path is ended by a zero byte for the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < 1_048_576 {
      // The block has room for as many bytes as are asked for.
      let got = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if got <= 0 { break }
      bytes += block[..<got]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// How one connection waits for the locks of others: longer each time, and for so long in all.
final class BusyWait {
  private let path: String
  /// Milliseconds.
  private let patience: Int32
  private var waited: Int32 = 0
  private var isTold = false

  private static let delays: [Int32] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50]

  init(path: String, patience: Int32) {
    self.path = path
    self.patience = patience
  }

  /// Waits a moment; false when patience is at its end.
  ///
  /// - Parameter count: how often it has waited for this lock.
  func again(_ count: Int32) -> Bool {
    if count == 0 {
      waited = 0
      isTold = false
    }
    guard waited < patience else { return false }
    let usual = count < BusyWait.delays.count ? BusyWait.delays[Int(count)] : 100
    let delay = min(usual, patience - waited)
    usleep(UInt32(delay) * 1000)
    waited += delay
    if waited >= LockWait.told, !isTold {
      isTold = true
      let who = LockWait.holder(of: [path, path + "-wal", path + "-shm"]) ?? "another program"
      LockWait.say("waiting for the database \(path), which \(who) holds; for \(patience / 1000) s at most")
    }
    return true
  }
}
