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

  @Test(
    "a trial with --through tells every run as it would go, newest first, and what they come to",
    arguments: apart)
  func throughTrial(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let before = try books(desk)
    let trial = try desk.daybook("undo", "pipeline.yaml", "1", "--through", "2", "--dry-run")
    #expect(trial.status == 0, "\(trial.output)\(trial.errors)")
    #expect(
      trial.output == """
        bank: run 2 would be taken back ← books/books.db, table entries
          inserted rows removed   1
          updated rows restored   1
          removed rows returned   0
        bank: run 1 would be taken back ← books/books.db, table entries
          inserted rows removed   2
          updated rows restored   0
          removed rows returned   0
        bank: 2 runs together
          inserted rows removed   3
          updated rows restored   1
          removed rows returned   0

        """)
    #expect(try books(desk) == before)
    let json = try JSON(
      desk.daybook("undo", "pipeline.yaml", "1", "--through", "2", "--dry-run", "--output", "json").output)
    #expect(json["totals"]?["removed"]?.integer == 3)
    // What is in the way of the second of them is told as well.
    try Books.change(desk.place("books/books.db"), "DELETE FROM entries WHERE external_id = 'R2'")
    let blocked = try desk.daybook("undo", "pipeline.yaml", "1", "--through", "2", "--dry-run")
    #expect(blocked.status == 65)
    #expect(blocked.output.contains("run 2 would be taken back"), "\(blocked.output)")
    #expect(blocked.output.contains("[\"A1\",\"R2\"]: no longer in the table"), "\(blocked.output)")
  }

  private func books(_ desk: Workplace) throws -> [String: [UInt8]] {
    try desk.everything().filter { $0.key.hasSuffix(".db") }
  }

  @Test("by a journal that someone changed nothing is taken back", arguments: apart)
  func journalChanged(_ checkpoints: String?) throws {
    let desk = try desk(checkpoints)
    let loaded = try amounts(desk)
    try Books.change(
      desk.place("books/books.db"), "UPDATE daybook_changes SET image = zeroblob(3) WHERE kind = 'updated'")
    for words in [["2"], ["2", "--dry-run"], ["1", "--through", "2", "--dry-run"]] {
      let refused = try desk.start(["undo", "pipeline.yaml"] + words).wait()
      #expect(refused.status == 65)
      #expect(refused.errors.contains("journal-changed"), "\(refused.errors)")
    }
    #expect(try amounts(desk) == loaded)
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 65)
    // A line more, in the name of a run that is not there, is none of the others' business.
    let other = try self.desk(checkpoints)
    try Books.change(
      other.place("books/books.db"),
      "INSERT INTO daybook_changes SELECT NULL, pipeline, 2, table_name, kind, layout, key, image, rows, keys"
        + " FROM daybook_changes WHERE run = 1")
    #expect(try other.daybook("undo", "pipeline.yaml", "2").errors.contains("4 lines, and 3 were written"))
  }

  @Test("checkpoints that were replaced do not take older runs of the books for theirs")
  func replacedStore() throws {
    let desk = try desk("books/state.db")
    try desk.remove("books/state.db")
    let again = try desk.daybook("run", "pipeline.yaml")
    #expect(again.output.contains("bank: run 3"), "\(again.output)\(again.errors)")
    #expect(again.output.contains("the checkpoints do not know of runs that the books have, through 2"))
    let loaded = try amounts(desk)
    #expect(try desk.daybook("undo", "pipeline.yaml", "1").errors.contains("run-unknown"))
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    #expect(try amounts(desk) == loaded)
    let verified = try desk.daybook("verify", "pipeline.yaml")
    #expect(verified.status == 65)
    #expect(
      verified.output.contains("run 1: this run and those through 2 are not in the history any more"),
      "\(verified.output)")
  }

  // MARK: Read back

  /// A run whose row R9 something changed as it was written.
  private func damaged(_ checkpoints: String?) throws -> Workplace {
    let desk = try desk(checkpoints)
    try Books.change(
      desk.place("books/books.db"),
      """
      CREATE TRIGGER clever AFTER INSERT ON entries WHEN NEW.external_id = 'R9'
      BEGIN UPDATE entries SET amount = '9.99' WHERE external_id = 'R9'; END;
      """)
    try desk.write("inbox/3.csv", BankPipeline.rows("R9 A1 2026-01-31 1.00 USD"))
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 65)
    #expect(run.errors.contains("read-back-differs"), "\(run.errors)")
    try Books.change(desk.place("books/books.db"), "DROP TRIGGER clever")
    return desk
  }

  @Test(
    "rows that were not read back as written are not forgotten: the run fails again until it is taken back",
    arguments: apart)
  func damagedUndone(_ checkpoints: String?) throws {
    let desk = try damaged(checkpoints)
    for command in ["run", "plan", "run"] {
      let again = try desk.daybook(command, "pipeline.yaml")
      #expect(again.status == 65)
      #expect(again.errors.contains("read-back-differs: run 3 is not done"), "\(again.errors)")
      #expect(again.errors.contains("daybook undo 3"))
    }
    #expect(try desk.daybook("show", "pipeline.yaml", "3").output.contains("stopped by read-back-differs"))
    #expect(try desk.daybook("undo", "pipeline.yaml", "2").errors.contains("run-unfinished"))
    #expect(
      try desk.daybook("undo", "pipeline.yaml", "3", "--dry-run").output.contains("would be taken back"))
    #expect(try desk.daybook("undo", "pipeline.yaml", "3").status == 0)
    let shown = try desk.daybook("show", "pipeline.yaml", "3").output
    #expect(shown.contains("run 3, abandoned, taken back by run 4"), "\(shown)")
    #expect(shown.contains("stopped by read-back-differs"))
    #expect(try amounts(desk).count == 3)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    #expect(try amounts(desk).contains("R9 1.00"))
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
  }

  @Test("a run that is given up has a manifest of what it committed, and can be taken back", arguments: apart)
  func damagedGivenUp(_ checkpoints: String?) throws {
    let desk = try damaged(checkpoints)
    let store = desk.place(checkpoints ?? "books/books.db")
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(try amounts(desk).contains("R9 1.00"))
    #expect(try desk.daybook("verify", "pipeline.yaml").status == 0)
    #expect(
      try Books.rows(
        store,
        """
        SELECT manifest ->> '$.status', manifest ->> '$.stop', manifest ->> '$.files[0].rows',
          manifest ->> '$.totals.inserted.rows', manifest ->> '$.journal.lines'
        FROM daybook_manifests WHERE run = 3
        """) == ["abandoned read-back-differs 1 1 3"])
    try Books.change(store, "UPDATE daybook_files SET rows_committed = 2 WHERE run = 3")
    #expect(try desk.daybook("verify", "pipeline.yaml").output.contains("run 3: its files are not those"))
    try Books.change(store, "DELETE FROM daybook_manifests WHERE run = 3")
    #expect(
      try desk.daybook("verify", "pipeline.yaml").output.contains("run 3: the run ended, and its manifest"))
  }

  @Test("a run given up is level with the books: what was only meant to be committed does not count")
  func givenUpOneAhead() throws {
    let desk = try damaged("books/state.db")
    let store = desk.place("books/state.db")
    // As a kill between the checkpoint and its rows leaves it: the mark in the books says one row.
    try Books.change(
      store,
      """
      UPDATE daybook_files SET status = 'loading', rows_before = 1, rows_committed = 5 WHERE run = 3;
      DELETE FROM daybook_footing WHERE run = 3;
      INSERT INTO daybook_footing VALUES (3, 0, 0, 'load', 'arrived', '', 1, NULL),
        (3, 0, 0, 'load', 'inserted', '', 1, NULL), (3, 0, 1, 'load', 'arrived', '', 5, NULL),
        (3, 0, 1, 'load', 'inserted', '', 5, NULL);
      """)
    #expect(try desk.daybook("run", "pipeline.yaml", "--full").status == 0)
    #expect(
      try Books.rows(
        store,
        """
        SELECT manifest ->> '$.files[0].status', manifest ->> '$.files[0].rows',
          manifest ->> '$.totals.inserted.rows' FROM daybook_manifests WHERE run = 3
        """) == ["loading 1 1"])
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

  @Test("an undoing that was interrupted is finished by asking for it again: 0, and what it did is told")
  func interrupted() throws {
    let desk = try Workplace()
    try desk.write("pipeline.yaml", BankPipeline().text)
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<40_000, seed: 54))
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let begun = "SELECT status FROM daybook_runs WHERE kind = 'undo'"
    let killed = try desk.interrupt(["undo", "pipeline.yaml", "1"]) {
      try Books.rows(desk.place("books/books.db"), begun) == ["running"]
    }
    #expect(killed.signal == SIGKILL)
    let again = try desk.daybook("undo", "pipeline.yaml", "1")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains("run 1 taken back by run 2"), "\(again.output)")
    #expect(again.output.contains("40000"), "\(again.output)")
    #expect(try desk.daybook("undo", "pipeline.yaml", "1").status == 64)
  }

  private func state(_ desk: Workplace) throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: desk.place("books")).sorted().filter {
      $0.hasSuffix(".db")
    }
    .map { try Books.dump(desk.place("books/\($0)")) }.joined(separator: "\n")
  }
}
