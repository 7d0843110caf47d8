import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("fixed width files written and read")
struct FixedWidthRoundTripTests {
  @Test("what was written is what is read, with line ends of any kind and with none", arguments: 0..<20)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var file = FixedWidthFile()
    var entries: [FixedWidthFile.Entry] = []
    let statements = random.number(1...12)
    for number in 1...statements {
      let own = (0..<random.number(0...40)).map { _ in entry(&random) }
      file.add(account: "ACCOUNT \(number)", opening: random.number(-100_000...100_000), own)
      entries += own
    }
    let bytes = Array(file.text(end: ["\n", "\r\n", "\r", ""][Int(seed % 4)]).utf8)
    let options = try OptionsFile.parse(
      FixedWidthFile.layout, spec: FixedWidthReader.spec, file: "options.yaml")
    let reading = FileReading(
      FixedWidthReader.factory, options, bytes, name: "input.txt", chunk: random.number(1...5000))
    #expect(reading.fault == nil)
    #expect(reading.rejections == [])
    #expect(reading.remarks == [])
    #expect(reading.statements.count == statements)
    #expect(reading.statements.allSatisfy { $0.proves && $0.checks.count == 4 })
    let expected = entries.map { entry in
      let text = entry.texts.joined(separator: "\n")
      return [
        entry.day.description, ScaledDecimal(unscaled: Int64(entry.cents) * 100, scale: 4).description,
        text.isEmpty ? "~" : text,
      ]
    }
    let found = reading.batches.flatMap { batch in
      (0..<batch.count).map { row in
        ["booking_date", "amount", "description"].map { batch.column($0)?.string(at: row) ?? "~" }
      }
    }
    #expect(found.count == expected.count)
    let differing = zip(expected, found).first { $0 != $1 }
    #expect(differing == nil)
  }

  private func entry(_ random: inout SeededRandom) -> FixedWidthFile.Entry {
    let texts = (0..<random.number(1...4)).map { word(&random, 1...($0 == 0 ? 57 : 79)) }
    return FixedWidthFile.Entry(
      day: CivilDate(days: Int32(random.number(10_000...30_000))),
      cents: random.number(-10_000_000_000...10_000_000_000), texts: texts)
  }

  /// Letters and digits, no blanks.
  private func word(_ random: inout SeededRandom, _ length: ClosedRange<Int>) -> String {
    random.word("abcdefghijkmnoäöü0123456789HDCT", length)
  }
}
