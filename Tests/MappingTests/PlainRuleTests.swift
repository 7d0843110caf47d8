import Components
import Mapping
import Records
import Support
import Testing

@Suite("map: copies and constants")
struct PlainRuleTests {
  @Test("a copy leaves its source, in the source's type where the contract has no say")
  func copies() {
    let batch = table(
      """
      ref | total:decimal(2)
      R1  | 1.50
      ~   | ~
      ''  | -2.00
      """)
    #expect(
      mapped(["own_ref": ["from": "ref"], "own_total": ["from": "total"]], batch) == """
        ref | total:decimal(2) | own_ref | own_total:decimal(2)
        R1  | 1.50             | R1      | 1.50
        ~   | ~                | ~       | ~
        ''  | -2.00            | ''      | -2.00
        """)
  }

  @Test("rules apply in the order written and see what came before")
  func order() {
    let batch = table("memo\nrent")
    #expect(
      mapped(["a": ["from": "memo"], "memo": ["constant": "x"], "b": ["from": "memo"]], batch) == """
        memo | a    | b
        x    | rent | x
        """)
  }

  @Test("text that is copied into a typed field is read strictly, and empty text is no value")
  func strictText() {
    let batch = table(
      """
      raw
      12.5
      -0.50
      7.000
      ''
      ~
      1,50
      +1
      1.005
      .5
      5.
      92233720368547758.08
      """)
    #expect(
      mapped(["fee": ["from": "raw"]], batch) == """
        raw   | fee:decimal(2)
        12.5  | 12.50
        -0.50 | -0.50
        7.000 | 7.00
        ''    | ~
        ~     | ~
        6 fee value-wrong-type 1,50
        7 fee value-wrong-type +1
        8 fee value-wrong-type 1.005
        9 fee value-wrong-type .5
        10 fee value-wrong-type 5.
        11 fee value-wrong-type 92233720368547758.08
        """)
  }

  @Test("dates, whole numbers and currencies are read strictly too")
  func strictTypes() {
    let batch = table(
      """
      day        | n                   | c
      2024-02-29 | -9223372036854775807 | usd
      2023-02-29 | 1.0                 | UDS
      2024-1-01  | 9223372036854775808 | US
      """)
    #expect(
      mapped(["due": ["from": "day"], "count": ["from": "n"], "currency": ["from": "c"]], batch) == """
        day        | n                    | c   | due:date   | count:integer        | currency:currency
        2024-02-29 | -9223372036854775807 | usd | 2024-02-29 | -9223372036854775807 | USD
        2 due value-wrong-type 2023-02-29
        2 count value-wrong-type 1.0
        2 currency value-wrong-type UDS
        3 due value-wrong-type 2024-1-01
        3 count value-wrong-type 9223372036854775808
        3 currency value-wrong-type US
        """)
  }

  @Test("a refusal says what the value looks like when it is right")
  func reasons() {
    let batch = table("raw\nx\n1.005")
    let rejections = run(made(["fee": ["from": "raw"]], of: batch).stage, batch).rejections
    #expect(rejections.map(\.stage) == ["map", "map"])
    #expect(rejections[0].reason == "it is not a decimal number like -1234.50 with at most 2 decimals")
    #expect(rejections[1].reason == "the number does not fit decimal(2)")
  }

  @Test("numbers change their scale without loss or not at all")
  func scales() {
    let batch = table(
      """
      id | total:decimal(4)    | whole:integer
      a  | 1.5000              | 3
      b  | 1.5050              | 4
      c  | ~                   | ~
      d  | 2.0000              | 92233720368547759
      """)
    #expect(
      mapped(["fee": ["from": "total"]], batch).hasSuffix("2 fee value-wrong-type 1.5050"))
    #expect(mapped(["fee": ["from": "whole"]], batch).hasSuffix("4 fee value-wrong-type 92233720368547759"))
    #expect(
      mapped(["count": ["from": "total"]], batch) == """
        id | total:decimal(4) | whole:integer     | count:integer
        c  | ~                | ~                 | ~
        d  | 2.0000           | 92233720368547759 | 2
        1 count value-wrong-type 1.5000
        2 count value-wrong-type 1.5050
        """)
  }

  @Test("any value becomes text in its canonical form")
  func texts() {
    let batch = table(
      """
      d:decimal(4) | day:date   | n:integer            | c:currency
      -0.0500      | 0001-01-01 | -9223372036854775807 | USD
      12.0000      | 9999-12-31 | 0                    | JPY
      ~            | ~          | ~                    | ~
      """)
    #expect(
      mapped(
        ["d": ["lower": "d"], "day": ["upper": "day"], "n": ["upper": "n"], "c": ["lower": "c"]], batch)
          == """
          d       | day        | n                    | c
          -0.0500 | 0001-01-01 | -9223372036854775807 | usd
          12.0000 | 9999-12-31 | 0                    | jpy
          ~       | ~          | ~                    | ~
          """)
  }

  @Test("a constant has the contract's type, else it is text")
  func constants() {
    let batch = table("id\na\nb")
    #expect(
      mapped(
        [
          "fee": ["constant": "1.5"], "due": ["constant": "2026-01-31"], "count": ["constant": "7"],
          "currency": ["constant": "eur"], "side": ["constant": "debit"], "source": ["constant": "10"],
        ], batch) == """
          id | fee:decimal(2) | due:date   | count:integer | currency:currency | side  | source
          a  | 1.50           | 2026-01-31 | 7             | EUR               | debit | 10
          b  | 1.50           | 2026-01-31 | 7             | EUR               | debit | 10
          """)
  }

  @Test("a constant that is not of the type, or not allowed, is told before any data is read")
  func wrongConstants() {
    let batch = table("id\na")
    #expect(
      mapped(["fee": ["constant": "1.505"]], batch).hasPrefix(
        "fee.constant: value-wrong-type: \"1.505\" is not a decimal number"))
    #expect(mapped(["due": ["constant": ""]], batch).hasPrefix("due.constant: value-wrong-type"))
    #expect(
      mapped(["side": ["constant": "debt"]], batch)
        == "side.constant: value-not-allowed: \"debt\" is not a value of side\n  hint: Did you mean debit?")
  }

  @Test("a copied value that the contract does not allow is refused")
  func allowed() {
    let batch = table("raw\ndebit\nDebit\n~\n''")
    #expect(
      mapped(["side": ["from": "raw"]], batch) == """
        raw   | side
        debit | debit
        ~     | ~
        2 side value-not-allowed Debit
        4 side value-not-allowed \("")
        """)
  }

  @Test("a required field left without a value is refused")
  func required() {
    #expect(
      mapped(["gl_account": ["from": "raw"]], table("raw\n4000\n~")).hasSuffix("2 gl_account value-missing ~")
    )
  }

  @Test("a field that cannot become the target's type is told")
  func impossible() {
    #expect(
      mapped(["due": ["from": "n"]], table("n:integer\n1")).hasPrefix(
        "due.from: field-wrong-type: due is date, which integer of n cannot become"))
  }

  @Test("a rule gives its value in exactly one way, with the options of that way")
  func oneWay() {
    let batch = table("id\na")
    #expect(mapped(["x": [:]], batch).hasPrefix("x: rule-missing: a rule that gives no value"))
    #expect(mapped(["x": ["from": "id", "constant": "1"]], batch).hasPrefix("x.constant: rule-ambiguous"))
    #expect(
      mapped(["x": ["from": "id", "separator": "-"]], batch).hasPrefix(
        "x.separator: option-misplaced: separator belongs to concatenate, not to from"))
    #expect(
      mapped(["x": ["upper": "id", "default": "-"]], batch).contains("default belongs to lookup or rules"))
    #expect(mapped([:], batch).hasPrefix("map: rule-missing"))
  }

  @Test("an unknown field gets the nearest name, and all complaints come at once")
  func unknownFields() {
    let complaints = made(
      ["x": ["from": "idd"], "y": ["upper": "x"], "z": ["lower": "nope"]], of: table("id\na")
    )
    .complaints
    #expect(
      complaints == [
        "x.from: field-unknown: no earlier stage yields a field \"idd\"\n  hint: Did you mean id?",
        "z.lower: field-unknown: no earlier stage yields a field \"nope\"\n  hint: The fields here are id, x, y.",
      ])
  }

  @Test("empty batches and batches of nothing pass through every rule")
  func hostile() {
    let rules: KeyValuePairs<String, Written> = [
      "memo": ["from": "a"], "fee": ["from": "a"], "due": ["from": "a"], "x": ["upper": "a"],
      "y": ["substring": "a", "start": 2], "z": ["concatenate": ["a", "n"], "separator": "-"],
      "k": ["lookup": "k.csv", "by": ["a", "n"], "on_missing": "default", "default": "none"],
      "r": [
        "rules": [["when": ["field": "n", "above": "0"], "set": "1"]], "otherwise": "default", "default": "0",
      ],
    ]
    let files = ["k.csv": "a,n,k"]
    let empty = RecordBatch(
      schema: table("a | n:integer").schema, columns: [.nulls(.text, count: 0), .nulls(.integer, count: 0)],
      origins: [])
    #expect(
      mapped(rules, empty, files: files)
        == "a | n:integer | memo | fee:decimal(2) | due:date | x | y | z | k | r")
    #expect(
      mapped(rules, table("a | n:integer\n~ | ~\n'' | ~"), files: files) == """
        a  | n:integer | memo | fee:decimal(2) | due:date | x  | y | z | k    | r
        ~  | ~         | ~    | ~              | ~        | ~  | ~ | ~ | none | 0
        '' | ~         | ''   | ~              | ~        | '' | ~ | ~ | none | 0
        """)
  }
}
