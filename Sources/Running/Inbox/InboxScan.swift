import Bytes
import Glibc
import Records

/// One look into an inbox: which files have settled, which are still to wait for, and which are not touched.
///
/// No link is followed, no file is opened, no folder in it is looked into. Nothing in it depends on when it was done but by `now`.
struct InboxScan: Sendable, Equatable {
  /// A regular file as it was found.
  struct Found: Sendable, Hashable {
    var path: String
    var size: Int64
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    var modified: Int64
    var inode: UInt64

    /// Whether the survey is of this very file, as it was found.
    func isWhat(_ survey: FileSurvey) -> Bool {
      survey.inode == inode && survey.modified == modified && (survey.member != nil || survey.size == size)
    }
  }

  /// Why a file is waited for.
  enum Delay: String, Sendable {
    case young = "written a moment ago"
    case unfinished = "named as an upload under way"
    case hidden = "named as a hidden file"
  }

  /// A file that is not ready yet.
  struct Waiting: Sendable, Hashable {
    var path: String
    var delay: Delay
  }

  /// Oldest first; of the same time in the order of their paths' bytes.
  private(set) var ready: [Found] = []
  /// In the order of their paths' bytes, like what is refused.
  private(set) var waiting: [Waiting] = []
  /// What is in the inbox and will never be read as it is: a fault for each, with its place.
  private(set) var refused: [Fault] = []
  /// Folders in it, hidden ones left out, in the order of their paths' bytes.
  private(set) var folders: [String] = []
  /// When the first young file is old enough, nanoseconds since 1970-01-01T00:00:00Z; nil when none is young.
  private(set) var nextLook: Int64?

  /// - Parameters:
  ///   - folder: its absolute path.
  ///   - minimumAge: nanoseconds that a file must not have been written for.
  ///   - now: nanoseconds since 1970-01-01T00:00:00Z.
  /// - Throws: `inbox-missing`, `inbox-not-readable`.
  init(_ folder: String, minimumAge: Int64 = 5_000_000_000, now: Int64) throws(Fault) {
    let root = try InboxFolder(folder)
    for entry in root.entries {
      switch entry.kind {
      case .file(let found, let changed): sort(entry.name, found, changed, minimumAge, now)
      case .refused(let fault): refused.append(fault)
      case .link: refused.append(InboxFaults.link(entry.path, inbox: root.path))
      case .folder: if !entry.name.hasPrefix(".") { folders.append(entry.path) }
      case .gone: continue
      }
    }
    putInOrder()
  }

  private mutating func sort(
    _ name: String, _ found: Found, _ changed: Int64, _ minimumAge: Int64, _ now: Int64
  ) {
    if name.hasPrefix(".") {
      waiting.append(Waiting(path: found.path, delay: .hidden))
    } else if InboxScan.isUnfinished(name) {
      waiting.append(Waiting(path: found.path, delay: .unfinished))
    } else if !InboxFaults.isReadable(found.path) {
      refused.append(InboxFaults.notReadable(found.path))
    } else {
      // A time to come says nothing of when the file was written; when it was last touched does.
      let written = found.modified > now ? changed : found.modified
      let ripe = written.addingReportingOverflow(minimumAge)
      if !ripe.overflow, ripe.partialValue <= now {
        ready.append(found)
      } else {
        waiting.append(Waiting(path: found.path, delay: .young))
        // A clock that was put back must not make it wait longer than the age itself.
        let soon = now.addingReportingOverflow(minimumAge)
        let when = min(
          ripe.overflow ? Int64.max : ripe.partialValue, soon.overflow ? .max : soon.partialValue)
        nextLook = min(nextLook ?? when, when)
      }
    }
  }

  private mutating func putInOrder() {
    ready.sort { a, b in
      a.modified != b.modified
        ? a.modified < b.modified : a.path.utf8.lexicographicallyPrecedes(b.path.utf8)
    }
    waiting.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    folders.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    refused.sort { a, b in
      (a.place?.file ?? "").utf8.lexicographicallyPrecedes((b.place?.file ?? "").utf8)
    }
  }

  /// What programs that copy and download call a file that is not all there yet.
  private static func isUnfinished(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".part", ".tmp", ".crdownload", ".filepart", "~"].contains { name.hasSuffix($0) }
  }
}
