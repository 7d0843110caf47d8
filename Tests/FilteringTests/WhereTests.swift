import Components
import Filtering
import Records
import Support
import Testing

@Suite("where")
struct WhereTests {
  private let batch = table(
    """
    id | amount:decimal(2) | day:date   | count:integer | currency:currency | memo
    a  | -10.00            | 2026-01-01 | -1            | USD               | WIRE FEE
    b  | 0.00              | 2026-01-02 | 0             | EUR               | FEE
    c  | 99.99             | 2026-01-03 | 7             | GBP               | fee
    d  | 100.00            | 2026-01-04 | 8             | JPY               | ''
    e  | ~                 | ~          | ~             | ~                 | ~
    """)

  private func made(_ conditions: Written) -> (stage: WhereStage, complaints: [String]) {
    var complaints: [Complaint] = []
    let options = Options(["": conditions.value(at: "")], at: Place(file: "where"))
    let stage = WhereStage(
      options: options, schema: batch.schema, surroundings: surroundings(), complaints: &complaints)
    return (stage, complaints.map(\.description))
  }

  /// The ids of the rows that are kept.
  private func kept(_ conditions: Written) -> String {
    let (stage, complaints) = made(conditions)
    guard complaints.isEmpty else { return complaints.joined() }
    let (result, fates, rejections) = run(stage, batch)
    guard rejections.isEmpty, fates.allSatisfy({ $0 == .kept || $0 == .filtered }) else { return "refused" }
    return (0..<result.count).map { result.columns[0].string(at: $0) ?? "~" }.joined()
  }

  private func complaint(_ conditions: Written) -> String {
    made(conditions).complaints.joined(separator: "; ")
  }

  @Test("rows that do not match are filtered, not refused")
  func fates() {
    let (result, fates, _) = run(made([["field": "memo", "equals": "FEE"]]).stage, batch)
    #expect(fates == [.filtered, .kept, .filtered, .filtered, .filtered])
    #expect(
      text(result).hasSuffix("b  | 0.00              | 2026-01-02 | 0             | EUR               | FEE"))
  }

  @Test("amounts compare by value, with however many decimals they are written")
  func amounts() {
    #expect(kept([["field": "amount", "equals": "100"]]) == "d")
    #expect(kept([["field": "amount", "equals": "100.0000"]]) == "d")
    #expect(kept([["field": "amount", "at_least": "99.99"]]) == "cd")
    #expect(kept([["field": "amount", "above": "99.99"]]) == "d")
    #expect(kept([["field": "amount", "at_most": "0"]]) == "ab")
    #expect(kept([["field": "amount", "below": "0"]]) == "a")
    #expect(kept([["field": "amount", "in": ["0", "-10.0", "5"]]]) == "ab")
    #expect(kept([["field": "amount", "in": ["0", "-10.0", "5"], "not": true]]) == "cd")
  }

  @Test("a bound between two cents is compared exactly, on both sides of zero")
  func boundsBetweenCents() {
    #expect(kept([["field": "amount", "at_least": "99.985"]]) == "cd")
    #expect(kept([["field": "amount", "at_least": "99.991"]]) == "d")
    #expect(kept([["field": "amount", "above": "99.989"]]) == "cd")
    #expect(kept([["field": "amount", "at_most": "99.989"]]) == "ab")
    #expect(kept([["field": "amount", "below": "99.991"]]) == "abc")
    #expect(kept([["field": "amount", "at_most": "-9.999"]]) == "a")
    #expect(kept([["field": "amount", "at_least": "-10.001"]]) == "abcd")
    #expect(kept([["field": "amount", "below": "-10.001"]]) == "")
  }

  @Test("a bound no amount can reach keeps all or none, and never a missing one")
  func hugeBounds() {
    #expect(kept([["field": "amount", "at_most": "9223372036854775807"]]) == "abcd")
    #expect(kept([["field": "amount", "at_least": "9223372036854775807"]]) == "")
    #expect(kept([["field": "amount", "at_least": "-9223372036854775807"]]) == "abcd")
    #expect(kept([["field": "amount", "below": "-9223372036854775807"]]) == "")
    #expect(kept([["field": "amount", "below": "-9223372036854775807", "not": true]]) == "abcd")
    #expect(kept([["field": "count", "at_least": "-9223372036854775808"]]) == "abcd")
    #expect(kept([["field": "count", "above": "9223372036854775807"]]) == "")
  }

  @Test("dates compare as days")
  func dates() {
    func condition(_ name: String) -> Written {
      .list([.group([("field", "day"), (name, .text("2026-01-02"))])])
    }
    #expect(kept(condition("equals")) == "b")
    #expect(kept(condition("at_least")) == "bcd")
    #expect(kept(condition("above")) == "cd")
    #expect(kept(condition("at_most")) == "ab")
    #expect(kept(condition("below")) == "a")
  }

  @Test("whole numbers compare as numbers")
  func integers() {
    #expect(kept([["field": "count", "equals": "07"]]) == "c")
    #expect(kept([["field": "count", "at_least": "0"]]) == "bcd")
    #expect(kept([["field": "count", "below": "0"]]) == "a")
    #expect(kept([["field": "count", "in": ["8", "-1"]]]) == "ad")
  }

  @Test("currencies are known by their code in either case")
  func currencies() {
    #expect(kept([["field": "currency", "in": ["USD", "eur"]]]) == "ab")
    #expect(kept([["field": "currency", "equals": "JPY", "not": true]]) == "abc")
  }

  @Test("text is compared in the letter case written")
  func texts() {
    #expect(kept([["field": "memo", "equals": "FEE"]]) == "b")
    #expect(kept([["field": "memo", "equals": ""]]) == "d")
    #expect(kept([["field": "memo", "contains": "FEE"]]) == "ab")
    #expect(kept([["field": "memo", "starts_with": "WIRE"]]) == "a")
    #expect(kept([["field": "memo", "starts_with": "WIRE FEE AND MORE"]]) == "")
    #expect(kept([["field": "memo", "in": ["fee", "", "none"]]]) == "cd")
    #expect(kept([["field": "memo", "contains": "FEE", "not": true]]) == "cd")
  }

  @Test("a missing value meets no condition, inverted or not; only present sees it")
  func missing() {
    #expect(!kept([["field": "memo", "equals": "FEE", "not": true]]).contains("e"))
    #expect(!kept([["field": "amount", "equals": "1", "not": true]]).contains("e"))
    for field in ["amount", "day", "count", "currency", "memo"] {
      func condition(_ present: Bool, _ not: Bool) -> Written {
        .list([.group([("field", .text(field)), ("present", .flag(present)), ("not", .flag(not))])])
      }
      #expect(kept(condition(true, false)) == "abcd")
      #expect(kept(condition(false, false)) == "e")
      #expect(kept(condition(true, true)) == "e")
      #expect(kept(condition(false, true)) == "abcd")
    }
  }

  @Test("all conditions must hold")
  func all() {
    #expect(kept([["field": "amount", "at_least": "0"], ["field": "memo", "contains": "FEE"]]) == "b")
    #expect(kept([["field": "amount", "present": false], ["field": "memo", "present": true]]) == "")
  }

  @Test("an empty batch and a batch of missing values pass through")
  func hostile() {
    let stage = made([["field": "memo", "contains": "FEE"], ["field": "amount", "above": "0"]]).stage
    let none = RecordBatch(
      schema: batch.schema, columns: batch.schema.fields.map { .nulls($0.type, count: 0) }, origins: [])
    #expect(run(stage, none).batch.count == 0)
    let nulls = RecordBatch(
      schema: batch.schema, columns: batch.schema.fields.map { .nulls($0.type, count: 5) },
      origins: batch.origins)
    #expect(run(stage, nulls).fates == Array(repeating: .filtered, count: 5))
  }

  @Test("an unknown field gets the nearest name, at its place")
  func unknownField() {
    #expect(
      complaint([["field": "amuont", "above": "0"]])
        == "0.field: field-unknown: no earlier stage yields a field \"amuont\"\n  hint: Did you mean amount?")
  }

  @Test("a literal that is not of the field's type is told at its place")
  func literals() {
    #expect(
      complaint([["field": "amount", "equals": "12,50"]]).hasPrefix(
        "0.equals: value-wrong-type: \"12,50\" is not a decimal number like 100.00"))
    #expect(complaint([["field": "amount", "equals": ""]]).hasPrefix("0.equals: value-wrong-type"))
    #expect(complaint([["field": "count", "above": "1.5"]]).contains("is not a whole number"))
    #expect(complaint([["field": "day", "below": "31.01.2026"]]).contains("is not a date YYYY-MM-DD"))
    #expect(
      complaint([["field": "currency", "in": ["USD", "UDS"]]]).hasPrefix("0.in.1: value-wrong-type: \"UDS\""))
    #expect(
      complaint([["field": "amount", "in": ["1.00", "1.005"]]]).hasPrefix(
        "0.in.1: value-wrong-type: \"1.005\" is never equal to a value of amount, which is decimal(2)"))
  }

  @Test("an operator of another type is told")
  func operators() {
    #expect(
      complaint([["field": "memo", "at_least": "A"]]).hasPrefix(
        "0.at_least: operator-wrong-type: at_least asks a number or a date, but memo is text"))
    #expect(complaint([["field": "currency", "above": "EUR"]]).contains("operator-wrong-type"))
    #expect(complaint([["field": "amount", "contains": "1"]]).contains("operator-wrong-type"))
    #expect(complaint([["field": "day", "starts_with": "2026"]]).contains("operator-wrong-type"))
  }

  @Test("a condition has exactly one operator")
  func oneOperator() {
    #expect(complaint([["field": "amount"]]).hasPrefix("0: operator-missing"))
    #expect(
      complaint([["field": "amount", "at_least": "1", "at_most": "2"]]).hasPrefix(
        "0.at_most: operator-ambiguous: one operator expected, but at_least and at_most are given"))
  }

  @Test("a list, a set or a text of nothing is a slip")
  func nothing() {
    #expect(complaint([]).hasPrefix("where: condition-missing"))
    #expect(complaint([["field": "memo", "in": []]]).hasPrefix("0.in: value-missing"))
    #expect(complaint([["field": "memo", "contains": ""]]).hasPrefix("0.contains: value-missing"))
  }

  @Test("all complaints come at once")
  func allAtOnce() {
    let complaints = made([["field": "nope", "equals": "1"], ["field": "day", "equals": "x"]]).complaints
    #expect(complaints.count == 2)
  }
}
