import Checkpoints
import Databases
import Glibc
import Records
import Testing

/// A folder of its own for one test.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/daybook-checkpoints-XXXXXX".utf8CString)
    // Safe: the template is a C string of this function's own; the name comes back in it.
    _ = unsafe mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["books.db", "books.db-wal", "books.db-shm"] { _ = unsafe unlink(path + "/" + name) }
    _ = unsafe rmdir(path)
  }

  var database: String { path + "/books.db" }

  func store(_ access: SQLiteDatabase.Access = .writing) throws(Fault) -> CheckpointStore {
    try CheckpointStore(SQLiteDatabase(path: database, access: access))
  }
}

@Suite("the checkpoint store")
struct StoreTests {
  private func begin(_ store: CheckpointStore, _ pipeline: String = "monthly") throws(Fault) -> RunRecord {
    try store.begin(
      pipeline: pipeline, mode: "new", specDigest: "abc", programVersion: "1.0", at: "2026-02-03T04:05:06Z")
  }

  private func file(_ run: Int64, _ number: Int = 0, digest: String = "d0") -> FileRecord {
    FileRecord(
      run: run, file: number, path: "/in/a.csv", name: "Inbox/a.csv", format: "csv", digest: digest,
      size: 1234,
      encoding: "utf-8", remarks: ["declared encoding was wrong", "dialect: semicolons"])
  }

  @Test("runs are numbered one after the other, over all pipelines")
  func numbering() throws {
    let folder = Folder()
    #expect(try begin(folder.store()).run == 1)
    #expect(try begin(folder.store(), "other").run == 2)
    let store = try folder.store()
    let third = try begin(store)
    #expect(third.run == 3)
    #expect(try store.run(3) == third)
    #expect(try store.runs().map(\.run) == [3, 2, 1])
    #expect(try store.runs(of: "monthly").map(\.run) == [3, 1])
    #expect(try store.runs(limit: 1).map(\.run) == [3])
    #expect(try store.latestRun(of: "other")?.run == 2)
    #expect(try store.run(4) == nil)
    #expect(try store.latestRun(of: "none") == nil)
  }

  @Test("a run that was killed or interrupted is found; one that ended is not")
  func unfinished() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    #expect(try store.unfinishedRun(of: "monthly")?.run == run)
    try store.finish(
      run, .interrupted, fault: Fault("disk-full", "the database cannot grow", status: .inputOutput), at: "t1"
    )
    let interrupted = try #require(try store.unfinishedRun(of: "monthly"))
    #expect(interrupted.status == .interrupted)
    #expect(interrupted.faultCode == "disk-full")
    #expect(interrupted.faultMessage == "the database cannot grow")
    #expect(interrupted.endedAt == "t1")
    try store.resume(run, at: "t2")
    let resumed = try #require(try store.unfinishedRun(of: "monthly"))
    #expect(resumed.status == .running)
    #expect(resumed.resumedAt == "t2")
    #expect(resumed.endedAt == nil)
    #expect(resumed.faultCode == nil)
    try store.finish(run, .done, at: "t3")
    #expect(try store.unfinishedRun(of: "monthly") == nil)
    let failed = try begin(store).run
    try store.finish(failed, .failed, at: "t4")
    #expect(try store.unfinishedRun(of: "monthly") == nil)
  }

  @Test("files come back as they were kept, in the order of the run")
  func files() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    var second = file(run, 1, digest: "d1")
    second.remarks = []
    try store.record(second)
    try store.record(file(run))
    #expect(try store.files(of: run) == [file(run), second])
    try store.progress(run: run, file: 0, rowsCommitted: 65_536)
    try store.mark(run: run, file: 1, .refused)
    let reopened = try folder.store(.reading).files(of: run)
    #expect(reopened.map(\.status) == [.loading, .refused])
    #expect(reopened.map(\.rowsCommitted) == [65_536, 0])
  }

  @Test("a file counts as loaded for its own pipeline, and only once it was loaded to its end")
  func loadedFiles() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    try store.record(file(run))
    #expect(try store.loadedFile(pipeline: "monthly", digest: "d0") == nil)
    try store.mark(run: run, file: 0, .done)
    #expect(try store.loadedFile(pipeline: "monthly", digest: "d0")?.name == "Inbox/a.csv")
    #expect(try store.loadedFile(pipeline: "monthly", digest: "d1") == nil)
    #expect(try store.loadedFile(pipeline: "other", digest: "d0") == nil)
  }

  @Test("progress inside an open transaction commits or is forgotten with it")
  func progress() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    try store.record(file(run))
    try store.database.begin()
    try store.progress(run: run, file: 0, rowsCommitted: 10)
    try store.record(
      [FootingLine(file: 0, stage: 0, name: "read", outcome: "read", tally: Tally(scale: 4))], run: run,
      file: 0)
    #expect(store.database.isInTransaction)
    store.database.rollback()
    #expect(try store.files(of: run).first?.rowsCommitted == 0)
    #expect(try store.footing(of: run) == [])
    try store.database.begin()
    try store.progress(run: run, file: 0, rowsCommitted: 20)
    try store.database.commit()
    #expect(try folder.store().files(of: run).first?.rowsCommitted == 20)
  }

  @Test("statements come back with their checks")
  func statements() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    var first = Statement(statementID: "S1", accountID: "A1", currency: Currency("USD") ?? .none, line: 3)
    first.asOf = CivilDate(iso: "2026-01-31")
    first.opening = ScaledDecimal("0.00")
    first.closing = ScaledDecimal("-12.3400")
    first.recordsTotal = ScaledDecimal(unscaled: -123_400, scale: 4)
    first.recordCount = 2
    first.disposition = .replace
    first.isInterim = true
    first.checks = [
      Statement.Check(name: "closing-balance", stated: "-12.3400", computed: "-12.3400", line: 9),
      Statement.Check(name: "record-count", stated: "3", computed: "2", line: 10),
    ]
    let second = Statement(statementID: "", accountID: "A2", currency: .none, line: 12)
    try store.record([first, second], run: run, file: 1)
    try store.record([second], run: run, file: 0)
    try store.record([first, second], run: run, file: 1)
    let found = try store.statements(of: run)
    #expect(found.map { [$0.file, $0.ordinal] } == [[0, 0], [1, 0], [1, 1]])
    #expect(found.map(\.statement) == [second, first, second])
    #expect(found.map(\.statement.proves) == [true, false, true])
  }

  @Test("footing comes back in rows and money, beyond 64 bits")
  func footing() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    var read = Tally(scale: 4)
    read.rows = 5
    read.amounts = [
      Currency("USD") ?? .none: -123_400, Currency("JPY") ?? .none: Int128(Int64.max) * 1000, .none: 7,
    ]
    var kept = Tally(scale: 4)
    kept.rows = 5
    let lines = [
      FootingLine(file: 0, stage: 0, name: "read", outcome: "read", tally: read),
      FootingLine(file: 0, stage: 1, name: "dedup", outcome: "kept", tally: kept),
    ]
    try store.record(lines, run: run, file: 0)
    try store.record(lines, run: run, file: 0)
    #expect(try store.footing(of: run) == lines)
    let texts = try store.database.query(
      "SELECT currency || ' ' || amount FROM daybook_footing WHERE stage = 0 ORDER BY currency"
    ) { $0.text(0) }
    #expect(texts == [" 0.0007", "JPY 922337203685477580.7000", "USD -12.3400"])
  }

  @Test("refused records keep their original bytes, whatever they are")
  func rejections() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = try begin(store).run
    let stored = (0..<3).map { at in
      StoredRejection(
        file: 0, ordinal: at,
        rejection: Rejection(
          origin: Origin(offset: 5_000_000_000, length: 4, line: 7, record: 6, statement: 0),
          stage: "normalize",
          field: "amount", value: at == 1 ? nil : "12.3O0", code: "amount-not-a-number",
          reason: "amount is not a number", hint: "The letter O is a common slip for zero.",
          position: at == 2 ? 3 : nil), original: at == 0 ? [] : [0xFF, 0, 0x0A, 0x22])
    }
    try store.save(Array(stored[..<2]), run: run)
    try store.save(Array(stored[1...]), run: run)
    #expect(try store.rejectionCount(of: run) == 3)
    var found: [StoredRejection] = []
    try store.eachRejection(of: run) { found.append($0) }
    #expect(found == stored)
    try store.forgetRejections(run: run, file: 0)
    #expect(try store.rejectionCount(of: run) == 0)
  }

  @Test("two stores that did the same at other times differ in times only")
  func determinism() throws {
    func dump(_ time: String) throws -> [String] {
      let folder = Folder()
      let store = try folder.store()
      let run = try store.begin(pipeline: "p", mode: "new", specDigest: "a", programVersion: "1", at: time)
        .run
      try store.record(file(run))
      try store.finish(run, .done, at: time)
      var columns: [String] = []
      for table in ["daybook_runs", "daybook_files", "daybook_meta"] {
        let names = try store.database.table(table)?.columns.map(\.name).filter { !$0.hasSuffix("_at") } ?? []
        columns += try store.database.query("SELECT \(names.joined(separator: ", ")) FROM \(table)") { row in
          (0..<row.columnCount).map { row.text($0) ?? "~" }.joined(separator: "|")
        }
      }
      return columns
    }
    #expect(try dump("2026-01-01") == dump("2027-12-31"))
  }

  @Test("a reader of a database without checkpoints sees no runs and creates nothing")
  func emptyDatabase() throws {
    let folder = Folder()
    try SQLiteDatabase(path: folder.database, access: .writing).execute("CREATE TABLE own (a)")
    let store = try folder.store(.reading)
    #expect(try store.runs() == [])
    #expect(try store.unfinishedRun(of: "p") == nil)
    #expect(try store.loadedFile(pipeline: "p", digest: "d") == nil)
    #expect(try store.database.hasTable("daybook_meta") == false)
  }

  @Test("checkpoints of another version are not touched")
  func version() throws {
    let folder = Folder()
    try folder.store().database.execute("UPDATE daybook_meta SET value = 2")
    #expect(throws: Fault("checkpoints-unknown", "", status: .specInvalid)) { try folder.store() }
  }
}
