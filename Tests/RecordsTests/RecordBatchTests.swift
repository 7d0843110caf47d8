import Records
import Support
import Testing

@Suite("A batch of records")
struct RecordBatchTests {
  private let batch = table(
    """
    account_id | amount:decimal(2) | booking_date:date | number:integer | currency:currency
    A1         | 1.00              | 2026-01-31        | 7              | USD
    ~          | ~                 | ~                 | ~              | ~
    ''         | -2.50             | 2026-02-01        | -1             | JPY
    A1         | 0.00              | 1999-12-31        | 0              | KWD
    """)

  @Test("rows are gathered in the order asked for, with their origins, missing values among them")
  func gathering() {
    let found = batch.gathering([3, 1, 1, 2])
    #expect(
      text(found) == """
        account_id | amount:decimal(2) | booking_date:date | number:integer | currency:currency
        A1         | 0.00              | 1999-12-31        | 0              | KWD
        ~          | ~                 | ~                 | ~              | ~
        ~          | ~                 | ~                 | ~              | ~
        ''         | -2.50             | 2026-02-01        | -1             | JPY
        """)
    #expect(found.origins.map(\.record) == [4, 2, 2, 3])
    #expect(batch.gathering([]).count == 0)
  }

  @Test("only rows whose fate is kept stay")
  func keeping() {
    let found = batch.keeping([.kept, .rejected, .duplicate, .kept])
    #expect(found.origins.map(\.record) == [1, 4])
    #expect(text(batch.keeping([.kept, .kept, .kept, .kept])) == text(batch))
    #expect(batch.keeping([.filtered, .rejected, .beforeCutOff, .duplicate]).count == 0)
  }

  @Test("a field is replaced where it stands, or added at the end, and its type goes with it")
  func setting() {
    var changed = batch
    changed.set("amount", .dates([1, 2, 3, 4]))
    changed.set("note", .constant("x", count: 4))
    #expect(changed.schema.names == batch.schema.names + ["note"])
    #expect(changed.schema.type(of: "amount") == .date)
    #expect(changed.column("note")?.string(at: 3) == "x")
    #expect(changed.column("nothing") == nil)
  }

  @Test("a field is taken out with its column; one that is not there is no matter")
  func removing() {
    var changed = batch
    changed.remove("amount")
    changed.remove("nothing")
    #expect(changed.schema.names == ["account_id", "booking_date", "number", "currency"])
    #expect(changed.columns.map(\.type) == [.text, .date, .integer, .currency])
    #expect(changed.schema.index(of: "number") == 2)
  }

  @Test(
    "columns of missing values have missing values only",
    arguments: [
      FieldType.text, .decimal(scale: 4), .date, .integer, .currency,
    ])
  func nulls(_ type: FieldType) {
    let column = Column.nulls(type, count: 3)
    #expect(column.type == type)
    #expect(column.count == 3)
    #expect((0..<3).allSatisfy { column.string(at: $0) == nil })
  }

  @Test("text keeps what is missing apart from what is empty, and every byte of the rest")
  func textColumn() {
    let values = [nil, "", "a", "Zürich €", "\u{0}", nil, "e\u{301}"]
    let column = TextColumn(values)
    #expect(
      values.indices.map { column.string(at: $0).map { Array($0.utf8) } }
        == values.map { $0.map { Array($0.utf8) } })
    #expect(column.views.map(\.isNull) == [true, false, false, false, false, true, false])
  }
}

@Suite("The nearest known name")
struct NearestTests {
  @Test(
    "is offered when it is near",
    arguments: [
      ("amuont", "amount"), ("acount_id", "account_id"), ("AMOUNT", "amount"), ("curency", "currency"),
      ("amounts", "amount"),
      ("a", "b"),
    ])
  func near(_ written: String, _ meant: String) {
    #expect(nearest(to: written, among: ["account_id", meant, "booking_date"]) == meant)
  }

  @Test("is not offered when nothing is near", arguments: ["", "zzzzzz", "bookdate_and_more", "xyz"])
  func far(_ written: String) {
    #expect(nearest(to: written, among: ["account_id", "amount", "booking_date"]) == nil)
  }

  @Test("is the first of equals, and nothing among none")
  func ties() {
    #expect(nearest(to: "data", among: ["date", "dato"]) == "date")
    #expect(nearest(to: "data", among: []) == nil)
  }
}
