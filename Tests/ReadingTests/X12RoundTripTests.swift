import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("X12 written and read")
struct X12RoundTripTests {
  private static let separators = [
    ("*", ":", "~\n"), ("|", ">", "~"), ("*", ":", "\n"), ("~", "^", "\r\n"), ("+", "@", "\u{1D}"),
    ("*", ">", "\u{2026}\n"),
  ]

  private func reading(_ text: String, _ target: DocumentTarget, _ grain: DocumentGrain, chunk: Int)
    -> FileReading
  {
    FileReading(
      X12Reader.factory, Array(text.utf8), name: "input.x12", of: target.rawValue, grain: grain.rawValue,
      chunk: chunk)
  }

  /// What was written, in the form in which it is to be read.
  private struct Written {
    var file: X12File
    var count = 0
    var wholes: [[String]] = []
    var lines: [[String]] = []
    var payments: [[String]] = []
    var paid: [[String]] = []
  }

  private func addPayment(_ number: Int, to written: inout Written, _ random: inout SeededRandom) {
    let day = CivilDate(days: Int32(random.number(10_000...30_000)))
    let payer = word(&random)
    let documents = (0..<random.number(1...9)).map { ("D\(number)-\($0)", random.number(1...9_999_999)) }
    written.file.addPayment(number: "T\(number)", day: day, payer: payer, documents)
    let sum = money(documents.reduce(0) { $0 + $1.1 })
    written.payments.append(["T\(number)", day.description, payer, sum])
    written.paid += documents.map { ["T\(number)", $0.0, money($0.1), sum] }
  }

  private func addInvoice(_ number: Int, to written: inout Written, _ random: inout SeededRandom) {
    let day = CivilDate(days: Int32(random.number(10_000...30_000)))
    let buyer = word(&random)
    let items = (0..<random.number(0...12)).map { _ in
      X12File.Item(quantity: random.number(1...500), cents: random.number(0...99_999), name: word(&random))
    }
    let freight = random.number(0...1) * random.number(1...5000)
    written.file.addInvoice(number: "I\(number)", day: day, buyer: buyer, items, freight: freight)
    let sum = money(items.reduce(freight) { $0 + $1.quantity * $1.cents })
    written.wholes.append(["I\(number)", day.description, buyer, sum])
    written.lines += items.map { ["I\(number)", $0.name, money($0.quantity * $0.cents), sum] }
    if freight > 0 { written.lines.append(["I\(number)", "~", money(freight), sum]) }
    if items.isEmpty, freight == 0 { written.lines.append(["I\(number)", "~", sum, "~"]) }
  }

  @Test("invoices and payments are read as they were written, whole and by lines", arguments: 0..<24)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let marks = X12RoundTripTests.separators[Int(seed) % X12RoundTripTests.separators.count]
    var written = Written(file: X12File(element: marks.0, component: marks.1, terminator: marks.2))
    written.count = random.number(1...30)
    for number in 1...written.count {
      if random.number(0...2) == 0 {
        addPayment(number, to: &written, &random)
      } else {
        addInvoice(number, to: &written, &random)
      }
    }
    let (text, chunk) = (written.file.text, random.number(1...5000))
    let whole = reading(text, .invoice, .documents, chunk: chunk)
    #expect(whole.values(["document_number", "document_date", "account", "amount"]) == written.wholes)
    let byLine = reading(text, .invoice, .lines, chunk: chunk)
    #expect(byLine.values(["document_number", "description", "amount", "total_amount"]) == written.lines)
    let moved = reading(text, .remittance, .documents, chunk: chunk)
    #expect(moved.values(["payment_id", "payment_date", "payer_name", "amount"]) == written.payments)
    let byDocument = reading(text, .remittance, .lines, chunk: chunk)
    #expect(
      byDocument.values(["payment_id", "document_number", "amount", "payment_amount"]) == written.paid)
    for reading in [whole, byLine, moved, byDocument] {
      #expect(reading.rejections == [])
      #expect(reading.statements.count == written.count)
      #expect(reading.statements.allSatisfy { $0.proves })
    }
  }

  /// Letters, digits and single blanks within; no blank at the ends.
  private func word(_ random: inout SeededRandom) -> String {
    (0..<random.number(1...4)).map { _ in random.word("abcdefghijkmnoäöü0123456789", 1...9) }.joined(
      separator: " ")
  }
}
