import Databases
import Foundation
import Glibc
import Support
import Testing

/// What goes wrong outside: a clear fault, the right exit status, nothing half loaded.
@Suite("faults")
struct FaultTests {
  private func desk(_ pipeline: BankPipeline = BankPipeline()) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    return desk
  }

  private let one = BankPipeline.rows("R1 A1 2026-01-05 1.00 USD")

  @Test("an input that is not there: 66")
  func missing() throws {
    let desk = try desk(BankPipeline(read: "path: inbox/january.csv"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 66)
    #expect(run.errors.contains("file-not-found: there is no file inbox/january.csv"))
    #expect(!desk.exists("books/books.db"))
  }

  @Test("an input that vanishes while its run is interrupted: 66, and once it is back the run goes on")
  func vanished() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<70_000, seed: 91))
    try desk.write("inbox/2.csv", BankPipeline.payments(60_000..<80_000, seed: 92))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let expected = try Books.dump(desk.place("books/books.db"))
    try desk.remove("books")
    let killed = try desk.interrupt(["run", "pipeline.yaml"]) {
      try Books.files(desk.place("books/books.db")).first == "loading"
    }
    #expect(killed.signal == SIGKILL)
    try FileManager.default.moveItem(atPath: desk.place("inbox/2.csv"), toPath: desk.place("2.csv"))
    let without = try desk.daybook("run", "pipeline.yaml")
    #expect(without.status == 66)
    #expect(without.errors.contains("inbox/2.csv"))
    try desk.write("inbox/2.csv", one)
    let other = try desk.daybook("run", "pipeline.yaml")
    #expect(other.status == 65)
    #expect(other.errors.contains("input-changed"))
    try desk.remove("inbox/2.csv")
    try desk.copy("2.csv", to: "inbox/2.csv")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(Books.difference(try Books.dump(desk.place("books/books.db")), from: expected) == nil)
  }

  @Test(
    "an input that cannot be read: 66 or 77, nothing loaded, no run begun",
    arguments: ["folder", "link", "mode"])
  func unreadable(kind: String) throws {
    let desk = try desk(BankPipeline(read: "path: inbox/1.csv"))
    try desk.write("inbox/2.csv", one)
    let path = desk.place("inbox/1.csv")
    switch kind {
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere.csv")
    default:
      // The superuser reads everything.
      if geteuid() == 0 { return }
      try desk.write("inbox/1.csv", one)
      #expect(unsafe chmod(path, 0) == 0)
    }
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 66 || run.status == 77, "\(run.errors)")
    #expect(run.errors.contains("inbox/1.csv"))
    #expect(!desk.exists("books/books.db"))
  }

  @Test("a gzip file that was cut short: 65, nothing of it loaded; the other files are")
  func truncated() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<5000, seed: 93))
    #expect(try desk.shell("gzip -k inbox/1.csv").status == 0)
    try desk.write("inbox/1.csv", one)
    let whole = try desk.bytes("inbox/1.csv.gz")
    try desk.write("inbox/1.csv.gz", bytes: Array(whole.prefix(whole.count / 2)))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("inbox/1.csv.gz"))
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["1"])
    try desk.write("inbox/1.csv.gz", bytes: whole)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["5000"])
  }

  @Test("a damaged file is refused like any other, alone too: in the history, the rejects and their file")
  func damagedAlone() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<500, seed: 93))
    #expect(try desk.shell("gzip inbox/1.csv").status == 0)
    let whole = try desk.bytes("inbox/1.csv.gz")
    try desk.write("inbox/1.csv.gz", bytes: Array(whole.prefix(whole.count / 2)))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("bank: run 1"))
    #expect(run.output.contains("inbox/1.csv.gz (csv): refused\n  because of gzip-truncated"))
    let books = desk.place("books/books.db")
    #expect(try Books.rows(books, "SELECT status, length(digest) FROM daybook_files") == ["refused 64"])
    #expect(try Books.rows(books, "SELECT code FROM daybook_rejects") == ["gzip-truncated"])
    #expect(
      try desk.text("books/bank.run-1.rejects.csv").contains("1,1/0/0,gzip-truncated,inbox/1.csv.gz,0,0,read")
    )
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("because of gzip-truncated"))
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 65)
    #expect(again.output.contains("nothing new in 1 file, 1 refused before"))
    #expect(again.output.contains("refused by run 1, and neither it nor the pipeline has changed"))
    #expect(try Books.rows(books, "SELECT count(*) FROM daybook_runs") == ["1"])
  }

  @Test("a table that is gone: 65 and what to do, with new files and without; --full loads everything again")
  func tableGone() throws {
    let desk = try desk()
    let books = desk.place("books/books.db")
    try desk.write("inbox/1.csv", one)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try Books.change(books, "DROP TABLE entries")
    for _ in 0..<2 {
      for command in ["run", "plan"] {
        let told = try desk.daybook(command, "pipeline.yaml")
        #expect(told.status == 65)
        #expect(
          told.errors.contains(
            "table-missing: there is no table entries, but the checkpoints count 1 file as loaded"))
        #expect(told.errors.contains("--full"))
      }
      try desk.write("inbox/2.csv", BankPipeline.rows("R2 A1 2026-01-05 1.00 USD"))
    }
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try Books.rows(books, "SELECT external_id FROM entries ORDER BY 1") == ["R1", "R2"])
    let settled = try desk.daybook("run", "pipeline.yaml")
    #expect(settled.status == 0 && settled.output.contains("nothing new"))
  }

  @Test("a table that was emptied: 65 where nothing is new, unless statements took everything out")
  func tableEmptied() throws {
    let desk = try desk()
    let books = desk.place("books/books.db")
    try desk.write("inbox/1.csv", one)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try Books.change(books, "DELETE FROM entries")
    let told = try desk.daybook("run", "pipeline.yaml")
    #expect(told.status == 65)
    #expect(
      told.errors.contains(
        "table-emptied: the table entries is empty, but the checkpoints count 1 row as inserted"))
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try Books.rows(books, "SELECT external_id FROM entries") == ["R1"])
  }

  @Test("a table is gone in the middle of a run: the run is not taken up as if its first rows were there")
  func tableGoneMeanwhile() throws {
    let desk = try desk(BankPipeline(checkpoints: "books/state.db"))
    try desk.write("inbox/1.csv", one)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try Books.change(
      desk.place("books/state.db"),
      "UPDATE daybook_runs SET status = 'running'; "
        + "UPDATE daybook_files SET status = 'loading'")
    try Books.change(desk.place("books/books.db"), "DROP TABLE entries")
    let told = try desk.daybook("run", "pipeline.yaml")
    #expect(told.status == 65)
    #expect(told.errors.contains("table-missing"))
  }

  @Test("a file that is no statement at all: 65 with the reason; the other files load, and history knows")
  func notAStatement() throws {
    let desk = try desk(
      BankPipeline(formats: "{ match: \"*.bai\", bai2: {} }", normalize: nil, dedup: "{}"))
    try desk.write("inbox/1.bai", "Dear customer, your statement is delayed.\n")
    try desk.write(
      "inbox/2.bai", BAI2File([.init("260105", [.init("B1", [.init("165", 100, "X1")])])]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65, "\(run)")
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["1"])
    let again = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(again.status == 65)
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("inbox/1.bai (bai2): refused"))
    #expect(try desk.daybook("rejects", "pipeline.yaml").output.contains("inbox/1.bai"))
  }

  @Test("a database that another program holds: 75, and the next run loads")
  func locked() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", one)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", BankPipeline.rows("R2 A1 2026-01-05 1.00 USD"))
    let holder = try SQLiteDatabase(path: desk.place("books/books.db"), access: .writing)
    try holder.begin()
    let run = try desk.daybook("run", "pipeline.yaml")
    holder.rollback()
    #expect(run.status == 75)
    #expect(run.errors.contains("database-locked"))
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["1"])
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["2"])
  }

  @Test("a full disk: 74, nothing half loaded, and the next run finishes with the same books")
  func full() throws {
    let desk = try desk(BankPipeline(map: BankPipeline.lookup, budget: "5%"))
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<100_000, seed: 94, flaws: 5000))
    try desk.write("inbox/2.csv", BankPipeline.payments(90_000..<100_000, seed: 95))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let size = try desk.bytes("books/books.db").count
    let expected = try Books.dump(desk.place("books/books.db"))
    // No file may grow beyond so many blocks of 512 bytes.
    for share in [1, 4, 9, 12] {
      try desk.remove("books")
      let run = try desk.shell("ulimit -f \(size * share / 16 / 512); exec \"$DAYBOOK\" run pipeline.yaml")
      #expect(run.status == 74, "\(run)")
      #expect(run.errors.contains("ulimit -f"))
      if desk.exists("books/books.db") {
        #expect(try Books.integrity(desk.place("books/books.db")) == ["ok"])
      }
      #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
      #expect(Books.difference(try Books.dump(desk.place("books/books.db")), from: expected) == nil)
    }
  }

  @Test("a table that does not fit: 78 with the SQL that mends it, and the SQL does")
  func tableMismatch() throws {
    let desk = try desk(BankPipeline(load: "{ path: books.db, table: entries }"))
    try desk.write("inbox/1.csv", one)
    do {
      let database = try SQLiteDatabase(path: desk.place("books.db"), access: .writing)
      try database.execute(
        """
        CREATE TABLE entries (account_id TEXT, booking_date TEXT, amount TEXT, description TEXT, external_id TEXT,
          category TEXT, UNIQUE (account_id, external_id))
        """)
    }
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 78)
    #expect(run.errors.contains("table-mismatch"))
    let mend = "ALTER TABLE \"entries\" ADD COLUMN \"currency\" TEXT;"
    #expect(run.errors.contains(mend))
    do {
      let database = try SQLiteDatabase(path: desk.place("books.db"), access: .writing)
      try database.execute(mend)
    }
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try Books.rows(desk.place("books.db"), "SELECT external_id, currency FROM entries") == ["R1 USD"])
  }

  @Test("a pipeline with mistakes: 78, every one of them with its place, and nothing is read or written")
  func mistakes() throws {
    let desk = try desk()
    let text = BankPipeline(
      cutOff: "{ field: booking_dat, from: 2026-01-01 }", dedup: "{ keep: newest }"
    ).text
    try desk.write("pipeline.yaml", text + "on_rejects: 3\n")
    let before = try desk.everything()
    for command in ["validate", "run", "plan", "history"] {
      let ended = try desk.daybook(command, "pipeline.yaml")
      #expect(ended.status == 78)
      let places = ended.errors.split(separator: "\n").filter { $0.hasPrefix("pipeline.yaml:") }
      #expect(places.count >= 3, "\(ended.errors)")
      #expect(ended.errors.contains("booking_date"))
      #expect(ended.errors.contains("on_reject"))
    }
    #expect(try desk.everything() == before)
  }

  @Test(
    "a command line that is wrong: 64, and the nearest right name",
    arguments: [
      (["rum", "pipeline.yaml"], "did you mean run?"), (["run", "pipeline.yaml", "--ful"], "--full"),
      (["run"], "PIPELINE"), (["run", "pipeline.yaml", "--from", "01/02/2026"], "YYYY-MM-DD"),
      (["run", "pipeline.yaml", "--output", "xml"], "text, json"),
      (["show", "pipeline.yaml", "7"], "run-unknown"),
    ])
  func usage(words: [String], says: String) throws {
    let desk = try desk()
    let ended = try desk.start(words).wait()
    #expect(ended.status == 64)
    #expect(ended.errors.contains(says), "\(ended.errors)")
  }

  @Test("a pipeline file that is not there: 66")
  func noPipeline() throws {
    let ended = try desk().daybook("run", "nowhere.yaml")
    #expect(ended.status == 66)
    #expect(ended.errors.contains("nowhere.yaml"))
  }

  @Test("a folder for the books that cannot be made: 73 or 77", arguments: ["no/such/folder", "inbox/1.csv"])
  func noFolder(folder: String) throws {
    let desk = try desk(BankPipeline(load: "{ path: \(folder)/books.db, table: entries }"))
    try desk.write("inbox/1.csv", one)
    let before = try desk.everything()
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 73 || run.status == 77, "\(run.errors)")
    #expect(run.errors.contains(folder))
    #expect(try desk.everything() == before)
  }
}
