import Support
import Testing

/// Proof through the program: running balances, opening and closing balances, and what `prove` makes of them.
@Suite("what a statement must prove")
struct ProofGateTests {
  private static let columns =
    "{ Account: account_id, Day: booking_date, Amount: amount, Currency: currency, "
    + "Text: description, Balance: running_balance }"

  private func desk(bai: Bool = false, prove: String? = nil, expect: String? = nil) throws -> Workplace {
    let desk = try Workplace()
    var pipeline = BankPipeline(dedup: "{}", prove: prove, expect: expect)
    if bai {
      pipeline.formats = "{ match: \"*.bai\", bai2: {} }"
      pipeline.normalize = nil
    } else {
      pipeline.formats = "{ csv: { columns: \(ProofGateTests.columns) } }"
    }
    try desk.write("pipeline.yaml", pipeline.text)
    return desk
  }

  /// `A1 2026-01-05 10.00 60.00`: account, day, amount, balance.
  private func csv(_ rows: String...) -> String {
    (["Account,Day,Amount,Currency,Text,Balance"]
      + rows.map { row in
        let cells = row.split(separator: " ").map(String.init)
        return "\(cells[0]),\(cells[1]),\(cells[2]),USD,payment,\(cells.count > 3 ? cells[3] : "")"
      }).joined(separator: "\n") + "\n"
  }

  /// A bank day with its totals: every transaction is listed.
  private func day(
    _ date: String, _ opening: Int, _ closing: Int, in credits: Int, out debits: Int = 0
  ) -> BAI2File.Group {
    let lines =
      (credits > 0 ? [BAI2File.Line("165", credits, "C\(date)")] : [])
      + (debits > 0 ? [BAI2File.Line("475", debits, "D\(date)")] : [])
    return BAI2File.Group(
      date,
      [
        BAI2File.Account(
          "B1", balances: [("010", opening), ("015", closing), ("100", credits), ("400", debits)], lines)
      ])
  }

  private func entries(_ desk: Workplace) throws -> [String] {
    try Books.rows(
      desk.place("books/books.db"), "SELECT account_id, booking_date, amount FROM entries ORDER BY 1, 2, 3")
  }

  @Test(
    "a running balance that does not follow refuses its account whole, with the arithmetic; the others load")
  func runningBalance() throws {
    let desk = try desk()
    try desk.write(
      "inbox/1.csv",
      csv(
        "A1 2026-01-05 10.00 60.00", "A2 2026-01-05 1.00 1.00", "A1 2026-01-06 -5.00 54.00",
        "A2 2026-01-06 2.00 3.00"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(
      run.errors.contains("running-balance: stated 54.00 USD, computed 55.00 USD, difference -1.00 USD"))
    #expect(run.errors.contains("inbox/1.csv:4"))
    #expect(try entries(desk) == ["A2 2026-01-05 1.00", "A2 2026-01-06 2.00"])
    #expect(run.output.contains("2 accounts, 1 proven by 2 checks"))
  }

  @Test("warn loads what does not prove and says so: in the report, in history and among the rejects")
  func warn() throws {
    let desk = try desk(prove: "{ running_balance: warn }")
    try desk.write("inbox/1.csv", csv("A1 2026-01-05 10.00 60.00", "A1 2026-01-06 -5.00 54.00"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    #expect(run.output.contains("running-balance does not hold: stated 54.00 USD, computed 55.00 USD"))
    #expect(try entries(desk).count == 2)
    let rejects = try desk.daybook("rejects", "pipeline.yaml")
    #expect(rejects.output.contains("statement-unproven"))
    #expect(rejects.output.contains("difference -1.00 USD"))
    #expect(try desk.daybook("show", "pipeline.yaml").output.contains("1 statement, 0 proven"))
    let coverage = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-02-01")
    #expect(coverage.status == 0)
    #expect(coverage.output.contains("unproven  2026-01-05 to 2026-01-06: inbox/1.csv"))
  }

  @Test("off does not look")
  func off() throws {
    let desk = try desk(prove: "{ running_balance: off }")
    try desk.write("inbox/1.csv", csv("A1 2026-01-05 10.00 60.00", "A1 2026-01-06 -5.00 54.00"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0)
    #expect(!run.output.contains("running-balance"))
    #expect(try entries(desk).count == 2)
  }

  @Test("balances are walked before the cut-off and before conditions, over all records as they were read")
  func beforeCutOff() throws {
    let desk = try Workplace()
    var pipeline = BankPipeline(dedup: "{}")
    pipeline.formats = "{ csv: { columns: \(ProofGateTests.columns) } }"
    pipeline.cutOff = "{ field: booking_date, from: 2026-01-06 }"
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write(
      "inbox/1.csv", csv("A1 2026-01-05 10.00 60.00", "A1 2026-01-06 5.00 66.00", "A1 2026-01-07 1.00 67.00"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("stated 66.00 USD, computed 65.00 USD, difference 1.00 USD"))
    #expect(try entries(desk) == [])
  }

  @Test("opening plus records is closing, where the bank's totals say that every transaction is listed")
  func balance() throws {
    let desk = try desk(bai: true)
    try desk.write(
      "inbox/1.bai", BAI2File([day("260105", 10_000, 10_400, in: 500, out: 100)]).text)
    try desk.write(
      "inbox/2.bai", BAI2File([day("260107", 10_400, 10_800, in: 500)]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(
      run.errors.contains("closing-balance: stated 108.00 USD, computed 109.00 USD, difference -1.00 USD"))
    #expect(try entries(desk) == ["B1 2026-01-05 -1.00", "B1 2026-01-05 5.00"])
  }

  @Test("an opening balance that is not the closing one of the day before is refused, with the arithmetic")
  func wrongOpening() throws {
    let desk = try desk(bai: true)
    try desk.write("inbox/1.bai", BAI2File([day("260105", 10_000, 10_500, in: 500)]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.bai", BAI2File([day("260106", 10_600, 11_000, in: 400)]).text)
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(
      run.errors.contains(
        "opening-balance-after-2026-01-05: stated 106.00 USD, computed 105.00 USD, difference 1.00 USD"))
    #expect(try entries(desk) == ["B1 2026-01-05 5.00"])
    // A pipeline that only warns loads it.
    try desk.write(
      "pipeline.yaml", try desk.text("pipeline.yaml") + "prove: { continuity: warn }\n")
    let warned = try desk.daybook("run", "pipeline.yaml", "--full")
    #expect(warned.status == 0, "\(warned.errors)")
    #expect(try entries(desk).count == 2)
  }

  @Test("January dropped after March: when the middle comes, it is held against both sides")
  func backwards() throws {
    let desk = try desk()
    try desk.write("inbox/3.csv", csv("A1 2026-03-02 1.00 31.00", "A1 2026-03-31 1.00 32.00"))
    try desk.write("inbox/1.csv", csv("A1 2026-01-02 1.00 11.00", "A1 2026-01-30 9.00 20.00"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let gap = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-04-01")
    #expect(gap.status == 65)
    #expect(gap.output.contains("gap       2026-02-02 to 2026-02-27, 20 business days"))
    #expect(gap.output.contains("closed with 20.00 USD, opens with 30.00 USD"))
    // A February that fits January but not March.
    try desk.write("inbox/2.csv", csv("A1 2026-02-02 5.00 25.00", "A1 2026-02-27 4.00 29.00"))
    let wrong = try desk.daybook("run", "pipeline.yaml")
    #expect(wrong.status == 65)
    #expect(
      wrong.errors.contains(
        "closing-balance-before-2026-03-02: stated 29.00 USD, computed 30.00 USD, difference -1.00 USD"))
    #expect(!wrong.errors.contains("opening-balance-after-2026-01-30: stated"))
    // The right one fills the gap.
    try desk.write("inbox/2.csv", csv("A1 2026-02-02 5.00 25.00", "A1 2026-02-27 5.00 30.00"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let filled = try desk.daybook("coverage", "pipeline.yaml", "--as-of", "2026-04-01")
    #expect(filled.status == 0, "\(filled.output)")
    #expect(filled.output.contains("nothing missing"))
  }

  @Test("a plan refuses what a run would refuse, also between files that are both new")
  func plan() throws {
    let desk = try desk(bai: true)
    try desk.write("inbox/1.bai", BAI2File([day("260105", 10_000, 10_500, in: 500)]).text)
    try desk.write("inbox/2.bai", BAI2File([day("260106", 10_600, 11_000, in: 400)]).text)
    let plan = try desk.daybook("plan", "pipeline.yaml")
    #expect(plan.output.contains("opening-balance-after-2026-01-05 does not hold"), "\(plan.output)")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(try entries(desk) == ["B1 2026-01-05 5.00"])
  }

  @Test("what was undone is no neighbour any more")
  func undone() throws {
    let desk = try desk(bai: true)
    try desk.write("inbox/1.bai", BAI2File([day("260105", 10_000, 10_500, in: 500)]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "1").status == 0)
    try desk.remove("inbox/1.bai")
    try desk.write("inbox/2.bai", BAI2File([day("260106", 10_600, 11_000, in: 400)]).text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(
      try desk.daybook("coverage", "pipeline.yaml").output.contains("2026-01-06 to 2026-01-06, 1 statement"))
  }

  @Test("validate and the schema know prove; a slip is told with the nearest name")
  func validate() throws {
    let desk = try desk(prove: "{ runing_balance: off }")
    let run = try desk.daybook("validate", "pipeline.yaml")
    #expect(run.status == 78)
    #expect(run.errors.contains("running_balance"))
  }
}
