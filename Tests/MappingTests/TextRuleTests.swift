import Components
import Mapping
import Records
import Support
import Testing

@Suite("map: rules and composed text")
struct TextRuleTests {
  private let batch = table(
    """
    memo     | amount:decimal(2) | side
    WIRE FEE | -5.00             | debit
    SALARY   | 100.00            | credit
    ~        | ~                 | credit
    """)

  @Test("the first rule that fits gives the value, the others do not come into it")
  func firstWins() {
    #expect(
      mapped(
        [
          "kind": [
            "rules": [
              ["when": ["field": "memo", "contains": "FEE"], "set": "fees"],
              [
                "when": [["field": "amount", "below": "0"], ["field": "memo", "present": true]],
                "set": "payments",
              ],
              ["when": ["field": "amount", "at_least": "100"], "set": "receipts"],
            ], "otherwise": "default", "default": "other",
          ]
        ], batch) == """
          memo     | amount:decimal(2) | side   | kind
          WIRE FEE | -5.00             | debit  | fees
          SALARY   | 100.00            | credit | receipts
          ~        | ~                 | credit | other
          """)
  }

  @Test("a record that no rule fits is refused, or keeps its value")
  func unmatched() {
    let rules: Written = [["when": ["field": "memo", "equals": "SALARY"], "set": "debit"]]
    #expect(
      mapped(["side": ["rules": rules]], batch) == """
        memo   | amount:decimal(2) | side
        SALARY | 100.00            | debit
        1 side rule-unmatched ~
        3 side rule-unmatched ~
        """)
    #expect(
      mapped(["side": ["rules": rules, "otherwise": "keep"]], batch) == """
        memo     | amount:decimal(2) | side
        WIRE FEE | -5.00             | debit
        SALARY   | 100.00            | debit
        ~        | ~                 | credit
        """)
  }

  @Test("a value that is kept is held to the contract like any other")
  func keptValues() {
    let batch = table("id | side\na | Debit\nb | x")
    let rules: Written = [["when": ["field": "id", "equals": "b"], "set": "debit"]]
    #expect(
      mapped(["side": ["rules": rules, "otherwise": "keep"]], batch).hasSuffix(
        "1 side value-not-allowed Debit"))
  }

  @Test("values that rules set are typed and checked before any data is read")
  func typedRules() {
    let when: Written = ["field": "memo", "present": true]
    #expect(
      mapped(
        ["fee": ["rules": [["when": when, "set": "1.5"]], "otherwise": "default", "default": "0"]], batch
      )
      .hasSuffix("~        | ~                 | credit | 0.00"))
    #expect(
      mapped(["fee": ["rules": [["when": when, "set": "free"]]]], batch).hasPrefix(
        "fee.rules.0.set: value-wrong-type"))
    #expect(
      mapped(
        ["side": ["rules": [["when": when, "set": "debit"]], "otherwise": "default", "default": "none"]],
        batch
      )
      .hasPrefix("side.default: value-not-allowed"))
  }

  @Test("what is wrong with a condition is told at its place")
  func wrongRules() {
    #expect(
      mapped(["x": ["rules": [["when": ["field": "amount", "above": "much"], "set": "1"]]]], batch).hasPrefix(
        "x.rules.0.when.above: value-wrong-type"))
    #expect(mapped(["x": ["rules": []]], batch).hasPrefix("x.rules: rule-missing"))
    #expect(
      mapped(["x": ["rules": [["when": [], "set": "1"]]]], batch).hasPrefix(
        "x.rules.0.when: condition-missing"))
  }

  @Test("a concatenation leaves out what is missing or empty, with its separator")
  func concatenation() {
    let batch = table(
      """
      a  | b  | n:integer
      x  | y  | 1
      x  | ~  | 2
      '' | y  | ~
      ~  | '' | ~
      """)
    #expect(
      mapped(
        [
          "j": ["concatenate": ["a", "b", "n"], "separator": " - "], "p": ["concatenate": ["a", "b"]],
          "t": ["concatenate": [["text": "<"], "a", ["text": ">"]]],
        ], batch) == """
          a  | b  | n:integer | j         | p  | t
          x  | y  | 1         | x - y - 1 | xy | <x>
          x  | ~  | 2         | x - 2     | x  | <x>
          '' | y  | ~         | y         | y  | ~
          ~  | '' | ~         | ~         | ~  | ~
          """)
    #expect(mapped(["t": ["concatenate": [["text": "x"]]]], batch).hasPrefix("t.concatenate: field-missing"))
    #expect(mapped(["t": ["concatenate": ["a", "c"]]], batch).hasPrefix("t.concatenate.1: field-unknown"))
  }

  @Test("a target can be made of itself")
  func itself() {
    #expect(mapped(["a": ["concatenate": ["a", "a"], "separator": "+"]], table("a\nx")) == "a\nx+x")
  }

  @Test("a concatenation becomes a typed value when the contract says so")
  func typedConcatenation() {
    let batch = table("y | m | d\n2026 | 01 | 31\n2026 | 02 | 31")
    #expect(
      mapped(["due": ["concatenate": ["y", "m", "d"], "separator": "-"]], batch) == """
        y    | m  | d  | due:date
        2026 | 01 | 31 | 2026-01-31
        2 due value-wrong-type 2026-02-31
        """)
  }

  @Test("text that grows beyond 32,768 bytes is refused")
  func tooLong() {
    let long = String(repeating: "x", count: 20_000)
    let batch = RecordBatch(
      schema: RecordSchema([Field("a", .text)]), columns: [.text(TextColumn([long, "y"]))],
      origins: [1, 2].map { Origin(offset: 0, length: 0, line: 1, record: $0) })
    let (result, fates, rejections) = run(made(["b": ["concatenate": ["a", "a"]]], of: batch).stage, batch)
    #expect(fates == [.rejected, .kept])
    #expect(text(rejections) == "1 b value-too-long ~")
    #expect(text(result) == "a | b\ny | yy")
    #expect(run(made(["b": ["upper": "a"]], of: batch).stage, batch).rejections.isEmpty)
  }

  @Test("a substring counts characters from 1 and is no value beyond the end")
  func substrings() {
    let batch = table(
      """
      a
      abcdef
      Zürich
      €€
      ''
      ~
      """)
    #expect(
      mapped(
        [
          "first": ["substring": "a", "start": 1, "length": 2], "rest": ["substring": "a", "start": 2],
          "far": ["substring": "a", "start": 6, "length": 9], "head": ["substring": "a", "length": 1],
          "huge": ["substring": "a", "start": 1_000_000, "length": 1_000_000],
        ], batch) == """
          a      | first | rest  | far | head | huge
          abcdef | ab    | bcdef | f   | a    | ~
          Zürich | Zü    | ürich | h   | Z    | ~
          €€     | €€    | €     | ~   | €    | ~
          ''     | ~     | ~     | ~   | ~    | ~
          ~      | ~     | ~     | ~   | ~    | ~
          """)
  }

  @Test("a date made of a record's text lies in the years of records, one written in the pipeline anywhere")
  func years() {
    let batch = table("raw\n0026-01-02\n1900-01-01\n2199-12-31\n2200-01-01\n~")
    #expect(
      mapped(["due": ["from": "raw"]], batch) == """
        raw        | due:date
        1900-01-01 | 1900-01-01
        2199-12-31 | 2199-12-31
        ~          | ~
        1 due value-wrong-type 0026-01-02
        4 due value-wrong-type 2200-01-01
        """)
    #expect(
      mapped(["due": ["constant": "9999-12-31"]], table("id\na")) == """
        id | due:date
        a  | 9999-12-31
        """)
  }

  @Test("a part of a date or a number is a part of its canonical text")
  func typedSubstrings() {
    #expect(
      mapped(["year": ["substring": "day", "length": 4]], table("day:date\n2026-01-31")) == """
        day:date   | year
        2026-01-31 | 2026
        """)
  }

  @Test("letter case follows Unicode, whatever the locale")
  func letterCase() {
    let batch = table(
      """
      a
      Straße 9 [x]
      IİıI
      ÉCOLE
      @Az`{
      ''
      ~
      """)
    #expect(
      mapped(["u": ["upper": "a"], "l": ["lower": "a"]], batch) == """
        a            | u             | l
        Straße 9 [x] | STRASSE 9 [X] | straße 9 [x]
        IİıI         | IİII          | ii̇ıi
        ÉCOLE        | ÉCOLE         | école
        @Az`{        | @AZ`{         | @az`{
        ''           | ''            | ''
        ~            | ~             | ~
        """)
  }

  @Test("a field that was refused is not refused again for what follows from it")
  func consequences() {
    let batch = table("raw\nnot a date")
    let files = ["k.csv": "due,x\n2026-01-31,1"]
    #expect(
      mapped(["due": ["from": "raw"], "x": ["lookup": "k.csv", "by": ["due"]]], batch, files: files)
        .hasSuffix("1 due value-wrong-type not a date"))
  }
}
