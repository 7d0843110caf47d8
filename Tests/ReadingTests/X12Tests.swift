import Bytes
import Components
import Records
import Testing

@testable import Reading

@Suite("X12")
struct X12Tests {
  private static let place = Place(file: "p.yaml", line: 3, column: 9)

  private func complaints(_ contract: String, _ options: [String: Options.Value] = [:]) -> [String] {
    var complaints: [Complaint] = []
    _ = X12Reader.factory.schema(
      Options(options, at: X12Tests.place), FileReading.contract(contract), &complaints)
    return complaints.map { "\($0)" }
  }

  private func reading(_ sample: String, as contract: String, chunk: Int = Int.max) throws -> FileReading {
    let sample = try #require(SampleCase.all.first { $0.format == "x12" && $0.name == sample })
    let bytes = try sample.bytes()
    let options = try sample.options()
    return FileReading { () throws(Fault) in
      X12Reader(
        try ByteSource(bytes: bytes, name: sample.input, chunk: chunk), options: options,
        contract: FileReading.contract(contract))
    }
  }

  @Test("a contract that it cannot fill is complained of, with those that it can")
  func contracts() {
    #expect(complaints("invoice/1") == [])
    #expect(complaints("remittance/1") == [])
    #expect(complaints("bank_transaction/1") == [])
    #expect(
      complaints("journal_line/1") == [
        "p.yaml:3:9: contract-not-filled: x12 has no records of journal_line/1\n  hint: It fills invoice/1, "
          + "remittance/1, bank_transaction/1."
      ])
  }

  @Test("a currency that is none is complained of")
  func currency() {
    let value = Options.Value(.text("DOLLAR"), at: X12Tests.place)
    #expect(
      complaints("invoice/1", ["currency": value]) == [
        "p.yaml:3:9: currency-unknown: DOLLAR is not a currency code\n  hint: Write three capital letters, such as USD."
      ])
  }

  @Test("the deposits of a lockbox are entries of the account they go to", arguments: [1, 7, Int.max])
  func deposits(chunk: Int) throws {
    let found = try reading("823-lockbox", as: "bank_transaction/1", chunk: chunk)
    #expect(
      found.recordsText.split(separator: "\n").dropFirst() == [
        "1,7,555666,2026-01-11,,350.0000,,booked,,DEP-3,LOCKBOX7,,,,,101-7-1"
      ])
    #expect(found.rejections == [])
    #expect(found.statements.map(\.recordCount) == [1])
  }

  @Test("sets of another contract are left out, and counted in a remark")
  func leftOut() throws {
    let asInvoices = try reading("other-sets", as: "invoice/1")
    #expect(asInvoices.recordsRead == 1)
    #expect(
      asInvoices.remarks == [
        "transaction sets that hold no records of invoice/1 left out: 1 820, 1 850, 1 997"
      ])
    let asPayments = try reading("other-sets", as: "remittance/1")
    #expect(asPayments.recordsRead == 1)
    #expect(
      asPayments.remarks == [
        "transaction sets that hold no records of remittance/1 left out: 1 810, 1 850, 1 997"
      ])
    #expect(asPayments.statements.map(\.proves) == [true, true, true, true])
  }

  @Test("nothing of a test interchange posts, and the others of its file do")
  func tests() throws {
    let found = try reading("several-interchanges", as: "invoice/1")
    #expect(found.statements.map(\.disposition) == [.update, .update, .test])
    #expect(found.remarks.contains("a test interchange (ISA15 is T); none of it posts (line 14)"))
  }

  @Test("the lines of a document sum to its total, whichever reading of the charges gives it")
  func lines() throws {
    for name in ["810-lines", "810-charges-repeated", "812-adjustment"] {
      let found = try reading(name, as: "invoice/1")
      let whole = try #require(found.batches.first)
      guard case .decimals(let amounts, 4)? = whole.column("amount"),
        case .decimals(let totals, 4)? = whole.column("total_amount")
      else { return #expect(Bool(false), "amounts at four decimals") }
      #expect(amounts.count > 1)
      #expect(totals == [Int64](repeating: amounts.reduce(0, +), count: amounts.count), "\(name)")
      #expect(found.statements.map(\.proves) == [true], "\(name)")
    }
  }

  @Test("a number of bytes that no segment ends behind is not waited for beyond the file")
  func binary() throws {
    let found = try reading("binary-length-wrong", as: "invoice/1", chunk: 3)
    #expect(found.recordsRead == 1)
    #expect(found.statements.map(\.proves) == [true, true, true])
  }

  @Test(
    "it is known by its header, whatever parts its elements",
    arguments: ["plain", "lines-as-ends", "wrapped-at-80", "header-collapsed", "indented", "no-line-ends"])
  func recognition(name: String) throws {
    let name = name == "plain" ? "810-invoice" : name
    let sample = try #require(SampleCase.all.first { $0.format == "x12" && $0.name == name })
    guard case .one(let found) = Readers.detect(head: try sample.bytes(), name: "file.txt") else {
      return #expect(Bool(false), "\(name) is not known")
    }
    #expect(found.spec.name == "x12")
  }

  @Test("a file without a pipeline is of the contract that its first set fills")
  func usual() throws {
    func contract(_ name: String) throws -> String {
      let sample = try #require(SampleCase.all.first { $0.format == "x12" && $0.name == name })
      return X12Reader.factory.usualContract(try sample.bytes())
    }
    let found = try ["other-sets", "820-payment", "823-lockbox", "821-accounts", "only-other-sets"].map(
      contract)
    #expect(
      found == ["invoice/1", "remittance/1", "remittance/1", "bank_transaction/1", "invoice/1"])
  }

  @Test("the trailer of an interchange without a number is missed as well")
  func unnumbered() {
    let sender = "ZZ*A              "
    let interchange = """
      ISA*00*          *00*          *\(sender)*\(sender)*260105*1200*U*00401*         *0*P*:~
      GS*IN*A*B*20260105*1200*1*X*004010~
      ST*810*0001~BIG*20260105*I1~TDS*1000~SE*4*0001~
      GE*1*1~

      """
    let found = FileReading(
      X12Reader.factory, Array((interchange + interchange + "IEA*1*~\n").utf8), name: "input.x12",
      of: "invoice/1", grain: "documents", chunk: Int.max)
    #expect(found.fault == nil)
    #expect(
      found.statements.map { $0.checks.filter { !$0.holds }.map(\.name) } == [["interchange-trailer"], []])
  }
}
