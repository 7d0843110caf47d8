import Foundation
import Support
import Testing

/// Statements in camt and MT940 all the way from an inbox into the books, known by what is in them alone.
@Suite("statements of other formats in an inbox")
struct StatementFormatTests {
  /// A statement of the sample pipeline of four banks.
  private func statement(_ name: String) throws -> String {
    let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: house.appending(path: "Pipelines/four-banks/Inbox/\(name)"), encoding: .utf8)
  }

  private func inbox(prove: String? = nil) throws -> InboxDesk {
    var pipeline = InboxDesk.pipeline(formats: "{ camt: {} }, { mt940: {} }, { bai2: {} }")
    pipeline.normalize = nil
    pipeline.dedup = "{}"
    pipeline.prove = prove
    return try InboxDesk(pipeline)
  }

  private let accounts = "SELECT account_id, count(*), min(_file) FROM entries GROUP BY account_id ORDER BY 1"

  @Test(
    "the members of a zip file are each known by their content, loaded, and archived as the file they came in"
  )
  func members() throws {
    let inbox = try inbox()
    let archive = ZipWriting.archive([
      .init("download/1", try statement("rheinbank_2026-01.camt053.xml")),
      .init("download/2.txt", try statement("polderbank_2026-01.mt940")),
    ])
    try inbox.drop("statements.zip", bytes: archive)
    let run = try inbox.run()
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains("statements.zip/download/1 (camt): loaded\n  1 statement, 1 proven by 8 checks"))
    #expect(
      run.output.contains("statements.zip/download/2.txt (mt940): loaded\n  1 statement, 1 proven by 1 check")
    )
    #expect(
      try inbox.rows(accounts) == [
        "DE59990510070012345678 12 Inbox/bank/statements.zip/download/1",
        "NL83PLDR0417164300 10 Inbox/bank/statements.zip/download/2.txt",
      ])
    #expect(try inbox.places() == ["Archive/bank/2026/statements.zip"])
    // Each of them alone, under another name, is known again by its content.
    try inbox.drop("january.dat", try statement("polderbank_2026-01.mt940"), at: 1)
    let again = try inbox.run()
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains("january.dat: loaded by run 1"), "\(again.output)")
    #expect(try inbox.rows("SELECT count(*) FROM entries") == ["22"])
  }

  @Test(
    "a camt statement that does not prove is put aside with the arithmetic, and what proves beside it loads")
  func unproven() throws {
    let inbox = try inbox()
    let wrong = try statement("rheinbank_2026-01.camt053.xml").replacing("37330.45", with: "37330.54")
    try inbox.drop("rheinbank.xml", wrong)
    try inbox.drop("polderbank.txt", try statement("polderbank_2026-01.mt940"), at: 1)
    let run = try inbox.run()
    #expect(run.status == 65)
    let arithmetic = "closing-balance: stated 37330.54 EUR, computed 37330.45 EUR, difference 0.09 EUR"
    #expect(run.errors.contains("rheinbank.xml:15: statement-does-not-prove"), "\(run.errors)")
    #expect(run.errors.contains(arithmetic), "\(run.errors)")
    #expect(
      try inbox.places() == ["Archive/NL83PLDR0417164300/2026/polderbank.txt", "Quarantine/rheinbank.xml"])
    let reasons = try inbox.desk.text("Quarantine/rheinbank.xml.reasons.txt")
    #expect(reasons.contains(arithmetic), "\(reasons)")
    #expect(
      try inbox.rows(accounts) == ["NL83PLDR0417164300 10 Inbox/bank/polderbank.txt"])
    // The one that the bank sends in its place loads; the refused one stays where it is.
    try inbox.drop("rheinbank-new.xml", try statement("rheinbank_2026-01.camt053.xml"), at: 2)
    let mended = try inbox.run()
    #expect(mended.status == 0, "\(mended.errors)")
    #expect(
      try inbox.rows("SELECT count(*), sum(CAST(replace(amount, '.', '') AS INTEGER)) FROM entries") == [
        "22 1815775"
      ])
    #expect(
      try inbox.places() == [
        "Archive/DE59990510070012345678/2026/rheinbank-new.xml",
        "Archive/NL83PLDR0417164300/2026/polderbank.txt", "Quarantine/rheinbank.xml",
      ])
  }
}
