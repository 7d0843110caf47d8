import Components
import Records
import Support
import Testing

@testable import Normalizing

@Suite("Amounts")
struct AmountTests {
  @Test("plain amounts come at the scale of the field")
  func plain() {
    let read = amounts(["12.34", "0", "-2.5", "+50.00", "007", ".50", "-.05", " 1.00 ", "100000000000000"])
    #expect(
      read == [
        "12.3400", "0.0000", "-2.5000", "50.0000", "7.0000", "0.5000", "-0.0500", "1.0000",
        "100000000000000.0000",
      ])
  }

  @Test("an empty amount is no value")
  func empty() {
    #expect(amounts([nil, "", "  ", "\u{A0}"]) == ["~", "~", "~", "~"])
  }

  @Test("empty_as speaks of the amount that foots: an empty running balance stays without a value")
  func emptyAs() {
    func money(_ texts: [String?], _ empty: String) -> [String] {
      read(
        "amount", texts, ["amount": ["empty_as": .text(empty)], "fields": ["amount": ["required": "false"]]])
    }
    #expect(money([nil, "", "1"], "zero") == ["0.0000", "0.0000", "1.0000"])
    #expect(amounts([nil, "", "1"], ["empty_as": "zero"]) == ["~", "~", "1.0000"])
    #expect(amounts([nil, "1"], ["empty_as": "reject"]) == ["~", "1.0000"])
    #expect(
      read("amount", [nil], ["amount": ["empty_as": "reject"]]).contains { $0.hasSuffix("value-missing") })
  }

  @Test(
    "what is not a number is refused",
    arguments: [
      "12.3O0", "abc", "-", "--", "−", "1.2.3", "1 234", "1,234", "1e5", "0x10", "5.", ".", "+", "()", "(",
      "(5", "5)",
      "$5", "5%", "١٢", "１２", "NaN", "1_000", "1\n2", "1\u{0}", "+-", "CR", "5CRX", "USD", "\u{FFFD}",
    ])
  func notANumber(text: String) {
    #expect(amounts([text]) == ["amount-not-a-number"])
  }

  @Test("a decimal comma with grouping by points or spaces")
  func decimalComma() {
    let style: Setting = ["decimal_mark": ",", "group_mark": [".", " "]]
    let read = amounts(
      [
        "-2,56", "1.234,56", "1 234,50", "\u{2212}1\u{A0}234,50", "2\u{202F}000,00", "1\u{2009}000",
        "1.234.567,89",
      ],
      style)
    #expect(
      read == ["-2.5600", "1234.5600", "1234.5000", "-1234.5000", "2000.0000", "1000.0000", "1234567.8900"])
  }

  @Test("a decimal point with grouping by commas")
  func decimalPoint() {
    let read = amounts(
      [
        "1,183.23", "1,234", "-1,234,567.89", "999", "1,23.45", "12,34,567", "1234,567", ",123", "1,2345",
        "1,,234",
      ],
      ["group_mark": ","])
    let bad = "amount-group-malformed"
    #expect(read == ["1183.2300", "1234.0000", "-1234567.8900", "999.0000", bad, bad, bad, bad, bad, bad])
  }

  @Test("apostrophes group as the Swiss write them, straight or curly")
  func apostrophes() {
    #expect(amounts(["11'373.94", "11\u{2019}373.94"], ["group_mark": "'"]) == ["11373.9400", "11373.9400"])
  }

  @Test("one number uses one group mark")
  func mixedMarks() {
    #expect(amounts(["1,234'567"], ["group_mark": [",", "'"]]) == ["amount-group-malformed"])
    #expect(amounts(["1 234\u{A0}567"], ["group_mark": " "]) == ["1234567.0000"])
  }

  @Test("Indian grouping has a last group of three and the others of two")
  func indian() {
    let read = amounts(
      ["1,23,45,678.90", "12,34,567.00", "99,999", "123", "123,456", "1,234,567"],
      ["group_mark": ",", "grouping": "indian"])
    let bad = "amount-group-malformed"
    #expect(read == ["12345678.9000", "1234567.0000", "99999.0000", "123.0000", bad, bad])
  }

  @Test("a comma that should have been a group mark is never taken for decimals")
  func commaTrap() {
    #expect(amounts(["1,234", "1,23"], ["decimal_mark": ","]) == ["amount-too-many-decimals", "1.2300"])
  }

  @Test("a trailing minus is a negative amount where it is listed")
  func trailingMinus() {
    let style: Setting = ["negative": ["trailing_minus"]]
    #expect(
      amounts(["13467-", "1.00\u{2212}", "1.00 -", "1.00+", "2"], style).prefix(3) == [
        "-13467.0000", "-1.0000", "-1.0000",
      ])
    #expect(amounts(["-5", "1.00+"], style) == ["amount-sign-not-expected", "1.0000"])
    #expect(amounts(["5-"]) == ["amount-sign-not-expected"])
  }

  @Test("parentheses are negative where they are listed")
  func parentheses() {
    let style: Setting = ["negative": ["parentheses"], "currency_sign": "$"]
    #expect(
      amounts(["($300.00)", "$(300.00)", "( 5 )", "5"], style) == [
        "-300.0000", "-300.0000", "-5.0000", "5.0000",
      ])
    #expect(amounts(["(5)"]) == ["amount-sign-not-expected"])
    #expect(
      amounts(["(-5)", "((5))"], ["negative": ["minus", "parentheses"]]) == [
        "amount-sign-twice", "amount-sign-twice",
      ])
  }

  @Test("CR is money in and DR is money out, before or after the number")
  func words() {
    let style: Setting = ["negative": ["cr_dr"], "group_mark": ","]
    let read = amounts(["1,100.00CR", "67.40 Dr", "DR 5.00", "cr5", "Dr. 1.00", "1.00 Cr.", "7"], style)
    #expect(read == ["1100.0000", "-67.4000", "-5.0000", "5.0000", "-1.0000", "1.0000", "7.0000"])
    #expect(amounts(["5 CR", "5DR"]) == ["amount-sign-not-expected", "amount-sign-not-expected"])
    #expect(amounts(["-5 CR"], ["negative": ["minus", "cr_dr"]]) == ["amount-sign-twice"])
  }

  @Test("currency signs come off where they are listed")
  func signs() {
    let style: Setting = ["currency_sign": ["$", "£", "USD", "US$", "kr"], "group_mark": ","]
    let read = amounts(
      ["£67.40", "+ £1,100.00", "- $220.00", "-$1", "$-1", "USD 5.00", "5.00USD", "US$7", "9 kr", "5 SUSD"],
      style)
    #expect(
      read == [
        "67.4000", "1100.0000", "-220.0000", "-1.0000", "-1.0000", "5.0000", "5.0000", "7.0000", "9.0000",
        "amount-not-a-number",
      ])
  }

  @Test("a currency code beside the number must be the record's")
  func currencyDiffers() {
    #expect(
      amounts(["USD 5", "EUR 5", "EUR 5 USD", "USD 5 EUR", "USD 5 USD"], ["currency_sign": ["USD", "EUR"]])
        == [
          "5.0000", "amount-currency-differs", "amount-currency-differs", "amount-currency-differs", "5.0000",
        ])
  }

  @Test(
    "dashes and Unicode minus signs are minus signs", arguments: ["−", "–", "—", "‐", "‑", "﹣", "－", "-"])
  func minusSigns(sign: String) {
    #expect(
      amounts(["\(sign)5.00", "\(sign) 5.00", "\u{A0}\(sign)\u{202F}5.00"]) == [
        "-5.0000", "-5.0000", "-5.0000",
      ])
  }

  @Test("decimals are those of the currency, zeros too")
  func decimals() {
    let tooMany = "amount-too-many-decimals"
    #expect(amounts(["7.55", "7.555", "7.500", "7.5000"]) == ["7.5500", tooMany, tooMany, tooMany])
    #expect(
      amounts(["7.500", "7.501", "7.00000000000000000000000000"], ["trailing_zeros": "allow"])
        == ["7.5000", tooMany, "7.0000"])
    #expect(
      amounts(["1,234", "1,234.00", "1.0"], ["group_mark": ","], currency: "JPY") == [
        "1234.0000", tooMany, tooMany,
      ])
    #expect(amounts(["1.234", "1.2345"], currency: "KWD") == ["1.2340", tooMany])
    #expect(amounts(["1.2345", "1.23456"], currency: "CLF") == ["1.2345", tooMany])
    #expect(read("rate", ["1.234567", "1.2345678"]) == ["1.234567", tooMany])
  }

  @Test("decimals cannot be implied by a currency where the contract names none")
  func impliedByNothing() {
    let setting: Setting = ["amount": ["implied_decimals": "minor"]]
    #expect(complaints(setting, fields: ["rate"]) == ["implied-decimals-unknown"])
    #expect(complaints(setting, fields: ["amount", "currency"]).isEmpty)
    #expect(complaints(["amount": ["implied_decimals": "2"]], fields: ["rate"]).isEmpty)
  }

  @Test("what implied decimals and a mark have to do with each other is in the hint")
  func impliedHints() {
    var implied = AmountStyle()
    implied.implied = .places(3)
    func hint(_ flaw: AmountFlaw, _ style: AmountStyle) -> String {
      flaw.refusal(of: "1,234.56", style: style, currency: .none).hint
    }
    #expect(hint(.notANumber, implied).contains("leave `implied_decimals` out and set `decimal_mark`"))
    #expect(hint(.notANumber, implied).contains("set `group_mark`"))
    let decimals = AmountFlaw.tooManyDecimals(written: 3, allowed: 2, isZeros: false)
    #expect(hint(decimals, implied).contains("set it to 2, or to minor"))
    #expect(!hint(decimals, AmountStyle()).contains("implied_decimals"))
    #expect(hint(.tooLarge, AmountStyle()).contains("set `amount: implied_decimals`"))
    #expect(!hint(.tooLarge, implied).contains("implied_decimals"))
  }

  @Test("implied decimals count from the right")
  func implied() {
    #expect(
      amounts(["000001234", "-5", "+000000000000", "1.00", "12 34"], ["implied_decimals": "2"])
        == ["12.3400", "-0.0500", "0.0000", "amount-not-a-number", "amount-not-a-number"])
    #expect(amounts(["1234"], ["implied_decimals": "minor"], currency: "JPY") == ["1234.0000"])
    #expect(amounts(["1234"], ["implied_decimals": "minor"], currency: "KWD") == ["1.2340"])
    #expect(amounts(["1234"], ["implied_decimals": "0"]) == ["1234.0000"])
    #expect(
      amounts(["12340", "12345"], ["implied_decimals": "3", "trailing_zeros": "allow"])
        == ["12.3400", "amount-too-many-decimals"])
    #expect(amounts(["12340"], ["implied_decimals": "3"]) == ["amount-too-many-decimals"])
    #expect(amounts(["99999999999999999999"], ["implied_decimals": "minor"]) == ["amount-too-large"])
  }

  @Test("the largest amounts fit to the last digit, and one more is refused")
  func limits() {
    let read = amounts(
      [
        "922337203685477.58", "-922337203685477.58", "922337203685477.59", "92233720368547758070000",
        "999999999999999999",
      ])
    #expect(
      read == [
        "922337203685477.5800", "-922337203685477.5800", "amount-too-large", "amount-too-large",
        "amount-too-large",
      ])
    #expect(
      amounts(["922337203685477.5807", "922337203685477.5808", "-922337203685477.5808"], currency: "CLF")
        == ["922337203685477.5807", "amount-too-large", "amount-too-large"])
    #expect(amounts([String(repeating: "0", count: 100) + "1.00"]) == ["1.0000"])
  }

  @Test("text of any length is refused and never traps")
  func long() {
    for count in [100, 128, 129, 1_000_000] {
      #expect(amounts([String(repeating: "9", count: count)]).first?.hasPrefix("amount-") == true)
      #expect(amounts([String(repeating: "(", count: count)]) == ["amount-not-a-number"])
      #expect(amounts([String(repeating: "-", count: count)]) == ["amount-not-a-number"])
    }
  }

  @Test("money_out turns the sign of the footing amount and of no other field")
  func moneyOut() {
    let result = normalized(
      table(
        """
        account_id | booking_date | amount | currency | running_balance | external_id
        A          | 2026-01-05   | 10.00  | USD      | 7.00            | 1
        A          | 2026-01-05   | -3.00  | USD      | 7.00            | 2
        A          | 2026-01-05   | 4.00CR | USD      | 7.00            | 3
        """), ["amount": ["positive": "money_out", "negative": ["minus", "cr_dr"]]])
    #expect(result.rejections == [])
    #expect(
      (0..<3).map { result.batch.column("amount")?.string(at: $0) } == ["-10.0000", "3.0000", "4.0000"])
    #expect(result.batch.column("running_balance")?.string(at: 0) == "7.0000")
  }

  @Test("the fast way and the general way read the same")
  func ways() {
    var random = SeededRandom(seed: 42)
    var complaints: [Complaint] = []
    let style = AmountStyle(
      Setting.map([("group_mark", ","), ("negative", ["minus", "trailing_minus", "parentheses"])])
        .options(AmountStyle.options), complaints: &complaints)
    let reader = AmountReader(style: style)
    let alphabet = Array("0123456789012345678901234567890,,,..-+() ".utf8)
    for _ in 0..<20_000 {
      let text = (0..<random.number(1...12)).map { _ in alphabet[random.number(0...alphabet.count - 1)] }
      let quick = reader.fastRead(text.span, 0..<text.count, places: 2, scale: 4)
      guard quick != ScaledDecimal.null else { continue }
      let hasSign = text[0] == 43 || text[0] == 45
      let core = reader.coreRead(text.span, (hasSign ? 1 : 0)..<text.count, places: 2, scale: 4)
      #expect(core == .value(text[0] == 45 ? -quick : quick), "\(String(decoding: text, as: UTF8.self))")
    }
  }
}

extension SeededRandom {
  /// One of the numbers of `range`.
  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + next(range.count) }
}
