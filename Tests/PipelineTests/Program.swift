import Foundation
import Glibc

/// The program under test, run as a user runs it.
enum Program {
  /// From the environment, else the package's release or debug build.
  static let path: Result<String, Missing> = {
    if let named = ProcessInfo.processInfo.environment["DAYBOOK"] {
      return isThere(named) ? .success(named) : .failure(Missing(looked: [named]))
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let places = ["release", "debug"].map { "\(package)/.build/\($0)/daybook" }
    return places.first(where: isThere).map { .success($0) } ?? .failure(Missing(looked: places))
  }()

  struct Missing: Error, CustomStringConvertible {
    var looked: [String]

    var description: String {
      "there is no program to test at \(looked.joined(separator: " or ")): build it with "
        + "`swift build -c release --product daybook`, or name it in the environment variable DAYBOOK"
    }
  }

  private static func isThere(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }
}

/// How a program ended, and what it wrote.
struct Ended {
  /// Exit status; nil when a signal ended it.
  var status: Int32?
  /// The signal that ended it.
  var signal: Int32?
  var output: String
  var errors: String
}

/// A program that was started and not yet waited for.
final class RunningProgram {
  let process: pid_t
  private let scratch: String

  /// - Parameters:
  ///   - scratch: prefix of the files that take standard output and standard error.
  ///   - environment: replaces this process's own.
  init(_ words: [String], in folder: String, scratch: String, environment: [String: String]) throws {
    self.scratch = scratch
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, name) in [(Int32(1), "out"), (2, "err")] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, number, "\(scratch).\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    }
    // Threads of a test may block signals; the program must not inherit that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // Both lists end with a null pointer, and the copies live until the program has started.
    let words = ["/usr/bin/env", "-C", folder] + words
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      unsafe (arguments + variables).forEach { unsafe free($0) }
    }
    var started: pid_t = 0
    let status = unsafe posix_spawn(&started, words[0], &actions, &attributes, &arguments, &variables)
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO) }
    process = started
  }

  /// The file that takes standard error.
  var errorsPath: String { "\(scratch).err" }

  func send(_ signal: Int32) { _ = kill(process, signal) }

  /// Waits for its end. Call it once.
  func wait() throws -> Ended {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
    }
    return try ended(status)
  }

  /// Waits for its end, and gives its largest resident memory, in bytes.
  ///
  /// The kernel's usage record of a child counts the memory of the test that started it as well, so the program's
  /// own high-water mark is looked at a thousand times a second.
  func waitWatchingMemory() throws -> (ended: Ended, peak: Int) {
    var status: Int32 = 0
    var peak = 0
    while unsafe waitpid(process, &status, WNOHANG) == 0 {
      // The file is gone when the program ends between the two looks.
      if let about = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
        let line = about.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = Int(line.filter(\.isNumber))
      {
        peak = max(peak, kilobytes * 1024)
      }
      usleep(1000)
    }
    return (try ended(status), peak)
  }

  private func ended(_ status: Int32) throws -> Ended {
    let signal = status & 0x7F
    return Ended(
      status: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
      output: try read("out"), errors: try read("err"))
  }

  private func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(scratch).\(name)")), as: UTF8.self)
  }
}
