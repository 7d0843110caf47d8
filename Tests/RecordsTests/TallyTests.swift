import Records
import Support
import Testing

@Suite("Rows and money counted")
struct TallyTests {
  private let usd = Currency("USD") ?? .none
  private let jpy = Currency("JPY") ?? .none

  private func tally(_ rows: Int, _ amounts: [Currency: Int128]) -> Tally {
    var tally = Tally(scale: 4)
    tally.rows = rows
    tally.amounts = amounts
    return tally
  }

  @Test("adding sums rows and every currency by itself")
  func arithmetic() {
    var sum = tally(3, [usd: 100])
    sum.add(tally(2, [usd: -40, jpy: 7]))
    #expect(sum == tally(5, [usd: 60, jpy: 7]))
  }

  @Test("a currency that sums to zero equals one that is absent; rows, scale and any other sum tell apart")
  func equality() {
    #expect(tally(1, [usd: 0]) == tally(1, [:]))
    #expect(tally(1, [usd: 0]).hashValue == tally(1, [:]).hashValue)
    #expect(tally(1, [:]) != tally(2, [:]))
    #expect(tally(1, [usd: 1]) != tally(1, [usd: 2]))
    #expect(tally(1, [usd: 1]) != tally(1, [jpy: 1]))
    #expect(Tally(scale: 2) != Tally(scale: 4))
  }

  @Test("money is listed by currency with the currency's own decimals")
  func lines() {
    let found = tally(1, [usd: 1_230_000, jpy: 50_000, .none: -1, Currency("KWD") ?? .none: 10]).lines
    #expect(found.map(\.text) == ["-0.0001", "5", "0.001", "123.00"])
    #expect(found.map(\.currency.description) == ["", "JPY", "KWD", "USD"])
  }

  @Test("a sheet counts rows and money by kind, and missing amounts add nothing")
  func sheet() {
    var sheet = TallySheet(kinds: 3, scale: 4)
    sheet.add(
      count: 5, amounts: [100, -30, ScaledDecimal.null, 7, 1], currencies: [usd, usd, usd, jpy, .none],
      fates: [0, 1, 0, 0, 1])
    sheet.add(count: 1, amounts: nil, currencies: nil, fates: [2])
    sheet.add(count: 1, amounts: [5], currencies: nil, fates: [0])
    #expect(sheet.tally(of: 0) == tally(4, [usd: 100, jpy: 7, .none: 5]))
    #expect(sheet.tally(of: 1) == tally(2, [usd: -30, .none: 1]))
    #expect(sheet.tally(of: 2) == tally(1, [:]))
  }

  @Test("a sum may grow beyond 64 bits")
  func wide() {
    var sheet = TallySheet(kinds: 1, scale: 0)
    for _ in 0..<3 {
      sheet.add(count: 2, amounts: [.max, .max], currencies: [usd, usd], fates: [0, 0])
    }
    #expect(sheet.tally(of: 0).amounts == [usd: Int128(Int64.max) * 6])
  }

  @Test("every three letters may come up in one sheet")
  func manyCurrencies() {
    var random = SeededRandom(seed: 7)
    var codes = (0...17_576).map { Currency(rawValue: UInt16($0)) }
    codes.shuffle(using: &random)
    var sheet = TallySheet(kinds: 2, scale: 4)
    for _ in 0..<2 {
      sheet.add(
        count: codes.count, amounts: codes.map { Int64($0.rawValue) + 1 }, currencies: codes,
        fates: codes.map { UInt8($0.rawValue % 2) })
    }
    for kind in 0..<2 {
      let found = sheet.tally(of: kind)
      #expect(found.rows == codes.filter { Int($0.rawValue) % 2 == kind }.count * 2)
      #expect(
        found.amounts.allSatisfy { $1 == 2 * (Int128($0.rawValue) + 1) && Int($0.rawValue) % 2 == kind })
      #expect(found.amounts.count == found.rows / 2)
    }
  }
}
