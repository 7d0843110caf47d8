import Components
import Records
import Testing

@testable import Running

@Suite("Linting a pipeline")
struct PipelineLintTests {
  @Test("every complaint comes at once, in the order of the file")
  func atOnce() {
    let text = """
      pipelin: monthly-bank
      contract: bank_transaction/2
      stages:
        - read:
            globs: Inbox/*.csv
            formats:
              - csv: { columns: [a], delimeter: ";", header_lines: 101, strict: yes, since: 2026-02-30 }
        - normalise: {}
        - cut_off: {}
        - load:
            sqlite: { path: 1, mode: upserts }
      on_reject: { continue_up_to: 101% }
      """
    #expect(
      complaints(text) == [
        "bank.yaml:1:1: key-unknown: a pipeline has no option \"pipelin\"\n  hint: Did you mean pipeline?",
        "bank.yaml:1:1: option-missing: a pipeline needs \"pipeline\", text\n  hint: Write for instance: pipeline: monthly-bank",
        "bank.yaml:2:11: contract-unknown: there is no contract \"bank_transaction/2\"\n  hint: Did you mean bank_transaction/1?",
        "bank.yaml:4:5: option-missing: read needs \"path\", \"glob\" or \"inbox\"\n  hint: Write for instance: glob: Inbox/bank/*.csv",
        "bank.yaml:5:7: key-unknown: read has no option \"globs\"\n  hint: Did you mean glob?",
        "bank.yaml:7:27: type-wrong: expected columns as a map from header to a field name, found a list",
        "bank.yaml:7:32: key-unknown: csv has no option \"delimeter\"\n  hint: Did you mean delimiter?",
        "bank.yaml:7:62: number-out-of-range: header_lines cannot be 101; expected a whole number from 0 to 100",
        "bank.yaml:7:75: type-wrong: expected strict as true or false, found \"yes\"\n  hint: Write true.",
        "bank.yaml:7:87: type-wrong: expected since as a date YYYY-MM-DD, found \"2026-02-30\"\n"
          + "  hint: Write a day that exists, year first: 2026-01-31.",
        "bank.yaml:8:5: stage-unknown: there is no stage \"normalise\"\n  hint: Did you mean normalize?",
        "bank.yaml:9:5: option-missing: cut_off needs \"from\", a date YYYY-MM-DD\n  hint: Write for instance: from: 2026-01-01",
        "bank.yaml:11:32: choice-unknown: mode cannot be \"upserts\"; expected one of upsert, append\n  hint: Did you mean upsert?",
        "bank.yaml:12:30: budget-malformed: \"101%\" is neither a number of records nor a percentage\n"
          + "  hint: Write for instance 25, 1% or 0.25%; at most 100%, with at most six decimals.",
      ])
  }

  @Test(
    "each slip is named at its place",
    arguments: [
      (
        "pipeline: monthly-bank", "pipeline: Monthly Bank",
        "bank.yaml:1:11: name-malformed: \"Monthly Bank\" cannot be the name of a pipeline"
      ),
      ("company: acme-us", "company:", "bank.yaml:3:1: value-missing: company has no value; expected text"),
      (
        "company: acme-us", "company: [a]",
        "bank.yaml:3:10: type-wrong: expected company as text, found a list"
      ),
      (
        "company: acme-us", "schedule: monthly",
        "bank.yaml:3:1: key-unknown: a pipeline has no option \"schedule\""
      ),
      (
        "delimiter: \";\"", "delimiter: ';;'",
        "bank.yaml:15:24: type-wrong: expected delimiter as a single character, found the text \";;\""
      ),
      (
        "delimiter: \";\"", "header_lines: '1'",
        "bank.yaml:15:27: type-wrong: expected header_lines as a whole number from 0 to 100, found the text \"1\""
      ),
      (
        "delimiter: \";\"", "header_lines: 1.5",
        "bank.yaml:15:27: type-wrong: expected header_lines as a whole number from 0 to 100, found \"1.5\""
      ),
      (
        "delimiter: \";\"", "totals: []",
        "bank.yaml:15:21: list-empty: totals is an empty list; expected text, or a list of it"
      ),
      (
        "delimiter: \";\"", "totals: {}",
        "bank.yaml:15:21: type-wrong: expected totals as text, found an empty map"
      ),
      (
        "delimiter: \";\"", "quote: {}",
        "bank.yaml:15:13: option-missing: quote needs \"mark\", a single character"
      ),
      (
        "delimiter: \";\"", "time: [x]",
        "bank.yaml:15:19: type-wrong: expected time as text, or a map from zone to text, found a list"
      ),
      (
        "Amount: amount", "Amount: The Amount",
        "bank.yaml:14:75: name-malformed: \"The Amount\" cannot be a field name"
      ),
      (
        "Amount: amount", "Amount: ~",
        "bank.yaml:14:67: value-missing: columns.Amount has no value; expected a field name"
      ),
      (
        "- dedup: {}", "- dedup",
        "bank.yaml:19:5: type-wrong: expected a stage as a map with one key, its name, found \"dedup\""
      ),
      (
        "- dedup: {}", "- dedup: { keep: lats }",
        "bank.yaml:19:20: choice-unknown: keep cannot be \"lats\"; expected one of last, first"
      ),
      (
        "- dedup: {}", "- dedup: {}\n  - dedup: {}",
        "bank.yaml:20:5: stage-twice: dedup stands here a second time"
      ),
      (
        "- dedup: {}", "- dedup: {}\n    map: {}",
        "bank.yaml:20:5: stage-malformed: \"map\" stands beside dedup; a stage has one key, its name"
      ),
      (
        "- dedup: {}", "- load: { sqlite: { path: x } }",
        "bank.yaml:19:5: stage-out-of-place: load stands here; it can only be the last stage"
      ),
      ("sqlite: {", "sqlit: {", "bank.yaml:22:7: loader-unknown: there is no loader \"sqlit\""),
      (
        "sqlite: { path: Books/books.db }", "{}",
        "bank.yaml:22:7: type-wrong: expected load as a map with one key, the loader, found an empty map"
      ),
      ("bank:\n", "banc:\n", "bank.yaml:10:11: reader-unknown: there is no reader \"banc\""),
      (
        "\"*.csv\"", "\"*.bai\"",
        "bank.yaml:12:11: format-unreachable: no file comes to this format: the one at bank.yaml:9:11 takes those named \"*.bai\" first"
      ),
      (
        "bank_transaction/1", "mine/1.yaml",
        "bank.yaml:2:11: contract-unreadable: the contract file \"mine/1.yaml\" cannot be read: no such file"
      ),
    ])
  func slips(_ old: String, _ new: String, _ expected: String) {
    let found = compile(changed(old, new)).complaints
    #expect(found.map { "\($0.place): \($0.code): \($0.message)" } == [expected])
  }

  @Test("the order of stages is read first, load last")
  func order() {
    let text = "pipeline: a\ncontract: bank_transaction/1\nstages:\n  - dedup: {}\n"
    #expect(
      complaints(text) == [
        "bank.yaml:4:5: stage-out-of-place: the first stage is dedup; expected read\n"
          + "  hint: Begin the stages with read, once; it takes several paths and formats.",
        "bank.yaml:4:5: stage-out-of-place: the last stage is dedup; expected load\n  hint: End the stages with load, once.",
      ])
  }

  @Test("a file that is not a map says what a pipeline begins with", arguments: ["- a\n", "text\n", "~\n"])
  func notAMap(_ text: String) {
    let found = complaints(text)
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("bank.yaml:1:1: type-wrong: expected a pipeline as a map, found "))
  }

  @Test("a format with two readers, or with none, is refused")
  func readers() {
    #expect(
      compile(changed("delimiter: \";\"\n", "delimiter: \";\"\n          bank: { columns: { A: amount } }\n"))
        .complaints.map(\.code) == ["reader-twice"])
    #expect(
      compile(
        changed("        - match: \"*.bai\"\n", "        - match: \"*.ofx\"\n        - match: \"*.bai\"\n")
      )
      .complaints.map(\.description) == [
        "bank.yaml:9:11: reader-missing: the format has no reader\n  hint: Known are: csv, bank."
      ])
  }

  @Test(
    "characters that cannot be seen have names",
    arguments: [("tab", "\t"), ("space", " "), ("'\\t'", "\t"), ("'|'", "|")])
  func characters(_ written: String, _ meant: String) throws {
    let pipeline = try #require(compile(changed("delimiter: \";\"", "delimiter: \(written)")).pipeline)
    #expect(pipeline.formats[1].options.text("delimiter") == meant)
  }

  @Test("a budget is a count or an exact share")
  func budget() {
    #expect(RejectBudget("25") == .count(25))
    #expect(RejectBudget("1%") == .share(numerator: 1, denominator: 100))
    #expect(RejectBudget("0.000001%") == .share(numerator: 1, denominator: 100_000_000))
    for bad in [
      "", "%", "-1", "1.5", "1.%", ".5%", "101%", "100.1%", "0.0000001%", "1 %", "99999999999999999999",
    ] {
      #expect(RejectBudget(bad) == nil, "\(bad)")
    }
    for text in ["0", "25", "1%", "0.25%", "100%", "0.000001%", "12.05%"] {
      #expect(RejectBudget(text)?.description == text)
    }
    #expect(RejectBudget.share(numerator: 1, denominator: 100).allows(rejected: 1, of: 100))
    #expect(!RejectBudget.share(numerator: 1, denominator: 100).allows(rejected: 1, of: 99))
    #expect(RejectBudget.share(numerator: 1, denominator: 100).allows(rejected: 0, of: 0))
    #expect(RejectBudget.count(2).allows(rejected: 2, of: 2))
  }
}
