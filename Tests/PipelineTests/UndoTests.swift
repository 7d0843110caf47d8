import Foundation
import Glibc
import Support
import Testing

/// A run is taken back through the program.
@Suite("undo")
struct UndoTests {
  private static let apart: [String?] = [nil, "books/state.db"]

  private func desk(_ checkpoints: String?) throws -> Workplace {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(checkpoints: checkpoints).text)
    try desk.write(
      "inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-31 12.30 USD", "R2 A1 2026-01-31 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-31 13.30 USD", "R3 A1 2026-01-31 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    return desk
  }

  private func amounts(_ desk: Workplace) throws -> [String] {
    try Books.rows(desk.place("books/books.db"), "SELECT external_id, amount FROM entries ORDER BY 1")
  }

  @Test("a trial says what would be taken back, and writes nothing", arguments: apart)
  func trial(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let before = try desk.everything()
    let ended = try desk.daybook("undo", "pipeline.yaml", "2", "--dry-run")
    #expect(ended.status == 0)
    #expect(ended.output.contains("run 2 would be taken back"))
    var after = try desk.everything()
    // The empty lock of the trial is the runs' own.
    for name in before.keys where name.hasSuffix(".lock") { after[name] = before[name] }
    #expect(after == before)
    #expect(try desk.daybook("undo", "pipeline.yaml", "1", "--dry-run").status == 65)
  }

  @Test("inserts go, updates come back, the file counts as new and loads again", arguments: apart)
  func undone(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let loaded = try amounts(desk)
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    #expect(try amounts(desk) == ["R1 12.30", "R2 1.00"])
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").errors.contains("undo-already-done"))
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.status == 0 && again.output.contains("inbox/2.csv (csv): loaded"))
    #expect(!again.output.contains("inbox/1.csv"))
    #expect(try amounts(desk) == loaded)
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("an undoing is undone: the rows are there again, and the file is not new", arguments: apart)
  func undoneTwice(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let loaded = try amounts(desk)
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try amounts(desk) == loaded)
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("nothing new"))
    #expect(try desk.daybook("undo", "pipeline.yaml", "4").status == 0)
    #expect(try amounts(desk) == ["R1 12.30", "R2 1.00"])
    #expect(try desk.daybook("run", "pipeline.yaml").output.contains("inbox/2.csv (csv): loaded"))
  }

  @Test("what a later run changed stands against it, is listed, and goes with --through", arguments: apart)
  func through(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let refused = try desk.daybook("undo", "pipeline.yaml", "1")
    #expect(refused.status == 65)
    #expect(refused.output.contains("[\"A1\",\"R1\"]: changed since by run 2"))
    #expect(refused.output.contains("--through 2"))
    #expect(try amounts(desk).count == 3)
    #expect(try desk.daybook("undo", "pipeline.yaml", "1", "--through", "2").status == 0)
    #expect(try amounts(desk) == [])
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.output.contains("inbox/1.csv (csv): loaded"))
    #expect(try amounts(desk).count == 3)
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("what cannot be meant is a matter of usage")
  func usage() throws {
    let desk = try desk(nil)
    for words in [["9"], ["x"], ["2", "--through", "1"]] {
      #expect(try desk.start(["undo", "pipeline.yaml"] + words).wait().status == 64)
    }
    #expect(try amounts(desk).count == 3)
  }

  @Test("a posted row is left alone: by an undo, and by a file that would change it")
  func posted() throws {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(load: "{ path: books/books.db, table: entries, locked_by: posted_at }").text)
    try desk.write(
      "inbox/1.csv", BankPipeline.rows("R1 A1 2026-01-31 12.30 USD", "R2 A1 2026-01-31 1.00 USD"))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try Books.change(
      desk.place("books/books.db"), "UPDATE entries SET posted_at = 1 WHERE external_id = 'R1'")
    let refused = try desk.daybook("undo", "pipeline.yaml", "1")
    #expect(refused.status == 65)
    #expect(refused.output.contains("posted or locked"))
    try desk.write(
      "inbox/2.csv", BankPipeline.rows("R1 A1 2026-01-31 13.30 USD", "R3 A1 2026-01-31 1.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("row-locked"))
    #expect(try amounts(desk) == ["R1 12.30", "R2 1.00"])
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("killed at a hundred instants, the undoing is finished by the next command", arguments: apart)
  func killed(_ checkpoints: String?) throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline(checkpoints: checkpoints).text)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<4000, seed: 51))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("inbox/2.csv", BankPipeline.payments(2000..<6000, seed: 52))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    try FileManager.default.copyItem(atPath: desk.place("books"), toPath: desk.place("loaded"))
    let clock = ContinuousClock()
    let began = clock.now
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").status == 0)
    let whole = Int((clock.now - began) / .microseconds(1))
    let expected = try state(desk)
    var random = SeededRandom(seed: 53)
    let times = checkpoints == nil ? 60 : 40
    for attempt in 0..<times {
      try desk.remove("books")
      try desk.copy("loaded", to: "books")
      let program = try desk.start(["undo", "pipeline.yaml", "2"])
      usleep(UInt32((whole * attempt + random.next(whole)) / times))
      program.send(SIGKILL)
      _ = try program.wait()
      let last = try desk.daybook("undo", "pipeline.yaml", "2")
      #expect(last.status == 0 || last.errors.contains("undo-already-done"), "\(last.errors)")
      if let difference = Books.difference(try state(desk), from: expected) {
        Issue.record("killed at share \(attempt) of \(times), the books differ: \(difference)")
        return
      }
    }
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  private func state(_ desk: Workplace) throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: desk.place("books")).sorted().filter {
      $0.hasSuffix(".db")
    }
    .map { try Books.dump(desk.place("books/\($0)")) }.joined(separator: "\n")
  }
}
