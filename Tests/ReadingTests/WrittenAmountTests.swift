import Testing

@testable import Reading

@Suite("amounts as programs for people write them")
struct WrittenAmountTests {
  private func read(_ text: String, pointIsDecimal: Bool = false) -> WrittenAmount {
    let bytes = Array(text.utf8)
    return WrittenAmount.read(
      bytes.span, 0..<bytes.count, scale: 4, pointIsDecimal: pointIsDecimal)
  }

  @Test(
    "marks are read by where they stand",
    arguments: [
      ("1", 1_0000), ("-9.9", -9_9000), ("+9,90", 9_9000), ("$120", 120_0000), ("-$1.5", -1_5000),
      ("$-1.5", -1_5000), (" - 3 ", -3_0000), ("1,234.56", 1_234_5600), ("1.234,56", 1_234_5600),
      ("1,234,567", 1_234_567_0000), ("1.234.567,8", 1_234_567_8000), ("0,125", 1250),
      ("1234,567", 1_234_5670),
      (".5", 5000), ("5.", 5_0000), ("1,2345", 1_2345), ("000001.50000", 1_5000),
      ("922337203685477.5807", Int64.max),
    ])
  func values(text: String, value: Int64) { #expect(read(text) == .value(value)) }

  @Test("one mark before three digits is for thousands or for decimals, unless the format says which")
  func ambiguous() {
    for text in ["1,234", "12.345", "-999,000"] { #expect(read(text) == .ambiguous) }
    #expect(read("12.345", pointIsDecimal: true) == .value(12_3450))
    #expect(read("12,345", pointIsDecimal: true) == .ambiguous)
  }

  @Test("what is no amount is not read as one")
  func refused() {
    #expect(read("") == .missing)
    #expect(read("   ") == .missing)
    #expect(read(" . ") == .notANumber(1))
    #expect(read("-") == .notANumber(1))
    #expect(read("12O") == .notANumber(2))
    #expect(read("1,23,456.7") == .notANumber(1))
    #expect(read("1.2.3") == .notANumber(3))
    #expect(read("1,234.567,8") == .notANumber(9))
    #expect(read("$$1") == .notANumber(1))
    #expect(read("--1") == .notANumber(1))
    #expect(read("1e3") == .notANumber(1))
    #expect(read("0.00001") == .tooFine)
    #expect(read("922337203685477.5808") == .tooLarge)
    #expect(read("99999999999999999999999") == .tooLarge)
  }
}
