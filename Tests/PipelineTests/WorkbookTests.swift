import Support
import Testing

/// A workbook is one file, not a bundle of files, all the way from the inbox into the books.
@Suite("workbooks in an inbox")
struct WorkbookTests {
  private static let format = """
    { match: "*.sheet", xlsx: { columns: { Ref: external_id, Account: account_id, Day: booking_date, Amount: amount },
      constants: { currency: EUR } } }
    """

  /// Payments with the reference, the serial number of the day and the amount.
  private func workbook(_ payments: (String, String, String)...) -> [UInt8] {
    var workbook = XLSXWriting(
      [XLSXWriting.texts(1, ["Ref", "Account", "Day", "Amount"])]
        + payments.enumerated().map { at, payment in
          let row = at + 2
          return XLSXWriting.row(
            row,
            [
              XLSXWriting.text("A\(row)", payment.0), XLSXWriting.text("B\(row)", "A1"),
              XLSXWriting.cell("C\(row)", payment.1, style: 1),
              payment.2.hasPrefix("#")
                ? XLSXWriting.cell("D\(row)", payment.2, kind: "e")
                : XLSXWriting.cell("D\(row)", payment.2, style: 2),
            ])
        })
    workbook.formats = ["dd/mm/yyyy", "#,##0.00"]
    return workbook.bytes
  }

  private func desk() throws -> InboxDesk {
    try InboxDesk(InboxDesk.pipeline(formats: WorkbookTests.format))
  }

  @Test("it is taken whole, found by its content, loaded to the last digit, and known again")
  func loaded() throws {
    let inbox = try desk()
    let bytes = workbook(("R1", "46053", "12.340000000000001"), ("R2", "46054", "-1234567.89"))
    try inbox.drop("download.xlsx", bytes: bytes)
    let run = try inbox.run()
    #expect(run.status == 0, "\(run.errors)")
    let rows = try inbox.rows("SELECT external_id, booking_date, amount FROM entries ORDER BY 1")
    #expect(rows == ["R1 2026-01-31 12.34", "R2 2026-02-01 -1234567.89"])
    #expect(try inbox.places().filter { $0.hasPrefix("Inbox/") } == [])
    try inbox.drop("again.sheet", bytes: bytes)
    #expect(try inbox.run().status == 0)
    #expect(try inbox.loaded() == ["R1", "R2"])
  }

  @Test("within a zip file it is refused, with what to do")
  func packed() throws {
    let inbox = try desk()
    var member = ZipWriting.Member("may.sheet", "")
    member.content = workbook(("R1", "46053", "1"))
    try inbox.drop("may.zip", bytes: ZipWriting.archive([member]))
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(run.errors.contains("may.zip: archive-nested: "), "\(run.errors)")
    #expect(run.errors.contains("Unpack the outer one by hand"), "\(run.errors)")
  }

  @Test("a refused row is kept as it stands in the sheet, with its number there and its cell")
  func refused() throws {
    let inbox = try desk()
    try inbox.drop("a.sheet", bytes: workbook(("R1", "46053", "1"), ("R2", "46053", "#REF!")))
    let run = try inbox.run()
    #expect(run.status == 65)
    #expect(run.errors.contains("a.sheet:3:") && run.errors.contains("cell-error: the cell shows an error"))
    let stored = try inbox.rows("SELECT line, field, code, original FROM daybook_rejects WHERE line > 0")
    #expect(stored.count == 1)
    #expect(stored.first?.hasPrefix("3 amount cell-error <row r=\"3\"><c r=\"A3\"") == true)
    #expect(stored.first?.hasSuffix("</row>") == true)
  }
}
