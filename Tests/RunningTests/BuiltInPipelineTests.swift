import Components
import Records
import Testing

@testable import Running

@Suite("Pipelines of the program's own components")
struct BuiltInPipelineTests {
  let bank = """
    pipeline: monthly-bank
    contract: bank_transaction/1
    stages:
      - read:
          glob: Inbox/harbor_*.csv
          formats:
            - match: "harbor_*.csv"
              csv:
                columns: { Posted: booking_date, Details: description, Amount: amount, Ref: external_id }
                constants: { account_id: "0012345", currency: USD }
      - normalize:
          amount: { decimal_mark: ".", group_mark: ",", negative: [minus, parentheses] }
          dates: { format: MM/dd/yyyy }
      - cut_off: { field: booking_date, from: 2026-01-01 }
      - dedup: { key: [account_id, external_id], keep: last }
      - map:
          gl_account: { lookup: accounts.csv, by: [account_id], on_missing: reject }
      - load:
          sqlite: { path: Books/books.db, table: bank_transactions, mode: upsert }
    on_reject: { continue_up_to: 1% }
    """

  private func found(_ text: String) -> [String] {
    compile(text, catalog: .builtIn).complaints.map(\.description)
  }

  @Test("a bank's CSV files compile into the contract's types")
  func csv() throws {
    #expect(found(bank) == [])
    let format = try #require(compile(bank, catalog: .builtIn).pipeline).formats[0]
    #expect(format.schema.fields.allSatisfy { $0.type == .text })
    #expect(format.loaded.type(of: "amount") == .decimal(scale: 4))
    #expect(format.loaded.type(of: "booking_date") == .date)
    #expect(format.loaded.type(of: "currency") == .currency)
    #expect(format.loaded.type(of: "gl_account") == .text)
  }

  @Test("BAI2 beside CSV in one pipeline compiles, each with its own fields, and the schema accepts it")
  func bai2() throws {
    let text = bank.replacing("formats:\n", with: "formats:\n        - { match: \"*.bai\", bai2: {} }\n")
    #expect(found(text) == [])
    let formats = try #require(compile(text, catalog: .builtIn).pipeline).formats
    #expect(formats[0].schema.type(of: "amount") == .decimal(scale: 4))
    #expect(formats[0].loaded.type(of: "gl_account") == .text)
    #expect(formats[1].schema.type(of: "amount") == .text)
    var complaints: [Complaint] = []
    let node = YAMLParser.parse(Array(text.utf8), file: "bank.yaml", complaints: &complaints)
    let value = OrderedJSON(try #require(node))
    #expect(JSONSchemaCheck(root: Catalog.builtIn.schemaForm).errors(value) == [])
  }

  @Test("without normalize, the contract is broken in every typed field, and said so")
  func notNormalized() {
    let text = bank.replacing(
      """
        - normalize:
            amount: { decimal_mark: ".", group_mark: ",", negative: [minus, parentheses] }
            dates: { format: MM/dd/yyyy }
        - cut_off: { field: booking_date, from: 2026-01-01 }

      """, with: "")
    #expect(
      found(text)
        == ["amount as decimal(4)", "booking_date as date", "currency as currency"].map { what in
          let type = what.split(separator: " ").last ?? ""
          return """
            bank.yaml:8:11: contract-broken: bank_transaction/1 has \(what), but it is text after csv
              hint: Turn it into \(type) with normalize.
            """
        }.sorted { a, b in order(a) < order(b) })
  }

  /// The order of the contract's fields.
  private func order(_ line: String) -> Int {
    ["booking_date as", "amount as", "currency as"].firstIndex { line.contains($0) } ?? 9
  }

  @Test("cut_off on a date that is text is refused by the stage")
  func cutOffText() {
    let text = bank.replacing(
      """
        - normalize:
            amount: { decimal_mark: ".", group_mark: ",", negative: [minus, parentheses] }
            dates: { format: MM/dd/yyyy }

      """, with: "")
    #expect(found(text).contains { $0.hasPrefix("bank.yaml:11:23: ") && $0.contains("booking_date") })
  }

  @Test("a lookup column that the mapping file does not have is named")
  func lookupColumn() {
    let codes = compile(bank.replacing("by: [account_id]", with: "by: [booking_date]"), catalog: .builtIn)
      .complaints
    #expect(codes.map(\.code) == ["column-unknown"])
  }
}
