import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("QIF written and read")
struct QIFRoundTripTests {
  @Test(
    "what was written is what is read, in every form of date and byte for byte", arguments: 0..<10,
    QIFFile.Form.allCases)
  func roundTrip(seed: UInt64, form: QIFFile.Form) {
    var random = SeededRandom(seed: seed)
    var file = QIFFile(form)
    var expected: [[String]] = []
    var settings = QIFSettings(currency: .none)
    settings.readsParts = random.number(0...1) == 1
    for (number, type) in ["Bank", "Cash", "CCard", "Oth A", "Oth L"].enumerated() {
      var own = (0..<random.number(1...40)).map { _ in entry(&random) }
      // So that the order of day and month shows.
      own[0].day = CivilDate(days: 20_481)
      file.add(account: "Account \(number)", type: type, own)
      for entry in own { expected += fields(entry, "Account \(number)", settings.readsParts) }
    }
    let reading = FileReading { () throws(Fault) in
      QIFReader(
        try ByteSource(bytes: Array(file.text.utf8), name: "input.qif", chunk: random.number(1...5000)),
        settings: settings)
    }
    #expect(reading.rejections == [])
    let found = rows(reading)
    #expect(found.count == expected.count)
    #expect(reading.recordsRead == expected.count)
    let differing = zip(expected, found).first { $0 != $1 }
    #expect(differing == nil)
  }

  /// One row, or one for each part.
  private func fields(_ entry: QIFFile.Entry, _ account: String, _ readsParts: Bool) -> [[String]] {
    func row(_ cents: Int, _ category: String) -> [String] {
      let isTransfer = category.hasPrefix("[")
      return [
        account, entry.day.description, ScaledDecimal(unscaled: Int64(cents) * 100, scale: 4).description,
        shown(entry.number), shown(entry.payee), shown(entry.memo),
        isTransfer ? String(category.dropFirst().dropLast()) : "~", isTransfer ? "~" : shown(category),
      ]
    }
    guard readsParts, !entry.parts.isEmpty else { return [row(entry.cents, entry.category)] }
    return entry.parts.map { row($0.cents, $0.category) }
  }

  private func shown(_ text: String) -> String { text.isEmpty ? "~" : text }

  private func rows(_ reading: FileReading) -> [[String]] {
    let names = [
      "account_id", "booking_date", "amount", "customer_reference", "counterparty_name", "description",
      "counterparty_account", "category",
    ]
    return reading.batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  private func entry(_ random: inout SeededRandom) -> QIFFile.Entry {
    let parts = (0..<(random.number(0...3) == 0 ? random.number(1...5) : 0)).map { _ in
      (cents: random.number(-1_000_000...1_000_000), category: category(&random))
    }
    return QIFFile.Entry(
      day: CivilDate(days: Int32(random.number(11_000...25_000))),
      cents: parts.isEmpty
        ? random.number(-1_000_000_000...1_000_000_000) : parts.reduce(0) { $0 + $1.cents },
      number: random.number(0...1) == 0 ? "" : String(random.number(1...9999)),
      payee: random.number(0...9) == 0 ? "" : word(&random, 1...60),
      memo: random.number(0...2) == 0 ? "" : word(&random, 1...200),
      category: random.number(0...3) == 0 ? "" : category(&random), parts: parts)
  }

  private func category(_ random: inout SeededRandom) -> String {
    let name = "C" + word(&random, 1...20)
    return random.number(0...3) == 0 ? "[\(name)]" : name
  }

  /// Letters, signs that lines begin with, and single blanks within; no blank at the ends.
  private func word(_ random: inout SeededRandom, _ length: ClosedRange<Int>) -> String {
    random.phrase("abcDTUNPML$S%E^!#äöü0123456789:/", length)
  }
}
