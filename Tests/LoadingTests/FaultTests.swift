import Components
import Databases
import Glibc
import Loading
import Records
import Testing

@Suite("databases that fail")
struct FaultTests {
  private let row = "A1 | 2026-01-31 | 1.0000 | USD | a | X1"

  @Test("another program's lock is named, and the run may be tried again")
  func locked() throws {
    let bench = Bench()
    try bench.load(row)
    let other = try SQLiteDatabase(path: bench.path, access: .writing)
    try other.begin()
    let mine = try SQLiteDatabase(path: bench.path, access: .writing, patience: 10)
    let found = fault { () throws(Fault) in try mine.begin() }
    #expect(found?.code == "database-locked")
    #expect(found?.status == .tryAgain)
    // Readers are not held up.
    #expect(try bench.select("SELECT count(*) FROM entries") == "1")
    other.rollback()
    try mine.begin()
    mine.rollback()
  }

  @Test("a full disk stops the load, keeps what was committed, and the next try goes on")
  func full() throws {
    let bench = Bench()
    let database = try SQLiteDatabase(path: bench.path, access: .writing)
    let loader = SQLiteLoader(options: bench.options([:]), sharing: database)
    try loader.prepare(bench.plan(), writing: true)
    try loader.begin()
    _ = try loader.load(bench.rows(row), from: Provenance(run: 1, file: "a"))
    try loader.commit(LoadMark(pipeline: "monthly", run: 1, file: 0, rows: 1)) {}
    try database.execute("PRAGMA max_page_count = 8")
    let many = (0..<5000).map {
      "A1 | 2026-01-31 | 1.0000 | USD | a rather long description | Y\(10_000 + $0)"
    }
    .joined(separator: "\n")
    try loader.begin()
    let found = fault { () throws(Fault) in
      _ = try loader.load(bench.rows(many), from: Provenance(run: 1, file: "a"))
    }
    loader.abort()
    #expect(found?.code == "disk-full")
    #expect(found?.status == .inputOutput)
    #expect(try bench.select("SELECT count(*) FROM entries") == "1")
    try database.execute("PRAGMA max_page_count = 100000")
    try loader.begin()
    #expect(try loader.load(bench.rows(many), from: Provenance(run: 1, file: "a")).count == 5000)
    try loader.commit(LoadMark(pipeline: "monthly", run: 1, file: 0, rows: 5001)) {}
    #expect(try bench.select("SELECT count(*) FROM entries") == "5001")
  }

  @Test("a file that is no database is told apart from one that cannot be created")
  func notADatabase() throws {
    let bench = Bench()
    let file = unsafe open(bench.path, O_CREAT | O_WRONLY, 0o600)
    let text = String(repeating: "Date,Amount\n", count: 100)
    // Safe: the text lives through the call and has as many bytes.
    #expect(unsafe write(file, text, text.utf8.count) == text.utf8.count)
    close(file)
    let damaged = fault { () throws(Fault) in try bench.load(row) }
    #expect(damaged?.code == "database-damaged")
    #expect(damaged?.place == Place(file: bench.path))
    let nowhere = fault { () throws(Fault) in
      _ = try SQLiteDatabase(path: bench.folder + "/no/such/books.db", access: .writing)
    }
    #expect(nowhere?.code == "database-not-opened")
    #expect(nowhere?.status == .cannotCreate)
    let missing = fault { () throws(Fault) in
      _ = try SQLiteDatabase(path: bench.folder + "/other.db", access: .reading)
    }
    #expect(missing?.code == "database-not-found")
  }

  @Test("a reader writes nothing and leaves no file behind")
  func reading() throws {
    let bench = Bench()
    try bench.load(row)
    do {
      let reader = try SQLiteDatabase(path: bench.path, access: .reading)
      #expect(try reader.query("SELECT count(*) FROM entries") { $0.integer(0) } == [1])
      let found = fault { () throws(Fault) in try reader.execute("DELETE FROM entries") }
      #expect(found?.code == "database-not-permitted")
      #expect(found?.status == .notPermitted)
    }
    #expect(bench.files == ["books.db"])
  }
}
