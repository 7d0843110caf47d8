import Foundation
import Glibc
import Support
import Testing

/// A run that is killed and taken up again ends with the books of an undisturbed run.
@Suite("killed at any instant", .serialized)
struct KillTests {
  @Test("a hundred kills, inside commit too: the books end byte for byte as undisturbed")
  func inOneFile() throws {
    try killed(
      times: 100, seed: 1, rows: 70_000, pipeline: BankPipeline(map: BankPipeline.lookup, budget: "5%"))
  }

  @Test(
    "thirty kills with the checkpoints in a file of their own: both files end byte for byte as undisturbed")
  func withCheckpointsApart() throws {
    try killed(
      times: 30, seed: 2, rows: 135_000,
      pipeline: BankPipeline(map: BankPipeline.lookup, checkpoints: "books/state.db", budget: "5%"))
  }

  @Test("thirty kills while a table is replaced: the books end byte for byte as undisturbed")
  func whileReplacing() throws {
    try killed(
      times: 30, seed: 3, rows: 70_000,
      pipeline: BankPipeline(
        map: BankPipeline.lookup, load: "{ path: books/books.db, table: entries, mode: replace }",
        budget: "5%"))
  }

  /// Runs the pipeline undisturbed, then again and again with kills at instants spread over the whole of it.
  private func killed(times: Int, seed: UInt64, rows: Int, pipeline: BankPipeline) throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<rows, seed: seed, flaws: 5000))
    try desk.write(
      "inbox/2.csv", BankPipeline.payments(rows - 3000..<rows + 3000, seed: seed + 1, flaws: 5000))
    try desk.write("inbox/3.csv", BankPipeline.payments(0..<2000, seed: seed + 2, flaws: 500))

    let clock = ContinuousClock()
    var durations: [Duration] = []
    for _ in 0..<3 {
      try desk.remove("books")
      let began = clock.now
      let ended = try desk.daybook("run", "pipeline.yaml")
      durations.append(clock.now - began)
      try #require(ended.status == 0, "\(ended.errors)")
    }
    let whole = Int(durations.sorted()[1] / .microseconds(1))
    let expected = try state(desk)

    var random = SeededRandom(seed: seed)
    var killed = 0
    for attempt in 0..<times {
      // Each attempt has its own share of the duration, and an instant of it by chance.
      var delay = (whole * attempt + random.next(whole)) / times
      repeat {
        try desk.remove("books")
        let wasKilled = try run(desk, killedAfter: delay)
        if wasKilled { break }
        // Faster than the undisturbed one: it ended before the instant came.
        delay /= 2
      } while delay > 0
      killed += 1
      for _ in 0..<(attempt % 4 == 0 ? 1 + attempt % 3 : 0) {
        _ = try run(desk, killedAfter: random.next(whole))
      }
      let last = try desk.daybook("run", "pipeline.yaml")
      #expect(last.status == 0, "after a kill at \(delay) µs: \(last.errors)")
      if let difference = Books.difference(try state(desk), from: expected) {
        Issue.record("after a kill at \(delay) of \(whole) µs the books differ: \(difference)")
        return
      }
    }
    #expect(killed == times)
  }

  /// True when the signal came before the program's own end.
  private func run(_ desk: Workplace, killedAfter microseconds: Int) throws -> Bool {
    let program = try desk.start(["run", "pipeline.yaml"])
    usleep(UInt32(microseconds))
    program.send(SIGKILL)
    return try program.wait().signal == SIGKILL
  }

  /// Everything a run leaves: the databases, and the refused records.
  private func state(_ desk: Workplace) throws -> String {
    var parts: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: desk.place("books")).sorted() {
      parts.append(name)
      if name.hasSuffix(".db") { parts.append(try Books.dump(desk.place("books/\(name)"))) }
      if name.hasSuffix(".csv") { parts.append(try desk.text("books/\(name)")) }
    }
    return parts.joined(separator: "\n")
  }
}
