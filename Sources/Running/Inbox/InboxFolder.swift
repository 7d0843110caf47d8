import Glibc
import Records

/// The names in one folder, and what they stand for, at the moment of a look. Links are not followed.
struct InboxFolder {
  enum Kind {
    /// When its status last changed, beside what is known of it: nanoseconds since 1970-01-01T00:00:00Z.
    case file(InboxScan.Found, changed: Int64)
    case folder
    case link
    case refused(Fault)
    /// It went away during the look.
    case gone
  }

  struct Entry {
    var name: String
    var path: String
    var kind: Kind
  }

  let path: String
  private(set) var entries: [Entry] = []

  /// - Throws: `inbox-missing`, `inbox-not-readable`.
  init(_ path: String) throws(Fault) {
    self.path = path
    // The path is ended by a zero byte for the call; the stream is open until it is closed below.
    guard let stream = unsafe opendir(path) else { throw InboxFaults.cannotOpen(path, errno) }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw InboxFaults.cannotOpen(path, errno) }
        break
      }
      // The name is a C string in the entry, which is copied before the next one is asked for.
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if bytes == [0x2E] || bytes == [0x2E, 0x2E] { continue }
      entries.append(InboxFolder.entry(bytes, in: path))
    }
  }

  private static func entry(_ bytes: [UInt8], in folder: String) -> Entry {
    guard let name = String(validating: bytes, as: UTF8.self), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else {
      let shown = "\(folder)/\(String(decoding: bytes.map { $0 >= 0x20 ? $0 : 0x3F }, as: UTF8.self))"
      return Entry(name: "", path: shown, kind: .refused(InboxFaults.nameNotText(shown)))
    }
    let path = "\(folder)/\(name)"
    return Entry(name: name, path: path, kind: kind(path))
  }

  private static func kind(_ path: String) -> Kind {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    guard unsafe lstat(path, &status) == 0 else {
      return errno == ENOENT ? .gone : .refused(InboxFaults.cannotOpen(path, errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      return .file(
        InboxScan.Found(
          path: path, size: Int64(status.st_size), modified: nanoseconds(status.st_mtim),
          inode: UInt64(status.st_ino)), changed: nanoseconds(status.st_ctim))
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .refused(InboxFaults.notRegular(path))
    }
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? Int64.max : seconds &+ Int64(time.tv_nsec)
  }
}
