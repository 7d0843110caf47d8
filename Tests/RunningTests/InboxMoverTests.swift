import Bytes
import Glibc
import Records
import Support
import Testing

@testable import Running

@Suite("moving the files of an inbox")
struct InboxMoverTests {
  private let place = InboxPlace()
  private var mover: FileMover {
    FileMover(archive: place.path + "/Archive", quarantine: place.path + "/Quarantine")
  }
  private let digest = Digest.sha256(Array("text".utf8))

  private func archived(_ path: String, _ taken: Set<String> = []) -> MoveIntent {
    mover.archiving(path, digest: digest, label: "DE12 3456", year: 2026, taken: taken)
  }

  @Test("a file goes to the folder of its account and year")
  func archive() throws {
    let path = try place.drop("bank.csv", at: 1000)
    let intent = archived(path)
    #expect(intent.to == place.path + "/Archive/DE12 3456/2026/bank.csv")
    #expect(try mover.perform(intent) == .moved)
    #expect(place.text(intent.to) == "text")
    #expect(TemporaryFolder.files(below: place.path) == ["Archive/DE12 3456/2026/bank.csv"])
    #expect(try mover.perform(intent) == .wasMoved)
  }

  @Test("a file that is put aside has its reasons beside it")
  func quarantine() throws {
    let path = try place.drop("bank.csv")
    let intent = mover.quarantining(path, digest: digest)
    #expect(try mover.perform(intent, reasons: "why\n") == .moved)
    #expect(try mover.perform(intent, reasons: "why\n") == .wasMoved)
    #expect(
      TemporaryFolder.files(below: place.path) == ["Quarantine/bank.csv", "Quarantine/bank.csv.reasons.txt"])
    #expect(place.text(intent.to + ".reasons.txt") == "why\n")
  }

  @Test("a taken name gets a number before its ending, whoever took it")
  func names() throws {
    for _ in 0..<3 { try mover.perform(archived(try place.drop("bank.csv"))) }
    #expect(
      TemporaryFolder.files(below: place.path + "/Archive/DE12 3456/2026") == [
        "bank-2.csv", "bank-3.csv", "bank.csv",
      ])
    let path = try place.drop("bank.csv")
    let next = archived(path)
    #expect(next.to.hasSuffix("/bank-4.csv"))
    #expect(archived(path, [next.to]).to.hasSuffix("/bank-5.csv"))
    // Of a file that is put aside, the name of its reasons must be free as well.
    place.makeFolder("Quarantine")
    try AtomicFile.write([1], to: place.path + "/Quarantine/bank.csv.reasons.txt")
    #expect(mover.quarantining(path, digest: digest).to.hasSuffix("/bank-2.csv"))
    #expect(FileMover.numbered("a.csv.gz", 2) == "a-2.csv.gz")
    #expect(FileMover.numbered("readme", 3) == "readme-3")
    #expect(FileMover.numbered(String(repeating: "ä", count: 127) + ".csv", 12).utf8.count <= 255 - 20)
    #expect(FileMover.numbered("a." + String(repeating: "b", count: 250), 2).utf8.count <= 255 - 20)
  }

  @Test("an account becomes a folder that cannot lead elsewhere")
  func labels() {
    #expect(FileMover.folderName("../../etc") == "_._.._etc")
    #expect(FileMover.folderName("") == "_")
    #expect(FileMover.folderName("..") == "_.")
    #expect(FileMover.folderName("NL91/ABNA\n0417") == "NL91_ABNA_0417")
  }

  /// What a crash between two steps of a move can leave behind.
  @Test(
    "a move is finished from wherever it was stopped, on one file system and between two", arguments: 0..<4)
  func stopped(step: Int) throws {
    for root in ["/tmp", "/dev/shm"] {
      let archive = InboxPlace(in: root)
      let source = try place.drop("bank.csv", at: 1000)
      let folder = archive.path + "/2026"
      let intent = MoveIntent(from: source, to: folder + "/bank.csv", digest: digest)
      if step > 0 { archive.makeFolder("2026") }
      switch step {
      case 1: try AtomicFile.write(Array("te".utf8), to: folder + "/.bank.csv.moving")
      case 2: try AtomicFile.write(Array("text".utf8), to: intent.to)
      case 3:
        try AtomicFile.write(Array("text".utf8), to: intent.to)
        #expect(unsafe unlink(source) == 0)
      default: break
      }
      #expect(try intent.perform() == (step == 3 ? .wasMoved : .moved))
      #expect(try intent.perform() == .wasMoved)
      #expect(TemporaryFolder.files(below: place.inbox) == [])
      let isOneFileSystem = root == "/tmp"
      // A copy that was begun is only in the way where copying is what moves.
      let left = isOneFileSystem && step == 1 ? [".bank.csv.moving", "bank.csv"] : ["bank.csv"]
      #expect(TemporaryFolder.files(below: folder) == left)
      #expect(place.text(intent.to) == "text")
    }
  }

  @Test("a copy on another file system keeps the time of the file")
  func times() throws {
    let archive = InboxPlace(in: "/dev/shm")
    let intent = MoveIntent(
      from: try place.drop("bank.csv", at: 1000), to: archive.inbox + "/bank.csv", digest: digest)
    #expect(try intent.perform() == .moved)
    #expect(
      try FileSurvey.of(path: intent.to, declared: nil).modified == 1000 * 1_000_000_000)
  }

  @Test("two names of one file are two, and two ways to one name are one")
  func oneEntry() throws {
    let path = try place.drop("bank.csv")
    // The paths are ended by a zero byte for the calls.
    #expect(unsafe symlink("Inbox", place.path + "/Link") == 0)
    let circle = MoveIntent(from: path, to: place.path + "/Link/bank.csv", digest: digest)
    _ = try circle.perform()
    #expect(place.text(path) == "text")
    #expect(unsafe link(path, place.path + "/second.csv") == 0)
    #expect(try MoveIntent(from: path, to: place.path + "/second.csv", digest: digest).perform() == .moved)
    #expect(TemporaryFolder.files(below: place.inbox) == [])
    #expect(place.text(place.path + "/second.csv") == "text")
  }

  @Test("a file that came under the name of one that was moved stays where it is")
  func newcomer() throws {
    let intent = archived(try place.drop("bank.csv"))
    try mover.perform(intent)
    let path = try place.drop("bank.csv", "next month")
    #expect(try mover.perform(intent) == .wasMoved)
    #expect(place.text(path) == "next month")
    #expect(place.text(intent.to) == "text")
  }

  @Test("a file that was replaced before it was moved is left alone, and so is a link in its place")
  func replaced() throws {
    let path = try place.drop("bank.csv")
    let intent = mover.quarantining(path, digest: digest)
    try place.drop("bank.csv", "other")
    #expect(throws: Fault("move-source-replaced", "", status: .tryAgain)) {
      try mover.perform(intent, reasons: "why")
    }
    #expect(TemporaryFolder.files(below: place.path) == ["Inbox/bank.csv"])
    // The paths are ended by a zero byte for the calls.
    #expect(unsafe unlink(path) == 0 && symlink("/etc/hostname", path) == 0)
    #expect(throws: Fault("move-source-replaced", "", status: .tryAgain)) { try mover.perform(intent) }
  }

  @Test("a file that is gone, and a name that was taken meanwhile, are faults that change nothing")
  func refused() throws {
    let path = try place.drop("bank.csv")
    let intent = archived(path)
    try mover.perform(archived(try place.drop("other.csv")))
    try AtomicFile.write(Array("somebody's".utf8), to: intent.to)
    #expect(throws: Fault("move-target-taken", "", status: .tryAgain)) { try mover.perform(intent) }
    #expect(place.text(path) == "text")
    #expect(place.text(intent.to) == "somebody's")
    #expect(unsafe unlink(path) == 0)
    #expect(throws: Fault("move-source-missing", "", status: .inputMissing)) { try mover.perform(intent) }
    #expect(place.text(intent.to) == "somebody's")
  }
}
