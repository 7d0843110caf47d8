import Components
import Records
import Testing

@testable import Running

@Suite("Running balances, walked")
struct BalanceWalkTests {
  /// Rows as `account day amount balance`, minor units; `~` is no value. A line `refused` stands for a record that is not
  /// there any more.
  private func statements(
    _ rows: [String], missingBehind: Int = 0, walksBalances: Bool = true
  ) throws -> [Statement] {
    let schema = RecordSchema([
      Field("account_id", .text), Field("booking_date", .date), Field("amount", .decimal(scale: 4)),
      Field("currency", .currency), Field("running_balance", .decimal(scale: 4)),
    ])
    var walk = try #require(
      RecordStatements(schema, ContractLibrary.builtIn("bank_transaction/1"), walksBalances: walksBalances))
    // One batch a row: where batches end makes no difference.
    for (at, row) in rows.enumerated() where row != "refused" {
      let cells = row.split(separator: " ").map(String.init)
      func minor(_ text: String) -> Int64 { Int64(text).map { $0 * 100 } ?? ScaledDecimal.null }
      var batch = RecordBatch(
        schema: schema,
        columns: [
          .text(TextColumn([cells[0] == "~" ? nil : cells[0]])),
          .dates([try #require(CivilDate(iso: "2026-01-0\(cells[1])")).days]),
          .decimals([minor(cells[2])], scale: 4), .currencies([try #require(Currency("USD"))]),
          .decimals([minor(cells[3])], scale: 4),
        ], origins: [Origin(offset: 0, length: 0, line: Int32(at + 2), record: Int32(at + 1))])
      walk.add(&batch)
      if cells[0] != "~" { #expect(batch.origins[0].statement >= 0) }
    }
    return walk.statements(recordsRead: rows.count + missingBehind)
  }

  private func text(_ amount: ScaledDecimal?) -> String { amount?.description ?? "~" }

  @Test("balances that follow from one another, oldest first, give the opening and the closing one")
  func oldestFirst() throws {
    let found = try statements(["A 5 1000 6000", "A 5 -250 5750", "A 9 50 5800"])
    #expect(found.count == 1)
    #expect(found[0].source == .records)
    #expect(found[0].period?.lowerBound.description == "2026-01-05")
    #expect(found[0].asOf?.description == "2026-01-09")
    #expect([text(found[0].opening), text(found[0].closing)] == ["50.0000", "58.0000"])
    #expect(text(found[0].recordsTotal) == "8.0000")
    #expect(found[0].recordCount == 3)
    #expect(found[0].checks.map(\.stated) == ["3 of 3 records"])
    #expect(found[0].proves)
  }

  @Test("newest first proves as well, and opens at the end of the file")
  func newestFirst() throws {
    let found = try statements(["A 9 50 5800", "A 5 -250 5750", "A 5 1000 6000"])
    #expect([text(found[0].opening), text(found[0].closing)] == ["50.0000", "58.0000"])
    #expect(found[0].proves)
  }

  @Test("a balance that follows in neither direction is told with the arithmetic, and gives no balances")
  func wrong() throws {
    let found = try statements(["A 5 1000 6000", "A 6 -250 5740", "A 7 50 5790", "A 8 10 5800"])
    let check = try #require(found[0].checks.first)
    #expect(check.name == "running-balance")
    #expect(check.kind == .runningBalance)
    #expect(check.line == 3)
    #expect(check.arithmetic == "stated 57.40 USD, computed 57.50 USD, difference -0.10 USD")
    #expect(found[0].isRefused)
    #expect([found[0].opening, found[0].closing] == [nil, nil])
  }

  @Test("accounts that take turns are walked each by itself")
  func accounts() throws {
    let found = try statements(["A 5 10 110", "B 5 20 220", "A 6 10 120", "B 6 1 999", "A 7 5 125"])
    #expect(found.map(\.accountID) == ["A", "B"])
    #expect(found.map(\.proves) == [true, false])
    #expect(found.map(\.recordCount) == [3, 2])
  }

  @Test(
    "a refused record, and one without a balance, break the walk; nothing is held against what lies before")
  func broken() throws {
    let refused = try statements(["A 5 10 110", "refused", "A 6 10 500", "A 7 5 505"])
    #expect(refused[0].checks.map(\.stated) == ["3 of 3 records"])
    #expect([text(refused[0].opening), text(refused[0].closing)] == ["1.0000", "5.0500"])
    let pending = try statements(["A 5 10 110", "A 5 7 ~", "A 6 10 500", "A 7 5 505"])
    #expect(pending[0].checks.map(\.stated) == ["3 of 4 records"])
    #expect(pending[0].proves)
  }

  @Test("what is missing at an end leaves the balance of that end unknown")
  func ends() throws {
    let first = try statements(["refused", "A 5 10 110", "A 6 10 120"])
    #expect([text(first[0].opening), text(first[0].closing)] == ["~", "1.2000"])
    let last = try statements(["A 5 10 110", "A 6 10 120"], missingBehind: 1)
    #expect([text(last[0].opening), text(last[0].closing)] == ["1.0000", "~"])
    let pending = try statements(["A 5 10 110", "A 6 10 120", "A 7 10 ~"])
    #expect([text(pending[0].opening), text(pending[0].closing)] == ["1.0000", "~"])
    let newestFirst = try statements(["A 7 10 ~", "A 6 10 120", "A 5 10 110"])
    #expect([text(newestFirst[0].opening), text(newestFirst[0].closing)] == ["1.0000", "~"])
  }

  @Test("one record proves nothing, but says both balances; no balances, no check; off, none either")
  func little() throws {
    let one = try statements(["A 5 10 110"])
    #expect(one[0].checks == [])
    #expect([text(one[0].opening), text(one[0].closing)] == ["1.0000", "1.1000"])
    let none = try statements(["A 5 10 ~", "A 6 10 ~"])
    #expect(none[0].checks == [])
    #expect(none[0].opening == nil)
    let off = try statements(["A 5 10 1", "A 6 10 999"], walksBalances: false)
    #expect(off[0].checks == [])
    #expect(off[0].closing == nil)
    #expect(off[0].recordCount == 2)
  }

  @Test("a record without an account belongs to none, and breaks every walk")
  func noAccount() throws {
    let found = try statements(["A 5 10 110", "~ 5 1 1", "A 6 10 500"])
    #expect(found.map(\.accountID) == ["A"])
    #expect(found[0].checks == [])
  }

  @Test("balances at the edge of 64 bits neither trap nor prove by running over")
  func overflow() {
    var walk = BalanceWalk()
    walk.take(amount: 1, balance: .max, breaks: 0, line: 2)
    walk.take(amount: 1, balance: .min + 1, breaks: 0, line: 3)
    #expect(walk.failure(newestFirst: false)?.computed == Int128(Int64.max) + 1)
    #expect(walk.failure(newestFirst: true) != nil)
    var low = BalanceWalk()
    low.take(amount: .max, balance: .min + 1, breaks: 0, line: 2)
    #expect(low.opening(newestFirst: false, missing: (false, false)) == nil)
  }

  @Test("many accounts keep their numbers when the table grows")
  func manyAccounts() throws {
    var table = AccountTable()
    let names = (0..<1000).map { "account \($0 * 7919)" }
    for _ in 0..<2 {
      #expect(table.numbers(of: TextColumn(names), nil) == (0..<1000).map { Int32($0) })
    }
    #expect(table.count == 1000)
    let euro = try #require(Currency("EUR"))
    let others = TextColumn([names[3], nil, names[3], "account"])
    #expect(
      table.numbers(of: others, [euro, euro, .none, .none], limit: 1001) == [
        1000, AccountTable.none, 3, AccountTable.none,
      ])
    #expect(table.account(1000).currency == euro)
    #expect(table.account(3).id == names[3])
  }
}
