import Glibc

/// The files of the project itself, for tests that hold generated files against what they are made from.
enum HouseFiles {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"

  /// The file's text; nil when there is none.
  static func text(_ path: String) -> String? {
    guard let file = unsafe fopen(root + path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      // The chunk has room for its own count.
      let got = unsafe chunk.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
      if got == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<got]
    }
  }

  static func write(_ text: String, to path: String) {
    guard let file = unsafe fopen(root + path, "w") else { preconditionFailure("cannot write \(path)") }
    // The array outlives the call.
    _ = unsafe Array(text.utf8).withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
    _ = unsafe fclose(file)
  }

  /// Names in a folder, sorted.
  static func names(in folder: String) -> [String] {
    guard let directory = unsafe opendir(root + folder) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // The name ends with a zero byte within the entry.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether generated files are to be written anew: `RECORD=1`.
  static var isRecording: Bool { unsafe getenv("RECORD") != nil }
}
