import Components
import Records
import Testing

@testable import Running

@Suite("Fields that no stage may write")
struct WrittenFieldsTests {
  /// A pipeline of BAI2 files with these stages between `read` and `load`.
  private func bai2(_ stages: String...) -> [String] {
    found("        - { match: \"*.bai\", bai2: {} }", stages)
  }

  /// The same of CSV files whose bank gives no number.
  private func csv(_ stages: String...) -> [String] {
    let columns =
      "{ Account: account_id, Day: booking_date, Amount: amount, Currency: currency, Text: description }"
    return found(
      "        - { match: \"*.csv\", csv: { columns: \(columns) } }",
      ["normalize: { dates: { format: yyyy-MM-dd } }"] + stages)
  }

  private func found(_ format: String, _ stages: [String]) -> [String] {
    let text = """
      pipeline: bank
      contract: bank_transaction/1
      stages:
        - read:
            glob: "*"
            formats:
      \(format)
      \(stages.map { "  - \($0)" }.joined(separator: "\n"))
        - load: { sqlite: { path: books.db, table: entries } }
      """
    return compile(text, catalog: .builtIn).complaints.map(\.description)
  }

  @Test("where statements can delete and replace, nothing writes the fields they find their rows by")
  func retraction() {
    #expect(
      bai2("dedup: {}", "map: { account_id: { constant: A1 }, ledger_account: { from: account_id } }") == [
        """
        bank.yaml:9:12: retraction-field-written: map writes account_id, by which a bai2 statement that deletes or \
        replaces finds its rows
          hint: Leave account_id as the bank gives it, and write into a field of another name.
        """
      ])
    #expect(
      bai2("dedup: {}", "map: { booking_date: { from: value_date } }").map { $0.prefix(40) } == [
        "bank.yaml:9:12: retraction-field-written"
      ])
    #expect(
      bai2("normalize: { fields: { account_id: { values: { \"001\": A1 } } } }", "dedup: {}").map {
        $0.prefix(40)
      } == ["bank.yaml:8:28: retraction-field-written"])
  }

  @Test("what comes typed is not written by normalize, and other formats' accounts may be mapped")
  func harmless() {
    #expect(bai2("normalize: { fields: { booking_date: { default: 2026-01-01 } } }", "dedup: {}") == [])
    #expect(bai2("normalize: { fields: { account_id: { required: true } } }", "dedup: {}") == [])
    #expect(csv("dedup: {}", "map: { account_id: { constant: A1 } }") == [])
  }

  @Test("what a run foots by is not mapped once it is known", arguments: ["amount", "currency"])
  func footing(_ field: String) {
    let constant = field == "amount" ? "\"1.00\"" : "USD"
    #expect(
      csv("dedup: {}", "map: { \(field): { constant: \(constant) } }") == [
        """
        bank.yaml:10:12: footing-field-written: map writes \(field), and a run foots by it: what arrives must leave \
        as it came
          hint: Write into a field of another name; let the reader or normalize give \(field) its value.
        """
      ])
  }

  @Test("no fingerprint is made of what a mapping gives")
  func fingerprint() {
    #expect(
      csv("map: { description: { constant: a } }", "dedup: {}") == [
        """
        bank.yaml:9:12: fingerprint-field-written: map writes description before dedup, which makes fingerprints of \
        it: another mapping would make every record a new one
          hint: Move map behind dedup, or name the fields the bank gives under dedup: fingerprint.
        """
      ])
    #expect(csv("dedup: {}", "map: { description: { constant: a } }") == [])
    #expect(
      csv(
        "map: { description: { constant: a } }", "dedup: { fingerprint: [account_id, booking_date, amount] }")
        == [])
  }

  @Test("nor is the bank's own number made up by a mapping; a key without fingerprints is the user's own")
  func key() {
    let map = "map: { external_id: { concatenate: [account_id, description] } }"
    #expect(
      csv(map, "dedup: {}") == [
        """
        bank.yaml:9:12: key-field-written: map writes external_id before dedup, which takes it for the bank's own \
        number
          hint: Name the fields that identify a record under dedup: key, or let the reader give external_id.
        """
      ])
    #expect(csv(map, "dedup: { key: [account_id, description] }") == [])
  }
}
