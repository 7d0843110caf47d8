import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("ACH files written and read")
struct NACHARoundTripTests {
  @Test("what was written is what is read, with line ends of any kind and with none", arguments: 0..<20)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var file = NACHAFile()
    var entries: [NACHAFile.Entry] = []
    let batches = random.number(1...12)
    for number in 1...batches {
      let own = (0..<random.number(0...40)).map { _ in entry(&random) }
      file.add(number: number, day: "260106", own)
      entries += own
    }
    let bytes = Array(file.text(end: ["\n", "\r\n", "\r", ""][Int(seed % 4)]).utf8)
    let reading = FileReading { () throws(Fault) in
      NACHAReader<ACHEntryRow>(
        try ByteSource(bytes: bytes, name: "input.ach", chunk: random.number(1...5000)))
    }
    #expect(reading.fault == nil)
    #expect(reading.rejections == [])
    #expect(reading.remarks == [])
    #expect(reading.statements.count == batches)
    #expect(reading.statements.allSatisfy { $0.proves && $0.checks.count == 11 })
    let expected = entries.map { entry in
      let sign = entry.isDebit ? -100 : 100
      return [
        entry.code, entry.account, ScaledDecimal(unscaled: Int64(entry.cents * sign), scale: 4).description,
        entry.individualID, entry.name, entry.remittance.isEmpty ? "~" : entry.remittance,
      ]
    }
    let found = rows(reading)
    #expect(found.count == expected.count)
    let differing = zip(expected, found).first { $0 != $1 }
    #expect(differing == nil)
  }

  private func rows(_ reading: FileReading) -> [[String]] {
    let names = ["transaction_code", "account_id", "amount", "individual_id", "individual_name", "addenda"]
    return reading.batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  private func entry(_ random: inout SeededRandom) -> NACHAFile.Entry {
    NACHAFile.Entry(
      code: ["22", "27", "32", "37", "42", "47", "52"][random.number(0...6)], account: word(&random, 1...17),
      cents: random.number(0...9_999_999_999), individualID: word(&random, 1...15),
      name: word(&random, 1...22),
      remittance: random.number(0...2) == 0 ? word(&random, 1...300) : "")
  }

  /// Letters and digits, no blanks: a blank where addenda are cut is not known from one that fills them.
  private func word(_ random: inout SeededRandom, _ length: ClosedRange<Int>) -> String {
    random.word("abcdefghijkmnoäöü0123456789*~", length)
  }
}

extension NACHAFile.Entry {
  fileprivate var isDebit: Bool { code.last == "7" }
}
