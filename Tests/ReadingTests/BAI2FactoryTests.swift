import Components
import Records
import Testing

@testable import Reading

@Suite("BAI2 among the formats")
struct BAI2FactoryTests {
  @Test(
    "a file is known by its name, or by a file header that a group or its own continuation follows",
    arguments: [
      ("a.bai", ""), ("A.BAI2", ""), ("daily.nai", ""), ("a.bai.gz", ""), ("x", "01,A,B,260105,,1,,,2/\n02,"),
      ("x", "\r\n01,A/\r\n88,B"), ("x", "01,A,B,260105,,1,80,,2/      02,"),
      ("x", "01,A,B,260105,,1,,,2/02,"),
    ])
  func recognized(name: String, head: String) {
    #expect(BAI2Reader.factory.recognizes(Array(head.utf8), name) == (head.isEmpty ? .possible : .certain))
  }

  @Test(
    "other text is left to other formats",
    arguments: ["", "Date,Amount\n01,02,2026", "01,02,03\n04,05,06", "0102,\n02,", ":20:REF\n:25:"])
  func notRecognized(head: String) {
    #expect(BAI2Reader.factory.recognizes(Array(head.utf8), "statement.txt") == .no)
  }

  @Test("an exponent for what is no currency code is complained about where it stands")
  func exponents() {
    let place = Place(file: "p.yaml", line: 7)
    let entries = ["EUR", "EURO"].map {
      Options.Value.Entry(key: $0, keyPlace: place, value: Options.Value(.integer(0), at: place))
    }
    let options = Options(["exponents": Options.Value(.map(entries), at: place)], at: place)
    let contract = Contract(
      name: "bank_transaction", version: 1, summary: "", fields: [], key: [], fingerprintField: nil,
      effectiveDate: nil, footingAmount: nil)
    var complaints: [Complaint] = []
    let schema = BAI2Reader.factory.schema(options, contract, &complaints)
    #expect(complaints.map { "\($0.place) \($0.code)" } == ["p.yaml:7 currency-unknown"])
    #expect(schema.type(of: "amount") == .decimal(scale: 4))
    #expect(schema.names.count == 11)
  }
}
