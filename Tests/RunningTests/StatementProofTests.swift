import Components
import Records
import Testing

@testable import Running

@Suite("What statements mean for their records")
struct StatementProofTests {
  /// A statement of an account and a day, 1 to 9 January.
  private func statement(
    _ account: String, _ day: Int?, _ disposition: Statement.Disposition = .update, proves: Bool = true
  ) -> Statement {
    var statement = Statement(
      statementID: "\(account)-\(day ?? 0)", accountID: account, currency: .none, line: 3)
    statement.asOf = day.flatMap { CivilDate(year: 2026, month: 1, day: $0) }
    statement.disposition = disposition
    statement.checks = [
      Statement.Check(.recordCounts, name: "record-count", stated: "3", computed: proves ? "3" : "2", line: 9)
    ]
    return statement
  }

  private func slots(_ proof: StatementProof) -> [String] {
    proof.retractions.map { "\($0.accountID) \($0.asOf)" }
  }

  @Test("statements that prove and update post, whatever the others do")
  func update() {
    let proof = StatementProof([statement("A", 1), statement("A", 2), statement("B", 1)])
    #expect(proof.fates == [.kept, .kept, .kept])
    #expect(proof.retractions == [])
    #expect(proof.rejections == [])
    #expect(StatementProof([]).fates == [])
  }

  @Test("the same statement twice in one file posts once; one that differs in a balance posts as well")
  func repeated() {
    var other = statement("A", 1)
    other.closing = ScaledDecimal(unscaled: 100, scale: 2)
    var again = statement("A", 1)
    again.line = 90
    let proof = StatementProof([statement("A", 1), other, again])
    #expect(proof.fates == [.kept, .kept, .duplicate])
  }

  @Test("a day that the cut-off keeps out is not taken out of the books")
  func retractionsWithinCutOff() {
    let proof = StatementProof([statement("A", 1, .replace), statement("A", 5, .replace)])
    let march = CivilDate(year: 2026, month: 1, day: 3)!
    #expect(slots(proof.within { march <= $0 }) == ["A 2026-01-05"])
  }

  @Test("a test statement never posts and takes nothing out")
  func test() {
    let proof = StatementProof([statement("A", 1, .test), statement("A", 1)])
    #expect(proof.fates == [.filtered, .kept])
    #expect(proof.retractions == [])
  }

  @Test("a deleting statement takes the account's day out and posts nothing")
  func delete() {
    let proof = StatementProof([statement("A", 1, .delete), statement("A", 2), statement("B", 1)])
    #expect(proof.fates == [.filtered, .kept, .kept])
    #expect(slots(proof) == ["A 2026-01-01"])
  }

  @Test(
    "a replacing statement takes the account's day out, posts, and stands for what the file said before it")
  func replace() {
    let proof = StatementProof([
      statement("A", 1), statement("A", 2), statement("A", 1, .replace), statement("A", 1), statement("B", 1),
    ])
    #expect(proof.fates == [.duplicate, .kept, .kept, .kept, .kept])
    #expect(slots(proof) == ["A 2026-01-01"])
  }

  @Test("of several for one day the last counts, and the day is taken out once")
  func several() {
    let twice = StatementProof([statement("A", 1, .replace), statement("A", 1, .replace)])
    #expect(twice.fates == [.duplicate, .kept])
    #expect(slots(twice) == ["A 2026-01-01"])
    let deleted = StatementProof([statement("A", 1, .replace), statement("A", 1, .delete)])
    #expect(deleted.fates == [.duplicate, .filtered])
    #expect(slots(deleted) == ["A 2026-01-01"])
    let posted = StatementProof([statement("A", 1, .delete), statement("A", 1, .replace), statement("A", 1)])
    #expect(posted.fates == [.filtered, .kept, .kept])
    #expect(slots(posted) == ["A 2026-01-01"])
  }

  @Test("days are taken out in the order of the file")
  func order() {
    let proof = StatementProof([
      statement("B", 2, .replace), statement("A", 1, .delete), statement("B", 1, .replace),
    ])
    #expect(slots(proof) == ["B 2026-01-02", "A 2026-01-01", "B 2026-01-01"])
  }

  @Test("a statement that does not prove is refused whole, with the arithmetic")
  func failing() throws {
    var bad = statement("A", 1, proves: false)
    bad.checks.append(
      Statement.Check(
        .controlTotals, name: "group-control-total", stated: "100.5", computed: "100.25", line: 12))
    bad.checks.append(
      Statement.Check(.controlTotals, name: "currency", stated: "EUR", computed: "USD", line: 13))
    let proof = StatementProof([statement("A", 1), bad])
    #expect(proof.fates == [.kept, .rejected])
    let rejection = try #require(proof.rejections.first)
    #expect(proof.rejections.count == 1)
    #expect(rejection.code == "statement-does-not-prove")
    #expect(rejection.value == "A-1")
    #expect(rejection.origin.line == 9)
    #expect(rejection.origin.record == 0)
    #expect(
      rejection.reason == "record-count: stated 3, computed 2, difference 1; "
        + "group-control-total: stated 100.5, computed 100.25, difference 0.25; currency: stated EUR, computed USD"
    )
  }

  @Test("one that does not prove takes nothing out, and nothing gives way to it")
  func failingReplace() {
    for disposition in [Statement.Disposition.replace, .delete] {
      let proof = StatementProof([statement("A", 1), statement("A", 1, disposition, proves: false)])
      #expect(proof.fates == [.kept, .rejected])
      #expect(proof.retractions == [])
    }
    let between = StatementProof([
      statement("A", 1, .replace), statement("A", 1, .replace, proves: false), statement("A", 2, .replace),
    ])
    #expect(between.fates == [.kept, .rejected, .kept])
    #expect(slots(between) == ["A 2026-01-01", "A 2026-01-02"])
    let before = StatementProof([statement("A", 1, .replace, proves: false), statement("A", 1, .replace)])
    #expect(before.fates == [.rejected, .kept])
    #expect(slots(before) == ["A 2026-01-01"])
  }

  @Test("refused statements are listed in the order of the file, test statements among them")
  func listed() {
    let proof = StatementProof([
      statement("A", 1, proves: false), statement("B", 1), statement("C", 1, .test, proves: false),
    ])
    #expect(proof.fates == [.rejected, .kept, .rejected])
    #expect(proof.rejections.map(\.value) == ["A-1", "C-1"])
  }

  @Test("a statement without a day replaces nothing")
  func noDay() {
    let proof = StatementProof([statement("A", nil), statement("A", nil, .replace)])
    #expect(proof.fates == [.kept, .kept])
    #expect(proof.retractions == [])
  }
}
