import Checkpoints
import Databases
import Records
import Testing

@Suite("Runs and files that survive a crash")
struct RunTests {
  @Test("runs are numbered one after the other, over all pipelines, and listed newest first")
  func numbering() throws {
    let folder = Folder()
    #expect(try folder.store().begin(run(), files: []) == 1)
    #expect(try folder.store().begin(run("yearly"), files: []) == 2)
    let store = try folder.store()
    #expect(try store.begin(run(), files: []) == 3)
    #expect(try store.runs().map(\.number) == [3, 2, 1])
    #expect(try store.runs(of: "monthly").map(\.number) == [3, 1])
    #expect(try store.runs(of: "none") == [])
    #expect(try store.run(4) == nil)
    // The books know of more runs than this store.
    #expect(try store.begin(run(), files: [], after: 2) == 4)
    #expect(try store.begin(run(), files: [], after: 8) == 9)
    #expect(try store.begin(run(), files: []) == 10)
  }

  @Test("a run comes back as it was begun, taken up again and ended")
  func roundTrip() throws {
    let folder = Folder()
    let store = try folder.store()
    var expected = run()
    expected.number = try store.begin(run(), files: [])
    #expect(try store.run(1) == expected)
    try store.setResumed(1, at: "t1")
    try store.setStatus(.refused, of: 1, endedAt: "t2")
    expected.resumedAt = "t1"
    expected.endedAt = "t2"
    expected.status = .refused
    #expect(try folder.store(.reading).run(1) == expected)
    var bare = run()
    bare.company = nil
    bare.request = ""
    bare.number = try store.begin(bare, files: [])
    #expect(try store.run(2) == bare)
  }

  @Test("the run that goes on or was interrupted is found, one that ended in any way is not")
  func unfinished() throws {
    let folder = Folder()
    let store = try folder.store()
    #expect(try store.unfinishedRun(of: "monthly") == nil)
    let number = try store.begin(run(), files: [])
    #expect(try store.unfinishedRun(of: "monthly")?.number == number)
    #expect(try store.unfinishedRun(of: "yearly") == nil)
    for status in StoredRun.Status.allCases where status != .running {
      try store.setStatus(status, of: number, endedAt: "t")
      #expect(try store.unfinishedRun(of: "monthly") == nil, "\(status)")
    }
  }

  @Test("files come back in the order of the run, and the last that was saved counts")
  func files() throws {
    let folder = Folder()
    let store = try folder.store()
    let number = try store.begin(run(), files: [file(1, digest: "d1"), file()])
    #expect(try store.files(of: number) == [file(), file(1, digest: "d1")])
    var loading = file(status: .loading)
    loading.rowsCommitted = 131_072
    loading.rowsBefore = 65_536
    loading.retracted = "12 rows, 3.00 EUR"
    loading.remarks = "declared encoding was wrong\nsemicolons"
    try store.save(loading, of: number)
    #expect(try folder.store(.reading).files(of: number) == [loading, file(1, digest: "d1")])
    #expect(try store.files(of: 9) == [])
  }

  @Test("bytes count as loaded for their own pipeline and once they are all in, under whatever name")
  func loaded() throws {
    let folder = Folder()
    let store = try folder.store()
    let first = try store.begin(run(), files: [file(digest: "a"), file(1, digest: "b")])
    #expect(try store.runThatLoaded("a", pipeline: "monthly") == nil)
    try store.save(file(digest: "a", status: .loading), of: first)
    #expect(try store.runThatLoaded("a", pipeline: "monthly") == nil)
    try store.save(file(digest: "a", status: .loaded), of: first)
    #expect(try store.runThatLoaded("a", pipeline: "monthly") == first)
    #expect(try store.runThatLoaded("b", pipeline: "monthly") == nil)
    #expect(try store.runThatLoaded("a", pipeline: "yearly") == nil)
    let second = try store.begin(run(), files: [file(digest: "a", status: .loaded)])
    #expect(try store.runThatLoaded("a", pipeline: "monthly") == second)
  }

  @Test("bytes count as refused only for the very same pipeline text, and once the run has ended")
  func refused() throws {
    let folder = Folder()
    let store = try folder.store()
    let number = try store.begin(run(), files: [file(digest: "a", status: .refused)])
    func found(_ spec: String, _ pipeline: String = "monthly") throws -> Int64? {
      try store.runThatRefused("a", pipeline: pipeline, specDigest: spec)
    }
    #expect(try found("spec-1") == nil)
    try store.setStatus(.refused, of: number, endedAt: "t")
    #expect(try found("spec-1") == number)
    #expect(try found("spec-2") == nil)
    #expect(try found("spec-1", "yearly") == nil)
  }

  @Test("writes are part of an open transaction, and are forgotten with it")
  func transactions() throws {
    let folder = Folder()
    let store = try folder.store()
    let number = try store.begin(run(), files: [file()])
    func write() throws(Fault) {
      try store.save(file(status: .loading), of: number)
      _ = try store.begin(run("yearly"), files: [])
      try store.setStatus(.done, of: number, endedAt: "t")
    }
    try store.database.begin()
    try write()
    #expect(store.database.isInTransaction)
    #expect(try folder.store(.reading).files(of: number) == [file()], "another connection sees nothing yet")
    store.database.rollback()
    #expect(try store.files(of: number) == [file()])
    #expect(try store.runs().map(\.number) == [number])
    #expect(try store.unfinishedRun(of: "monthly")?.number == number)
    try store.database.begin()
    try write()
    try store.database.commit()
    #expect(try folder.store(.reading).files(of: number).map(\.status) == [.loading])
    #expect(try folder.store(.reading).runs().map(\.number) == [number + 1, number])
  }

  @Test("a database without checkpoints answers like an empty store when it is read, and stays as it is")
  func withoutTables() throws {
    let folder = Folder()
    try SQLiteDatabase(path: folder.database, access: .writing).execute("CREATE TABLE own (a)")
    let store = try folder.store(.reading)
    #expect(try store.runs() == [])
    #expect(try store.run(1) == nil)
    #expect(try store.unfinishedRun(of: "monthly") == nil)
    #expect(try store.files(of: 1) == [])
    #expect(try store.runThatLoaded("a", pipeline: "monthly") == nil)
    #expect(try store.runThatRefused("a", pipeline: "monthly", specDigest: "s") == nil)
    #expect(try store.footing(run: 1, file: 0, scale: 4) == [])
    #expect(try store.statementCounts(run: 1, file: 0) == (0, 0))
    #expect(try store.refusals(of: 1).isEmpty)
    #expect(try store.database.query("SELECT name FROM sqlite_schema") { $0.text(0) } == ["own"])
  }

  @Test("checkpoints of a newer program are refused, and left alone")
  func newer() throws {
    let folder = Folder()
    try folder.store().database.execute("UPDATE daybook_meta SET schema = schema + 1")
    for access in [SQLiteDatabase.Access.writing, .reading] {
      #expect(throws: Fault("checkpoints-too-new", "", status: .specInvalid)) { try folder.store(access) }
    }
  }

  @Test("two stores that did the same at other times differ in times only")
  func determinism() throws {
    func dump(_ time: String) throws -> [String] {
      let folder = Folder()
      let store = try folder.store()
      var begun = run()
      begun.startedAt = time
      let number = try store.begin(begun, files: [file()])
      try store.setResumed(number, at: time)
      try store.setStatus(.done, of: number, endedAt: time)
      let tables = try store.database.query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
      ) { $0.text(0) ?? "" }
      var lines: [String] = []
      for table in tables {
        let columns = try store.database.query("SELECT name FROM pragma_table_info('\(table)')") {
          $0.text(0) ?? ""
        }
        let names = columns.filter { !$0.hasSuffix("_at") }.map { "\"\($0)\"" }.joined(separator: ", ")
        lines += try store.database.query("SELECT \(names) FROM \(table)") { row in
          (0..<row.columnCount).map { row.text($0) ?? "~" }.joined(separator: "|")
        }
      }
      return lines
    }
    let early = try dump("2026-01-01")
    #expect(early.count == 3)
    #expect(try early == dump("2027-12-31"))
  }

  @Test("the archive of a member is found by bytes, whatever mark the member's name begins with")
  func archive() {
    let member = "\u{301}a.csv"
    let file = StoredFile(
      ordinal: 0, path: "/in/a.zip/\(member)", format: "csv", digest: "", member: member, size: 1)
    #expect(file.diskPath == "/in/a.zip")
  }
}
