import Bytes
import Dispatch
import Glibc
import Records
import Testing

@testable import Running

@Suite("watching inboxes")
struct InboxWatchTests {
  private let place = InboxPlace()
  /// No test waits for it: it only ends one that would hang.
  private let late = ContinuousClock.now + .seconds(60)

  private func watch(_ folders: String..., wakeUp: WakeUp? = nil) throws -> InboxWatch {
    try InboxWatch(folders, wakeUp: wakeUp ?? WakeUp())
  }

  /// Whether nothing more has happened than what was asked for.
  private func isQuiet(_ watch: InboxWatch) throws -> Bool {
    try watch.next(until: .now - .seconds(1)) == .deadlinePassed
  }

  private func rename(_ from: String, _ to: String) {
    // Both paths are ended by a zero byte for the call.
    #expect(unsafe Glibc.rename(from, to) == 0)
  }

  @Test("a file that was written or moved in is noticed, many of them once")
  func files() throws {
    let watch = try watch(place.inbox)
    #expect(try isQuiet(watch))
    for number in 0..<20 { try place.drop("\(number).csv") }
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    #expect(try isQuiet(watch))
    try AtomicFile.write([1], to: place.path + "/outside.csv")
    rename(place.path + "/outside.csv", place.inbox + "/moved.csv")
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    #expect(try isQuiet(watch))
  }

  @Test("of several inboxes those are named in which something happened")
  func several() throws {
    let names = ["A", "B", "C"]
    names.forEach(place.makeFolder)
    let paths = names.map { place.path + "/" + $0 }
    let watch = try InboxWatch(paths, wakeUp: WakeUp())
    try AtomicFile.write([1], to: paths[2] + "/x")
    try AtomicFile.write([1], to: paths[0] + "/x")
    #expect(try watch.next(until: late) == .changed([paths[0], paths[2]]))
    #expect(try isQuiet(watch))
  }

  @Test("a folder that comes later is noticed, however much of its path is missing")
  func comesLater() throws {
    let path = place.path + "/one/two/Inbox"
    let watch = try watch(path)
    place.makeFolder("one")
    place.makeFolder("unrelated")
    #expect(try isQuiet(watch))
    place.makeFolder("one/two")
    place.makeFolder("one/two/Inbox")
    #expect(try watch.next(until: late) == .changed([path]))
    try AtomicFile.write([1], to: path + "/a.csv")
    #expect(try watch.next(until: late) == .changed([path]))
  }

  @Test("a folder that was removed, moved away or replaced is watched again")
  func replaced() throws {
    let watch = try watch(place.inbox)
    #expect(unsafe rmdir(place.inbox) == 0)
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    place.makeFolder("Inbox")
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    try place.drop("a.csv")
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    rename(place.inbox, place.path + "/Old")
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    // What happens in the folder that was moved away is nothing to us.
    try AtomicFile.write([1], to: place.path + "/Old/b.csv")
    #expect(try isQuiet(watch))
    place.makeFolder("New")
    rename(place.path + "/New", place.inbox)
    #expect(try watch.next(until: late) == .changed([place.inbox]))
    try place.drop("c.csv")
    #expect(try watch.next(until: late) == .changed([place.inbox]))
  }

  @Test("a folder above that is moved away and back is survived")
  func aboveReplaced() throws {
    place.makeFolder("above")
    place.makeFolder("above/Inbox")
    let path = place.path + "/above/Inbox"
    let watch = try watch(path)
    rename(place.path + "/above", place.path + "/elsewhere")
    #expect(try watch.next(until: late) == .changed([path]))
    rename(place.path + "/elsewhere", place.path + "/above")
    #expect(try watch.next(until: late) == .changed([path]))
    try AtomicFile.write([1], to: path + "/a.csv")
    #expect(try watch.next(until: late) == .changed([path]))
  }

  @Test("a wake from another thread ends the wait, before and while it lasts")
  func wakes() throws {
    let wakeUp = try WakeUp()
    let watch = try watch(place.inbox, wakeUp: wakeUp)
    for _ in 0..<3 { wakeUp.wake() }
    #expect(try watch.next(until: nil) == .woken)
    #expect(try isQuiet(watch))
    DispatchQueue.global().async { wakeUp.wake() }
    #expect(try watch.next(until: nil) == .woken)
  }

  @Test("a deadline that has passed ends the wait, and what happened before is told first")
  func deadline() throws {
    let watch = try watch(place.inbox)
    #expect(try watch.next(until: .now + .milliseconds(1)) == .deadlinePassed)
    try place.drop("a.csv")
    #expect(try watch.next(until: .now) == .changed([place.inbox]))
    #expect(try watch.next(until: .now) == .deadlinePassed)
  }

  @Test("one folder may be watched under two names, and be above another")
  func shared() throws {
    place.makeFolder("Inbox/sub")
    #expect(unsafe symlink("Inbox", place.path + "/Link") == 0)
    let paths = [place.inbox, place.path + "/Link", place.inbox + "/sub"]
    let watch = try InboxWatch(paths, wakeUp: WakeUp())
    try place.drop("a.csv")
    #expect(try watch.next(until: late) == .changed([paths[0], paths[1]]))
    try place.drop("sub/a.csv")
    #expect(try watch.next(until: late) == .changed([paths[2]]))
  }
}
