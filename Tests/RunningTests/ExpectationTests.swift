import Components
import Records
import Testing

@testable import Running

@Suite("Which statements are expected")
struct ExpectationTests {
  private func pipeline(_ expect: String) -> (pipeline: Pipeline?, complaints: [String]) {
    let (pipeline, complaints) = compile(goodPipeline + "\n" + expect)
    return (pipeline, complaints.map { "\($0.place): \($0.code): \($0.message)" })
  }

  private func overdue(
    _ expect: String, on date: String, known: [String] = [], covered: Set<String> = []
  ) throws -> [String] {
    let (pipeline, complaints) = pipeline(expect)
    #expect(complaints == [])
    let expectations = try #require(pipeline).expectations
    return try Expectation.overdue(expectations, on: day(date), known: known) { account, period in
      covered.contains("\(account) \(period)")
    }.map { "\($0.account) \($0.period) due \($0.due)" }
  }

  @Test("a pipeline without expect expects nothing")
  func none() throws {
    #expect(try #require(compile(goodPipeline).pipeline).expectations == [])
  }

  @Test("a monthly statement is overdue the day after its due date, not on it")
  func monthly() throws {
    let expect =
      "expect: { statements: monthly, by: 5th business day, calendar: US, accounts: [A, \"007\"], from: 2026-01-15 }"
    #expect(try overdue(expect, on: "2026-02-06") == [])
    #expect(
      try overdue(expect, on: "2026-02-07") == ["007 2026-01 due 2026-02-06", "A 2026-01 due 2026-02-06"])
    #expect(
      try overdue(expect, on: "2026-03-09", covered: ["A 2026-01", "007 2026-01", "A 2026-02"])
        == ["007 2026-02 due 2026-03-06"])
  }

  @Test("business days are those of the calendar, and a closed account is expected through its last day")
  func daily() throws {
    let expect = """
      expect:
        - { statements: business_days, by: 1st business day, calendar: GB, accounts: A, from: 2026-04-02, through: 2026-04-08 }
        - { statements: daily, by: 1st day, accounts: B, from: 2026-04-03, through: 2026-04-04 }
      """
    #expect(
      try overdue(expect, on: "2026-05-01") == [
        "A 2026-04-02 due 2026-04-07", "A 2026-04-07 due 2026-04-08", "A 2026-04-08 due 2026-04-09",
        "B 2026-04-03 due 2026-04-04", "B 2026-04-04 due 2026-04-05",
      ])
  }

  @Test("weeks end on Sunday")
  func weekly() throws {
    let expect = "expect: { statements: weekly, by: tuesday, accounts: A, from: 2026-01-01 }"
    #expect(
      try overdue(expect, on: "2026-01-14") == [
        "A 2025-12-29 to 2026-01-04 due 2026-01-06", "A 2026-01-05 to 2026-01-11 due 2026-01-13",
      ])
  }

  @Test("without accounts, every known account that no other item names is meant")
  func others() throws {
    let expect = """
      expect:
        - { statements: monthly, by: 3rd, accounts: [B], from: 2026-03-01 }
        - { statements: monthly, by: 5th, from: 2026-03-01 }
      """
    #expect(
      try overdue(expect, on: "2026-04-06", known: ["C", "B", "A"]) == [
        "A 2026-03 due 2026-04-05", "B 2026-03 due 2026-04-03", "C 2026-03 due 2026-04-05",
      ])
    #expect(try overdue(expect, on: "2026-04-05", known: ["C"]) == ["B 2026-03 due 2026-04-03"])
  }

  @Test("past the calendar's last year the answer is a fault that points at the item")
  func exhausted() throws {
    let expect =
      "expect: { statements: monthly, by: 1st business day, calendar: US, accounts: A, from: 2035-11-01 }"
    let expectations = try #require(pipeline(expect).pipeline).expectations
    do throws(Fault) {
      _ = try Expectation.overdue(expectations, on: day("2036-01-15"), known: []) { _, _ in false }
      Issue.record("there was an answer")
    } catch {
      #expect(error.code == "calendar-exhausted")
      #expect(error.place?.description == "bank.yaml:24:1")
    }
  }

  @Test(
    "each slip is named at its place",
    arguments: [
      (
        "by: 5th busines day",
        "bank.yaml:24:36: rule-malformed: \"5th busines day\" does not say by when a statement is due"
      ),
      ("by: monday", "bank.yaml:24:36: rule-out-of-place: \"monday\" does not go with statements: monthly"),
      ("by: 15th", "bank.yaml:24:52: option-out-of-place: nothing here depends on the business days of US"),
      ("by: ~", "bank.yaml:24:32: value-missing: by has no value; expected text"),
    ])
  func rules(_ by: String, _ expected: String) {
    let text = "expect: { statements: monthly, \(by), calendar: US, from: 2026-01-01 }"
    #expect(pipeline(text).complaints == [expected])
  }

  @Test(
    "each other slip is named at its place",
    arguments: [
      ("calendar: US", "calendar: USA", "bank.yaml:24:64: calendar-unknown: there is no calendar \"USA\""),
      (
        "calendar: US", "calendar: mine.yaml",
        "bank.yaml:24:64: calendar-unreadable: the calendar file \"mine.yaml\" cannot be read: no such file"
      ),
      (
        ", calendar: US", "",
        "bank.yaml:24:36: calendar-missing: \"5th business day\" is counted by a calendar, and none is named"
      ),
      (
        "monthly", "quarterly",
        "bank.yaml:24:23: choice-unknown: statements cannot be \"quarterly\"; expected one of monthly, weekly, daily, "
          + "business_days"
      ),
      (
        "2026-01-01", "2014-12-31",
        "bank.yaml:24:74: calendar-exhausted: the calendar US knows 2015 through 2035, not 2014"
      ),
      (
        "2026-01-01", "2026-01-01, through: 2025-12-31",
        "bank.yaml:24:95: dates-backwards: through 2025-12-31 is before from 2026-01-01"
      ),
      (
        "from: 2026-01-01", "from: 2026-01-01, accounts: [A, B, A]",
        "bank.yaml:24:103: account-twice: the account \"A\" stands here a second time"
      ),
      (", from: 2026-01-01", "", "bank.yaml:24:1: option-missing: expect needs \"from\", a date YYYY-MM-DD"),
      ("from:", "since:", "bank.yaml:24:68: key-unknown: expect has no option \"since\""),
    ])
  func slips(_ old: String, _ new: String, _ expected: String) {
    let text = "expect: { statements: monthly, by: 5th business day, calendar: US, from: 2026-01-01 }"
    precondition(text.contains(old))
    #expect(pipeline(text.replacing(old, with: new)).complaints.contains(expected))
  }

  @Test("statements of business days need a calendar, whatever they are due by")
  func businessDays() {
    #expect(
      pipeline("expect: { statements: business_days, by: 2nd day, from: 2026-01-01 }").complaints == [
        "bank.yaml:24:23: calendar-missing: statements: business_days is counted by a calendar, and none is named"
      ])
  }

  @Test("the same account is expected once for each period")
  func twice() {
    func found(_ first: String, _ second: String) -> [String] {
      pipeline("expect:\n  - { by: 5th, \(first) }\n  - { by: 6th, \(second) }").complaints
    }
    let again =
      "bank.yaml:26:65: expectation-twice: monthly statements of the account \"B\" are expected here a second time"
    #expect(
      found(
        "statements: monthly, accounts: [A, B], from: 2026-01-01",
        "statements: monthly, from: 2026-05-01, accounts: [C, B]") == [again])
    #expect(
      found(
        "statements: monthly, accounts: B, from: 2026-01-01, through: 2026-05-10",
        "statements: monthly, from: 2026-05-11, accounts: [C, B]") == [again])
    #expect(
      found(
        "statements: monthly, accounts: B, from: 2026-01-01, through: 2026-04-30",
        "statements: monthly, from: 2026-05-01, accounts: [C, B]") == [])
    #expect(
      found(
        "statements: monthly, accounts: B, from: 2026-01-01",
        "statements: daily, accounts: B, from: 2026-01-01")
        == [])
    #expect(
      found("statements: monthly, from: 2026-01-01", "statements: monthly, from: 2026-01-01").map {
        $0.split(separator: ": ")[1]
      } == ["expectation-twice"])
  }

  @Test("what is expected changes nothing that a run does: the pipeline's digest stays")
  func digest() throws {
    let expected = pipeline("expect: { statements: monthly, by: 15th, from: 2026-01-01 }").pipeline
    #expect(try #require(expected).digest == #require(compile(goodPipeline).pipeline).digest)
  }

  @Test("every option's own example lints, and the schema takes one item or several")
  func examples() throws {
    for option in PipelineLanguage.pipeline where option.name == "expect" {
      for text in [option.example, "[\(option.example), \(option.example)]"] {
        var decoder = OptionDecoder(directory: "/books")
        let node = YAMLParser.parse(Array(text.utf8), file: "a", complaints: &decoder.complaints)
        _ = decoder.value(try #require(node), option.type, of: "expect", at: Place(file: "a"))
        #expect(decoder.complaints == [])
        var complaints: [Complaint] = []
        let whole = Array((goodPipeline + "\nexpect: " + text).utf8)
        let root = try #require(YAMLParser.parse(whole, file: "a", complaints: &complaints))
        #expect(JSONSchemaCheck(root: Catalog.sample.schemaForm).errors(OrderedJSON(root)) == [])
      }
      for inner in option.type.innerOptions {
        var decoder = OptionDecoder(directory: "/books")
        let node = YAMLParser.parse(Array(inner.example.utf8), file: "a", complaints: &decoder.complaints)
        _ = decoder.value(try #require(node), inner.type, of: inner.name, at: Place(file: "a"))
        #expect(decoder.complaints == [])
      }
    }
  }
}
