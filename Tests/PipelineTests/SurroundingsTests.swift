import Testing

/// The machine around a run does not get into the books.
@Suite("surroundings")
struct SurroundingsTests {
  @Test("time zone, language and working folder change no byte of the books")
  func deterministic() throws {
    let desk = try Workplace()
    let stamped = BankPipeline(
      normalize: "{ dates: { format: \"yyyy-MM-dd'T'HH:mm:ssXXX\", time_zone: America/New_York } }",
      cutOff: "{ from: 2026-02-01 }", map: BankPipeline.lookup, budget: "5%")
    try desk.write("pipeline.yaml", stamped.text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    let payments = BankPipeline.payments(0..<3000, seed: 51, flaws: 300)
    try desk.write("inbox/1.csv", payments.replacing(#/(\d{4}-\d\d-\d\d),/#) { "\($0.output.1)T03:30:00Z," })
    var dumps: [String] = []
    for (variables, folder) in [
      ([:], desk.path), (["TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"], "/"),
      (["TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "NO_COLOR": "1"], desk.place("inbox")),
    ] {
      try desk.remove("books")
      let run = try desk.daybook("run", desk.place("pipeline.yaml"), in: folder, environment: variables)
      #expect(run.status == 0, "\(run.errors)")
      dumps.append(try Books.dump(desk.place("books/books.db")) + desk.text("books/bank.run-1.rejects.csv"))
    }
    #expect(dumps[0].contains("|'2026-02-"))
    #expect(Books.difference(dumps[1], from: dumps[0]) == nil)
    #expect(Books.difference(dumps[2], from: dumps[0]) == nil)
  }

  @Test("300,000 rows stay below 200 MB of memory")
  func memory() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(map: BankPipeline.lookup).text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<300_000, seed: 52))
    let (ended, peak) = try desk.start(["run", "pipeline.yaml"]).waitWatchingMemory()
    #expect(ended.status == 0)
    #expect(peak > 1 << 20)
    #expect(peak < 200 << 20)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT count(*) FROM entries") == ["300000"])
  }
}
