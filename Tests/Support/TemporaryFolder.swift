import Glibc

/// A new folder, taken away with everything in it when it is let go.
public final class TemporaryFolder: Sendable {
  /// Absolute.
  public let path: String

  /// - Parameter root: where it lies: another file system, for moves between two.
  public init(in root: String = "/tmp") {
    var template = Array("\(root)/daybook-test-XXXXXX".utf8CString)
    // The template is a C string of this function's own; the name comes back in it.
    let isMade = unsafe mkdtemp(&template) != nil
    precondition(isMade, "no temporary folder in \(root)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { TemporaryFolder.remove(path) }

  /// Names in a folder, sorted, hidden ones too; none when there is no such folder.
  public static func names(in folder: String) -> [String] {
    var names: [String] = []
    // The stream is open until closed below, and each entry is copied before the next is asked for.
    guard let stream = unsafe opendir(folder) else { return [] }
    while let entry = unsafe readdir(stream) {
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    unsafe closedir(stream)
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// Every file below a folder, relative to it, sorted, hidden ones too.
  public static func files(below folder: String) -> [String] {
    names(in: folder).flatMap { name in
      isFolder("\(folder)/\(name)") ? files(below: "\(folder)/\(name)").map { "\(name)/\($0)" } : [name]
    }.sorted()
  }

  /// Takes away a folder and everything in it.
  public static func remove(_ folder: String) {
    for name in names(in: folder) {
      let path = "\(folder)/\(name)"
      // The path is ended by a zero byte for the call.
      if isFolder(path) { remove(path) } else { _ = unsafe unlink(path) }
    }
    _ = unsafe rmdir(folder)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
