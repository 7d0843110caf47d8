import Bytes
import Components
import Records
import Testing

@testable import Reading

/// A file of one batch with these records between its headers and controls; nothing proves it.
private func file(_ records: [String], sec: String = "PPD", settlement: String = "   ") -> String {
  let header = "101 07200009613300123452601050915A094101"
  let batch =
    "5200" + pad("NORTHWIND", 36) + "1330012345" + sec + pad("PAYROLL", 16)
    + "260106\(settlement)1072000090000001"
  return ([header, batch] + records).joined(separator: "\n") + "\n"
}

private func entry(_ code: String, _ amount: String, addenda: String = "0") -> String {
  "6\(code)063100277" + pad("0044017781", 17) + amount + pad("E1001", 15) + pad("ADA LOVELACE", 22)
    + "  \(addenda)"
    + "072000090000001"
}

private func returned(_ type: String, _ code: String) -> String {
  "7\(type)\(code)072000090000009      06310027" + pad("", 44) + "063100270000001"
}

private func pad(_ text: String, _ length: Int) -> String {
  text + String(repeating: " ", count: length - text.count)
}

private func read<One: ACHRow>(
  _ text: String, as row: One.Type = ACHEntryRow.self, chunk: Int = Int.max
) -> FileReading {
  FileReading { () throws(Fault) in
    NACHAReader<One>(try ByteSource(bytes: Array(text.utf8), name: "input.ach", chunk: chunk))
  }
}

extension FileReading {
  /// One column over all batches; `~` is "no value".
  fileprivate func column(_ name: String) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" } }
  }
}

@Suite("ACH files")
struct NACHATests {
  @Test(
    "the transaction code says credit or debit, and whether any money moves",
    arguments: [
      ("22", "1.2300", "entry"), ("23", "1.2300", "prenote"), ("24", "1.2300", "entry"),
      ("27", "-1.2300", "entry"),
      ("28", "-1.2300", "prenote"), ("32", "1.2300", "entry"), ("37", "-1.2300", "entry"),
      ("42", "1.2300", "entry"),
      ("47", "-1.2300", "entry"), ("52", "1.2300", "entry"), ("55", "-1.2300", "entry"),
      ("21", "1.2300", "return"),
      ("36", "-1.2300", "return"), ("56", "-1.2300", "return"), ("81", "1.2300", "accounting"),
      ("82", "-1.2300", "accounting"),
    ])
  func codes(code: String, amount: String, kind: String) {
    let reading = read(file([entry(code, "0000000123")]))
    #expect(reading.column("amount") == [amount])
    #expect(reading.column("kind") == [kind])
  }

  @Test("codes that say neither are refused", arguments: ["20", "25", "57", "62", "89", "2 ", "  ", "AB"])
  func unknownCodes(code: String) {
    let reading = read(file([entry(code, "0000000123")]))
    #expect(reading.batches.isEmpty)
    #expect(reading.rejections.map(\.code) == ["transaction-code-unknown"])
    #expect(reading.rejections.map(\.position) == [1])
    #expect(reading.recordsRead == 1)
  }

  @Test(
    "addenda tell returns, what dishonors and contests them, and notifications of change apart",
    arguments: [
      ("99", "R01", "return"), ("99", "R61", "dishonored_return"), ("99", "R70", "dishonored_return"),
      ("99", "R71", "contested_return"), ("99", "R77", "contested_return"), ("99", "R80", "return"),
      ("99", "XXX", "return"), ("98", "C01", "notification_of_change"),
      ("98", "C61", "refused_notification_of_change"),
    ])
  func kinds(type: String, code: String, kind: String) {
    let reading = read(file([entry("26", "0000000000", addenda: "1"), returned(type, code)]))
    #expect(reading.column("kind") == [kind])
    #expect(reading.column("reason_code") == [code])
    #expect(reading.column("original_trace_number") == ["072000090000009"])
  }

  @Test(
    "for a contract of bank transactions a return takes back what the entry brought",
    arguments: [
      ("22", nil, "5.0000", "pending"), ("27", nil, "-5.0000", "pending"),
      ("21", "R03", "-5.0000", "pending"),
      ("26", "R01", "5.0000", "pending"), ("26", "R68", "-5.0000", "pending"),
      ("26", "R72", "5.0000", "pending"),
      ("23", nil, "5.0000", "information"), ("21", nil, "-5.0000", "pending"),
    ] as [(String, String?, String, String)])
  func bankTransactions(code: String, reason: String?, amount: String, status: String) {
    let reading = read(
      file([entry(code, "0000000500")] + (reason.map { [returned("99", $0)] } ?? [])), as: BankRow.self)
    #expect(reading.column("amount") == [amount])
    #expect(reading.column("status") == [status])
    #expect(reading.statements.map(\.recordsTotal.description) == [amount])
    #expect(reading.column("counterparty_name") == ["NORTHWIND"])
    #expect(reading.column("booking_date") == ["2026-01-06"])
    #expect(reading.column("value_date") == ["~"])
  }

  @Test("what the operator has settled is booked on that day")
  func settled() {
    let reading = read(file([entry("22", "0000000500")], settlement: "008"), as: BankRow.self)
    #expect(reading.column("status") == ["booked"])
    #expect(reading.column("booking_date") == ["2026-01-08"])
    #expect(reading.column("value_date") == ["2026-01-08"])
    #expect(reading.column("description") == ["PAYROLL\nADA LOVELACE"])
  }

  @Test("a contract that ACH entries cannot fill is told, with those that they can")
  func contracts() {
    func complaints(_ title: String) -> [String] {
      var complaints: [Complaint] = []
      let options = Options([:], at: Place(file: "pipeline.yaml"))
      _ = NACHAReader.factory.schema(options, FileReading.contract(title), &complaints)
      return complaints.map(\.code)
    }
    #expect(complaints("journal_line/1") == ["contract-not-filled"])
    #expect(complaints("ach_entry/1") == [] && complaints("bank_transaction/1") == [])
  }

  @Test("an entry keeps its addenda where a block ends between them", arguments: [1 << 16, 1 << 20])
  func blocks(chunk: Int) {
    let records = (0..<9000).flatMap { number in
      [entry("22", "0000000001", addenda: "1"), "705" + pad("TEXT \(number)", 80) + "00010000001"]
    }
    for end in ["\n", ""] {
      // Without line ends every record has its ninety-four characters.
      let lines = file(records).split(separator: "\n").map { pad(String($0), 94) + end }
      let reading = read(lines.joined(), chunk: chunk)
      #expect(reading.fault == nil)
      #expect(reading.batches.count > 1)
      #expect(reading.column("addenda") == (0..<9000).map { "TEXT \($0)" })
      let origins = reading.batches.flatMap(\.origins)
      #expect(origins.allSatisfy { $0.length == Int32(188 + end.utf8.count) })
      #expect(origins.last?.line == (end.isEmpty ? 1 : 18_001))
    }
  }

  @Test("a sum that no amount can hold fails a check, and wraps nowhere")
  func tooLarge() {
    let large = "682063100277" + pad("744", 15) + "999999999999" + pad("", 51) + "0063100270060001"
    let reading = read(file([String](repeating: large, count: 100_000), sec: "ADV"))
    #expect(reading.statements.map(\.recordsTotal.unscaled) == [0])
    let failed = reading.statements.flatMap(\.checks).first { $0.name == "records-total" }
    #expect(failed?.computed == "-999999999999000.0000")
  }

  @Test(
    "headers of files and batches are known by their content, entries alone by the file's name",
    arguments: [
      ("101 07200009613300123452601050915A094101", "download", .certain),
      ("\n5200NORTHWIND                           1330012345PPDPAYROLL", "download", .certain),
      ("5200NORTHWIND                           1330012345XYZPAYROLL", "download", .no),
      ("101,USD,12.00", "download", .no), ("622063100277", "returns.ach", .possible),
      ("622063100277", "returns.txt", .no), ("", "A.NACHA.GZ", .possible),
    ] as [(String, String, Recognition)])
  func recognized(head: String, name: String, recognition: Recognition) {
    #expect(NACHAReader.factory.recognizes(Array(head.utf8), name) == recognition)
  }
}
