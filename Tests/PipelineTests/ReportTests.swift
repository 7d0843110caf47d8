import Testing

/// What the program says of itself: plan, history, show, explain.
@Suite("reports")
struct ReportTests {
  private func desk() throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(cutOff: "{ from: 2026-02-01 }", map: BankPipeline.lookup, budget: "5%").text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<2000, seed: 41, flaws: 200))
    return desk
  }

  @Test("plan writes nothing, and its numbers are those of the run that follows")
  func plan() throws {
    let desk = try desk()
    for round in 1...2 {
      let before = try desk.everything()
      let plan = try desk.daybook("plan", "pipeline.yaml", "--output", "json")
      #expect(plan.status == 0, "\(plan.errors)")
      #expect(try desk.daybook("plan", "pipeline.yaml").status == 0)
      #expect(try desk.everything() == before)
      let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
      #expect(run.status == 0)
      #expect(try JSON(plan.output)["totals"]?.text() == JSON(run.output)["totals"]?.text())
      #expect(try JSON(plan.output)["groups"]?.count ?? 0 > 0)
      // The second round has records that are unchanged, updated and new.
      if round == 1 { try desk.write("inbox/2.csv", mixed(try desk.text("inbox/1.csv"))) }
    }
    let after = try desk.everything()
    let plan = try desk.daybook("plan", "pipeline.yaml")
    #expect(plan.status == 0)
    #expect(plan.output.contains("nothing new"))
    #expect(try desk.everything() == after)
  }

  /// The first thousand lines of a file, some with another text, and more.
  private func mixed(_ first: String) -> String {
    first.split(separator: "\n").prefix(1000).joined(separator: "\n").replacing(
      "payment 7", with: "Payment 7") + "\n"
      + BankPipeline.payments(2000..<3000, seed: 42).split(separator: "\n").dropFirst().joined(
        separator: "\n") + "\n"
  }

  @Test("what plan refuses, it refuses as the run does: 65, and nothing is written")
  func planRefused() throws {
    let desk = try desk()
    try desk.write("inbox/2.csv", BankPipeline.payments(2000..<2100, seed: 43, flaws: 4))
    let before = try desk.everything()
    let plan = try desk.daybook("plan", "pipeline.yaml", "--output", "json")
    #expect(plan.status == 65)
    #expect(try desk.everything() == before)
    let run = try desk.daybook("run", "pipeline.yaml", "--output", "json")
    #expect(run.status == 65)
    #expect(try JSON(plan.output)["totals"]?.text() == JSON(run.output)["totals"]?.text())
  }

  @Test("history, show, run, plan and rejects write JSON whose amounts are text")
  func jsonForms() throws {
    let desk = try desk()
    let calls = [
      ["plan", "pipeline.yaml"], ["run", "pipeline.yaml"], ["history", "pipeline.yaml"],
      ["show", "pipeline.yaml"],
      ["show", "pipeline.yaml", "1"], ["rejects", "pipeline.yaml"],
    ]
    for call in calls {
      let ended = try desk.start(call + ["--output", "json"]).wait()
      #expect(ended.status == 0)
      let json = try JSON(ended.output)
      if call[0] != "rejects" { #expect(json.amounts.count > 0) }
      for amount in json.amounts { #expect(amount.string != nil, "\(call)") }
    }
    let shown = try JSON(desk.daybook("show", "pipeline.yaml", "--output", "json").output)
    #expect(shown["status"]?.string == "done")
    #expect(
      try shown["totals"]?.text()
        == JSON(desk.daybook("history", "pipeline.yaml", "--output", "json").output)[0]?["totals"]?.text())
  }

  @Test("a pipeline that never ran has an empty history, and no file appears")
  func emptyHistory() throws {
    let desk = try desk()
    let before = try desk.everything()
    #expect(try desk.daybook("history", "pipeline.yaml").output == "bank has not run yet\n")
    #expect(try JSON(desk.daybook("history", "pipeline.yaml", "--output", "json").output).count == 0)
    #expect(try desk.daybook("show", "pipeline.yaml").status == 64)
    #expect(try desk.everything() == before)
  }

  @Test("an interrupted run is shown as interrupted, with how far it is")
  func interrupted() throws {
    let desk = try desk()
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try Books.change(
      desk.place("books/books.db"),
      "UPDATE daybook_runs SET status = 'running'; UPDATE daybook_files SET status = 'loading', rows_committed = 7"
    )
    let shown = try desk.daybook("show", "pipeline.yaml")
    #expect(shown.output.contains("run 1, interrupted"))
    #expect(shown.output.contains("not finished"))
    #expect(shown.output.contains("so far the first 7 rows of its load order"))
  }

  @Test("explain shows a record's bytes, then its fields after each stage, then the row")
  func explain() throws {
    let desk = try desk()
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows(
        "R1 A1 2026-02-05 1.50 USD", "R2 A1 2026-01-06 2.50 USD", "R3 A1 2026-02-07 3.50 USD a other"))
    try desk.write(
      "pipeline.yaml",
      BankPipeline(cutOff: "{ from: 2026-02-01 }", map: BankPipeline.lookup, budget: "1").text)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let loaded = try desk.daybook("explain", "pipeline.yaml", "1", "A1,R1")
    #expect(loaded.status == 0)
    let expected = [
      "inbox/1.csv:2: record 1", "| R1,A1,2026-02-05,1.50,USD,payment,fee", "  read csv", "amount: 1.50",
      "  normalize",
      "amount: 1.5000", "  cut_off", "  dedup", "  map", "gl_account: 6010", "  load",
      "books/books.db, table entries",
    ]
    var rest = loaded.output[...]
    for part in expected {
      guard let found = rest.firstRange(of: part) else {
        Issue.record("explain does not show \(part) in its place: \(loaded.output)")
        return
      }
      rest = rest[found.upperBound...]
    }
    let refused = try desk.daybook("explain", "pipeline.yaml", "1", "R3")
    #expect(refused.output.contains("lookup-missing"))
    #expect(try desk.daybook("explain", "pipeline.yaml", "1", "R9").status == 64)
  }

  @Test("explain tells the same story as JSON: values as text, what was refused with its reason")
  func explainJSON() throws {
    let desk = try desk()
    try desk.write(
      "inbox/1.csv",
      BankPipeline.rows("R1 A1 2026-02-05 1.50 USD", "R3 A1 2026-02-07 3.50 USD a other"))
    #expect(try desk.daybook("run", "pipeline.yaml", "--set", "on_reject.continue_up_to=1").status == 0)
    let set = ["--set", "on_reject.continue_up_to=1", "--output", "json"]
    let loaded = try JSON(desk.start(["explain", "pipeline.yaml", "1", "A1,R1"] + set).wait().output)
    #expect(loaded["run"]?.integer == 1)
    #expect(loaded["records"]?.count == 1)
    let story = try #require(loaded["records"]?[0])
    #expect(story["file"]?.string == "inbox/1.csv")
    #expect(story["line"]?.integer == 2)
    #expect(story["original"]?.string == "R1,A1,2026-02-05,1.50,USD,payment,fee")
    let steps = try #require(story["steps"])
    let names = (0..<steps.count).map { steps[$0]?["step"]?.string }
    #expect(names == ["read csv", "normalize", "cut_off", "dedup", "map", "load"])
    #expect(steps[0]?["fields", "amount"]?.string == "1.50")
    #expect(steps[4]?["fields", "gl_account"]?.string == "6010")
    #expect(steps[5]?["outcome"]?.string?.hasSuffix("table entries") == true)
    let refused = try JSON(desk.start(["explain", "pipeline.yaml", "1", "R3"] + set).wait().output)
    let last = try #require(refused["records"]?[0]?["steps"])
    #expect(last[last.count - 1]?["reasons"]?[0]?["code"]?.string == "lookup-missing")
    let unknown = try desk.start(["explain", "pipeline.yaml", "1", "R9"] + set).wait()
    #expect(unknown.status == 64)
    #expect(unknown.output.isEmpty)
  }

  @Test("validate gives its complaints and the guarantee as JSON, one object a pipeline")
  func validateJSON() throws {
    let desk = try desk()
    try desk.write("bad.yaml", BankPipeline(dedup: "{ keep: newest }").text)
    let ended = try desk.daybook("validate", "pipeline.yaml", "bad.yaml", "none.yaml", "--output", "json")
    #expect(ended.status == 66)
    #expect(ended.errors.isEmpty)
    let found = try JSON(ended.output)
    #expect(found.count == 3)
    #expect(found[0]?["valid"]?.boolean == true)
    #expect(found[0]?["guarantee"]?.string?.hasPrefix("exactly once, also for files that overlap") == true)
    #expect(found[0]?["formats"]?[0]?["steps"]?[1]?["fields", "amount"]?.string == "decimal(4)")
    #expect(found[1]?["valid"]?.boolean == false)
    let complaint = try #require(found[1]?["complaints"]?[0])
    #expect(complaint["code"]?.string == "choice-unknown")
    #expect(complaint["file"]?.string == "bad.yaml")
    #expect(complaint["line"]?.integer == 7)
    #expect(complaint["column"]?.integer == 20)
    #expect(complaint["message"]?.string == "keep cannot be \"newest\"; expected one of last, first")
    #expect(found[2]?["complaints"]?[0]?["code"]?.string == "file-not-found")
    #expect(try desk.daybook("validate", "bad.yaml", "--output", "json").status == 78)
    #expect(try desk.daybook("validate", "pipeline.yaml", "--output", "json").status == 0)
  }

  @Test("a declared encoding that is wrong is remarked once, by run, show and read")
  func encodingRemark() throws {
    let desk = try Workplace()
    let formats = BankPipeline.csvFormat.replacing("csv: {", with: "csv: { encoding: utf-8,")
    try desk.write("pipeline.yaml", BankPipeline(formats: formats).text)
    let text = BankPipeline.rows("R1 A1 2026-02-05 1.50 USD Geb~hr fee")
    try desk.write("inbox/1.csv", bytes: Array(text.utf8.map { $0 == UInt8(ascii: "~") ? 0xFC : $0 }))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)")
    let shown = try desk.daybook("show", "pipeline.yaml")
    for said in [run.output, shown.output] {
      #expect(said.split(separator: "\n").filter { $0.contains("remark:") }.count == 1, "\(said)")
    }
    let read = try desk.daybook("read", "inbox/1.csv", "--spec", "pipeline.yaml")
    #expect(read.errors.split(separator: "\n").filter { $0.contains("remark:") }.count == 1, "\(read.errors)")
  }

  @Test("list and docs know the contracts, read and load")
  func reference() throws {
    let desk = try Workplace()
    let list = try desk.daybook("list").output
    let contracts = list.split(separator: "contracts\n").last ?? ""
    #expect(contracts.contains("  bank_transaction/1  "), "\(list)")
    #expect(contracts.contains("  invoice/1  "), "\(list)")
    #expect(try desk.daybook("docs", "bank_transaction/1").output.contains("# bank_transaction/1 (contract)"))
    #expect(try desk.daybook("docs", "read").output.contains("# read (stage)"))
    #expect(try desk.daybook("docs", "load").output.contains("# load (stage)"))
    let unknown = try desk.daybook("docs", "bank_transactions/1")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("Did you mean bank_transaction/1?"))
  }
}
