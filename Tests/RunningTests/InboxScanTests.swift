import Bytes
import Glibc
import Records
import Testing

@testable import Running

@Suite("looking into an inbox")
struct InboxScanTests {
  private let place = InboxPlace()
  /// A moment long after every file's time.
  private let later: Int64 = 2_000_000_000 * 1_000_000_000

  private func scan(minimumAge: Int64 = 5_000_000_000, now: Int64? = nil) throws
    -> InboxScan
  {
    try InboxScan(place.inbox, minimumAge: minimumAge, now: now ?? later)
  }

  private func names(_ found: [InboxScan.Found]) -> [String] {
    found.map { String($0.path.dropFirst(place.inbox.count + 1)) }
  }

  @Test("files come oldest first, those of one moment by their names' bytes")
  func order() throws {
    try place.drop("b.csv", at: 1000)
    try place.drop("a.csv", at: 1000)
    try place.drop("B.csv", at: 1000)
    try place.drop("new.csv", at: 2000)
    try place.drop("old.csv", at: 500)
    let scan = try scan()
    #expect(names(scan.ready) == ["old.csv", "B.csv", "a.csv", "b.csv", "new.csv"])
    #expect(scan.ready[0].size == 4)
    #expect(scan.ready[0].modified == 500 * 1_000_000_000)
    #expect(scan.waiting.isEmpty && scan.refused.isEmpty && scan.nextLook == nil)
  }

  @Test("a file that was written a moment ago is waited for exactly as long as it must be")
  func young() throws {
    let path = try place.drop("a.csv", at: 1000)
    let second: Int64 = 1_000_000_000
    let early = try scan(now: 1005 * second - 1)
    #expect(early.ready.isEmpty)
    #expect(early.waiting == [.init(path: path, delay: .young)])
    #expect(early.nextLook == 1005 * second)
    #expect(names(try scan(now: 1005 * second).ready) == ["a.csv"])
    #expect(names(try scan(minimumAge: 0, now: 1000 * second).ready) == ["a.csv"])
  }

  @Test("a time to come keeps no file waiting for ever")
  func future() throws {
    let path = try place.drop("a.csv", at: 4_000_000_000)
    #expect(names(try scan(now: 3_000_000_000 * 1_000_000_000).ready) == ["a.csv"])
    // Both clocks say that it was touched after now: the wait is bounded by the age.
    let early = try scan(now: 1_000_000_000)
    #expect(early.waiting == [.init(path: path, delay: .young)])
    #expect(early.nextLook == 6_000_000_000)
  }

  @Test(
    "an upload under way is known by its name",
    arguments: ["a.csv.part", "a.tmp", "A.CSV.PART", "x.crdownload", "x.filepart", "a.csv~"])
  func unfinished(name: String) throws {
    let path = try place.drop(name, at: 1000)
    let scan = try scan()
    #expect(scan.ready.isEmpty)
    #expect(scan.waiting == [.init(path: path, delay: .unfinished)])
  }

  @Test("hidden files are left alone")
  func hidden() throws {
    let path = try place.drop(".a.csv", at: 1000)
    #expect(try scan().waiting == [.init(path: path, delay: .hidden)])
  }

  @Test("what is in folders is not looked at")
  func folders() throws {
    for name in ["Inbox/Archive", "Inbox/sub", "Inbox/.git"] {
      place.makeFolder(name)
      try AtomicFile.write([1], to: "\(place.path)/\(name)/a.csv")
    }
    try place.drop("top.csv", at: 1000)
    let scan = try scan()
    #expect(names(scan.ready) == ["top.csv"])
    #expect(scan.waiting == [] && scan.refused.isEmpty)
    #expect(scan.folders == ["Archive", "sub"].map { "\(place.path)/Inbox/\($0)" })
  }

  @Test("links are refused and not followed, be they to files, folders or nothing")
  func links() throws {
    try place.drop("a.csv", at: 1000)
    try AtomicFile.write([1], to: place.path + "/Inbox-secret.csv")
    let targets = [
      "in.csv": place.inbox + "/a.csv", "out.csv": place.path + "/Inbox-secret.csv", "up": "..",
      "gone.csv": "nowhere", "self": "self", "hop": "out.csv", "root": ".",
    ]
    // The paths are ended by a zero byte for the call.
    for (name, target) in targets { #expect(unsafe symlink(target, "\(place.inbox)/\(name)") == 0) }
    let scan = try scan()
    #expect(names(scan.ready) == ["a.csv"])
    #expect(
      scan.refused.map { "\($0.place?.file.split(separator: "/").last ?? "") \($0.code)" } == [
        "gone.csv link-broken", "hop link-leaves-inbox", "in.csv link-within-inbox",
        "out.csv link-leaves-inbox",
        "root link-within-inbox", "self link-broken", "up link-leaves-inbox",
      ])
    #expect(scan.refused.allSatisfy { $0.hint != nil })
  }

  @Test("pipes and names that are no text are refused, and hold up nothing else")
  func oddities() throws {
    try place.drop("a.csv", at: 1000)
    // The paths are ended by a zero byte for the calls.
    #expect(unsafe mkfifo(place.inbox + "/pipe.csv", 0o600) == 0)
    let latin = Array((place.inbox + "/gr").utf8) + [0xFC, 0x6E, 0]
    let made = unsafe latin.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
      unsafe open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600)
    }
    close(made)
    defer {
      _ = unsafe latin.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
        unsafe unlink($0.baseAddress!)
      }
    }
    try place.drop("line\nbreak.csv", at: 1000)
    let scan = try scan()
    #expect(names(scan.ready) == ["a.csv"])
    #expect(
      scan.refused.map(\.code).sorted() == [
        "file-name-not-text", "file-name-not-text", "inbox-entry-not-regular",
      ])
  }

  @Test("a file that must not be read is refused", .enabled(if: geteuid() != 0, "root may read everything"))
  func unreadable() throws {
    let path = try place.drop("a.csv", at: 1000)
    #expect(unsafe chmod(path, 0) == 0)
    #expect(try scan().refused.map(\.code) == ["file-not-readable"])
  }

  @Test(
    "a file that was replaced after the look is known by its survey, and a link in its place is not opened")
  func replaced() throws {
    let path = try place.drop("a.csv", at: 1000)
    let found = try scan().ready[0]
    #expect(found.isWhat(try FileSurvey.of(path: path, declared: nil, followsLinks: false)))
    try place.drop("a.csv", "newer", at: 1000)
    #expect(!found.isWhat(try FileSurvey.of(path: path, declared: nil, followsLinks: false)))
    // The paths are ended by a zero byte for the calls.
    #expect(unsafe unlink(path) == 0 && symlink("/etc/hostname", path) == 0)
    #expect(throws: Fault("file-not-regular", "", status: .inputMissing)) {
      _ = try FileSurvey.of(path: path, declared: nil, followsLinks: false)
    }
  }

  @Test("an inbox that is not there is a fault, not an empty inbox")
  func missing() throws {
    #expect(throws: Fault("inbox-missing", "", status: .inputMissing)) {
      _ = try InboxScan(place.path + "/Nowhere", now: later)
    }
  }
}
