import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("MT940 written and read")
struct MT940RoundTripTests {
  @Test("what was written is what is read, page by page and byte for byte", arguments: 0..<20)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var file = MT940File()
    var entries: [MT940File.Entry] = []
    let statements = random.number(1...12)
    for number in 1...statements {
      let own = (0..<random.number(0...40)).map { _ in entry(&random) }
      file.add(
        account: "20090500/\(number)", number: number, day: CivilDate(days: 20_500),
        opening: random.number(-100_000...100_000), own, perPage: random.number(1...15))
      entries += own
    }
    let bytes = Array(file.text.utf8)
    let reading = FileReading { () throws(Fault) in
      MT940Reader(try ByteSource(bytes: bytes, name: "input.sta", chunk: random.number(1...5000)))
    }
    #expect(reading.rejections == [])
    #expect(reading.statements.count == statements)
    #expect(reading.statements.allSatisfy { $0.proves })
    let expected = entries.map { entry in
      [
        entry.valueDate.description, entry.bookingDate.description,
        ScaledDecimal(unscaled: Int64(entry.cents) * 100, scale: 4).description, entry.bankReference,
        entry.endToEndID, "TRANSFER\n" + entry.purpose, entry.name,
      ]
    }
    let found = rows(reading)
    #expect(found.count == expected.count)
    let differing = zip(expected, found).first { $0 != $1 }
    #expect(differing == nil)
  }

  private func rows(_ reading: FileReading) -> [[String]] {
    let names = [
      "value_date", "booking_date", "amount", "bank_reference", "end_to_end_id", "description",
      "counterparty_name",
    ]
    return reading.batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  private func entry(_ random: inout SeededRandom) -> MT940File.Entry {
    let day = CivilDate(days: Int32(random.number(10_000...30_000)))
    return MT940File.Entry(
      valueDate: day, bookingDate: CivilDate(days: day.days + Int32(random.number(-20...20))),
      cents: random.number(-10_000_000...10_000_000), isReversal: random.number(0...9) == 0,
      bankReference: "B" + word(&random, 3...14), endToEndID: "E" + word(&random, 1...30),
      purpose: word(&random, 1...60), name: word(&random, 1...50))
  }

  /// Letters, digits and single blanks within; no blank at the ends.
  private func word(_ random: inout SeededRandom, _ length: ClosedRange<Int>) -> String {
    random.phrase("abcdefghijkmnoäöü0123456789", length)
  }
}
