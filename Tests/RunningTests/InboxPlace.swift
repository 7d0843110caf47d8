import Bytes
import Glibc
import Support
import Testing

/// A folder of its own for one test, with an inbox in it.
final class InboxPlace {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  /// - Parameter root: where it lies: another file system, for moves between two.
  init(in root: String = "/tmp") {
    folder = TemporaryFolder(in: root)
    makeFolder("Inbox")
  }

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
}
