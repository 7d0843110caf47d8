import Components
import Normalizing
import Records
import Support
import Testing

@Suite("Amounts out of two columns, or with a direction")
struct AmountSourceTests {
  /// Rows of the two cells beside the fields a record must have.
  private func run(
    _ a: String, _ b: String, _ rows: [(String, String)], _ amount: Setting, contract: Contract = bankContract
  ) -> [String] {
    let lines = rows.map { "A | 2026-01-05 | USD | x | \($0.0) | \($0.1)" }
    let batch = table(
      "account_id | booking_date | currency | external_id | \(a) | \(b)\n" + lines.joined(separator: "\n"))
    let result = normalized(batch, ["amount": amount], contract: contract)
    precondition(result.complaints.isEmpty, "\(result.complaints)")
    return (0..<rows.count).map { row in
      let codes = result.rejections.filter { $0.origin.record == Int32(row + 1) }.map {
        "\($0.field) \($0.code)"
      }
      return codes.isEmpty
        ? result.batch.column("amount")?.string(at: row) ?? "~" : codes.joined(separator: ", ")
    }
  }

  @Test("of debit and credit one is filled, and the debit is money out")
  func twoColumns() {
    let read = run(
      "out", "in",
      [("5.00", "~"), ("~", "7.00"), ("0.00", "7.00"), ("5.00", "0.00"), ("0.00", "0.00"), ("0", "~")],
      ["debit": "out", "credit": "in"])
    #expect(read == ["-5.0000", "7.0000", "7.0000", "-5.0000", "0.0000", "0.0000"])
  }

  @Test("both columns filled, or none, is refused")
  func bothOrNone() {
    let read = run(
      "out", "in", [("5.00", "7.00"), ("~", "~"), ("x", "~"), ("1", "y")], ["debit": "out", "credit": "in"])
    #expect(
      read == [
        "out amount-in-both-columns", "amount value-missing", "out amount-not-a-number",
        "in amount-not-a-number",
      ])
  }

  @Test("a debit column that is negative already is taken as it is")
  func signedDebit() {
    let rows = [("-5.00", "~"), ("~", "7.00")]
    #expect(
      run("out", "in", rows, ["debit": "out", "credit": "in", "debit_sign": "as_is"]) == [
        "-5.0000", "7.0000",
      ])
    #expect(
      run("out", "in", rows, ["debit": "out", "credit": "in"]) == ["out amount-sign-not-expected", "7.0000"])
  }

  @Test("a word in another column says the direction, in either case")
  func direction() {
    let style: Setting = [
      "direction": ["field": "dc", "debit": ["D", "Out"], "credit": ["K", "CR"]], "group_mark": ",",
      "currency_sign": "£",
    ]
    let read = run(
      "amount", "dc",
      [("5.00", "D"), ("+ £1,100.00", "cr"), ("3", "OUT"), ("3", "X"), ("3", "~"), ("-3", "D"), ("~", "D")],
      style)
    #expect(
      read == [
        "-5.0000", "1100.0000", "-3.0000", "dc direction-unknown", "dc direction-missing",
        "amount amount-sign-not-expected", "amount value-missing",
      ])
  }

  @Test("in a ledger's contract a debit is positive, however it is written")
  func ledger() {
    var ledger = bankContract
    ledger.debitIsPositive = true
    let columns = run(
      "soll", "haben", [("5.00", "~"), ("~", "7.00"), ("5.00", "7.00")],
      ["debit": "soll", "credit": "haben"],
      contract: ledger)
    #expect(columns == ["5.0000", "-7.0000", "haben amount-in-both-columns"])
    let signed: Setting = ["debit": "soll", "credit": "haben", "debit_sign": "as_is"]
    #expect(
      run("soll", "haben", [("5.00", "~"), ("~", "-7.00")], signed, contract: ledger) == [
        "5.0000", "-7.0000",
      ])
    let words: Setting = ["direction": ["field": "dc", "debit": "S", "credit": "H"]]
    #expect(
      run("amount", "dc", [("5.00", "S"), ("7.00", "H")], words, contract: ledger) == ["5.0000", "-7.0000"])
    let written = run(
      "amount", "dc", [("5.00 DR", "~"), ("7.00 CR", "~")], ["negative": "cr_dr"], contract: ledger)
    #expect(written == ["5.0000", "-7.0000"])
  }

  @Test("an empty word may have a meaning of its own")
  func emptyWord() {
    let style: Setting = ["direction": ["field": "dc", "debit": "", "credit": "CR"], "currency_sign": "£"]
    #expect(run("amount", "dc", [("£67.40", "~"), ("£67.40", "CR")], style) == ["-67.4000", "67.4000"])
  }

  @Test("an amount that is made from two columns takes their place, comes last and is typed")
  func schema() {
    let names = ["account_id", "booking_date", "currency", "out", "in"]
    let made = stage(
      ["amount": ["debit": "out", "credit": "in"]], over: RecordSchema(names.map { Field($0, .text) }))
    #expect(made.stage.schema.fields.last == Field("amount", .decimal(scale: 4)))
    #expect(made.stage.schema.names == ["account_id", "booking_date", "currency", "amount"])
  }

  @Test("options that cannot be are complained of")
  func complaintsOfSources() {
    let names = ["account_id", "currency", "withdrawals", "deposits"]
    let two: Setting = ["debit": "withdrawals", "credit": "deposits"]
    #expect(complaints(["amount": two], fields: names) == [])
    #expect(complaints(["amount": two], fields: names + ["amount"]) == ["amount-source-twice"])
    #expect(
      complaints(["amount": two, "fields": ["amount": ["default": "0"]]], fields: names) == ["field-not-read"]
    )
    #expect(complaints(["amount": ["debit": "withdrawals"]], fields: names) == ["amount-columns-incomplete"])
    #expect(
      complaints(["amount": ["debit": "withdrawal", "credit": "deposits"]], fields: names) == [
        "field-unknown"
      ])
    #expect(
      complaints(
        ["amount": ["debit": "withdrawals", "credit": "deposits", "positive": "money_out"]], fields: names)
        == ["amount-source-twice"])
    #expect(
      complaints(
        ["amount": ["direction": ["field": "withdrawals", "debit": "D", "credit": ["C", "d"]]]],
        fields: names + ["amount"]
      )
        == ["direction-words-overlap"])
    #expect(
      complaints(
        ["amount": ["debit": "deposits", "credit": "running_balance"]], fields: names + ["running_balance"])
        == [
          "field-type-differs"
        ])
    #expect(
      complaints(["amount": ["decimal_mark": ",", "group_mark": ","]], fields: names) == ["mark-not-usable"])
    #expect(complaints(["amount": ["decimal_mark": "5"]], fields: names) == ["mark-not-usable"])
    #expect(complaints([:], fields: ["amount"]) == ["currency-field-missing"])
  }
}
