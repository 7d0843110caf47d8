import Components
import Records
import Testing

@testable import Running

@Suite("Variables and overrides")
struct OverrideTests {
  @Test("a variable takes its value from the environment")
  func variable() throws {
    let text = changed("path: Books/books.db", "path: '${BOOKS}/x-${NAME}.db'")
    let pipeline = try #require(compile(text, environment: ["BOOKS": "/data", "NAME": "${BOOKS}"]).pipeline)
    #expect(pipeline.loader.options.text("path") == "/data/x-${BOOKS}.db")
  }

  @Test("a variable inside braces without quotes is a common slip")
  func braces() {
    let found = complaints(changed("path: Books/books.db", "path: ${BOOKS}/x.db"))
    #expect(found.count == 1)
    #expect(found[0].hasSuffix("hint: Put a value with ${NAME} in quotes inside braces or brackets."))
  }

  @Test("two dollars before a brace stand for one")
  func escape() throws {
    let pipeline = try #require(compile(changed("acme-us", "a$${X}$b$")).pipeline)
    #expect(pipeline.company == "a${X}$b$")
  }

  @Test("a number may come from a variable, and an empty variable is an empty text")
  func typed() throws {
    let text = changed("delimiter: \";\"", "header_lines: ${LINES}").replacing("acme-us", with: "${COMPANY}")
    let pipeline = try #require(compile(text, environment: ["LINES": "7", "COMPANY": ""]).pipeline)
    #expect(pipeline.formats[1].options.integer("header_lines") == 7)
    #expect(pipeline.company == "")
  }

  @Test("a variable that is not set is the only complaint of its value")
  func missing() {
    #expect(
      complaints(changed("delimiter: \";\"", "header_lines: ${LINES}"), environment: ["LINE": "7"]) == [
        "bank.yaml:15:27: variable-missing: the environment variable LINES is not set\n  hint: Did you mean ${LINE}?"
      ])
    #expect(
      complaints(changed("acme-us", "${HOME_}")).first?.hasPrefix("bank.yaml:3:10: variable-missing: ")
        == true)
  }

  @Test("a variable must be closed and well named", arguments: ["${", "${a", "${}", "${1A}", "${A B}"])
  func malformed(_ value: String) {
    let found = compile(changed("acme-us", "'\(value)'")).complaints
    #expect(found.map(\.code) == ["variable-malformed"])
    #expect(found.first?.place.description == "bank.yaml:3:10")
  }

  @Test("an override replaces a value, by names or by position")
  func overrides() throws {
    for path in ["stages.load.sqlite.path", "stages[5].load.sqlite.path"] {
      let pipeline = try #require(compile(goodPipeline, overrides: ["\(path)=/tmp/a=b.db"]).pipeline)
      #expect(pipeline.loader.options.text("path") == "/tmp/a=b.db")
    }
    let pipeline = try #require(
      compile(
        goodPipeline,
        overrides: [
          "company=${X} is text", "checkpoints=c.db", "stages.read.formats.csv.header_lines=4",
          "stages.dedup.key=[account_id, amount]", "stages.read.glob[1]=x.bai",
        ]
      ).pipeline)
    #expect(pipeline.company == "${X} is text")
    #expect(pipeline.checkpoints == "/books/c.db")
    #expect(pipeline.formats[1].options.integer("header_lines") == 4)
    #expect(pipeline.sources[1].path == "/books/x.bai")
  }

  @Test("an override may stand in for a variable that is not set, and adds what is not there")
  func standsIn() throws {
    let text = changed("acme-us", "${NOT_SET}").replacing("on_reject: { continue_up_to: 0.25% }", with: "")
    let pipeline = try #require(
      compile(text, overrides: ["company=acme", "on_reject.continue_up_to=3"]).pipeline)
    #expect(pipeline.company == "acme")
    #expect(pipeline.budget == .count(3))
  }

  @Test(
    "an override that leads nowhere says so",
    arguments: [
      ("company", "override-malformed: this is not of the form path=value"),
      ("=x", "override-malformed: this is not of the form path=value"),
      ("stages[x]=1", "override-malformed: this is not of the form path=value"),
      ("stages[-1]=1", "override-malformed: this is not of the form path=value"),
      ("stages[9].load=1", "override-path-unknown: stages has 6 items, counted from 0: there is no [9]"),
      ("company[0]=1", "override-path-unknown: company is \"acme-us\", not a list"),
      ("company.name=1", "override-path-unknown: company is \"acme-us\" and has no \"name\" in it"),
      ("stages.loda.sqlite.path=x", "override-path-unknown: no item of stages has the key \"loda\""),
      (
        "stages.read.formats.match=x",
        "override-ambiguous: 2 items of stages.read.formats have the key \"match\""
      ),
      ("stages.load.sqlite.pathh=x", "key-unknown: sqlite has no option \"pathh\""),
      (
        "on_reject.continue_up_to=x",
        "budget-malformed: \"x\" is neither a number of records nor a percentage"
      ),
      ("company=[a", "yaml-unreadable: a list in brackets is not closed or lacks a comma"),
    ])
  func nowhere(_ override: String, _ expected: String) {
    let found = compile(goodPipeline, overrides: [override]).complaints
    #expect(found.map { "\($0.code): \($0.message)" } == [expected])
    #expect(found.first?.place.file == "--set \(override)")
  }

  @Test("an ambiguous override hints at the positions")
  func ambiguous() {
    #expect(
      complaints(goodPipeline, overrides: ["stages.read.formats.match=x"]).first?.hasSuffix(
        "hint: Name one by its position: stages.read.formats[0].match or stages.read.formats[1].match.")
        == true)
  }
}
