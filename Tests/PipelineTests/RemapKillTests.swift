import Foundation
import Glibc
import Support
import Testing

/// Mapping again, killed: nothing is ever half done, and the next command ends it.
@Suite("mapping again, killed at any instant", .serialized)
struct RemapKillTests {
  @Test("seventy kills: the books end byte for byte as undisturbed")
  func inOneFile() throws {
    try killed(times: 70, seed: 11, pipeline: RemapTests.bank)
  }

  @Test("thirty kills with the checkpoints in a file of their own: both files end as undisturbed")
  func withCheckpointsApart() throws {
    var pipeline = RemapTests.bank
    pipeline.checkpoints = "books/state.db"
    try killed(times: 30, seed: 12, pipeline: pipeline)
  }

  @Test(
    "interrupted, and the mapping changed once more: the run is given up, and nothing of it is in the books")
  func changedAgain() throws {
    let desk = try desk(RemapTests.bank, rows: 70_000, seed: 13)
    try interrupt(desk)
    let before = try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries")
    try desk.write("accounts.csv", BankPipeline.lookupText)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries") == before)
    let runs = "SELECT kind, status FROM daybook_runs ORDER BY run"
    #expect(try Books.rows(desk.place("books/books.db"), runs) == ["load done", "remap abandoned"])
  }

  @Test("interrupted, and undo comes next: the run is finished first, then its rows go back")
  func undoNext() throws {
    let desk = try desk(RemapTests.bank, rows: 70_000, seed: 14)
    let before = try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries")
    try interrupt(desk)
    let undo = try desk.daybook("undo", "pipeline.yaml", "2")
    #expect(undo.status == 0, "\(undo.errors)")
    #expect(try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries") == before)
    let runs = "SELECT kind, status FROM daybook_runs ORDER BY run"
    #expect(try Books.rows(desk.place("books/books.db"), runs) == ["load done", "remap done", "undo done"])
  }

  /// Loaded, with a mapping that has changed since.
  private func desk(_ pipeline: BankPipeline, rows: Int, seed: UInt64) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", pipeline.text)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<rows, seed: seed))
    let run = try desk.daybook("run", "pipeline.yaml")
    try #require(run.status == 0, "\(run.errors)")
    // Sales are refused, within the budget.
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6015"], ["rent", "6020"]]))
    try desk.write(
      "pipeline.yaml", pipeline.text.replacing("continue_up_to: 5%", with: "continue_up_to: 50%"))
    return desk
  }

  private static let command = ["remap", "pipeline.yaml", "--from", "2026-01-01"]

  /// Kills it while its run is begun and not ended.
  private func interrupt(_ desk: Workplace) throws {
    let begun = "SELECT status FROM daybook_runs WHERE kind = 'remap'"
    let killed = try desk.interrupt(RemapKillTests.command) {
      try Books.rows(desk.place("books/books.db"), begun) == ["running"]
    }
    try #require(killed.signal == SIGKILL)
  }

  private func killed(times: Int, seed: UInt64, pipeline: BankPipeline) throws {
    let desk = try desk(pipeline, rows: 20_000, seed: seed)
    try desk.copy("books", to: "loaded")
    let clock = ContinuousClock()
    let began = clock.now
    let ended = try desk.start(RemapKillTests.command).wait()
    let whole = Int((clock.now - began) / .microseconds(1))
    try #require(ended.status == 65, "\(ended.errors)")
    #expect(ended.output.contains(" 20000 "), "\(ended.output)")
    let expected = try state(desk)
    var random = SeededRandom(seed: seed)
    for attempt in 0..<times {
      // Each attempt has its own share of the duration, and an instant of it by chance.
      var delay = (whole * attempt + random.next(whole)) / times
      var wasKilled = false
      repeat {
        try desk.remove("books")
        try desk.copy("loaded", to: "books")
        let program = try desk.start(RemapKillTests.command)
        usleep(UInt32(delay))
        program.send(SIGKILL)
        wasKilled = try program.wait().signal == SIGKILL
        // Faster than the undisturbed one: it ended before the instant came.
        if !wasKilled { delay /= 2 }
      } while !wasKilled && delay > 0
      #expect(wasKilled)
      if attempt % 2 == 0 {
        // Whatever command comes next finishes what was begun.
        let run = try desk.daybook("run", "pipeline.yaml")
        #expect(run.status == 0, "after a kill at \(delay) µs: \(run.errors)")
      }
      _ = try desk.start(RemapKillTests.command).wait()
      if let difference = Books.difference(try state(desk), from: expected) {
        Issue.record("after a kill at \(delay) of \(whole) µs the books differ: \(difference)")
        return
      }
    }
  }

  private func state(_ desk: Workplace) throws -> String {
    var parts: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: desk.place("books")).sorted()
    where name.hasSuffix(".db") {
      parts += [name, try Books.dump(desk.place("books/\(name)"))]
    }
    return parts.joined(separator: "\n")
  }
}
