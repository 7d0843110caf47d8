import Foundation
import Support
import Testing

/// Files that come back: archives, refused files, corrections, runs that are taken back.
@Suite("the inbox, and what comes back to it")
struct InboxReturnTests {
  private let january = BankPipeline.rows("R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-01-31 2.00 USD")
  private let february = BankPipeline.rows("R3 A1 2026-02-05 3.00 USD")
  private let broken = BankPipeline.rows("R4 A1 2026-01-05 4.00 USD", "R5 A1 2026-01-05 5.O0 USD")

  @Test("each member of a zip file is a file of the run; the archive goes when its last one is done")
  func members() throws {
    let inbox = try InboxDesk()
    let archive = ZipWriting.archive([.init("a/jan.csv", january), .init("feb.csv", february)])
    try inbox.drop("all.zip", bytes: archive)
    let run = try inbox.run()
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Inbox/bank/all.zip/a/jan.csv (csv): loaded"))
    #expect(try inbox.loaded() == ["R1", "R2", "R3"])
    #expect(try inbox.places() == ["Archive/bank/2026/all.zip"])
    // A member is known by its content, wherever it comes from.
    try inbox.drop("feb.csv", february, at: 1)
    #expect(try inbox.run().output.contains("loaded by run 1"))
    let story = try inbox.desk.daybook("explain", "pipeline.yaml", "1", "R3")
    #expect(story.status == 0)
    #expect(story.output.contains("all.zip/feb.csv"), "\(story.output)\(story.errors)")
  }

  @Test("an archive with a refused member is put aside, retried from there, and archived then")
  func refusedMember() throws {
    let inbox = try InboxDesk()
    try inbox.drop(
      "all.zip", bytes: ZipWriting.archive([.init("jan.csv", january), .init("bad.csv", broken)]))
    #expect(try inbox.run().status == 65)
    #expect(try inbox.loaded() == ["R1", "R2"])
    #expect(try inbox.places() == ["Quarantine/all.zip"])
    #expect(try inbox.desk.text("Quarantine/all.zip.reasons.txt").contains("all.zip/bad.csv"))
    try inbox.desk.write(
      "pipeline.yaml", InboxDesk.pipeline().text + "on_reject: { continue_up_to: 1 }\n")
    let retry = try inbox.desk.daybook("retry", "pipeline.yaml", "1")
    #expect(retry.status == 0, "\(retry.output)\(retry.errors)")
    #expect(try inbox.loaded() == ["R1", "R2", "R4"])
    #expect(try inbox.places() == ["Archive/bank/2026/all.zip"])
    #expect(!inbox.desk.exists("Quarantine/all.zip.reasons.txt"))
    // The first run stands as long as the retry does; with both taken back the archive comes back from where the retry
    // has put it.
    let alone = try inbox.desk.daybook("undo", "pipeline.yaml", "1")
    #expect(alone.status == 65)
    #expect(alone.errors.contains("undo-out-of-order"))
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "1", "--through", "2").status == 0)
    #expect(try inbox.places() == ["Inbox/bank/all.zip"])
    #expect(try inbox.loaded() == [])
  }

  @Test("a damaged archive is put aside, and the other files load")
  func damaged() throws {
    let inbox = try InboxDesk()
    try inbox.drop("cut.zip", bytes: Array(ZipWriting.archive([.init("jan.csv", january)]).dropLast(30)))
    try inbox.drop("feb.csv", february, at: 1)
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(run.errors.contains("zip-damaged"))
    #expect(try inbox.places() == ["Archive/A1/2026/feb.csv", "Quarantine/cut.zip"])
  }

  @Test("undo puts the archived file back into the inbox, and undoing that archives it again")
  func undo() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    try inbox.drop("bad.csv", broken, at: 1)
    #expect(try inbox.run().status == 65)
    let undo = try inbox.desk.daybook("undo", "pipeline.yaml", "1")
    #expect(undo.status == 0, "\(undo.errors)")
    #expect(undo.output.contains("file moved back to Inbox/bank/jan.csv"))
    #expect(try inbox.places() == ["Inbox/bank/jan.csv", "Quarantine/bad.csv"])
    #expect(try inbox.loaded() == [])
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    #expect(try inbox.places() == ["Archive/A1/2026/jan.csv", "Quarantine/bad.csv"])
    #expect(try inbox.loaded() == ["R1", "R2"])
    // The undoing of the undoing is taken back: the file is new once more, and loads.
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try inbox.run().status == 0)
    #expect(try inbox.loaded() == ["R1", "R2"])
    #expect(try inbox.places() == ["Archive/A1/2026/jan.csv", "Quarantine/bad.csv"])
  }

  @Test("a file that comes back finds its name taken, and gets another one")
  func nameTaken() throws {
    let inbox = try InboxDesk()
    try inbox.drop("jan.csv", january)
    #expect(try inbox.run().status == 0)
    try inbox.drop("jan.csv", february, at: 1)
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "1").status == 0)
    #expect(try inbox.places() == ["Inbox/bank/jan-2.csv", "Inbox/bank/jan.csv"])
    #expect(try inbox.run().status == 0)
    #expect(try inbox.loaded() == ["R1", "R2", "R3"])
  }

  @Test(
    "a retry finds the refused file in quarantine and archives it; taken back, it lies in quarantine again")
  func retry() throws {
    let inbox = try InboxDesk()
    try inbox.drop("bad.csv", broken)
    #expect(try inbox.run().status == 65)
    try inbox.desk.write("pipeline.yaml", InboxDesk.pipeline().text + "on_reject: { continue_up_to: 1 }\n")
    let retry = try inbox.desk.daybook("retry", "pipeline.yaml", "1")
    #expect(retry.status == 0, "\(retry.errors)")
    #expect(try inbox.loaded() == ["R4"])
    #expect(try inbox.places() == ["Archive/A1/2026/bad.csv"])
    #expect(try inbox.desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    #expect(try inbox.places() == ["Quarantine/bad.csv"])
    #expect(inbox.desk.exists("Quarantine/bad.csv.reasons.txt"))
  }

  @Test("corrected rejects dropped into the inbox load exactly those records, from the archived file")
  func corrections() throws {
    var pipeline = InboxDesk.pipeline()
    pipeline.budget = "1"
    let inbox = try InboxDesk(pipeline)
    try inbox.drop("bad.csv", broken)
    #expect(try inbox.run().status == 0)
    #expect(try inbox.places() == ["Archive/A1/2026/bad.csv"])
    let rejects = try inbox.desk.daybook("rejects", "pipeline.yaml", "1", "--output", "csv").output
    try inbox.drop("mended.csv", rejects.replacing(",5.O0,", with: ",5.00,"), at: 1)
    let run = try inbox.run()
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(try inbox.loaded() == ["R4", "R5"])
    #expect(try inbox.places().filter { $0.hasPrefix("Inbox") } == [])
    #expect(try inbox.places().contains("Archive/bank/2026/mended.csv"))
    // Dropped again they are nothing new.
    try inbox.drop("again.csv", rejects.replacing(",5.O0,", with: ",5.00,"), at: 2)
    #expect(try inbox.run().status == 0)
    #expect(try inbox.rows("SELECT count(*) FROM entries") == ["2"])
  }

  @Test("corrections that name no refusal are put aside with the reason, and the other files load")
  func hopelessCorrections() throws {
    let inbox = try InboxDesk()
    try inbox.drop("odd.csv", "run,reject,original\n1,nonsense,y\n")
    try inbox.drop("jan.csv", january, at: 1)
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(
      try inbox.places() == ["Archive/A1/2026/jan.csv", "Quarantine/odd.csv"], "\(run.output)\(run.errors)")
    #expect(try inbox.desk.text("Quarantine/odd.csv.reasons.txt").contains("correction-unreadable"))
  }

  @Test("an archive that cannot be written to keeps the file in the inbox: loaded once, told, moved later")
  func archiveClosed() throws {
    let inbox = try InboxDesk()
    try inbox.desk.write("Archive", "a file where the folder should be")
    try inbox.drop("jan.csv", january)
    let run = try inbox.run()
    #expect(run.status != 0)
    #expect(run.output.contains("is not moved to Archive/A1/2026/jan.csv yet"), "\(run.output)\(run.errors)")
    #expect(try inbox.run().status != 0)
    #expect(try inbox.loaded() == ["R1", "R2"])
    try inbox.desk.remove("Archive")
    #expect(try inbox.run().status == 0)
    #expect(try inbox.places() == ["Archive/A1/2026/jan.csv"])
    #expect(try inbox.rows("SELECT count(*) FROM daybook_runs") == ["1"])
  }
}
