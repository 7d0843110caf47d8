import Testing

/// Files that are read ahead change how long a run takes, and nothing else.
@Suite("jobs")
struct JobsTests {
  private func desk() throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(map: BankPipeline.lookup, budget: "5%").text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<70_000, seed: 61, flaws: 500))
    try desk.write("inbox/2.csv", BankPipeline.payments(60_000..<64_000, seed: 62, flaws: 5))
    try desk.write("inbox/3.csv", BankPipeline.payments(65_000..<72_000, seed: 63, flaws: 500))
    try desk.write("inbox/4.csv.gz", "no gzip at all, and no statement")
    try desk.write("inbox/5.csv", BankPipeline.payments(0..<2000, seed: 64))
    return desk
  }

  /// How often progress is told depends on the clock.
  private func withoutProgress(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.hasPrefix("loading ") && !$0.hasPrefix("reading ")
    }.joined(separator: "\n")
  }

  @Test("one job, three and more than there are files make the same books, rejects and report")
  func equalBooks() throws {
    let desk = try desk()
    var expected: [String] = []
    for jobs in ["1", "3", "16"] {
      try desk.remove("books")
      let run = try desk.daybook("run", "pipeline.yaml", "--jobs", jobs)
      #expect(run.status == 65)
      let found = [
        run.output, withoutProgress(run.errors), try Books.dump(desk.place("books/books.db")),
        try desk.text("books/bank.run-1.rejects.csv"),
      ]
      if expected.isEmpty { expected = found }
      for (a, b) in zip(found, expected) { #expect(Books.difference(a, from: b) == nil, "--jobs \(jobs)") }
    }
    #expect(try desk.daybook("run", "pipeline.yaml", "--jobs", "0").status == 64)
    #expect(try desk.daybook("run", "pipeline.yaml", "--jobs", "many").status == 64)
  }
}
