import Records
import Testing

@Suite("Statements")
struct StatementTests {
  private func arithmetic(_ stated: String, _ computed: String, _ currency: String = "") -> String {
    let code = Currency(currency) ?? .none
    return Statement.Check(
      .controlTotals, name: "total", stated: stated, computed: computed, currency: code, line: 1
    )
    .arithmetic
  }

  @Test("a check shows what is stated, what was computed and what lies between, in the currency of both")
  func money() {
    #expect(
      arithmetic("1234.56", "1234.55", "USD")
        == "stated 1234.56 USD, computed 1234.55 USD, difference 0.01 USD")
    #expect(arithmetic("-3", "5", "JPY") == "stated -3 JPY, computed 5 JPY, difference -8 JPY")
    #expect(arithmetic("3", "2") == "stated 3, computed 2, difference 1")
    #expect(arithmetic("100.5", "100.25") == "stated 100.5, computed 100.25, difference 0.25")
  }

  @Test("what is no number has no difference and no currency")
  func words() {
    #expect(arithmetic("present", "missing") == "stated present, computed missing")
    #expect(arithmetic("12.3O", "1.00", "USD") == "stated 12.3O, computed 1.00 USD")
    for text in ["", "-", ".", "1.", ".5", "1.2.3", "+1", "1e5"] {
      #expect(
        Statement.Check(.controlTotals, name: "n", stated: text, computed: "1", line: 1).difference == nil,
        "\(text)")
    }
  }

  @Test("totals wider than 64 bits are subtracted, wider than 128 only shown")
  func wide() {
    #expect(
      arithmetic("18446744073709551616", "1")
        == "stated 18446744073709551616, computed 1, difference 18446744073709551615")
    let most = String(Int128.max)
    #expect(arithmetic(most, "-1") == "stated \(most), computed -1")
    #expect(arithmetic(most, "0.01") == "stated \(most), computed 0.01")
  }
}
