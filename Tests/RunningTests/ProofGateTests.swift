import Records
import Testing

@testable import Running

@Suite("What follows when a check fails")
struct ProofGateTests {
  private func statement() -> Statement {
    var statement = Statement(statementID: "S", accountID: "A", currency: Currency("USD") ?? .none, line: 1)
    statement.checks = [
      Statement.Check(.controlTotals, name: "total", stated: "1.00", computed: "2.00", line: 2),
      Statement.Check(.recordCounts, name: "count", stated: "3", computed: "3", line: 3),
    ]
    return statement
  }

  private func gates(_ prove: String?) throws -> ProofGates {
    let text = goodPipeline + (prove.map { "\nprove: \($0)" } ?? "")
    return try #require(compile(text).pipeline).gates
  }

  @Test("everything is strict unless the pipeline says otherwise, kind by kind")
  func defaults() throws {
    let none = try gates(nil)
    #expect(Statement.Check.Kind.allCases.allSatisfy { none[$0] == .strict })
    let some = try gates("{ running_balance: off, continuity: warn }")
    #expect(
      Statement.Check.Kind.allCases.map { some[$0] } == [.strict, .strict, .strict, .off, .warn])
  }

  @Test("an unknown kind or gate is a complaint with the nearest one")
  func complaints() {
    let (_, unknown) = compile(goodPipeline + "\nprove: { running_balances: off }")
    #expect(unknown.map(\.code) == ["key-unknown"])
    let (_, wrong) = compile(goodPipeline + "\nprove: { continuity: loose }")
    #expect(wrong.count == 1)
  }

  @Test("strict refuses, warn lets pass and says so, off does not look")
  func applied() throws {
    let strict = try gates(nil).applied(to: [statement()])
    #expect(StatementProof(strict).fates == [.rejected])
    #expect(StatementProof(strict).rejections.map(\.code) == ["statement-does-not-prove"])
    let warned = try gates("{ control_totals: warn }").applied(to: [statement()])
    #expect(warned[0].proves == false)
    #expect(warned[0].isRefused == false)
    #expect(StatementProof(warned).fates == [.kept])
    #expect(StatementProof(warned).rejections.map(\.code) == ["statement-unproven"])
    let off = try gates("{ control_totals: off }").applied(to: [statement()])
    #expect(off[0].checks.map(\.name) == ["count"])
    #expect(StatementProof(off).rejections == [])
  }

  @Test(
    "what is proven decides what a run does: the digest follows, and so do the calendars continuity counts by"
  )
  func digest() throws {
    func digest(_ more: String) throws -> String {
      try #require(compile(goodPipeline + "\n" + more).pipeline).digest
    }
    let plain = try digest("")
    #expect(try digest("prove: { balance: warn }") != plain)
    let us = "expect: { statements: monthly, by: 5th business day, calendar: US, from: 2026-01-01 }"
    let gb = us.replacing("US", with: "GB")
    #expect(try digest(us) != plain)
    #expect(try digest(us) != digest(gb))
    #expect(try digest(us) == digest(us.replacing("5th", with: "4th")))
    #expect(
      try digest("prove: { continuity: off }\n" + us) == digest("prove: { continuity: off }\n" + gb))
  }
}
