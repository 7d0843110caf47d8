import Records
import Testing

@Suite("A currency")
struct CurrencyTests {
  @Test(
    "has the minor units of ISO 4217",
    arguments: [
      ("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("CLP", 0), ("KWD", 3), ("TND", 3),
      ("CLF", 4),
      ("UYW", 4), ("DEM", 2), ("ITL", 0), ("MRU", 2), ("CHF", 2), ("HUF", 2),
    ])
  func minorUnits(_ code: String, _ units: Int) {
    #expect(Currency(code)?.minorUnits == units)
  }

  @Test("codes without minor units, and codes nobody has, are known as three letters and no more")
  func noUnits() throws {
    for code in ["XAU", "XDR", "XTS", "XXX", "QQQ", "ABC"] {
      #expect(try #require(Currency(code)).minorUnits == nil, "\(code)")
    }
    #expect(Currency.none.minorUnits == nil)
  }

  @Test("is read in either case and written in upper case")
  func cases() {
    #expect(Currency("cad") == Currency("CAD"))
    #expect(Currency("cAd")?.description == "CAD")
    #expect(Currency.none.description == "")
  }

  @Test(
    "is three letters and nothing else",
    arguments: ["", "US", "USDX", "U D", "US1", "U$D", "ÄÖ", "[[[", "@@@", "€"])
  func refused(_ text: String) {
    #expect(Currency(text) == nil)
  }

  @Test("every three letters have a number of their own, in the order of the alphabet")
  func numbers() {
    let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z"))
    var last: UInt16 = 0
    for a in letters {
      for b in letters {
        for c in letters {
          let currency = Currency(a, b, c) ?? .none
          if currency.rawValue != last + 1 || currency.bytes != [a, b, c] {
            Issue.record("\(currency) is \(currency.rawValue)")
            return
          }
          last = currency.rawValue
        }
      }
    }
    #expect(last == 17_576)
  }

  @Test("the table holds some 230 currencies, all with 0 to 4 decimals")
  func table() {
    let table = Currency.minorUnitsByRawValue
    #expect(table.count == 17_577)
    let known = table.filter { $0 != Currency.unknown }
    #expect(known.allSatisfy { $0 <= 4 })
    #expect((200...260).contains(known.count))
    #expect(table[0] == Currency.unknown)
  }
}
