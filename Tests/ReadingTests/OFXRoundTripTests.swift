import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("OFX written and read")
struct OFXRoundTripTests {
  @Test(
    "what was written is what is read, in every dialect and byte for byte", arguments: 0..<10,
    OFXFile.Dialect.allCases)
  func roundTrip(seed: UInt64, dialect: OFXFile.Dialect) {
    var random = SeededRandom(seed: seed)
    var file = OFXFile(dialect)
    var entries: [OFXFile.Entry] = []
    var expected: [[String]] = []
    let statements = random.number(1...8)
    let days = CivilDate(days: 20_000)...CivilDate(days: 20_400)
    for number in 1...statements {
      let own = (0..<random.number(0...60)).map { _ in entry(&random) }
      let balance = random.number(-1_000_000...1_000_000)
      file.add(
        account: "00\(number)", isCard: random.number(0...1) == 1, currency: "USD", days: days,
        balance: balance,
        own, decimalMark: random.number(0...1) == 1 ? "," : ".")
      entries += own
      expected += [["00\(number)", amount(balance), String(own.count)]]
    }
    let reading = FileReading { () throws(Fault) in
      OFXReader(
        try ByteSource(bytes: Array(file.text.utf8), name: "input.ofx", chunk: random.number(1...5000)))
    }
    #expect(reading.rejections == [])
    #expect(
      reading.statements.map { [$0.accountID, $0.closing?.description ?? "~", String($0.recordCount)] }
        == expected)
    let found = rows(reading)
    #expect(found.count == entries.count)
    let differing = zip(entries.map(fields), found).first { $0 != $1 }
    #expect(differing == nil)
  }

  private func fields(_ entry: OFXFile.Entry) -> [String] {
    [
      entry.day.description, entry.valueDay?.description ?? "~", amount(entry.cents), "USD", "booked",
      entry.name, entry.memo.isEmpty ? "~" : entry.memo, entry.id.isEmpty ? "~" : entry.id,
    ]
  }

  private func rows(_ reading: FileReading) -> [[String]] {
    let names = [
      "booking_date", "value_date", "amount", "currency", "status", "counterparty_name", "description",
      "external_id",
    ]
    return reading.batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  private func amount(_ cents: Int) -> String {
    ScaledDecimal(unscaled: Int64(cents) * 100, scale: 4).description
  }

  private func entry(_ random: inout SeededRandom) -> OFXFile.Entry {
    OFXFile.Entry(
      day: CivilDate(days: Int32(random.number(20_000...20_400))),
      valueDay: random.number(0...1) == 1 ? CivilDate(days: Int32(random.number(20_000...20_400))) : nil,
      cents: random.number(-10_000_000...10_000_000),
      id: random.number(0...9) == 0 ? "" : "F" + word(&random, 1...20), name: word(&random, 1...32),
      memo: random.number(0...2) == 0 ? "" : word(&random, 1...255))
  }

  /// Letters, signs that must be escaped, and single blanks within; no blank at the ends.
  private func word(_ random: inout SeededRandom, _ length: ClosedRange<Int>) -> String {
    random.phrase("abcdefghij&<>;#äöü€0123456789'\"/.,-", length)
  }
}
