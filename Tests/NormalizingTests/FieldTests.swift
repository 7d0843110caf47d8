import Components
import Records
import Support
import Testing

@testable import Normalizing

@Suite("Fields")
struct FieldTests {
  @Test("a whole record becomes the contract's types")
  func record() {
    let result = normalized(
      table(
        """
        account_id | booking_date | amount   | currency | status | description | item_count | extra
        A1         | 01/31/2026   | 1,234.50 | usd      | BOOK   |  Größe      | 12         | x
        """),
      [
        "amount": ["group_mark": ","], "dates": ["format": "MM/dd/yyyy"],
        "fields": ["status": ["values": ["BOOK": "booked"]]],
      ])
    #expect(result.complaints == [])
    #expect(result.rejections == [])
    #expect(
      text(result.batch) == """
        account_id | booking_date:date | amount:decimal(4) | currency:currency | status | description | item_count:integer | extra
        A1         | 2026-01-31        | 1234.5000         | USD               | booked | Größe       | 12                 | x
        """)
    #expect(result.batch.schema == stage([:], over: result.batch.schema).stage.schema)
  }

  @Test("every bad field of a record is refused, and its amount is still there")
  func allBadFields() {
    let result = normalized(
      table(
        """
        account_id | booking_date | value_date | amount | currency | status | item_count
        A1         | 31.01.2026   | 2026-02-30 | 12.34  | USD      | odd    | 1x
        ~          | 2026-01-31   | ~          | 1x     | USX      | booked | 99999999999999999999
        A1         | 2026-01-31   | ~          | 5.00   | USD      | ~      | -7
        """))
    #expect(
      text(result.rejections) == """
        1 status value-not-allowed odd
        1 booking_date date-not-in-format 31.01.2026
        1 value_date date-not-in-calendar 2026-02-30
        1 item_count integer-not-a-number 1x
        2 currency currency-unknown USX
        2 amount amount-not-a-number 1x
        2 item_count integer-too-large 99999999999999999999
        2 account_id value-missing ~
        """)
    #expect(result.fates == [.rejected, .rejected, .kept])
    #expect(result.batch.column("amount")?.string(at: 0) == "12.3400")
    #expect(result.batch.column("item_count")?.string(at: 2) == "-7")
    #expect(result.rejections.allSatisfy { $0.stage == "normalize" && $0.position == nil })
  }

  @Test("every reason is in the list of the component, and every code of these tests is kebab-case")
  func reasons() {
    let codes = NormalizeStage.spec.reasons.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.utf8.allSatisfy { $0 == 45 || ($0 >= 97 && $0 <= 122) } })
  }

  @Test("text loses the blanks at its ends, of whatever kind, and keeps those within")
  func trimming() {
    let read = read(
      "description",
      [
        "  a b ", "\u{A0}\u{202F}a\u{3000}", "\ta\n", "\u{FEFF}a\u{200B}", "\u{2003}", "a\u{0}", " ü ",
        "\u{85}ü\u{1680}",
      ])
    #expect(read == ["a b", "a", "a", "a", "~", "a\u{0}", "ü", "ü"])
  }

  @Test("text stays untrimmed where the field says so")
  func untrimmed() {
    #expect(read("description", [" a "], ["fields": ["description": ["trim": false]]]) == [" a "])
  }

  @Test("text comes in normal form C")
  func normalForm() {
    let texts = [
      "Mu\u{308}ller", "e\u{301}te\u{301}", "\u{212B}", "\u{1112}\u{1161}\u{11AB}", "\u{212A}m", "日本 한국 ｶﾅ",
      "plain",
      "a\u{323}\u{307}", "a\u{307}\u{323}", "か\u{3099}", "\u{1D15E}",
    ]
    let read = read("description", texts)
    let expected = [
      "M\u{FC}ller", "\u{E9}t\u{E9}", "\u{C5}", "\u{D55C}", "Km", "日本 한국 ｶﾅ", "plain", "\u{1EA1}\u{307}",
      "\u{1EA1}\u{307}", "が", "\u{1D157}\u{1D165}",
    ]
    for (got, wanted) in zip(read, expected) {
      #expect(Array(got.unicodeScalars) == Array(wanted.unicodeScalars))
    }
  }

  @Test("what passes the quick check is in normal form alone and after any letter")
  func quickCheck() {
    for value in UInt32(0xA0)...0x1FAFF where NormalForm.isStable(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isStarter = scalar.properties.canonicalCombiningClass == .notReordered
      let text = "a\(scalar)"
      #expect(isStarter && NormalForm.bytes(of: text) == Array(text.utf8), "U+\(String(value, radix: 16))")
    }
  }

  @Test("missing values, defaults and letter case")
  func missing() {
    let style: Setting = [
      "fields": [
        "description": ["null_values": ["", "N/A", "--"], "default": "none", "case": "upper"],
        "value_date": ["null_values": ["0000-00-00", "Pending"]],
        "running_balance": ["null_values": ["--", "0.00"], "default": "1.00"],
      ]
    ]
    #expect(
      read("description", ["N/A", " -- ", "", nil, "straße", "abc"], style) == [
        "none", "none", "none", "none", "STRASSE", "ABC",
      ])
    #expect(
      read("value_date", ["0000-00-00", " Pending", "", "2026-01-01"], style) == [
        "~", "~", "~", "2026-01-01",
      ])
    #expect(
      read("running_balance", ["--", "0.00", nil, "2"], style) == ["1.0000", "1.0000", "1.0000", "2.0000"])
  }

  @Test("the empty text stays where it is not listed as missing")
  func emptyText() {
    #expect(
      read("description", ["", nil], ["fields": ["description": ["null_values": ["x"]]]]) == ["", "~"])
    #expect(read("value_date", [""], ["fields": ["value_date": ["null_values": ["x"]]]]) == ["~"])
  }

  @Test("values are told by a table, and what it does not have is refused or kept")
  func values() {
    let table: Setting = ["BOOK": "booked", "PDNG": "pending"]
    #expect(
      read("status", ["BOOK", " PDNG ", "INFO", nil], ["fields": ["status": ["values": table]]]) == [
        "booked", "pending", "value-unknown", "~",
      ])
    let kept: Setting = ["fields": ["status": ["values": table, "on_unknown": "keep"]]]
    #expect(read("status", ["BOOK", "booked", "INFO"], kept) == ["booked", "booked", "value-not-allowed"])
    let folded: Setting = ["fields": ["status": ["values": table, "case": "upper"]]]
    #expect(read("status", ["book", "Pdng"], folded) == ["booked", "pending"])
    let code: Setting = [
      "fields": ["value_date": ["values": ["gestern": "2026-01-01"], "on_unknown": "keep"]]
    ]
    #expect(read("value_date", ["gestern", "2026-01-02"], code) == ["2026-01-01", "2026-01-02"])
  }

  @Test("hints name the nearest known value")
  func hints() {
    let result = normalized(
      table(
        """
        account_id | booking_date | amount | currency | status
        A1         | 2026-01-31   | 1      | UDS      | bookd
        """))
    #expect(result.rejections.map(\.code) == ["value-not-allowed", "currency-unknown"])
    #expect(result.rejections[0].hint.hasPrefix("The nearest known is booked."))
    #expect(result.rejections[1].hint.hasPrefix("The nearest code is USD."))
  }

  @Test(
    "currencies are ISO 4217 codes in either case",
    arguments: [
      ("USD", "USD"), ("eur", "EUR"), (" JPY ", "JPY"),
      ("XAU", "currency-unknown"), ("$", "currency-unknown"), ("USDX", "currency-unknown"),
      ("ABC", "currency-unknown"),
      ("", "value-missing"), ("U\u{308}SD", "currency-unknown"), ("840", "currency-unknown"),
    ])
  func currencies(text: String, expected: String) {
    let result = normalized(
      RecordBatch(
        schema: RecordSchema([Field("currency", .text)]), columns: [.text(TextColumn([text]))],
        origins: [Origin(offset: 0, length: 0, line: 1, record: 1)]))
    #expect(result.rejections.first?.code ?? result.batch.column("currency")?.string(at: 0) == expected)
  }

  @Test("an amount without a currency is refused even where the currency may be missing")
  func amountWithoutCurrency() {
    let result = normalized(
      table("currency | running_balance\n~ | 5.00\n~ | ~\nUSD | 5.00"),
      ["fields": ["currency": ["required": false]]])
    #expect(text(result.rejections) == "1 currency value-missing ~")
  }

  @Test("integers of 64 bits, but for the one that stands for no value")
  func integers() {
    #expect(
      read(
        "item_count",
        [
          "9223372036854775807", "-9223372036854775807", "-9223372036854775808", "+5", "\u{2212}5", "1.0",
          "-", "",
        ])
        == [
          "9223372036854775807", "-9223372036854775807", "integer-too-large", "5", "-5",
          "integer-not-a-number",
          "integer-not-a-number", "~",
        ])
  }

  @Test("typed fields pass untouched, those of another type are complained of")
  func typed() {
    let batch = table(
      "amount:decimal(4) | booking_date:date | currency:currency | account_id\n1.5000 | 2026-01-31 | USD | A")
    let result = normalized(batch, ["amount": ["debit": "out", "credit": "in"]])
    #expect(result.complaints == [])
    #expect(text(result.batch) == text(batch))
    let other = normalized(table("amount:decimal(2) | booking_date:integer\n1.50 | 5"))
    #expect(other.complaints.map(\.code) == ["field-type-differs", "field-type-differs"])
  }

  @Test("a missing value in a field the record must have is refused, typed or not")
  func required() {
    let result = normalized(
      table("amount:decimal(4) | currency:currency | account_id | external_id\n~ | USD | ~ | ~"))
    #expect(text(result.rejections) == "1 amount value-missing ~\n1 account_id value-missing ~")
    let style: Setting = ["fields": ["account_id": ["required": false], "note": ["required": true]]]
    let loose = normalized(table("account_id | note\n~ | ~"), style)
    #expect(text(loose.rejections) == "1 note value-missing ~")
  }

  @Test("options for fields that cannot be are complained of")
  func complaintsOfFields() {
    #expect(complaints(["fields": ["descripton": ["trim": false]]]) == ["field-unknown"])
    #expect(complaints(["fields": ["status": ["values": ["BOOK": "boked"]]]]) == ["value-not-allowed"])
    #expect(complaints(["fields": ["status": ["default": "boked"]]]) == ["value-not-allowed"])
    #expect(complaints(["fields": ["value_date": ["default": "tomorrow"]]]) == ["default-unreadable"])
    #expect(complaints(["fields": ["running_balance": ["default": "x"]]]) == ["default-unreadable"])
    #expect(
      complaints(["fields": ["currency": ["default": "XXX"], "item_count": ["default": "x"]]]) == [
        "default-unreadable", "default-unreadable",
      ])
    #expect(complaints(["fields": ["status": ["trim": true]]], fields: ["currency"]) == [])
  }
}
