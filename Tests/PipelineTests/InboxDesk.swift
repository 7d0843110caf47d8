import Foundation
import Glibc
import Support

/// A workplace with a pipeline that takes its files from an inbox.
struct InboxDesk {
  let desk: Workplace

  static let books = "books/books.db"

  init(_ pipeline: BankPipeline = InboxDesk.pipeline()) throws {
    desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try makeFolder("Inbox/bank")
  }

  static func pipeline(age: String = "0s", formats: String = BankPipeline.csvFormat) -> BankPipeline {
    BankPipeline(
      read: "inbox: Inbox/bank, minimum_age: \(age), archive: Archive, quarantine: Quarantine",
      formats: formats)
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: desk.place(name), withIntermediateDirectories: true)
  }

  /// Puts a file into the inbox, as if written so many seconds after the first moment of 2026.
  func drop(_ name: String, _ text: String, at seconds: Int = 0) throws {
    try drop(name, bytes: Array(text.utf8), at: seconds)
  }

  func drop(_ name: String, bytes: [UInt8], at seconds: Int = 0) throws {
    try desk.write("Inbox/bank/\(name)", bytes: bytes)
    let time = timespec(tv_sec: 1_767_225_600 + seconds, tv_nsec: 0)
    let times = [time, time]
    // Two times, as the call wants them; the path is ended by a zero byte for it.
    _ = unsafe times.withUnsafeBufferPointer {
      unsafe utimensat(AT_FDCWD, desk.place("Inbox/bank/\(name)"), $0.baseAddress, 0)
    }
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Ended {
    try desk.start(["run", "pipeline.yaml"] + arguments).wait()
  }

  /// The files in inbox, archive and quarantine, but for reasons.
  func places() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: desk.path).filter { name in
      var isFolder: ObjCBool = false
      // The flag is this closure's own.
      let isThere = unsafe FileManager.default.fileExists(atPath: desk.place(name), isDirectory: &isFolder)
      return isThere && !isFolder.boolValue && !name.hasSuffix(".reasons.txt")
        && ["Inbox/", "Archive/", "Quarantine/"].contains { name.hasPrefix($0) }
    }.sorted()
  }

  /// The references in the books.
  func loaded() throws -> [String] {
    try Books.rows(desk.place(InboxDesk.books), "SELECT external_id FROM entries ORDER BY 1")
  }

  func rows(_ query: String) throws -> [String] { try Books.rows(desk.place(InboxDesk.books), query) }
}
