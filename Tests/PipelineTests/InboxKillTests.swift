import Foundation
import Glibc
import Support
import Testing

/// A run with an inbox that is killed and taken up again leaves the books and the files of an undisturbed one.
@Suite("an inbox, killed at any instant", .serialized)
struct InboxKillTests {
  private let january = BankPipeline.payments(0..<5000, seed: 21)
  private let february = BankPipeline.payments(4500..<6000, seed: 22)
  private let broken = BankPipeline.rows("R5 A1 2026-01-05 5.O0 USD")
  private let rent = BankPipeline.rows("R900001 A1 2026-03-05 5.00 USD")
  private let fee = BankPipeline.rows("R900002 A2 2026-03-06 6.00 USD")

  private func fill(_ inbox: InboxDesk) throws {
    for name in ["books", "Archive", "Quarantine", "Inbox"] { try inbox.desk.remove(name) }
    try inbox.drop("1.csv", january)
    try inbox.drop("2.csv", broken, at: 1)
    try inbox.drop("3.csv", february, at: 2)
    try inbox.drop("copy of 3.csv", february, at: 3)
    try inbox.drop("4.zip", bytes: ZipWriting.archive([.init("a.csv", rent), .init("b.csv", fee)]), at: 4)
    try inbox.drop("5.csv", rent, at: 5)
  }

  private func state(_ inbox: InboxDesk) throws -> String {
    try inbox.places().joined(separator: "\n") + "\n" + Books.dump(inbox.desk.place(InboxDesk.books))
  }

  /// True when the signal came before the program's own end.
  private func daybook(_ inbox: InboxDesk, _ words: [String], killedAfter microseconds: Int) throws -> Bool {
    let program = try inbox.desk.start(words)
    usleep(UInt32(microseconds))
    program.send(SIGKILL)
    return try program.wait().signal == SIGKILL
  }

  private func duration(_ work: () throws -> Void) rethrows -> Int {
    let clock = ContinuousClock()
    let began = clock.now
    try work()
    return Int((clock.now - began) / .microseconds(1))
  }

  @Test("a hundred kills while files load and move: the same books, every file in its place, none twice")
  func runs() throws {
    let inbox = try InboxDesk()
    try fill(inbox)
    let whole = try duration {
      let run = try inbox.run()
      #expect(run.status == 65)
    }
    let expected = try state(inbox)
    #expect(try inbox.places().filter { $0.hasPrefix("Inbox") } == [])
    var random = SeededRandom(seed: 23)
    var killed = 0
    for attempt in 0..<100 {
      var delay = (whole * attempt + random.next(whole)) / 100
      var wasKilled = false
      repeat {
        try fill(inbox)
        wasKilled = try daybook(inbox, ["run", "pipeline.yaml"], killedAfter: delay)
        delay /= 2
      } while !wasKilled && delay > 0
      if wasKilled { killed += 1 }
      if attempt % 3 == 0 {
        _ = try daybook(inbox, ["run", "pipeline.yaml"], killedAfter: random.next(whole))
      }
      let last = try inbox.run()
      // What was refused was told by the run that was killed, or is told now.
      #expect(last.status == 0 || last.status == 65, "\(last.errors)")
      if let difference = Books.difference(try state(inbox), from: expected) {
        Issue.record("killed about \(delay * 2) of \(whole) µs: \(difference)")
        return
      }
    }
    #expect(killed == 100)
  }

  @Test("thirty kills of an undoing: the files are back in the inbox, and load again to the same books")
  func undoings() throws {
    let inbox = try InboxDesk()
    try fill(inbox)
    #expect(try inbox.run().status == 65)
    // The journal of the undisturbed undoing is the measure.
    try inbox.desk.copy(".", to: inbox.desk.place("../kept"))
    let whole = try duration {
      let undo = try inbox.desk.daybook("undo", "pipeline.yaml", "1")
      #expect(undo.status == 0)
    }
    let expected = try state(inbox)
    var random = SeededRandom(seed: 24)
    for attempt in 0..<30 {
      for name in ["books", "Archive", "Quarantine", "Inbox"] {
        try inbox.desk.remove(name)
        try inbox.desk.copy(inbox.desk.place("../kept/\(name)"), to: name)
      }
      let delay = (whole * attempt + random.next(whole)) / 30
      _ = try daybook(inbox, ["undo", "pipeline.yaml", "1"], killedAfter: delay)
      let again = try inbox.desk.daybook("undo", "pipeline.yaml", "1")
      #expect(again.status == 0 || again.errors.contains("undo-already-done"), "\(again.errors)")
      if let difference = Books.difference(try state(inbox), from: expected) {
        Issue.record("killed at \(delay) of \(whole) µs: \(difference)")
        return
      }
    }
  }
}
