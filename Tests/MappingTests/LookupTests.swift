import Components
import Mapping
import Records
import Support
import Testing

@Suite("map: lookups")
struct LookupTests {
  private let accounts = table(
    """
    account_id | currency:currency | gl_account
    A1         | USD               | old
    A2         | EUR               | old
    A9         | USD               | kept
    ~          | USD               | none
    """)
  private let byAccount = ["gl.csv": "account_id,gl_account\nA1,1010\nA2,1020\nA3,1030"]

  @Test("one field finds its value in the column named as the target")
  func oneField() {
    #expect(
      mapped(["gl_account": ["lookup": "gl.csv", "by": ["account_id"]]], accounts, files: byAccount) == """
        account_id | currency:currency | gl_account
        A1         | USD               | 1010
        A2         | EUR               | 1020
        3 account_id lookup-missing A9
        4 account_id lookup-missing ~
        """)
  }

  @Test("a value that is missing is refused with the file it belongs in")
  func missingHint() {
    let stage = made(
      ["gl_account": ["lookup": "gl.csv", "by": ["account_id"]]], of: accounts, files: byAccount
    ).stage
    let rejections = run(stage, accounts).rejections
    #expect(rejections[0].reason == "gl.csv gives no gl_account for account_id \"A9\"")
    #expect(rejections[0].hint == "Add a row with this account_id and its gl_account to gl.csv.")
    #expect(rejections[1].reason == "there is no account_id to look gl_account up by")
  }

  @Test("keep leaves what the target has, default gives its own")
  func policies() {
    #expect(
      mapped(
        [
          "gl_account": ["lookup": "gl.csv", "by": "account_id", "on_missing": "keep"],
          "other": [
            "lookup": "gl.csv", "by": "account_id", "value": "gl_account", "on_missing": "default",
            "default": "9999",
          ],
        ], accounts, files: byAccount) == """
          account_id | currency:currency | gl_account | other
          A1         | USD               | 1010       | 1010
          A2         | EUR               | 1020       | 1020
          A9         | USD               | kept       | 9999
          ~          | USD               | none       | 9999
          """)
  }

  @Test("typed targets are kept and looked up in their type")
  func typed() {
    let batch = table(
      """
      id | fee:decimal(2) | due:date   | count:integer | currency:currency
      a  | 9.00           | 2020-01-01 | 9             | USD
      b  | 9.00           | 2020-01-01 | 9             | USD
      """)
    let files = ["t.csv": "id,fee,due,count,currency\na,1.5,2026-01-31,-7,eur"]
    func rule() -> Written { ["lookup": "t.csv", "by": ["id"], "on_missing": "keep"] }
    #expect(
      mapped(["fee": rule(), "due": rule(), "count": rule(), "currency": rule()], batch, files: files) == """
        id | fee:decimal(2) | due:date   | count:integer | currency:currency
        a  | 1.50           | 2026-01-31 | -7            | EUR
        b  | 9.00           | 2020-01-01 | 9             | USD
        """)
  }

  @Test("two fields find their value together, whatever lies on which side of the boundary")
  func twoFields() {
    let batch = table(
      """
      a  | b
      x  | yz
      xy | z
      '' | xyz
      x  | y
      x  | ~
      """)
    let files = ["ab.csv": "a,b,target\nx,yz,1\nxy,z,2\n,xyz,3"]
    #expect(
      mapped(["target": ["lookup": "ab.csv", "by": ["a", "b"]]], batch, files: files) == """
        a  | b   | target
        x  | yz  | 1
        xy | z   | 2
        '' | xyz | 3
        4 a, b lookup-missing x, y
        5 b lookup-missing ~
        """)
  }

  @Test("fields that are not text are found by their value, however it is written")
  func typedKeys() {
    let batch = table(
      """
      d:decimal(4) | day:date   | n:integer | c:currency
      1.5000       | 2026-01-31 | 7         | USD
      -2.0000      | 2026-02-01 | -8        | EUR
      """)
    let files = ["k.csv": "d,day,n,c,found\n1.5,2026-01-31,07,usd,first\n-2,2026-02-01,-8,EUR,second"]
    #expect(
      mapped(["found": ["lookup": "k.csv", "by": ["d", "day", "n", "c"]]], batch, files: files).hasSuffix(
        """
        1.5000       | 2026-01-31 | 7         | USD        | first
        -2.0000      | 2026-02-01 | -8        | EUR        | second
        """))
    #expect(mapped(["found": ["lookup": "k.csv", "by": ["n"]]], batch, files: files).contains("second"))
  }

  @Test("a key of the file that no record can have is told with its line")
  func wrongKeys() {
    let batch = table("n:integer\n1")
    #expect(
      mapped(["x": ["lookup": "k.csv", "by": ["n"]]], batch, files: ["k.csv": "n,x\n1,a\none,b\n,c"]) == """
        k.csv:3: key-wrong-type: a key that no record can have
          hint: Write n as a whole number.
        k.csv:4: key-wrong-type: a key that no record can have
          hint: Write n as a whole number.
        """)
    let long = String(repeating: "k", count: 5000)
    #expect(
      mapped(["x": ["lookup": "k.csv", "by": ["a"]]], table("a\n1"), files: ["k.csv": "a,x\n\(long),1"])
        .hasPrefix(
          "k.csv:2: key-wrong-type"))
  }

  @Test("columns may have names of their own")
  func namedColumns() {
    let files = ["gl.csv": "Account,Ccy,GL,Note\nA1,USD,1010,x\nA2,EUR,1020,y"]
    let by = Written.map([("account_id", "Account"), ("currency", "Ccy")])
    #expect(
      mapped(
        ["gl_account": ["lookup": "gl.csv", "by": by, "value": "GL", "on_missing": "keep"]], accounts,
        files: files
      ).contains("A2         | EUR               | 1020"))
  }

  @Test("the only column left holds the value")
  func onlyColumn() {
    #expect(
      mapped(["x": ["lookup": "k.csv", "by": ["id"]]], table("id\na"), files: ["k.csv": "id,whatever\na,1"])
        == "id | x\na  | 1")
  }

  @Test("a table of a database is asked in the same way")
  func database() {
    let files = ["books.db:gl": "account_id,gl_account\nA1,1010"]
    let rule: Written = ["lookup": "books.db", "table": "gl", "by": ["account_id"]]
    let stage = made(["gl_account": rule], of: accounts, files: files).stage
    #expect(run(stage, accounts).rejections[0].hint.hasSuffix("to table gl of books.db."))
    let twice = ["books.db:gl": "account_id,gl_account\nA1,1010\nA1,1011"]
    #expect(
      mapped(["gl_account": rule], accounts, files: twice).hasPrefix(
        "books.db: key-twice: row 1 and row 2 give the same account_id different values"))
  }

  @Test("an empty value in the file is no value")
  func emptyValue() {
    let files = ["gl.csv": "account_id,gl_account\nA1,\nA2,1020"]
    #expect(
      mapped(["gl_account": ["lookup": "gl.csv", "by": ["account_id"]]], accounts, files: files).contains(
        "1 account_id lookup-missing A1"))
  }

  @Test("a key twice with one value is one, with two it is told with both lines")
  func duplicates() {
    let files = [
      "same.csv": "account_id,gl_account\nA1,1010\nA2,1\nA1,1010",
      "other.csv": "account_id,gl_account\nA1,1010\nA2,1\nA1,1011",
    ]
    #expect(
      !mapped(["gl_account": ["lookup": "same.csv", "by": ["account_id"]]], accounts, files: files).contains(
        "twice"))
    #expect(
      mapped(["gl_account": ["lookup": "other.csv", "by": ["account_id"]]], accounts, files: files) == """
        other.csv:4: key-twice: line 2 and line 4 give the same account_id different values
          hint: Keep the row that is right.
        """)
  }

  @Test("a column that is not there gets the nearest name")
  func missingColumns() {
    let files = ["gl.csv": "acount_id,gl_acount,note\nA1,1,x"]
    #expect(
      mapped(["gl_account": ["lookup": "gl.csv", "by": ["account_id"]]], accounts, files: files) == """
        gl_account.by.0: column-unknown: gl.csv has no column "account_id"
          hint: Did you mean acount_id?
        """)
    let by = Written.map([("account_id", "acount_id")])
    #expect(
      mapped(["gl_account": ["lookup": "gl.csv", "by": by, "value": "gl_account"]], accounts, files: files)
        == """
        gl_account.value: column-unknown: gl.csv has no column "gl_account"
          hint: Did you mean gl_acount?
        """)
    #expect(
      mapped(["gl_account": ["lookup": "gl.csv", "by": by]], accounts, files: files) == """
        gl_account.lookup: column-unknown: gl.csv has no column "gl_account" and not exactly one column besides the key
          hint: Say which with value: gl_acount, note.
        """)
  }

  @Test("a file that is not there, a field that is not there and no field at all are told at their places")
  func unknown() {
    #expect(
      mapped(["x": ["lookup": "no.csv", "by": ["acount_id"]]], accounts, files: byAccount) == """
        x.by.0: field-unknown: no earlier stage yields a field "acount_id"
          hint: Did you mean account_id?
        x.lookup: file-not-found: no file no.csv
          hint: Write the file.
        """)
    #expect(mapped(["x": ["lookup": "gl.csv"]], accounts, files: byAccount).hasPrefix("x: option-missing"))
  }

  @Test("keep needs something to keep, default a default")
  func wrongPolicies() {
    func complaint(_ target: String, _ options: [(String, Written)]) -> String {
      let common: [(String, Written)] = [("lookup", "gl.csv"), ("by", ["account_id"])]
      let rule: Written = .group(common + options)
      return target == "x"
        ? mapped(["x": rule], accounts, files: byAccount)
        : mapped(["due": rule], table("account_id | due\na | b"), files: byAccount)
    }
    #expect(
      complaint("x", [("on_missing", "keep")]).hasPrefix(
        "x.on_missing: field-unknown: keep has nothing to keep"))
    #expect(
      complaint("due", [("on_missing", "keep")]).hasPrefix(
        "due.on_missing: field-wrong-type: keep would leave due text"))
    #expect(complaint("x", [("on_missing", "default")]).hasPrefix("x.on_missing: option-missing"))
    #expect(complaint("x", [("default", "1")]).hasPrefix("x.default: option-misplaced"))
  }

  @Test(
    "values of the file that the contract does not take are told with their lines, the first twenty of them")
  func wrongValues() {
    let rows = (1...30).map { "K\($0),v\($0)" }.joined(separator: "\n")
    let complaints = made(
      [
        "side": ["lookup": "s.csv", "by": ["account_id"]], "fee": ["lookup": "s.csv", "by": ["account_id"]],
      ],
      of: accounts, files: ["s.csv": "account_id,v\n" + rows]
    ).complaints
    #expect(complaints.count == 42)
    #expect(complaints[0].hasPrefix("s.csv:2: value-not-allowed: \"v1\" is not a value of side"))
    #expect(complaints[20].contains("10 more like these"))
    #expect(complaints[21].hasPrefix("s.csv:2: value-wrong-type: \"v1\" is not a decimal number"))
  }

  @Test("a file without rows gives nothing to anyone")
  func emptyFile() {
    #expect(
      mapped(
        ["x": ["lookup": "e.csv", "by": ["account_id"], "on_missing": "default", "default": ""]], accounts,
        files: ["e.csv": "account_id,x"]
      ).contains("A9         | USD               | kept       | ''"))
  }

  @Test("thousands of keys of every length find their own value, and their neighbours do not")
  func manyKeys() {
    let keys = (0..<5000).map { String(repeating: "k", count: $0 % 40) + String($0 * 7919) }
    let file = "id,value\n" + keys.enumerated().map { "\($1),v\($0)" }.joined(separator: "\n")
    let asked = keys.map { Optional($0) } + keys.map { $0 + "x" }
    let batch = RecordBatch(
      schema: RecordSchema([Field("id", .text)]), columns: [.text(TextColumn(asked))],
      origins: asked.indices.map { Origin(offset: 0, length: 0, line: 1, record: Int32($0)) })
    let stage = made(
      ["value": ["lookup": "k.csv", "by": ["id"], "on_missing": "default", "default": "none"]], of: batch,
      files: ["k.csv": file]
    ).stage
    let result = run(stage, batch).batch.columns[1]
    #expect((0..<5000).allSatisfy { result.string(at: $0) == "v\($0)" })
    #expect((5000..<10000).allSatisfy { result.string(at: $0) == "none" })
  }
}
