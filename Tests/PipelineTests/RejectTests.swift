import Testing

/// Refused records: kept with their original bytes, explained, and loaded once the cause is mended.
@Suite("rejects")
struct RejectTests {
  private let broken = BankPipeline.rows(
    "R1 A1 2026-01-05 1.00 USD", "R2 A1 2026-01-06 12.3O0 USD", "R3 A1 2026-02-30 3.00 USD",
    "R4 A1 2026-01-07 4.00 USD said,\u{20AC}\"quoted\" other", "R5 A1 2026-01-08 5.00 USD")

  private func desk(budget: String) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(map: BankPipeline.lookup, budget: budget).text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", broken)
    return desk
  }

  private func loaded(_ desk: Workplace) throws -> [String] {
    try Books.rows(desk.place("books/books.db"), "SELECT external_id FROM entries ORDER BY 1")
  }

  @Test("over the budget: 65, nothing loaded, every refusal kept with its original bytes")
  func overBudget() throws {
    let desk = try desk(budget: "2")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("budget-exceeded: 3 of 5 records refused, and 2 may be"))
    #expect(try loaded(desk).isEmpty)
    let stored = "SELECT code, line, field, original FROM daybook_rejects WHERE line > 0 ORDER BY line"
    let rows = try Books.rows(desk.place("books/books.db"), stored)
    #expect(
      rows == [
        "amount-not-a-number 3 amount R2,A1,2026-01-06,12.3O0,USD,payment,fee",
        "date-not-in-calendar 4 booking_date R3,A1,2026-02-30,3.00,USD,payment,fee",
        "lookup-missing 5 category R4,A1,2026-01-07,4.00,USD,\"said,\u{20AC}\"\"quoted\"\"\",other",
      ])
    let file = try desk.text("books/bank.run-1.rejects.csv")
    #expect(file.contains("\"R4,A1,2026-01-07,4.00,USD,\"\"said,\u{20AC}\"\"\"\"quoted\"\"\"\"\"\",other\""))
    // Again, with nothing mended: still refused, and no new run.
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 65)
    #expect(again.output.contains("refused by run 1"))
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM daybook_runs") == ["1"])
  }

  @Test("with more refusals than are kept the file is refused, and the first ones are there to look at")
  func tooMany() throws {
    let desk = try desk(budget: "100%")
    var text = BankPipeline.csvHeader.joined(separator: ",") + "\n"
    for number in 0..<130_000 { text += "R\(number),A1,2026-01-05,1.O0,USD,payment,fee\n" }
    try desk.write("inbox/1.csv", text)
    try desk.write("inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-05 1.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("rejections-too-many: more than 100000 refusals"))
    #expect(run.output.contains("because of rejections-too-many"))
    #expect(try loaded(desk) == ["R1"])
    let kept = "SELECT count(*), min(line), max(line) FROM daybook_rejects WHERE code = 'amount-not-a-number'"
    #expect(try Books.rows(desk.place("books/books.db"), kept) == ["100000 2 100001"])
    let file = try desk.text("books/bank.run-1.rejects.csv").split(separator: "\n")
    #expect(file.count == 100_002)
    #expect(file[1].hasPrefix("1,1/0/0,rejections-too-many,inbox/1.csv,0,0,read"))
    #expect(file[2].hasSuffix("\"R0,A1,2026-01-05,1.O0,USD,payment,fee\""))
  }

  @Test("after the mapping is mended the refused file loads")
  func mappingMended() throws {
    let desk = try desk(budget: "2")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    try desk.write("accounts.csv", BankPipeline.lookupText + "other,7000\n")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try loaded(desk) == ["R1", "R4", "R5"])
  }

  @Test("after the file is mended it loads")
  func fileMended() throws {
    let desk = try desk(budget: "2")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 65)
    try desk.write(
      "inbox/1.csv", broken.replacing("12.3O0", with: "12.30").replacing("2026-02-30", with: "2026-02-28"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try loaded(desk) == ["R1", "R2", "R3", "R5"])
  }

  @Test("within the budget the good records load, and the run is done")
  func withinBudget() throws {
    let desk = try desk(budget: "60%")
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 0)
    #expect(try loaded(desk) == ["R1", "R5"])
    #expect(try JSON(run.output)["totals", "rejected", "rows"]?.integer == 3)
    #expect(run.errors.contains("inbox/1.csv:3:18: amount-not-a-number"))
    #expect(run.errors.contains("Add a row with this category and its gl_account to accounts.csv."))
  }

  @Test("two records that are refused for the same, and are put right one after the other, are two payments")
  func twins() throws {
    let desk = try Workplace()
    let format = BankPipeline.csvFormat.replacing("Ref: external_id, ", with: "")
    try desk.write("pipeline.yaml", BankPipeline(formats: format, dedup: "{}", budget: "2").text)
    let bad = "A1,2026-01-05,-3.2O,USD,COFFEE,fee"
    try desk.write("inbox/1.csv", "Account,Day,Amount,Currency,Text,Category\n\(bad)\n\(bad)\n")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let rejects = try desk.text("books/bank.run-1.rejects.csv").split(separator: "\n").map(String.init)
    for line in [1, 2] {
      var one = rejects
      one[line] = one[line].replacing("-3.2O,USD", with: "-3.20,USD")
      try desk.write("one.csv", one.joined(separator: "\n"))
      let retry = try desk.daybook("retry", "pipeline.yaml", "1", "--corrected", "one.csv")
      #expect(retry.status == 0, "\(retry.errors)")
      // The same correction once more changes nothing.
      let again = try desk.daybook("retry", "pipeline.yaml", "1", "--corrected", "one.csv")
      #expect(again.output.contains("no refusal of run 1 that is still open"), "\(again.output)")
    }
    #expect(
      try Books.rows(
        desk.place("books/books.db"),
        "SELECT amount || substr(external_id, instr(external_id, '#')) FROM entries ORDER BY 1")
        == ["-3.20#1", "-3.20#2"])
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("daybook rejects says the same as text, CSV and JSON")
  func forms() throws {
    let desk = try desk(budget: "3")
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let asText = try desk.daybook("rejects", "pipeline.yaml")
    let asCSV = try desk.daybook("rejects", "pipeline.yaml", "1", "--output", "csv")
    let asJSON = try desk.daybook("rejects", "pipeline.yaml", "--output", "json")
    #expect([asText.status, asCSV.status, asJSON.status] == [0, 0, 0])
    #expect(try asCSV.output == desk.text("books/bank.run-1.rejects.csv"))
    let header = "run,reject,code,file,line,record,stage,field,value,reason,hint,original\n"
    #expect(asCSV.output.hasPrefix(header))
    let members = try JSON(asJSON.output)
    #expect(members.count == 3)
    for (at, code) in ["amount-not-a-number", "date-not-in-calendar", "lookup-missing"].enumerated() {
      #expect(members[at]?["code"]?.string == code)
      #expect(members[at]?["line"]?.integer == at + 3)
      #expect(asText.output.contains("inbox/1.csv:\(at + 3):"))
      #expect(asText.output.contains(code))
      #expect(members[at]?["original"]?.string == broken.split(separator: "\n").map(String.init)[at + 2])
    }
    #expect(members[0]?["value"]?.string == "12.3O0")
  }
}
