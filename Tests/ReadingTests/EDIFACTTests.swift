import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("EDIFACT")
struct EDIFACTTests {
  private static let place = Place(file: "p.yaml", line: 3, column: 9)

  private func sample(_ name: String) throws -> SampleCase {
    try #require(SampleCase.all.first { $0.format == "edifact" && $0.name == name })
  }

  private func reading(_ name: String, as contract: String) throws -> FileReading {
    let sample = try sample(name)
    let (bytes, options) = (try sample.bytes(), try sample.options())
    return FileReading { () throws(Fault) in
      EDIFACTReader(
        try ByteSource(bytes: bytes, name: sample.input), options: options,
        contract: FileReading.contract(contract))
    }
  }

  @Test("a contract that it cannot fill is complained of, with those that it can")
  func contracts() {
    func complaints(_ contract: String) -> [String] {
      var complaints: [Complaint] = []
      _ = EDIFACTReader.factory.schema(
        Options([:], at: EDIFACTTests.place), FileReading.contract(contract), &complaints)
      return complaints.map { "\($0)" }
    }
    for target in DocumentTarget.allCases { #expect(complaints(target.rawValue) == []) }
    #expect(
      complaints("journal_line/1") == [
        "p.yaml:3:9: contract-not-filled: edifact has no records of journal_line/1\n  hint: It fills invoice/1, "
          + "remittance/1, bank_transaction/1."
      ])
  }

  @Test("messages of another contract are left out, and counted in a remark")
  func leftOut() throws {
    let found = try reading("other-messages", as: "remittance/1")
    #expect(found.recordsRead == 1)
    #expect(found.remarks == ["messages that hold no records of remittance/1 left out: 1 INVOIC, 1 ORDERS"])
    #expect(found.statements.map(\.proves) == [true, true, true])
  }

  @Test("nothing of a test interchange posts, and the others of its file do")
  func tests() throws {
    let found = try reading("several-interchanges", as: "invoice/1")
    #expect(found.statements.map(\.disposition) == [.update, .update, .test])
  }

  @Test("the lines of a document sum to its total, whichever reading of the charges gives it")
  func lines() throws {
    for name in ["invoic-lines", "line-charges"] {
      let found = try reading(name, as: "invoice/1")
      let rows = try #require(found.batches.first)
      guard case .decimals(let amounts, 4)? = rows.column("amount"),
        case .decimals(let totals, 4)? = rows.column("total_amount")
      else { return #expect(Bool(false), "amounts at four decimals") }
      #expect(amounts.count > 1)
      #expect(totals == [Int64](repeating: amounts.reduce(0, +), count: amounts.count), "\(name)")
      #expect(found.statements.map(\.proves) == [true], "\(name)")
    }
  }

  @Test("of several payments in one booking, no party and no reference is that of the booking")
  func booking() throws {
    let found = try reading("cremul", as: "bank_transaction/1")
    let rows = try #require(found.batches.first)
    let names = ["counterparty_name", "customer_reference", "description", "bank_reference"]
    let words = (0..<rows.count).map { row in names.map { rows.column($0)?.string(at: row) ?? "~" } }
    #expect(words == [["~", "~", "~", "B-7"], ["Tailspin AB", "K-3", "Thanks", "~"]])
  }

  @Test(
    "it is known by its first segments, whatever parts its elements",
    arguments: ["invoic", "wrapped", "separators-of-una", "no-service-string", "no-interchange", "indented"])
  func recognition(name: String) throws {
    guard case .one(let found) = Readers.detect(head: try sample(name).bytes(), name: "file.txt") else {
      return #expect(Bool(false), "\(name) is not known")
    }
    #expect(found.spec.name == "edifact")
  }

  @Test("a file without a pipeline is of the contract that its first message fills")
  func usual() throws {
    let names = ["invoic", "remadv", "paymul", "finsta", "cremul", "debmul", "other-messages"]
    let found = try names.map { EDIFACTReader.factory.usualContract(try sample($0).bytes()) }
    #expect(
      found == [
        "invoice/1", "remittance/1", "remittance/1", "bank_transaction/1", "bank_transaction/1",
        "bank_transaction/1", "invoice/1",
      ])
  }
}

@Suite("EDIFACT written and read")
struct EDIFACTRoundTripTests {
  private static let advices = [":+.? '", ":+,? '", ":+.\\ '", "=*.? ~", "^|,! }"]

  /// What was written, in the form in which it is to be read.
  private struct Written {
    var file: EDIFACTFile
    var count = 0
    var invoices: [[String]] = []
    var lines: [[String]] = []
    var entries: [[String]] = []
  }

  private func reading(_ text: String, _ target: DocumentTarget, _ grain: DocumentGrain, chunk: Int)
    -> FileReading
  {
    FileReading(
      EDIFACTReader.factory, Array(text.utf8), name: "input.edi", of: target.rawValue, grain: grain.rawValue,
      chunk: chunk)
  }

  private func addInvoice(_ number: Int, to written: inout Written, _ random: inout SeededRandom) {
    let day = CivilDate(days: Int32(random.number(10_000...30_000)))
    let buyer = word(&random)
    let items = (0..<random.number(1...12)).map { _ in
      EDIFACTFile.Item(
        quantity: random.number(1...500), cents: random.number(0...99_999), name: word(&random))
    }
    written.file.addInvoice(number: "I\(number)", day: day, buyer: buyer, items)
    let sum = money(items.reduce(0) { $0 + $1.quantity * $1.cents })
    written.invoices.append(["I\(number)", day.description, buyer, sum])
    written.lines += items.map { ["I\(number)", $0.name, money($0.quantity * $0.cents), sum] }
  }

  private func addStatement(_ number: Int, to written: inout Written, _ random: inout SeededRandom) {
    let entries = (0..<random.number(0...9)).map { at in
      EDIFACTFile.Entry(
        day: CivilDate(days: Int32(random.number(10_000...30_000))),
        cents: random.number(-9_999_999...9_999_999), reference: "B\(number)-\(at)", text: word(&random))
    }
    let account = word(&random)
    written.file.addStatement(
      account: account, day: CivilDate(days: 20_500), opening: random.number(-9_999...9_999), entries)
    written.entries += entries.map { [account, $0.day.description, money($0.cents), $0.reference, $0.text] }
  }

  @Test("invoices and statements are read as they were written, wrapped anywhere", arguments: 0..<25)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let advices = EDIFACTRoundTripTests.advices
    var written = Written(file: EDIFACTFile(.init(advices[Int(seed) % advices.count])))
    written.count = random.number(1...30)
    for number in 1...written.count {
      if random.number(0...2) == 0 {
        addStatement(number, to: &written, &random)
      } else {
        addInvoice(number, to: &written, &random)
      }
    }
    let text = written.file.text(width: [0, 80, 35][random.number(0...2)])
    let chunk = random.number(1...5000)
    let whole = reading(text, .invoice, .documents, chunk: chunk)
    #expect(whole.values(["document_number", "document_date", "buyer_name", "amount"]) == written.invoices)
    let byLine = reading(text, .invoice, .lines, chunk: chunk)
    #expect(byLine.values(["document_number", "description", "amount", "total_amount"]) == written.lines)
    let booked = reading(text, .bank, .documents, chunk: chunk)
    let fields = ["account_id", "booking_date", "amount", "bank_reference", "description"]
    #expect(booked.values(fields) == written.entries)
    for reading in [whole, byLine, booked] {
      #expect(reading.rejections == [])
      #expect(reading.statements.count == written.count)
      #expect(reading.statements.allSatisfy { $0.proves })
    }
  }

  /// Letters, digits, separators and single blanks within; no blank at the ends.
  private func word(_ random: inout SeededRandom) -> String {
    (0..<random.number(1...4)).map { _ in random.word("abcdefghijkmnoäöü0123456789':+?*=~|^!}\\", 1...9) }
      .joined(separator: " ")
  }
}
