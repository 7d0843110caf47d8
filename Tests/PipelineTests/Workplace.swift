import Foundation
import Glibc
import Synchronization

/// A temporary folder of one test, in which it runs the program; removed at the end.
final class Workplace {
  /// Absolute, without symbolic links.
  let path: String
  private let scratch: String
  private static let count = Atomic<Int>(0)

  init() throws {
    let number = Workplace.count.wrappingAdd(1, ordering: .relaxed).newValue
    let root = "\(FileManager.default.temporaryDirectory.path)/daybook-test-\(getpid())-\(number)"
    path = root + "/work"
    scratch = root + "/said"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

  // MARK: Files

  func place(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

  /// Writes a file, and the folders above it.
  func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

  func write(_ name: String, bytes: [UInt8]) throws {
    let target = URL(filePath: place(name))
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: target)
  }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: place(name)))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place(name)) }

  func remove(_ name: String) throws {
    if exists(name) { try FileManager.default.removeItem(atPath: place(name)) }
  }

  func copy(_ name: String, to other: String) throws {
    try FileManager.default.copyItem(atPath: place(name), toPath: place(other))
  }

  /// Every file below the folder with its bytes, by path.
  func everything() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      _ = unsafe FileManager.default.fileExists(atPath: place(name), isDirectory: &isFolder)
      found[name] = isFolder.boolValue ? [] : try bytes(name)
    }
    return found
  }

  // MARK: The program

  /// Starts the program with these arguments, in the folder.
  func start(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try launch([try Program.path.get()] + arguments, in: folder, environment: environment)
  }

  /// Runs it to its end.
  func daybook(
    _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Ended {
    try start(arguments, in: folder, environment: environment).wait()
  }

  /// Runs it by a shell line, in which `$DAYBOOK` is the program: for limits and the like.
  func shell(_ line: String) throws -> Ended { try startShell(line).wait() }

  /// Starts a shell line.
  func startShell(_ line: String) throws -> RunningProgram {
    try launch(["/bin/sh", "-c", line], in: nil, environment: ["DAYBOOK": try Program.path.get()])
  }

  private func launch(
    _ words: [String], in folder: String?, environment: [String: String]
  ) throws -> RunningProgram {
    let number = Workplace.count.wrappingAdd(1, ordering: .relaxed).newValue
    let variables = ["PATH": "/usr/bin:/bin", "HOME": path].merging(environment) { $1 }
    return try RunningProgram(
      words, in: folder ?? path, scratch: "\(scratch)/\(number)", environment: variables)
  }
}
