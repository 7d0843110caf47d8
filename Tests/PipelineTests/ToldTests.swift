import Databases
import Foundation
import Glibc
import Records
import Support
import Testing

/// What a person who is new to the program would otherwise not be told.
@Suite("what is told and not left to be found out")
struct ToldTests {
  private func desk(_ pipeline: BankPipeline = BankPipeline()) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    return desk
  }

  private let one = BankPipeline.rows("R1 A1 2026-01-05 1.00 USD")

  // MARK: Files

  @Test("a file without a byte is refused: 65; one with a header only is loaded, and that is remarked")
  func empty() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", "")
    try desk.write("inbox/2.csv", BankPipeline.csvHeader.joined(separator: ",") + "\n")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(
      run.output.contains("inbox/1.csv (csv): refused\n  because of file-empty: there is nothing in the file")
    )
    #expect(run.output.contains("inbox/2.csv (csv): loaded\n  remark: header only: no records\n"))
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("remark: header only: no records"))
  }

  @Test("what fits a glob and is no file is named, and neither opened nor followed; the files load")
  func strangers() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", one)
    try desk.write("inbox/folder/2.csv", one)
    #expect(unsafe mkfifo(desk.place("inbox/pipe"), 0o600) == 0)
    #expect(unsafe symlink("nowhere", desk.place("inbox/link")) == 0)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    for told in [
      "inbox/folder is passed over: a folder, not a file", "inbox/pipe is passed over: a pipe, not a file",
      "inbox/link is passed over: a symbolic link that leads to nothing",
    ] { #expect(run.output.contains("remark: \(told)"), "\(run.output)") }
    #expect(run.output.contains("inbox/1.csv (csv): loaded"))
  }

  @Test("a file of a glob that may not be read is told with its reason: 77; the others load")
  func unreadable() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", one)
    try desk.write("inbox/2.csv", one)
    // The superuser may read everything, so it becomes nobody.
    let become = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    #expect(
      try desk.shell("cp \"$DAYBOOK\" program; mkdir books; chmod -R a+rwX . .. && chmod 0 inbox/1.csv")
        .status == 0)
    let run = try desk.shell("\(become)./program run pipeline.yaml")
    #expect(run.status == 77, "\(run.errors)")
    #expect(run.output.contains("inbox/2.csv (csv): loaded"))
    #expect(run.errors.contains("inbox/1.csv: file-not-readable: permission denied"))
    // The history has it as well.
    let show = try desk.daybook("show", "pipeline.yaml", "1").output
    #expect(
      show.contains("inbox/1.csv (unknown): not read\n  remark: file-not-readable: permission denied"),
      "\(show)")
    #expect(
      try desk.daybook("history", "pipeline.yaml").output.contains("1 read: 1 inserted; 1 file not read"))
    let again = try desk.shell("\(become)./program run pipeline.yaml")
    #expect(again.status == 77)
    #expect(again.output.contains("nothing new in 2 files, 1 left unread"))
    let history = try desk.daybook("history", "pipeline.yaml").output
    #expect(
      history.contains("stopped by file-not-readable: permission denied (inbox/1.csv)"), "\(history)")
    #expect(try desk.shell("chmod 644 inbox/1.csv").status == 0)
    #expect(try desk.shell("\(become)./program run pipeline.yaml").status == 0)
  }

  @Test("a file of a glob that no format takes, or that is no corrected record, holds up no other: 78, 65")
  func unusable() throws {
    let desk = try desk(BankPipeline(formats: "{ match: \"*.csv\", \(BankPipeline.csvFormat.dropFirst(2))"))
    try desk.write("inbox/1.csv", one)
    try desk.write("inbox/readme.txt", "hello")
    let planned = try Planned(desk)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 78, "\(run.errors)")
    #expect(try planned.difference(from: run) == nil)
    #expect(run.errors.contains("inbox/readme.txt: format-unmatched"), "\(run.errors)")
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["1"])
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("inbox/readme.txt (unknown): not read"))
    try desk.remove("inbox/readme.txt")
    try desk.write("inbox/0.csv", "run,reject,code,original\n1,nonsense,x,y\n")
    try desk.write("inbox/2.csv", BankPipeline.rows("R2 A1 2026-01-06 1.00 USD"))
    let corrected = try desk.daybook("run", "pipeline.yaml")
    #expect(corrected.status == 65)
    #expect(corrected.errors.contains("inbox/0.csv"), "\(corrected.errors)")
    #expect(corrected.output.contains("inbox/2.csv (csv): loaded"), "\(corrected.output)")
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("a folder within a glob that may not be looked into stops the run: its files are not nothing new")
  func unreadableFolder() throws {
    let desk = try desk()
    let text = try desk.text("pipeline.yaml").replacing("inbox/*", with: "inbox/*/*")
    try desk.write("pipeline.yaml", text)
    let become = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    #expect(
      try desk.shell(
        "cp \"$DAYBOOK\" program; mkdir -p books inbox/a inbox/b; chmod -R a+rwX . .. && chmod 0 inbox/b"
      ).status == 0)
    let run = try desk.shell("\(become)./program run pipeline.yaml")
    #expect(run.status == 66, "\(run.errors)")
    #expect(
      run.errors.contains("folder-not-readable: the folder \(desk.place("inbox/b")) may not be looked into"))
    #expect(try desk.shell("chmod 755 inbox/b").status == 0)
    #expect(try desk.shell("\(become)./program run pipeline.yaml").status == 0)
  }

  @Test("a few bytes that inflate to blank lines are read through and refused")
  func blankLines() throws {
    let desk = try desk()
    #expect(try desk.shell("mkdir inbox; yes '' | head -c 40000000 | gzip > inbox/1.csv").status == 0)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("header-missing: the file ends before a line that names the columns"))
  }

  // MARK: The pipeline

  @Test(
    "a table's name that is taken or empty is a complaint of validate",
    arguments: ["sqlite_entries", "daybook_runs", ""])
  func tables(name: String) throws {
    let desk = try desk(BankPipeline(load: "{ path: books/books.db, table: \"\(name)\" }"))
    let found = try desk.daybook("validate", "pipeline.yaml")
    #expect(found.status == 78)
    #expect(
      found.errors.contains("table-name-reserved: a table cannot be named \"\(name)\""), "\(found.errors)")
  }

  @Test(
    "a constant that every record would be refused for is a complaint of validate",
    arguments: [
      ("currency: USX", "currency-unknown: the constant of currency: \"USX\" is not a currency"),
      ("currency: USD, status: bookd", "value-not-allowed: the constant of status: "),
      ("currency: USD, value_date: 31.01.2026", "the constant of value_date: "), ("currency: usd", ""),
    ])
  func constants(text: String, says: String) throws {
    let formats = """
      { csv: { columns: { Ref: external_id, Account: account_id, Day: booking_date, Amount: amount },
        constants: { \(text) } } }
      """
    let found = try desk(BankPipeline(formats: formats)).daybook("validate", "pipeline.yaml")
    #expect(found.status == (says.isEmpty ? 0 : 78), "\(found.errors)")
    #expect(says.isEmpty || found.errors.contains(says), "\(found.errors)")
  }

  @Test("an inbox beside paths or globs is a complaint: what would move away, and what not?")
  func twoSources() throws {
    let desk = try desk(BankPipeline(read: "glob: \"more/*\", inbox: inbox"))
    let found = try desk.daybook("validate", "pipeline.yaml")
    #expect(found.status == 78)
    #expect(found.errors.contains("source-twice: glob stands beside the inbox at pipeline.yaml:4:"))
  }

  @Test("a cut-off that lets no record through is remarked; --through before --from is 64")
  func cutOff() throws {
    let desk = try desk(BankPipeline(cutOff: "{ from: 2062-01-01 }"))
    try desk.write("inbox/1.csv", one)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    let remark = "remark: every record that came to the cut-off lies outside it: check its dates"
    #expect(run.output.contains(remark), "\(run.output)")
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains(remark))
    let reversed = try desk.daybook(
      "run", "pipeline.yaml", "--from", "2026-02-01", "--through", "2026-01-01")
    #expect(reversed.status == 64)
    #expect(reversed.errors.contains("--through 2026-01-01 is before --from 2026-02-01"))
  }

  // MARK: Waiting

  @Test("who holds the books, and who runs, is told after a second of waiting")
  func waiting() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", one)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", BankPipeline.rows("R2 A1 2026-01-05 1.00 USD"))
    let books = try SQLiteDatabase(path: desk.place("books/books.db"), access: .writing)
    try books.begin()
    let program = try desk.start(["run", "pipeline.yaml"])
    while try !desk.said(by: program).contains("daybook: waiting for the database") { usleep(20_000) }
    let second = try desk.start(["run", "pipeline.yaml", "--wait", "60"])
    while try !desk.said(by: second).contains("daybook: waiting for another run of bank: process ") {
      usleep(20_000)
    }
    books.rollback()
    let ended = try program.wait()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.contains("books.db, which process \(getpid()) ("))
    #expect(ended.errors.split(separator: "\n").filter { $0.contains("waiting") }.count == 1)
    #expect(try second.wait().status == 0)
  }

  // MARK: Reports

  @Test(
    "the caret of a lookup and of a date stands under the field; where fields have no columns there is none")
  func carets() throws {
    let desk = try desk(BankPipeline(dedup: nil, map: BankPipeline.lookup, budget: "9"))
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write(
      "inbox/1.csv",
      "Ref,Account,Day,Amount,Currency,Text,Category\nfees,A1,2026-01-05,1.00,USD,\"a, b\",fees\n"
        + "R2,A1,,1.00,USD,x,fee\n")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    #expect(run.errors.contains("inbox/1.csv:2:36: lookup-missing"), "\(run.errors)")
    #expect(
      run.errors.contains(
        "fees,A1,2026-01-05,1.00,USD,\"a, b\",fees\n      |" + String(repeating: " ", count: 36) + "^\n"))
    #expect(run.errors.contains("inbox/1.csv:3:7: value-missing: booking_date is empty"), "\(run.errors)")
    // Without dedup nothing is called prove that proves nothing.
    #expect(!run.output.contains("  prove"), "\(run.output)")
    let lines = BankPipeline.lookup.replacing("{ category: category }", with: "{ description: category }")
    let other = try self.desk(
      BankPipeline(formats: "{ bai2: {} }", normalize: nil, dedup: "{}", map: lines, budget: "9"))
    try other.write("accounts.csv", BankPipeline.lookupText)
    try other.write(
      "inbox/1.bai",
      BAI2File([.init("260105", [.init("B1", balances: [], [.init("165", 250, "X1")])])]).text)
    let second = try other.daybook("run", "pipeline.yaml")
    #expect(second.errors.contains("lookup-missing"), "\(second.errors)")
    #expect(!second.errors.contains("^"), "\(second.errors)")
  }

  @Test("statements that are refused are counted beside those that are proven, in run, show and the page")
  func proven() throws {
    let desk = try desk(BankPipeline(formats: "{ bai2: {} }", normalize: nil, dedup: "{}"))
    try desk.write("inbox/1.bai", BAI2File.oneOfTwoProven.text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("2 statements, 1 proven by 16 checks, 1 refused"), "\(run.output)")
    #expect(run.output.contains("\n  1 refusal\n"), "\(run.output)")
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("2 statements, 1 proven, 1 refused"))
    #expect(try desk.daybook("show", "pipeline.yaml", "--html", "run.html").status == 0)
    let page = PageReading(try desk.text("run.html"))
    #expect(page.all("p").contains { $0.text.contains("1 of 2 statements proven, 1 refused.") })
    #expect(try desk.daybook("history", "pipeline.yaml").output.contains("refused in part"))
  }

  @Test("history says what a mapping again was about, and what was refused whole")
  func history() throws {
    let desk = try desk(BankPipeline(map: BankPipeline.lookup))
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", one)
    try desk.write("inbox/2.csv", BankPipeline.rows("R2 A1 2026-01-05 2.O0 USD", "R3 A1 2026-13-05 3.O0 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.output.contains("  3 refusals in 2 records\n"), "\(run.output)")
    try desk.write("accounts.csv", BankPipeline.lookupText.replacing("6010", with: "6011"))
    #expect(try desk.daybook("remap", "pipeline.yaml", "--from", "2026-01-01").status == 0)
    let lines = try desk.daybook("history", "pipeline.yaml").output.split(separator: "\n")
    #expect(lines[0].contains("remap of the rows from 2026-01-01 on  "), "\(lines[0])")
    #expect(lines[0].hasSuffix("1 row of the books: 1 updated"), "\(lines[0])")
    #expect(lines[1].contains("refused in part"))
    #expect(lines[1].hasSuffix("3 read: 1 inserted, 2 rejected; 1 file refused"), "\(lines[1])")
  }

  @Test("a run that was killed says how far it came; taken up again, how many of its rows were read back")
  func killed() throws {
    let desk = try desk()
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<120_000, seed: 91))
    let killed = try desk.interrupt(["run", "pipeline.yaml"]) {
      try Books.files(desk.place("books/books.db")) == ["loading"]
    }
    #expect(killed.signal == SIGKILL)
    let line = try desk.daybook("history", "pipeline.yaml").output
    let told = try #require(
      line.firstMatch(of: /interrupted +0 of 1 file done, the first (\d+) rows of the next/))
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("not at its end: 0 of 1 file done"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    let read = try #require(
      run.output.firstMatch(of: /read back: (\d+) of (\d+) rows, the others written before/))
    #expect(read.2 == "120000")
    #expect(Int(read.1).map { $0 + (Int(told.1) ?? 0) } ?? 0 >= 120_000)
    #expect(try desk.daybook("history", "pipeline.yaml").output.contains("done  "))
  }

  @Test("one is one: rows, files and what is counted besides")
  func plurals() {
    #expect(counted(1, "row") == "1 row" && counted(0, "row") == "0 rows" && counted(-1, "row") == "-1 rows")
    #expect(plural("file", 1) == "file" && plural("file", 2) == "files")
  }
}

extension Workplace {
  /// What a program that runs has written to standard error so far.
  fileprivate func said(by program: RunningProgram) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: program.errorsPath)), as: UTF8.self)
  }
}
