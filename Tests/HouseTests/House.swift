import Foundation
import Testing

/// The repository as it lies on the disk, found from this file.
enum House {
  static let root =
    URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/"

  /// A file of the house: its path from the root, and its text.
  struct File: Sendable, CustomTestStringConvertible {
    var path: String
    var text: String

    var testDescription: String { path }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The lines that are not comments, numbered from 1.
    var code: [(number: Int, text: String)] {
      lines.enumerated().compactMap { at, line in
        line.drop { $0 == " " }.hasPrefix("//") ? nil : (at + 1, String(line))
      }
    }
  }

  /// Paths of all files in a folder, sorted; of one kind when `suffix` is given.
  static func paths(in folder: String, suffix: String = "") -> [String] {
    let found = FileManager.default.enumerator(atPath: root + folder)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(suffix) && !isFolder(folder + "/" + $0) }.map { folder + "/" + $0 }
      .sorted()
  }

  /// Names of the folders and files right in a folder, sorted, hidden ones left out.
  static func names(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root + folder)?.compactMap { $0 as? String } ?? []
    return names.filter { !$0.contains("/") && !$0.hasPrefix(".") }.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    // The flag outlives the call.
    return unsafe FileManager.default.fileExists(atPath: root + path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The file's text; nil when there is none or it is not text.
  static func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: root + path) else { return nil }
    return String(bytes: data, encoding: .utf8)
  }

  static func files(in folder: String, suffix: String = ".swift") -> [File] {
    paths(in: folder, suffix: suffix).compactMap { path in text(path).map { File(path: path, text: $0) } }
  }

  static let sources = files(in: "Sources")

  /// What a program writes to its standard output, run in the house's root.
  static func output(of command: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.standardError
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command.joined(separator: " ")) failed")
    return data
  }
}
