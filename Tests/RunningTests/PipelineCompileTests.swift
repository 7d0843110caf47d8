import Components
import Records
import Testing

@testable import Running

/// A pipeline that compiles; tests change one line of it.
let goodPipeline = """
  pipeline: monthly-bank
  contract: bank_transaction/1
  company: acme-us
  stages:
    - read:
        glob: [Inbox/*.csv, Inbox/*.bai]
        path: /archive/old.csv
        formats:
          - match: "*.bai"
            bank:
              columns: { A: account_id, B: booking_date, C: amount, D: currency, E: external_id }
          - match: "*.csv"
            csv: &csv
              columns: { Account: account_id, Posted: booking_date, Amount: amount, Cur: currency }
              delimiter: ";"
            normalize: { amount: decimal }
    - normalize: { booking_date: date, currency: currency }
    - cut_off: { from: 2026-01-01 }
    - dedup: {}
    - map: { gl_account: accounts.csv }
    - load:
        sqlite: { path: Books/books.db }
  on_reject: { continue_up_to: 0.25% }
  """

func changed(_ old: String, _ new: String) -> String {
  precondition(goodPipeline.contains(old), "the pipeline has no \(old)")
  return goodPipeline.replacing(old, with: new, maxReplacements: 1)
}

@Suite("Compiling a pipeline")
struct PipelineCompileTests {
  @Test("a good pipeline compiles, each format with its own fields")
  func good() throws {
    let (compiled, complaints) = compile(goodPipeline)
    #expect(complaints == [])
    let pipeline = try #require(compiled)
    #expect(pipeline.name == "monthly-bank")
    #expect(pipeline.contract.title == "bank_transaction/1")
    #expect(pipeline.company == "acme-us")
    #expect(pipeline.directory == "/books")
    #expect(pipeline.sources.map(\.path) == ["/books/Inbox/*.csv", "/books/Inbox/*.bai", "/archive/old.csv"])
    #expect(pipeline.sources.map(\.kind) == [.glob, .glob, .path])
    #expect(pipeline.budget == .share(numerator: 25, denominator: 10000))
    #expect(pipeline.checkpoints == nil)
    #expect(pipeline.loader.spec.name == "sqlite")
    #expect(pipeline.loader.options.text("path") == "/books/Books/books.db")
    #expect(pipeline.loader.options.text("mode") == "upsert")
    #expect(pipeline.formats.map(\.match) == ["*.bai", "*.csv"])
    #expect(pipeline.formats[0].steps.map(\.name) == ["normalize", "cut_off", "dedup", "map"])
    #expect(pipeline.formats[1].steps.map(\.name) == ["normalize", "normalize", "cut_off", "dedup", "map"])
    #expect(pipeline.formats[1].options.text("delimiter") == ";")
    #expect(pipeline.formats[1].options.integer("header_lines") == 1)
    #expect(pipeline.dedup != nil)
    #expect(pipeline.mappings.map(\.path) == ["/books/accounts.csv"])
  }

  @Test("the fields after each step can be printed")
  func fields() throws {
    let format = try #require(compile(goodPipeline).pipeline).formats[1]
    #expect(format.fields.map(\.step) == ["csv", "normalize", "normalize", "cut_off", "dedup", "map"])
    #expect(format.fields[0].schema.type(of: "amount") == .text)
    #expect(format.fields[1].schema.type(of: "amount") == .decimal(scale: 4))
    #expect(format.fields[4].schema.names.last == "external_id")
    #expect(format.loaded.names.last == "gl_account")
  }

  @Test("a required field that no stage yields breaks the contract at its reader")
  func missingField() {
    #expect(
      complaints(
        changed("Cur: currency }", "Cur: currencies }").replacing(", currency: currency }", with: " }")) == [
          """
          bank.yaml:13:11: contract-broken: bank_transaction/1 requires currency as currency, but no stage from csv \
          to load yields it (in files named "*.csv")
            hint: There is a field currencies; is it meant?
          """
        ])
  }

  @Test("a field of another type breaks the contract at the stage that left it so")
  func wrongType() {
    #expect(
      complaints(changed("          normalize: { amount: decimal }\n", "")) == [
        """
        bank.yaml:13:11: contract-broken: bank_transaction/1 has amount as decimal(4), but it is text after csv \
        (in files named "*.csv")
          hint: Turn it into decimal(4) with normalize.
        """
      ])
    #expect(
      complaints(changed("{ amount: decimal }", "{ amount: date }")) == [
        """
        bank.yaml:16:11: contract-broken: bank_transaction/1 has amount as decimal(4), but it is date after \
        normalize (in files named "*.csv")
          hint: Let an earlier stage yield it as decimal(4).
        """
      ])
  }

  @Test("a stage's own complaint is made once for all formats, or names the one it is about")
  func stageComplaints() {
    #expect(
      complaints(
        changed("{ booking_date: date, currency: currency }", "{ booking_date: date, currencie: currency }"))
        == [
          "bank.yaml:17:38: field-unknown: no earlier stage yields the field currencie"
        ])
    #expect(
      complaints(changed("{ booking_date: date, currency: currency }", "{ currency: currency }")) == [
        "bank.yaml:18:5: field-wrong-type: booking_date is text; cut_off needs a date (in files named \"*.csv\")"
      ])
  }

  @Test("a mapping file that cannot be read is a complaint")
  func mappingFile() {
    #expect(
      complaints(changed("accounts.csv", "acounts.csv")) == ["bank.yaml:20:24: file-not-found: no such file"])
  }

  @Test("the digest follows what a run would do, and nothing else")
  func digest() throws {
    func digest(_ text: String, overrides: [String] = [], account: String = "1000") throws -> String {
      try #require(compile(text, overrides: overrides, account: account).pipeline).digest
    }
    let one = try digest(goodPipeline)
    #expect(one.utf8.count == 64)
    #expect(try digest("# monthly\n" + goodPipeline.replacing("acme-us", with: "'acme-us'")) == one)
    #expect(try digest(goodPipeline, account: "2000") != one)
    #expect(try digest(changed("0.25%", "0.5%")) != one)
    #expect(try digest(goodPipeline, overrides: ["company=other"]) != one)
    #expect(try digest(changed("0.25%", "0.5%"), overrides: ["on_reject.continue_up_to=0.25%"]) == one)
  }

  @Test("a pipeline file that is not there is a fault, not a complaint")
  func missingFile() {
    #expect(throws: Fault("file-not-found", "", status: .inputMissing)) {
      try Pipeline.compile(path: "/nowhere/bank.yaml")
    }
  }
}
