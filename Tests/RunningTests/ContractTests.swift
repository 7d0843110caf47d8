import Components
import Records
import Testing

@testable import Running

@Suite("Contracts")
struct ContractTests {
  func complaints(_ text: String) -> [String] {
    var complaints: [Complaint] = []
    let contract = ContractFile.parse(Array(text.utf8), file: "c.yaml", complaints: &complaints)
    #expect((contract == nil) == !complaints.isEmpty)
    return complaints.map { "\($0.place): \($0.code): \($0.message)" }
  }

  let good = """
    contract: sale/1
    fields:
      - { name: shop, type: text, fingerprint: true, description: The shop. }
      - { name: day, type: date, description: The day. }
      - { name: amount, type: decimal, scale: 2, currency: currency, required: true, description: What was paid. }
      - { name: currency, type: currency, description: In what. }
      - { name: id, type: text, description: The receipt. }
      - { name: kind, type: text, enum: [cash, card], description: How. }
    key: [shop, id]
    fingerprint_field: id
    effective_date: day
    footing: amount
    """

  @Test("a bank transaction has the canonical fields")
  func bankTransaction() throws {
    let contract = try #require(ContractLibrary.all.first { $0.title == "bank_transaction/1" })
    #expect(
      contract.fields.map(\.name) == [
        "account_id", "booking_date", "value_date", "amount", "currency", "status", "type_code",
        "bank_reference",
        "customer_reference", "end_to_end_id", "counterparty_name", "counterparty_account", "description",
        "running_balance", "statement_id", "external_id",
      ])
    #expect(
      contract.fields.filter(\.isRequired).map(\.name) == [
        "account_id", "booking_date", "amount", "currency",
      ])
    #expect(contract.field("amount")?.type == .decimal(scale: 4))
    #expect(contract.field("running_balance")?.currencyField == "currency")
    #expect(contract.key == ["account_id", "external_id"])
    #expect(contract.fingerprintField == "external_id")
    #expect(contract.effectiveDate == "booking_date")
    #expect(contract.footingAmount == "amount")
    #expect(contract.footingCurrency == "currency")
    let mutable = ["status", "running_balance", "statement_id", "external_id"]
    #expect(contract.fields.filter { !$0.isFingerprint }.map(\.name) == mutable)
  }

  @Test("a journal line is identified by company, entry and line")
  func journalLine() throws {
    let contract = try #require(ContractLibrary.all.first { $0.title == "journal_line/1" })
    #expect(contract.key == ["company", "journal_id", "line_number"])
    #expect(contract.field("line_number")?.type == .integer)
    #expect(contract.footingCurrency == "currency")
    #expect(contract.footingScale == 4)
    #expect(contract.fingerprintField == nil)
  }

  @Test("a contract of one's own is read from its file")
  func own() {
    #expect(complaints(good) == [])
  }

  @Test(
    "what does not fit together is named at its place",
    arguments: [
      ("sale/1", "sale", "c.yaml:1:11: contract-name-malformed: \"sale\" is not a name and a version"),
      ("sale/1", "sale/01", "c.yaml:1:11: contract-name-malformed: \"sale/01\" is not a name and a version"),
      ("name: day", "name: shop", "c.yaml:4:13: field-twice: the field shop stands here a second time"),
      (
        "type: date", "type: dates",
        "c.yaml:4:24: choice-unknown: type cannot be \"dates\"; expected one of text, decimal, date, integer, currency"
      ),
      ("scale: 2, ", "", "c.yaml:5:27: scale-missing: a decimal needs its scale"),
      (
        "scale: 2, ", "scale: 19, ",
        "c.yaml:5:43: number-out-of-range: scale cannot be 19; expected a whole number from 0 to 18"
      ),
      (
        "type: date,", "type: date, scale: 1,",
        "c.yaml:4:37: option-out-of-place: scale is for a field of type decimal, not date"
      ),
      (
        "currency: currency,", "currency: curency,",
        "c.yaml:5:56: field-unknown: the contract has no field \"curency\""
      ),
      (
        "currency: currency,", "currency: day,",
        "c.yaml:5:56: field-wrong-type: day is date; expected a currency"
      ),
      ("[shop, id]", "[shop, ids]", "c.yaml:9:13: field-unknown: the contract has no field \"ids\""),
      (
        "effective_date: day", "effective_date: id",
        "c.yaml:11:17: field-wrong-type: id is text; expected a date"
      ),
      ("footing: amount", "footing: id", "c.yaml:12:10: field-wrong-type: id is text; expected a decimal"),
      (
        "fingerprint_field: id", "fingerprint_field: day",
        "c.yaml:10:20: field-wrong-type: day is date; expected text"
      ),
      ("fingerprint: true, ", "", "c.yaml:10:20: fingerprint-empty: no field has fingerprint: true"),
      ("description: How.", "note: How.", "c.yaml:8:51: key-unknown: fields has no option \"note\""),
    ])
  func slips(_ old: String, _ new: String, _ expected: String) {
    precondition(good.contains(old))
    #expect(complaints(good.replacing(old, with: new, maxReplacements: 1)).first == expected)
  }
}
