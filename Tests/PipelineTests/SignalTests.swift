import Glibc
import Support
import Testing

/// SIGINT and SIGTERM end a run at the next batch; the next run goes on from there.
@Suite("stopped by a signal")
struct SignalTests {
  @Test(
    "a run stopped by a signal says so, and the next one ends with the same books",
    arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func stopped(by signal: Int32, status: Int32) throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline().text)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<100_000, seed: 11))
    try desk.write("inbox/2.csv", BankPipeline.payments(90_000..<110_000, seed: 12))
    let clock = ContinuousClock()
    let began = clock.now
    try #require(desk.daybook("run", "pipeline.yaml").status == 0)
    let whole = Int((clock.now - began) / .microseconds(1))
    let expected = try Books.dump(desk.place("books/books.db"))

    var random = SeededRandom(seed: UInt64(signal))
    var stopped = 0
    for _ in 0..<100 where stopped < 5 {
      try desk.remove("books")
      let program = try desk.start(["run", "pipeline.yaml"])
      usleep(UInt32(random.next(whole)))
      program.send(signal)
      let ended = try program.wait()
      // Before it minds signals, or after its end: neither is a stopped run.
      if ended.signal != nil || ended.status == 0 { continue }
      stopped += 1
      #expect(ended.status == status, "\(ended.errors)")
      #expect(ended.errors.contains("run-stopped"))
      #expect(ended.errors.contains("hint: "))
      #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
      #expect(Books.difference(try Books.dump(desk.place("books/books.db")), from: expected) == nil)
    }
    #expect(stopped == 5)
  }
}
