import Foundation
import Glibc
import Support
import Testing

/// `daybook watch`: pipelines run when something has settled, and not otherwise.
@Suite("watching inboxes")
struct WatchTests {
  private let january = BankPipeline.rows("R1 A1 2026-01-05 1.00 USD")
  private let february = BankPipeline.rows("R2 A1 2026-02-05 2.00 USD")

  /// Waits until the program has said something on standard output, through a pipe that ends with it.
  private final class Lines {
    let program: RunningProgram
    private let descriptor: Int32
    private var text = ""

    /// - Parameter words: the program's arguments.
    init(_ inbox: InboxDesk, _ words: String) throws {
      let pipe = inbox.desk.place("said.pipe")
      try #require(unsafe mkfifo(pipe, 0o600) == 0)
      // Opened for both, so that neither side waits for the other.
      descriptor = unsafe open(pipe, O_RDWR | O_CLOEXEC)
      program = try inbox.desk.startShell("exec \"$DAYBOOK\" \(words) > said.pipe")
    }

    deinit { close(descriptor) }

    func wait(for wanted: String) throws {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while !text.contains(wanted) {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // One entry, ours; a minute is for a machine that hangs.
        try #require(unsafe poll(&waited, 1, 60_000) == 1, "not said: \(wanted); said: \(text)")
        // At most the bytes of the array are written.
        let count = unsafe read(descriptor, &buffer, 4096)
        text += String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      }
    }
  }

  @Test(
    "a file that comes is loaded at once; a signal ends the watch",
    arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
  func comes(_ signal: Int32, _ status: Int32) throws {
    let inbox = try InboxDesk()
    let lines = try Lines(inbox, "watch pipeline.yaml")
    try lines.wait(for: "bank: no run: no files\n")
    try inbox.desk.write("jan.csv", january)
    #expect(unsafe rename(inbox.desk.place("jan.csv"), inbox.desk.place("Inbox/bank/jan.csv")) == 0)
    try lines.wait(for: "bank: run 1: 1 loaded; 1 record read\n")
    try inbox.desk.write("feb.csv", february)
    #expect(unsafe rename(inbox.desk.place("feb.csv"), inbox.desk.place("Inbox/bank/feb.csv")) == 0)
    try lines.wait(for: "bank: run 2: 1 loaded; 1 record read\n")
    lines.program.send(signal)
    let ended = try lines.program.wait()
    #expect(ended.status == status, "\(ended.errors)")
    #expect(try inbox.places() == ["Archive/A1/2026/feb.csv", "Archive/A1/2026/jan.csv"])
  }

  @Test("a file that is too young is loaded when it is old enough, without another event")
  func ripens() throws {
    let inbox = try InboxDesk(InboxDesk.pipeline(age: "1s"))
    try inbox.desk.write("Inbox/bank/jan.csv", january)
    let lines = try Lines(inbox, "watch pipeline.yaml")
    try lines.wait(for: "bank: run 1: 1 loaded; 1 record read\n")
    lines.program.send(SIGTERM)
    #expect(try lines.program.wait().status == 143)
  }

  @Test("the folder is replaced by another one: what comes there is loaded")
  func folderReplaced() throws {
    let inbox = try InboxDesk()
    let lines = try Lines(inbox, "watch pipeline.yaml")
    try lines.wait(for: "bank: no run: no files\n")
    #expect(unsafe rename(inbox.desk.place("Inbox/bank"), inbox.desk.place("Inbox/old")) == 0)
    try inbox.desk.write("other/jan.csv", january)
    #expect(unsafe rename(inbox.desk.place("other"), inbox.desk.place("Inbox/bank")) == 0)
    try lines.wait(for: "bank: run 1: 1 loaded; 1 record read\n")
    lines.program.send(SIGTERM)
    #expect(try lines.program.wait().status == 143)
  }

  @Test("a pipeline whose books cannot be opened does not hold up the other")
  func oneFault() throws {
    let inbox = try InboxDesk()
    var other = InboxDesk.pipeline()
    other.name = "other"
    other.read = other.read.replacing("Inbox/bank", with: "Inbox/other")
    other.load = "{ path: books/no database, table: entries, provenance: true }"
    try inbox.desk.write("other.yaml", other.text)
    try inbox.desk.write(
      "books/no database", "this is a text and no database, as long as a header of one would be")
    try inbox.desk.write("Inbox/other/feb.csv", february)
    try inbox.desk.write("Inbox/bank/jan.csv", january)
    let lines = try Lines(inbox, "watch other.yaml pipeline.yaml")
    try lines.wait(for: "bank: run 1: 1 loaded; 1 record read\n")
    lines.program.send(SIGTERM)
    let ended = try lines.program.wait()
    #expect(ended.status == 143)
    #expect(ended.errors.contains(" other: "), "\(ended.errors)")
    #expect(inbox.desk.exists("Inbox/other/feb.csv"))
  }

  @Test("a pipeline without an inbox cannot be watched, nor two with the same one")
  func refused() throws {
    let inbox = try InboxDesk()
    try inbox.desk.write("glob.yaml", BankPipeline(name: "globbing").text)
    let without = try inbox.desk.daybook("watch", "pipeline.yaml", "glob.yaml")
    #expect(without.status == 64)
    #expect(without.errors.contains("inbox-not-declared: globbing has no inbox to watch"))
    var twin = InboxDesk.pipeline()
    twin.name = "twin"
    try inbox.desk.write("twin.yaml", twin.text)
    let shared = try inbox.desk.daybook("watch", "pipeline.yaml", "twin.yaml")
    #expect(shared.status == 64)
    #expect(shared.errors.contains("inbox-shared: twin has the inbox of bank"))
  }
}
