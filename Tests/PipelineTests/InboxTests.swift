import Foundation
import Glibc
import Support
import Testing

/// Files dropped into an inbox: taken, told apart, and put where they belong.
@Suite("the inbox")
struct InboxTests {
  private let january = BankPipeline.rows("R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-01-31 2.00 USD")
  private let february = BankPipeline.rows("R3 A1 2027-02-05 3.00 USD", "R4 A2 2026-02-06 4.00 USD")
  private let broken = BankPipeline.rows("R5 A1 2026-01-05 5.O0 USD")
  private let both = """
    { match: "*.bai", bai2: {} }, { match: "*.csv", csv: { columns: { Ref: external_id, Account: account_id,
      Day: booking_date, Amount: amount, Currency: currency, Text: description } } }
    """

  @Test("a loaded file goes to the folder of its account and year, a refused one aside with its reasons")
  func sorted() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    try inbox.drop("feb.csv", february, at: 1)
    try inbox.drop("bad.csv", broken, at: 2)
    let run = try inbox.run()
    #expect(run.status == 65)
    // The second file has two accounts; its last day is of 2027.
    #expect(
      try inbox.places() == ["Archive/A1/2026/jan.csv", "Archive/bank/2027/feb.csv", "Quarantine/bad.csv"])
    let reasons = try inbox.desk.text("Quarantine/bad.csv.reasons.txt")
    #expect(reasons.contains("budget-exceeded: 1 of 1 record refused, and 0 may be"))
    #expect(reasons.contains("amount-not-a-number"))
    #expect(try inbox.loaded() == ["R1", "R2", "R3", "R4"])
    #expect(
      try inbox.rows("SELECT path FROM daybook_files ORDER BY file").map {
        $0.hasSuffix("Inbox/bank/jan.csv")
      }[0])
    let again = try inbox.run()
    #expect(again.status == 65)
    #expect(again.output.contains("nothing new in 1 file, 1 refused before"))
    #expect(again.output.contains("bad.csv: refused by run 1, and lies in Quarantine/bad.csv"))
  }

  @Test("the oldest file comes first, whatever its name")
  func oldestFirst() throws {
    let inbox = try InboxDesk()
    try inbox.drop("a.csv", february, at: 10)
    try inbox.drop("z.csv", january, at: 5)
    #expect(try inbox.run().status == 0)
    let paths = try inbox.rows("SELECT path FROM daybook_files ORDER BY file")
    #expect(paths.map { $0.suffix(5) } == ["z.csv", "a.csv"])
  }

  @Test("the same bytes again, at once or later and under any name, are archived beside and load nothing")
  func sameBytes() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    try inbox.drop("copy.csv", january, at: 1)
    #expect(try inbox.run().status == 0)
    try inbox.drop("jan.csv", january, at: 2)
    let again = try inbox.run()
    #expect(again.status == 0)
    #expect(again.output.contains("loaded by run 1"))
    #expect(
      try inbox.places()
        == ["Archive/A1/2026/copy.csv", "Archive/A1/2026/jan-2.csv", "Archive/A1/2026/jan.csv"])
    #expect(try inbox.rows("SELECT count(*) FROM entries") == ["2"])
  }

  @Test("a file that is written a moment ago, named as an upload or hidden is left alone")
  func unsettled() throws {
    let inbox = try InboxDesk(InboxDesk.pipeline(age: "1h"))
    try inbox.desk.write("Inbox/bank/fresh.csv", january)
    try inbox.drop("half.csv.part", january)
    try inbox.drop(".hidden.csv", january)
    let run = try inbox.run()
    #expect(run.status == 0)
    #expect(run.output.contains("fresh.csv waits: written a moment ago"))
    #expect(run.output.contains("half.csv.part waits: named as an upload under way"))
    try inbox.drop("fresh.csv", january)
    #expect(try inbox.run().status == 0)
    #expect(
      try inbox.places()
        == ["Archive/A1/2026/fresh.csv", "Inbox/bank/.hidden.csv", "Inbox/bank/half.csv.part"])
  }

  @Test("a BAI2 file named .txt is still BAI2; what nothing knows is put aside, and the run goes on")
  func byContent() throws {
    let inbox = try InboxDesk(InboxDesk.pipeline(formats: both))
    try inbox.drop(
      "statement.txt",
      "01,BANK,ME,260131,0800,1,,,2/\n02,ME,BANK,1,260131,0800,USD,2/\n"
        + "03,A7,USD,015,100,,/\n16,195,100,,REF1,,DEPOSIT/\n49,200,3/\n98,200,1,5/\n99,200,1,7/\n")
    try inbox.drop("letter.doc", "Dear Sirs", at: 1)
    try inbox.drop("jan.csv", january, at: 2)
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(run.errors.contains("letter.doc: format-not-recognized"))
    #expect(try inbox.desk.daybook("explain", "pipeline.yaml", "1", "R1").output.contains("jan.csv"))
    #expect(
      try inbox.places() == [
        "Archive/A1/2026/jan.csv", "Archive/A7/2026/statement.txt", "Quarantine/letter.doc",
      ])
    #expect(try inbox.rows("SELECT format FROM daybook_files ORDER BY file") == ["bai2", "unknown", "csv"])
  }

  @Test("formats without a match are told apart by what is in the files")
  func withoutMatch() throws {
    let formats = both.replacing("match: \"*.bai\", ", with: "").replacing("match: \"*.csv\", ", with: "")
    let inbox = try InboxDesk(InboxDesk.pipeline(formats: formats))
    try inbox.drop(
      "a.txt",
      "01,BANK,ME,260131,0800,1,,,2/\n02,ME,BANK,1,260131,0800,USD,2/\n"
        + "03,A7,USD,015,100,,/\n16,195,100,,REF1,,DEPOSIT/\n49,200,3/\n98,200,1,5/\n99,200,1,7/\n")
    try inbox.drop("b.txt", january, at: 1)
    let run = try inbox.run()
    #expect(run.status == 0, "\(run.errors)")
    #expect(try inbox.rows("SELECT format FROM daybook_files ORDER BY file") == ["bai2", "csv"])
  }

  @Test("where the content fits two formats the file is put aside, and both are named")
  func ambiguous() throws {
    let formats =
      both + ", " + both.replacing("*.csv", with: "*.tsv").split(separator: "}, ", maxSplits: 1)[1]
    let inbox = try InboxDesk(InboxDesk.pipeline(formats: formats))
    try inbox.drop("jan.txt", january)
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(run.errors.contains("it may be csv for *.csv or csv for *.tsv"), "\(run.errors)")
    #expect(try inbox.places() == ["Quarantine/jan.txt"])
  }

  @Test("links, pipes and names that are no text are told each time, and neither read nor moved")
  func notFiles() throws {
    let inbox = try InboxDesk()
    try inbox.desk.write("secret.csv", january)
    #expect(unsafe symlink(inbox.desk.place("secret.csv"), inbox.desk.place("Inbox/bank/link.csv")) == 0)
    #expect(unsafe mkfifo(inbox.desk.place("Inbox/bank/pipe.csv"), 0o600) == 0)
    try inbox.drop("feb.csv", february)
    for _ in 0..<2 {
      let run = try inbox.run()
      #expect(run.status == 65)
      #expect(run.errors.contains("link.csv: link-leaves-inbox"))
      #expect(run.errors.contains("pipe.csv: inbox-entry-not-regular"))
    }
    #expect(try inbox.loaded() == ["R3", "R4"])
    #expect(inbox.desk.exists("Inbox/bank/link.csv"))
    #expect(!inbox.desk.exists("Quarantine"))
  }

  @Test("an inbox that is not there is a fault with a hint, not nothing new")
  func missing() throws {
    let inbox = try InboxDesk()
    try inbox.desk.remove("Inbox")
    let run = try inbox.run()
    #expect(run.status == 66)
    #expect(run.errors.contains("inbox-missing"))
  }

  @Test(
    "a file that is replaced before its turn stays: nothing of it is loaded, 75, and the next run takes it")
  func replaced() throws {
    let inbox = try InboxDesk()
    try inbox.drop("1.csv", BankPipeline.payments(0..<150_000, seed: 4))
    try inbox.drop("2.csv", january, at: 1)
    let program = try inbox.desk.halt(["run", "pipeline.yaml"]) {
      try Books.files(inbox.desk.place(InboxDesk.books)) == ["loading", "pending"]
    }
    try inbox.desk.remove("Inbox/bank/2.csv")
    try inbox.drop("2.csv", february, at: 2)
    program.send(SIGCONT)
    let ended = try program.wait()
    #expect(ended.status == 75, "\(ended.output)\(ended.errors)")
    #expect(ended.output.contains("Inbox/bank/2.csv (csv): changed"))
    #expect(try inbox.rows("SELECT count(*) FROM entries WHERE _file LIKE '%2.csv'") == ["0"])
    #expect(inbox.desk.exists("Inbox/bank/2.csv"))
    #expect(try inbox.run().status == 0)
    #expect(try inbox.rows("SELECT count(*) FROM entries WHERE _file LIKE '%2.csv'") == ["2"])
    #expect(try inbox.places().filter { $0.hasPrefix("Inbox") } == [])
  }

  @Test("a file that is replaced while its run is interrupted is a file of the next run")
  func replacedMeanwhile() throws {
    let inbox = try InboxDesk()
    try inbox.drop("1.csv", BankPipeline.payments(0..<150_000, seed: 5))
    try inbox.drop("2.csv", january, at: 1)
    let killed = try inbox.desk.interrupt(["run", "pipeline.yaml"]) {
      try Books.files(inbox.desk.place(InboxDesk.books)) == ["loading", "pending"]
    }
    #expect(killed.signal == SIGKILL)
    try inbox.drop("2.csv", february, at: 2)
    let ended = try inbox.run()
    #expect(ended.status == 75, "\(ended.errors)")
    #expect(try inbox.rows("SELECT count(*) FROM entries WHERE _file LIKE '%2.csv'") == ["2"])
    #expect(
      try inbox.rows("SELECT status FROM daybook_files ORDER BY run, file") == [
        "loaded", "changed", "loaded",
      ])
    #expect(try inbox.run().status == 0)
  }

  @Test("a folder in the inbox is told, and what is in it stays")
  func folder() throws {
    let inbox = try InboxDesk()
    try inbox.desk.write("Inbox/bank/2026/jan.csv", january)
    let run = try inbox.run()
    #expect(run.status == 0)
    #expect(run.output.contains("remark: Inbox/bank/2026 is passed over: a folder"), "\(run.output)")
    #expect(try inbox.places() == ["Inbox/bank/2026/jan.csv"])
  }

  @Test("a run for some days only leaves its files in the inbox; the whole run archives them")
  func narrowed() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    #expect(try inbox.run("--through", "2026-01-10").status == 0)
    #expect(try inbox.places() == ["Inbox/bank/jan.csv"])
    #expect(try inbox.run().status == 0)
    #expect(try inbox.places() == ["Archive/A1/2026/jan.csv"])
    #expect(try inbox.loaded() == ["R1", "R2"])
  }

  @Test("--full reads the archived files again, in the order in which they came")
  func full() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    #expect(try inbox.run().status == 0)
    try inbox.drop("feb.csv", february, at: 1)
    #expect(try inbox.run().status == 0)
    let run = try inbox.run("--full")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Inbox/bank/jan.csv (csv): loaded"))
    #expect(run.output.contains("unchanged     4"), "\(run.output)")
    #expect(try inbox.places() == ["Archive/A1/2026/jan.csv", "Archive/bank/2027/feb.csv"])
  }

  @Test("a pipeline that replaces its table has no inbox, and an inbox is not its own archive")
  func complaints() throws {
    var pipeline = InboxDesk.pipeline()
    pipeline.load = "{ path: books/books.db, table: entries, mode: replace }"
    let replacing = try InboxDesk(pipeline).desk.daybook("validate", "pipeline.yaml")
    #expect(replacing.errors.contains("inbox-replaces-table"), "\(replacing.errors)")
    pipeline = InboxDesk.pipeline(age: "soon")
    pipeline.read = pipeline.read.replacing("archive: Archive", with: "archive: Inbox/bank")
    let own = try InboxDesk(pipeline).desk.daybook("validate", "pipeline.yaml")
    #expect(own.errors.contains("inbox-is-target"))
    #expect(own.errors.contains("duration-malformed"))
    pipeline.read = "glob: \"Inbox/*\", archive: Archive"
    let without = try InboxDesk(pipeline).desk.daybook("validate", "pipeline.yaml")
    #expect(without.errors.contains("option-without-inbox"))
  }
}
