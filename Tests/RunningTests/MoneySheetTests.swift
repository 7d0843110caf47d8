import Checkpoints
import Records
import Support
import Testing

@testable import Running

@Suite("Money by account and month")
struct MoneySheetTests {
  private func lines(_ batches: RecordBatch...) -> [String] {
    var sheet = MoneySheet(ContractLibrary.builtIn("bank_transaction/1"))
    for batch in batches { sheet.add(batch) }
    return sheet.lines.map { "\($0.account ?? "~") \($0.month) \($0.currency) \($0.rows) \($0.amount)" }
  }

  @Test(
    "rows add up by account, month and currency, over batches and in any order; missing values count as rows")
  func groups() {
    let first = table(
      """
      account_id | booking_date:date | amount:decimal(4) | currency:currency
      B          | 2026-02-28        | 1.0000            | EUR
      A          | 2026-01-31        | 2.0000            | EUR
      A          | 2026-02-01        | 3.0000            | EUR
      A          | 2026-01-01        | 4.0000            | USD
      A          | ~                 | 5.0000            | EUR
      ~          | 2026-01-01        | 6.0000            | EUR
      A          | 2026-01-15        | ~                 | EUR
      """)
    let second = table(
      """
      account_id | booking_date:date | amount:decimal(4) | currency:currency
      A          | 2025-12-31        | 7.0000            | EUR
      A          | 2026-01-31        | -9.5000           | EUR
      """)
    #expect(
      lines(first, second) == [
        " 2026-01 EUR 1 6.0000", "A  EUR 1 5.0000", "A 2025-12 EUR 1 7.0000", "A 2026-01 EUR 3 -7.5000",
        "A 2026-01 USD 1 4.0000", "A 2026-02 EUR 1 3.0000", "B 2026-02 EUR 1 1.0000",
      ])
  }

  @Test("leap days and the ends of years belong to their months")
  func months() {
    let batch = table(
      """
      account_id | booking_date:date | amount:decimal(4) | currency:currency
      A          | 2024-02-29        | 1.0000            | EUR
      A          | 2024-03-01        | 1.0000            | EUR
      A          | 2023-12-31        | 1.0000            | EUR
      A          | 2024-01-01        | 1.0000            | EUR
      A          | 1969-12-31        | 1.0000            | EUR
      """)
    #expect(
      lines(batch) == [
        "A 1969-12 EUR 1 1.0000", "A 2023-12 EUR 1 1.0000", "A 2024-01 EUR 1 1.0000",
        "A 2024-02 EUR 1 1.0000", "A 2024-03 EUR 1 1.0000",
      ])
  }

  @Test("what is beyond ten thousand groups is summed by currency, so that nothing is missing")
  func limit() throws {
    let count = 12_000
    let names = (0..<count).map { "A\($0)" as String? }
    let euro = try #require(Currency("EUR"))
    let schema = RecordSchema([
      Field("account_id", .text), Field("amount", .decimal(scale: 4)), Field("currency", .currency),
    ])
    let columns: [Column] = [
      .text(TextColumn(names)), .decimals([Int64](repeating: 10_000, count: count), scale: 4),
      .currencies([Currency](repeating: euro, count: count)),
    ]
    let origin = Origin(offset: 0, length: 0, line: 1, record: 1)
    let batch = RecordBatch(
      schema: schema, columns: columns, origins: [Origin](repeating: origin, count: count))
    let found = lines(batch, batch)
    #expect(found.count == MoneySheet.limit + 1)
    #expect(found.last == "~  EUR 4000 4000.0000")
    #expect(found.first == "A0  EUR 2 2.0000")
  }
}
