import Foundation
import Glibc
import Support
import Testing

/// What a run refused, accepted or tried again, and killed meanwhile: nothing is lost, nothing comes twice.
@Suite("accept and retry, killed at any instant", .serialized)
struct DecisionKillTests {
  private static let apart = "books/state.db"

  @Test("a hundred kills of accept: the books end byte for byte as undisturbed")
  func accept() throws {
    try killed(times: 60, seed: 21, ["accept", "pipeline.yaml", "2"], try restated(nil, rows: 3000))
    try killed(times: 40, seed: 22, ["accept", "pipeline.yaml", "2"], try restated(Self.apart, rows: 3000))
  }

  @Test("kills of an accept that commits several times: the decisions of its first commit stand")
  func acceptInParts() throws {
    try killed(times: 5, seed: 23, ["accept", "pipeline.yaml", "2"], try restated(nil, rows: 70_000))
    try killed(times: 5, seed: 24, ["accept", "pipeline.yaml", "2"], try restated(Self.apart, rows: 70_000))
  }

  @Test("a hundred kills of retry: the books end byte for byte as undisturbed")
  func retry() throws {
    try killed(times: 60, seed: 25, ["retry", "pipeline.yaml", "1"], try unmapped(nil, rows: 4000))
    try killed(times: 40, seed: 26, ["retry", "pipeline.yaml", "1"], try unmapped(Self.apart, rows: 4000))
  }

  @Test("thirty kills of retry with corrections: the books end byte for byte as undisturbed")
  func retryCorrected() throws {
    let desk = try unmapped(nil, rows: 4000)
    let rejects = try desk.daybook("rejects", "pipeline.yaml", "1", "--output", "csv")
    try desk.write("corrected.csv", rejects.output.replacing("12.3O0", with: "12.30"))
    let command = ["retry", "pipeline.yaml", "1", "--corrected", "corrected.csv"]
    try killed(times: 30, seed: 27, command, desk)
  }

  // MARK: What is there before

  /// A statement loaded, and its other version left for a person: half of the lines differ, and it has more.
  private func restated(_ checkpoints: String?, rows: Int) throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(
        formats: "{ match: \"*.bai\", bai2: {} }", normalize: nil, dedup: "{}", checkpoints: checkpoints
      ).text)
    func file(_ lines: [BAI2File.Line], _ sum: Int) -> String {
      BAI2File([
        .init("260105", [.init("B1", balances: [("010", 10_000), ("015", 10_000 + sum)], lines)])
      ]).text
    }
    let lines = (0..<rows).map { BAI2File.Line("165", 1 + $0 % 900, "X\($0)") }
    let sum = (0..<rows).reduce(0) { $0 + 1 + $1 % 900 }
    try desk.write("inbox/1.bai", file(lines, sum))
    try #require(try desk.daybook("run", "pipeline.yaml").status == 0)
    let others = (0..<rows + 100).map { BAI2File.Line("165", ($0 % 2 == 0 ? 1 : 2) + $0 % 900, "X\($0)") }
    let otherSum = (0..<rows + 100).reduce(0) { $0 + ($1 % 2 == 0 ? 1 : 2) + $1 % 900 }
    try desk.write("inbox/2.bai", file(others, otherSum))
    let run = try desk.daybook("run", "pipeline.yaml")
    try #require(run.status == 65 && run.errors.contains("statement-restated"), "\(run.errors)")
    return desk
  }

  /// Loaded with a mapping that has no sales, which was mended since; some amounts are none.
  private func unmapped(_ checkpoints: String?, rows: Int) throws -> Workplace {
    let desk = try Workplace()
    try desk.write(
      "pipeline.yaml",
      BankPipeline(map: BankPipeline.lookup, checkpoints: checkpoints, budget: "90%").text)
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6010"], ["rent", "6020"]]))
    try desk.write("inbox/1.csv", BankPipeline.payments(0..<rows, seed: 5, flaws: 100))
    try desk.write("inbox/2.csv", BankPipeline.payments(rows - 50..<rows + 50, seed: 6))
    try #require(try desk.daybook("run", "pipeline.yaml").status == 0)
    try desk.write("accounts.csv", BankPipeline.lookupText)
    return desk
  }

  // MARK: Kills

  private func killed(times: Int, seed: UInt64, _ command: [String], _ desk: Workplace) throws {
    try desk.copy("books", to: "before")
    let began = ContinuousClock.now
    let ended = try desk.start(command).wait()
    let whole = Int((ContinuousClock.now - began) / .microseconds(1))
    try #require(ended.status == 0, "\(ended.errors)")
    let expected = try state(desk)
    let entries = try Books.rows(desk.place("books/books.db"), "SELECT * FROM entries").count
    #expect(entries > 0)
    var random = SeededRandom(seed: seed)
    for attempt in 0..<times {
      // Each attempt has its own share of the duration, and an instant of it by chance.
      var delay = (whole * attempt + random.next(whole)) / times
      repeat {
        try desk.remove("books")
        try desk.copy("before", to: "books")
        if try isKilled(command, desk, after: delay) { break }
        // Faster than the undisturbed one: it ended before the instant came.
        delay /= 2
      } while delay > 0
      if attempt % 4 == 0 { _ = try isKilled(command, desk, after: random.next(whole)) }
      let last = try desk.start(command).wait()
      #expect(last.status == 0, "seed \(seed), after a kill at \(delay) µs: \(last.errors)")
      if let difference = Books.difference(try state(desk), from: expected) {
        Issue.record("seed \(seed): after a kill at \(delay) of \(whole) µs the books differ: \(difference)")
        return
      }
    }
  }

  private func isKilled(_ command: [String], _ desk: Workplace, after microseconds: Int) throws -> Bool {
    let program = try desk.start(command)
    usleep(UInt32(microseconds))
    program.send(SIGKILL)
    return try program.wait().signal == SIGKILL
  }

  private func state(_ desk: Workplace) throws -> String {
    var parts: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: desk.place("books")).sorted() {
      if name.hasSuffix(".db") { parts += [name, try Books.dump(desk.place("books/\(name)"))] }
      if name.hasSuffix(".csv") { parts += [name, try desk.text("books/\(name)")] }
    }
    return parts.joined(separator: "\n")
  }
}
