import Components
import Loading
import Records
import Testing

@Suite("money in a table")
struct MoneyTests {
  private let rows = """
    A1 | 2026-01-31 |                   12.3000 | USD | a | X01
    A1 | 2026-01-31 |                   -0.0500 | USD | b | X02
    A1 | 2026-01-31 |                 1500.0000 | JPY | c | X03
    A1 | 2026-01-31 |                   -7.0000 | JPY | d | X04
    A1 | 2026-01-31 |                    1.2340 | KWD | e | X05
    A1 | 2026-01-31 |                    0.0000 | KWD | f | X06
    A1 | 2026-01-31 |                         ~ | USD | g | X07
    A1 | 2026-01-31 | -922337203685477.5807     | CLF | h | X08
    """

  @Test("decimal amounts are text with the decimals of their currency")
  func decimals() throws {
    let bench = Bench()
    try bench.load(rows)
    #expect(
      try bench.select("SELECT amount, typeof(amount) FROM entries ORDER BY external_id") == """
        12.30|text
        -0.05|text
        1500|text
        -7|text
        1.234|text
        0.000|text
        ~|null
        -922337203685477.5807|text
        """)
    #expect(try bench.load(rows) == "========")
  }

  @Test("decimal amounts keep the decimals their currency does not have, and all of them where there is none")
  func moreDecimals() throws {
    let bench = Bench()
    try bench.load(
      """
      A1 | 2026-01-31 | 12.3456 | USD | a | X1
      A1 | 2026-01-31 | 12.3000 | ~   | a | X2
      A1 | 2026-01-31 | 12.3000 | XYZ | a | X3
      A1 | 2026-01-31 |  0.5000 | JPY | a | X4
      """)
    #expect(
      try bench.select("SELECT amount FROM entries ORDER BY external_id") == "12.3456\n12.3000\n12.3000\n0.5")
  }

  @Test("minor amounts are whole numbers of the currency's smallest unit")
  func minor() throws {
    let bench = Bench()
    try bench.load(rows, ["amounts": "minor"])
    #expect(
      try bench.select("SELECT amount, typeof(amount) FROM entries ORDER BY external_id") == """
        1230|integer
        -5|integer
        1500|integer
        -7|integer
        1234|integer
        0|integer
        ~|null
        -9223372036854775807|integer
        """)
    #expect(try bench.load(rows, ["amounts": "minor"]) == "========")
    #expect(try bench.load("A1 | 2026-01-31 | 12.3100 | USD | a | X01", ["amounts": "minor"]) == "u")
  }

  @Test("minor amounts are never rounded, and need a currency")
  func inexact() throws {
    let bench = Bench()
    let tooFine = fault { () throws(Fault) in
      try bench.load("A1 | 2026-01-31 | 0.0050 | USD | a | X1", ["amounts": "minor"])
    }
    #expect(tooFine?.code == "minor-units-exceeded")
    let half = fault { () throws(Fault) in
      try bench.load("A1 | 2026-01-31 | 0.5000 | JPY | a | X1", ["amounts": "minor"])
    }
    #expect(half?.code == "minor-units-exceeded")
    let none = fault { () throws(Fault) in
      try bench.load("A1 | 2026-01-31 | 0.5000 | ~ | a | X1", ["amounts": "minor"])
    }
    #expect(none?.code == "currency-missing")
    #expect(none?.status == .dataRefused)
  }
}
