import Foundation
import Glibc
import Support
import Testing

/// Whatever happens in whatever order, the books hold what a model that fits on a page says they must.
@Suite("random days of a finance team")
struct ModelTests {
  @Test(
    "after every drop, crash, retry, correction, acceptance and undoing the books are the model's",
    arguments: 1...16)
  func days(_ seed: Int) throws {
    var days = try RandomDays(seed: UInt64(seed))
    for _ in 0..<20 { try days.next() }
  }
}

/// A seeded sequence of what people do, done to the program and to the model alike.
private struct RandomDays {
  private let seed: UInt64
  private var random: SeededRandom
  private let desk: Workplace
  private var model = BooksModel()
  /// What lies in the folder, by name.
  private var inbox: [ModelFile] = []
  private var dropped = 0
  /// Everything that has happened at the bank, by account.
  private var ledger: [ModelFile.Line] = []
  private var story: [String] = []

  init(seed: UInt64) throws {
    self.seed = seed
    random = SeededRandom(seed: seed)
    desk = try Workplace()
    let checkpoints = seed % 4 == 0 ? "books/state.db" : nil
    try desk.write(
      "pipeline.yaml",
      BankPipeline(
        dedup: "{ bank_ids: checked }", map: BankPipeline.lookup, checkpoints: checkpoints, budget: "100%"
      ).text)
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6010"]]))
    try desk.write("inbox/.keep", "")
  }

  /// One thing happens, then the pipeline runs.
  mutating func next() throws {
    switch random.next(12) {
    case 0...3: try drop()
    case 4: try dropAgain()
    case 5: try mend()
    case 6: try again("retry", { !$0.isReview }) { $0.retry($1) }
    case 7: try again("retry", { $0 == .amount }, isCorrected: true) { $0.correct($1) }
    case 8: try again("accept", \.isReview) { $0.accept($1) }
    default: try undo()
    }
    try run()
    try check()
  }

  // MARK: What happens

  /// A day's exports: whole days as the bank has them by now, parts of a day, or a part under new numbers.
  private mutating func drop() throws {
    for _ in 0..<1 + random.next(5) { ledger.append(payment()) }
    let account = ["A1", "A2", "N1"][random.next(3)]
    var lines = ledger.filter { $0.payment.account == account }
    let kind = random.next(4)
    if kind == 0 {
      // Parts of later days; whatever is flawed lies on earlier ones.
      lines = lines.filter { _ in random.next(2) == 0 }.filter { $0.payment.day > 3 }
    } else if kind == 1, account == "N1" {
      lines = lines.filter { $0.payment.day > 3 }.map { line in
        var other = line
        other.number = line.number.map { "Z\($0)" }
        return other
      }
    } else {
      let first = 1 + random.next(6)
      let last = first + random.next(4)
      lines = lines.filter { (first...last).contains($0.payment.day) }
      for at in lines.indices where lines[at].payment.day <= 3 && lines[at].payment.text != "SALE" {
        lines[at].isFlawed = random.next(6) == 0
      }
    }
    if lines.isEmpty { return }
    try put(lines, "drop")
  }

  private mutating func payment() -> ModelFile.Line {
    let account = ["A1", "A2", "N1"][random.next(3)]
    let payment = Payment(
      account: account, day: 1 + random.next(6), amount: ["-3.20", "-9.10", "12.30"][random.next(3)],
      text: ["COFFEE", "COFFEE", "LUNCH", "SALE"][random.next(4)])
    return ModelFile.Line(payment: payment, number: account == "N1" ? "R\(ledger.count)" : nil)
  }

  private mutating func dropAgain() throws {
    guard !inbox.isEmpty else { return }
    try put(inbox[random.next(inbox.count)].lines, "drop once more")
  }

  private mutating func put(_ lines: [ModelFile.Line], _ verb: String) throws {
    dropped += 1
    let name = "f\(dropped < 10 ? "0" : "")\(dropped).csv"
    let file = ModelFile(name: name, lines: lines)
    inbox.append(file)
    story.append("\(verb) \(name)\n\(file.text)")
    try desk.write("inbox/\(name)", file.text)
  }

  private mutating func mend() throws {
    if model.hasMendedMapping { return }
    story.append("mend the mapping")
    model.hasMendedMapping = true
    try desk.write("accounts.csv", csv([["category", "gl_account"], ["fee", "6010"], ["sale", "4000"]]))
  }

  private mutating func again(
    _ command: String, _ isWanted: (BooksModel.Refusal) -> Bool, isCorrected: Bool = false,
    _ change: (inout BooksModel, Int) -> Void
  ) throws {
    let runs = (1..<model.runs.count + 1).filter { run in
      let open = model.open(run, isWanted).map { model.runs[run - 1].refused[$0].file }
      let isMixed = model.runs[run - 1].refused.contains {
        $0.refusal.isReview && open.contains($0.file)
      }
      return model.stands(run) && !open.isEmpty && open.allSatisfy(inbox.contains)
        && !(isCorrected && isMixed)
    }
    guard !runs.isEmpty else { return }
    let run = runs[random.next(runs.count)]
    var arguments = [command, "pipeline.yaml", "\(run)"]
    if isCorrected {
      let rejects = try desk.daybook("rejects", "pipeline.yaml", "\(run)", "--output", "csv")
      let right = rejects.output.replacing(#/([0-9]\.[0-9])O/#) { "\($0.output.1)0" }
      let isDropped = random.next(2) == 0
      let name = isDropped ? "inbox/c\(model.runs.count).csv" : "corrected.csv"
      try desk.write(name, right)
      arguments =
        isDropped ? ["run", "pipeline.yaml", "--output", "json"] : arguments + ["--corrected", name]
    }
    story.append(arguments.joined(separator: " "))
    change(&model, run)
    try perform(arguments, [0, 65])
    // Undone, what lies there would be corrected again.
    if isCorrected { try desk.remove("inbox/c\(model.runs.count - 1).csv") }
  }

  /// A run that stands is taken back; its files perhaps taken away, so that they do not come again.
  private mutating func undo() throws {
    let runs = (1..<model.runs.count + 1).filter {
      model.stands($0) && model.isLast($0) && !model.isSecondUndoing($0)
    }
    guard !runs.isEmpty else { return }
    let run = runs[random.next(runs.count)]
    let isGone = random.next(2) == 0
    story.append("undo \(run)\(isGone ? ", its files away" : "")")
    // A later run that found rows of these days in the books stands on them: the model knows no such bond.
    let trial = try desk.start(["undo", "pipeline.yaml", "\(run)", "--dry-run"]).wait()
    if trial.errors.contains("undo-out-of-order") { return }
    let files = model.runs[run - 1].files
    let isDone = model.undo(run)
    if isDone, isGone {
      for file in inbox where files.contains(where: { $0.text == file.text }) {
        try desk.remove("inbox/\(file.name)")
      }
      inbox.removeAll { file in files.contains { $0.text == file.text } }
    }
    try perform(["undo", "pipeline.yaml", "\(run)"], isDone ? [0, 64] : [65])
  }

  // MARK: The program

  private mutating func run() throws {
    model.run(inbox)
    try perform(["run", "pipeline.yaml", "--output", "json"], [0, 65])
  }

  /// Runs the program, in one of three cases killed at first.
  private mutating func perform(_ arguments: [String], _ expected: Set<Int32>) throws {
    var isKilled = false
    if random.next(3) == 0 {
      let program = try desk.start(arguments)
      usleep(UInt32(random.next(60_000)))
      program.send(SIGKILL)
      isKilled = try program.wait().signal == SIGKILL
      if isKilled { story.append("killed: \(arguments.joined(separator: " "))") }
    }
    let planned = arguments[0] == "run" ? try Planned(desk) : nil
    let ended = try desk.start(arguments).wait()
    if let difference = try planned?.difference(from: ended) {
      Issue.record("\(told)\n\(difference)")
    }
    #expect(
      expected.contains(ended.status ?? -1) || isKilled && ended.status == 64,
      "\(told)\n\(ended.output)\(ended.errors)")
    if arguments.contains("json") {
      for line in ended.output.split(separator: "\n") { try conserves(String(line)) }
    }
  }

  /// What was read is what became of it, in rows.
  private func conserves(_ line: String) throws {
    let totals = try #require(try JSON(line)["totals"])
    func rows(_ name: String) -> Int { totals[name, "rows"]?.integer ?? 0 }
    let outcomes = [
      "inserted", "updated", "unchanged", "duplicate", "before_cut_off", "filtered", "rejected",
    ]
    #expect(rows("read") == outcomes.reduce(0) { $0 + rows($1) }, "\(told)\n\(line)")
    #expect(rows("updated") == 0, "\(told)\n\(line)")
  }

  private var told: String { "seed \(seed):\n" + story.joined(separator: "\n") }

  /// The books are the model's, and running again changes no byte of them.
  private mutating func check() throws {
    guard desk.exists("books/books.db") else { return }
    let rows = try Books.rows(
      desk.place("books/books.db"),
      """
      SELECT account_id, booking_date, amount, description, CASE WHEN external_id LIKE 'fp:%'
        THEN substr(external_id, instr(external_id, '#')) ELSE external_id END FROM entries
      """
    ).sorted()
    let expected = model.books.map(\.shown).sorted()
    try #require(
      rows == expected,
      "\(told)\nmissing: \(expected.filter { !rows.contains($0) })\ntoo many: \(rows.filter { !expected.contains($0) })"
    )
    let before = try desk.bytes("books/books.db")
    _ = try desk.daybook("run", "pipeline.yaml")
    try #require(try desk.bytes("books/books.db") == before, "\(told)\nrunning again changed the books")
  }
}
