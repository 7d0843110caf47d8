import Testing

@testable import Reading

@Suite("BAI2 type codes")
struct BAI2TypeCodeTests {
  private func side(_ number: Int) -> BAI2TypeCode.Side { BAI2TypeCode(number: number).side }

  @Test("balances are signed as written")
  func status() {
    for number in 0...99 { #expect(side(number) == .status) }
  }

  @Test("100 to 399 are credits, listed or not")
  func credits() {
    for number in 100...399 { #expect(side(number) == .credit) }
  }

  @Test("400 to 699 are debits, listed or not")
  func debits() {
    for number in 400...699 { #expect(side(number) == .debit) }
  }

  @Test("returned items stand on the side of their range, whatever their name suggests")
  func returns() {
    #expect(side(261) == .credit)
    #expect(side(266) == .credit)
    #expect(side(257) == .credit)
    #expect(side(557) == .debit)
  }

  @Test("loan payments are credits, a loan disbursement is a debit, loan balances are status")
  func loans() {
    for number in 720...728 { #expect(side(number) == .credit) }
    #expect(side(760) == .debit)
    for number in [701, 703, 705, 707, 709] { #expect(side(number) == .status) }
    #expect(side(706) == .credit)
    #expect(side(708) == .credit)
  }

  @Test("890 is a message and has no side")
  func message() { #expect(side(890) == .message) }

  @Test("a bank's own codes are status to 919, credits to 959, debits to 999")
  func custom() {
    for number in 900...919 { #expect(side(number) == .status) }
    for number in 920...959 { #expect(side(number) == .credit) }
    for number in 960...999 { #expect(side(number) == .debit) }
    #expect(BAI2TypeCode(number: 915).name == "custom status")
    #expect(BAI2TypeCode(number: 920).name == "custom credit")
    #expect(BAI2TypeCode(number: 999).name == "custom debit")
  }

  @Test("between the loans and the messages only listed codes have a side")
  func unknown() {
    for number in [700, 710, 729, 759, 761, 800, 826, 889, 899] { #expect(side(number) == .unknown) }
    #expect(side(827) == .credit)
    #expect(side(828) == .debit)
    #expect(side(829) == .credit)
  }

  @Test("the tables agree with the ranges but for six codes")
  func tables() {
    let apart = BAI2TypeCode.known.filter { $0.value.side != BAI2TypeCode.side(ofRange: $0.key) }.keys
      .sorted()
    #expect(apart == [706, 708, 827, 828, 829, 890])
  }

  @Test("484 codes are listed, the balances among them by name")
  func names() {
    #expect(BAI2TypeCode.known.count == 484)
    #expect(BAI2TypeCode(number: 10).name == "opening ledger")
    #expect(BAI2TypeCode(number: 15).name == "closing ledger")
    #expect(BAI2TypeCode(number: 15).text == "015")
    #expect(BAI2TypeCode(number: 303).name == "total wire transfers in, federal funds")
  }
}
