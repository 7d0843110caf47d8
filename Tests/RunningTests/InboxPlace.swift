import Bytes
import Glibc
import Testing

/// A folder of its own for one test, with an inbox in it.
final class InboxPlace {
  let path: String

  /// - Parameter root: where it lies: another file system, for moves between two.
  init(in root: String = "/tmp") {
    var template = Array("\(root)/daybook-inbox-XXXXXX".utf8CString)
    // The template is a C string of this function's own; the name comes back in it.
    _ = unsafe mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    makeFolder("Inbox")
  }

  deinit { InboxPlace.remove(path) }

  var inbox: String { path + "/Inbox" }

  func makeFolder(_ name: String) { _ = unsafe mkdir("\(path)/\(name)", 0o777) }

  /// Writes a file of the inbox; gives its path.
  ///
  /// - Parameter seconds: when it was last written, since 1970.
  @discardableResult
  func drop(_ name: String, _ text: String = "text", at seconds: Int? = nil) throws -> String {
    let file = "\(inbox)/\(name)"
    try AtomicFile.write(Array(text.utf8), to: file)
    if let seconds { touch(file, at: seconds) }
    return file
  }

  func touch(_ path: String, at seconds: Int) {
    let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    // Two times, as the call wants them; the path is ended by a zero byte for it.
    let result = unsafe times.withUnsafeBufferPointer { unsafe utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
    #expect(result == 0)
  }

  /// The text of a file; nil when there is none.
  func text(_ path: String) -> String? {
    guard let stream = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    // At most the bytes of the array are written.
    let count = unsafe fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Every file below a folder, relative to it, sorted, hidden ones too.
  static func files(below folder: String) -> [String] {
    names(in: folder).flatMap { name in
      isFolder("\(folder)/\(name)") ? files(below: "\(folder)/\(name)").map { "\(name)/\($0)" } : [name]
    }.sorted()
  }

  private static func names(in folder: String) -> [String] {
    var names: [String] = []
    // The stream is open until closed below, and each entry is copied before the next is asked for.
    guard let stream = unsafe opendir(folder) else { return [] }
    while let entry = unsafe readdir(stream) {
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    unsafe closedir(stream)
    return names.filter { $0 != "." && $0 != ".." }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Takes away a folder and everything in it.
  static func remove(_ folder: String) {
    for name in names(in: folder) {
      let path = "\(folder)/\(name)"
      // The path is ended by a zero byte for the call.
      if isFolder(path) { remove(path) } else { _ = unsafe unlink(path) }
    }
    _ = unsafe rmdir(folder)
  }
}
