import Support
import Testing

/// Sample files are looked at, a pipeline is drafted, and the draft is valid and loads what the file says.
@Suite("guess")
struct GuessTests {
  /// Drafts a pipeline of `statement.csv`, checks it and runs it; the rows it loads.
  private func loaded(_ desk: Workplace, _ file: String, _ settings: [String]) throws -> (
    rows: [String], draft: String
  ) {
    let guess = try desk.start(["guess", file] + settings.flatMap { ["--set", $0] }).wait()
    try #require(guess.status == 0, "\(guess.errors)")
    try desk.write("pipeline.yaml", guess.output)
    let valid = try desk.daybook("validate", "pipeline.yaml")
    #expect(valid.status == 0, "\(valid.errors)")
    let run = try desk.daybook("run", "pipeline.yaml")
    #expect(run.status == 0, "\(run.errors)\n\(guess.output)")
    let balance = guess.output.contains(": running_balance") ? "coalesce(running_balance, '-')" : "'-'"
    let columns = "booking_date || ' ' || amount || ' ' || currency || ' ' || \(balance)"
    let rows = try Books.rows(desk.place("statement.db"), "SELECT \(columns) FROM bank_transactions")
    return (rows.sorted(), guess.output)
  }

  @Test(
    "a seeded dialect of CSV is found, its draft is valid, and what it loads is what was written",
    arguments: 0..<40)
  func dialects(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let dialect = GuessDialect(&random)
    let desk = try Workplace()
    try desk.write("statement.csv", dialect.text)
    let (rows, draft) = try loaded(
      desk, "statement.csv",
      ["constants.account_id=4711"] + (dialect.hasCurrency ? [] : ["constants.currency=EUR"]))
    #expect(rows == dialect.expected, "\(dialect.text)\n\(draft)")
    #expect(draft.contains("0 refused"))
    if dialect.hasBalance { #expect(draft.contains("proves the amounts, 39 steps without an exception")) }
  }

  /// What guess asks about a file; nothing where it drafts.
  private func asked(_ text: String, _ settings: [String] = []) throws -> String {
    let desk = try Workplace()
    try desk.write("statement.csv", text)
    let guess = try desk.start(["guess", "statement.csv"] + settings.flatMap { ["--set", $0] }).wait()
    #expect(guess.status == (guess.output.isEmpty ? 65 : 0))
    return guess.errors
  }

  private let known = ["constants.account_id=1", "constants.currency=EUR"]

  @Test("dates that may begin with the day or the month are asked about, unless their order tells")
  func dates() throws {
    let ambiguous = "Date,Text,Amount\n05/04/2026,a,-1.00\n03/06/2026,b,2.00\n01/05/2026,c,3.00\n"
    let asked = try asked(ambiguous, known)
    #expect(asked.contains("1 question left open"))
    #expect(asked.contains("every date of \"Date\" can be read as dd/MM/yyyy and as MM/dd/yyyy: 05/04/2026"))
    #expect(asked.contains("--set dates.format=dd/MM/yyyy"))
    #expect(try self.asked(ambiguous, known + ["dates.format=MM/dd/yyyy"]) == "")
    let same = "Date,Text,Amount\n05/05/2026,a,-1.00\n06/06/2026,b,2.00\n07/07/2026,c,3.00\n"
    #expect(try self.asked(same, known).contains("dd/MM/yyyy and as MM/dd/yyyy"))
    let ordered = ["09/01", "10/01", "11/01", "12/01", "01/02", "02/02"].map { "\($0)/2026,a,-1.00\n" }
    #expect(try self.asked("Date,Text,Amount\n" + ordered.joined(), known) == "")
    #expect(
      try self.asked("Date,Text,Amount\n" + ordered.dropLast().joined(), known).contains("can be read as"))
  }

  @Test("of several columns of dates the one of booking is known by its name, or asked about")
  func bookingDate() throws {
    func text(_ first: String, _ second: String) -> String {
      "\(first),\(second),Text,Amount\n2026-01-31,2026-02-02,a,-1.00\n2026-02-01,2026-02-03,b,2.00\n"
    }
    let asked = try asked(text("Transaction date", "Settlement date"), known)
    #expect(
      asked.contains("several columns may be the day of booking: \"Transaction date\", \"Settlement date\""))
    #expect(
      try self.asked(
        text("Transaction date", "Settlement date"), known + ["columns.booking_date=Settlement date"]) == "")
    let desk = try Workplace()
    try desk.write("statement.csv", text("Value date", "Posted"))
    let rows = try loaded(desk, "statement.csv", known).rows
    #expect(rows == ["2026-02-02 -1.00 EUR -", "2026-02-03 2.00 EUR -"])
  }

  @Test("without a telling name, whole numbers may be the amount as well as those with decimals")
  func unnamedColumns() throws {
    let text = "Nap,Szöveg,Összeg,Egyenleg\n2026-01-31,a,-350,2345.56\n2026-02-01,b,1290,1055.56\n"
    #expect(try asked(text, known).contains("several columns may be the amount: \"Összeg\", \"Egyenleg\""))
  }

  @Test("amounts that are all positive, a currency and an account that nothing says are asked about")
  func money() throws {
    let positive = "Date,Text,Amount\n2026-01-31,a,1.00\n2026-02-01,b,2.00\n"
    let asked = try asked(positive)
    #expect(asked.contains("nothing says whether that is money in or out"))
    #expect(asked.contains("--set amount.positive=money_out"))
    #expect(
      asked.contains("--set constants.currency=EUR") && asked.contains("--set constants.account_id=NUMBER"))
    #expect(try self.asked(positive, known + ["amount.positive=money_in"]) == "")
    let several = "Date,Text,Net,Gross\n2026-01-31,a,-1.00,-1.19\n2026-02-01,b,2.00,2.38\n"
    #expect(try self.asked(several, known).contains("several columns may be the amount: \"Net\", \"Gross\""))
    #expect(try self.asked(several, known + ["columns.amount=Gross"]) == "")
  }

  @Test(
    "a mark that may be that of decimals or of groups is asked about, unless the currency or a balance tells")
  func marks() throws {
    let thousands = "Date;Text;Amount\n31.01.2026;a;-1.234\n01.02.2026;b;2.500\n"
    #expect(try asked(thousands, known) == "")
    let dinars = ["constants.account_id=1", "constants.currency=KWD"]
    #expect(
      try asked(thousands, dinars).contains("can be read with `.` and with `,` as the decimal mark: -1.234"))
    let proven = """
      Date;Text;Amount;Balance
      31.01.2026;a;-1.234;8.766
      01.02.2026;b;2.500;11.266
      02.02.2026;b;-2.500;8.766

      """
    // Both readings add up: a balance alone decides nothing here.
    #expect(try asked(proven, dinars).contains("as the decimal mark"))
    #expect(try asked(proven, dinars + ["amount.decimal_mark=."]) == "")
  }

  @Test("the sign of a card file is what its balance proves")
  func cardFile() throws {
    let desk = try Workplace()
    try desk.write(
      "statement.csv",
      """
      Posted,Details,Amount (USD),Balance
      01/30/2026,Office,100.00,-350.00
      01/29/2026,Payment,-50.00,-250.00
      01/28/2026,Travel,300.00,-300.00

      """)
    let (rows, draft) = try loaded(desk, "statement.csv", ["constants.account_id=1"])
    #expect(draft.contains("positive: money_out") && draft.contains("from the newest entry to the oldest"))
    #expect(
      rows == [
        "2026-01-28 -300.00 USD -300.00", "2026-01-29 50.00 USD -250.00", "2026-01-30 -100.00 USD -350.00",
      ])
  }

  @Test("a workbook is guessed like a file of text")
  func workbook() throws {
    var workbook = XLSXWriting([
      XLSXWriting.texts(1, ["Account 4711"]),
      XLSXWriting.texts(3, ["Day", "Text", "Amount", "Balance", "Currency"]),
    ])
    let days = [
      ("46053", "12.340000000000001", "112.34"), ("46054", "-100", "12.34"), ("46055", "0.5", "12.84"),
    ]
    for (at, day) in days.enumerated() {
      let row = at + 4
      workbook.sheets[0].rows += XLSXWriting.row(
        row,
        [
          XLSXWriting.cell("A\(row)", day.0, style: 1), XLSXWriting.text("B\(row)", "text \(row)"),
          XLSXWriting.cell("C\(row)", day.1, style: 2), XLSXWriting.cell("D\(row)", day.2, style: 2),
          XLSXWriting.text("E\(row)", "EUR"),
        ])
    }
    workbook.formats = ["dd/mm/yyyy", "0.00"]
    let desk = try Workplace()
    try desk.write("statement.xlsx", bytes: workbook.bytes)
    let (rows, draft) = try loaded(desk, "statement.xlsx", ["constants.account_id=4711"])
    #expect(
      rows == ["2026-01-31 12.34 EUR 112.34", "2026-02-01 -100.00 EUR 12.34", "2026-02-02 0.50 EUR 12.84"])
    #expect(draft.contains("\"Balance\" proves the amounts, 2 steps without an exception"))
  }

  @Test("several files make one pipeline, each with a format of its own")
  func several() throws {
    let desk = try Workplace()
    try desk.write("statement.csv", "Date,Text,Amount\n2026-01-31,a,-1.00\n2026-02-01,b,2.00\n")
    try desk.write("other.csv", "Datum;Text;Betrag\n30.03.2026;a;-1,00\n01.04.2026;b;1.002,00\n")
    let guess = try desk.start(["guess", "statement.csv", "other.csv"] + known.flatMap { ["--set", $0] })
      .wait()
    #expect(guess.status == 0, "\(guess.errors)")
    try desk.write("pipeline.yaml", guess.output)
    #expect(try desk.daybook("run", "pipeline.yaml").status == 0)
    let sums = try Books.rows(
      desk.place("statement.db"), "SELECT count(*), sum(amount) FROM bank_transactions")
    #expect(sums.first?.hasPrefix("4 1002") == true)
  }

  @Test("what says itself how it is read, and what is no table of entries, is not guessed about")
  func notNeeded() throws {
    #expect(
      try asked("01,A,B,260105,,1,,,2/\n02,B,A,1,260105,,USD,2/\n").contains(
        "guess-not-needed: the file is bai2"))
    #expect(try asked("Name,Town\nx,y\nz,w\n").contains("guess-not-possible: no column holds dates"))
    #expect(try asked("").contains("guess-not-possible: there is nothing in the file"))
    let desk = try Workplace()
    try desk.write("statement.csv", "Date,Amount\n2026-01-31,1\n")
    let wrong = try desk.daybook("guess", "statement.csv", "--set", "date.format=x")
    #expect(wrong.status == 64 && wrong.errors.contains("Did you mean dates.format?"))
  }
}

/// A random dialect of CSV with forty payments in it, and what they are.
private struct GuessDialect {
  let hasCurrency: Bool
  let hasBalance: Bool
  private(set) var text = ""
  /// Rows of the books, sorted: day, amount, currency, balance.
  private(set) var expected: [String] = []

  private enum Layout: CaseIterable { case minus, trailing, parentheses, twoColumns, words }

  init(_ random: inout SeededRandom) {
    func one<Value>(_ values: [Value]) -> Value { values[random.next(values.count)] }
    let delimiter = one([",", ";", "\t", "|"])
    let (decimal, group) = one([(".", ""), (".", ","), (",", ""), (",", "."), (",", "\u{A0}"), (".", "'")])
    let layout = one(Layout.allCases)
    let isGerman = random.next(2) == 0
    let date = one(["iso", "dotted", "british", "american", "compact", "named"])
    hasCurrency = random.next(2) == 0
    hasBalance = random.next(3) > 0
    let isNewestFirst = random.next(2) == 0

    func quoted(_ text: String) -> String {
      text.contains(delimiter) || text.contains("\"")
        ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    func number(_ cents: Int) -> String {
      var whole = "\(cents.magnitude / 100)"
      if !group.isEmpty, whole.count > 3 {
        whole.insert(contentsOf: group, at: whole.index(whole.endIndex, offsetBy: -3))
      }
      return whole + decimal + "\(100 + cents.magnitude % 100)".dropFirst()
    }
    func plain(_ cents: Int) -> String {
      (cents < 0 ? "-" : "") + "\(cents.magnitude / 100)." + "\(100 + cents.magnitude % 100)".dropFirst()
    }
    func signed(_ cents: Int) -> String {
      if cents >= 0 { return number(cents) }
      switch layout {
      case .trailing: return number(cents) + "-"
      case .parentheses: return "(" + number(cents) + ")"
      default: return "-" + number(cents)
      }
    }
    func written(_ month: Int, _ day: Int) -> String {
      let (m, d) = ("\(100 + month)".dropFirst(), "\(100 + day)".dropFirst())
      switch date {
      case "iso": return "2026-\(m)-\(d)"
      case "dotted": return "\(d).\(m).2026"
      case "british": return "\(d)/\(m)/2026"
      case "american": return "\(m)/\(d)/2026"
      case "compact": return "2026\(m)\(d)"
      default: return "\(d)-\(["Jan", "Feb"][month - 1])-2026"
      }
    }

    var header = isGerman ? ["Buchungstag", "Verwendungszweck"] : ["Posted", "Details"]
    switch layout {
    case .twoColumns: header += isGerman ? ["Soll", "Haben"] : ["Money out", "Money in"]
    case .words: header += isGerman ? ["Betrag", "S/H"] : ["Amount", "Dr or Cr"]
    default: header += isGerman ? ["Betrag"] : ["Amount"]
    }
    if hasBalance { header.append(isGerman ? "Saldo" : "Balance") }
    if hasCurrency { header.append(isGerman ? "Währung" : "Currency") }

    var rows: [String] = []
    var balance = 5_000_000
    for at in 0..<40 {
      // The balance stays above nought, so that its sign needs no form of its own.
      let cents = at == 0 ? 123_456 : (random.next(2) == 0 ? -1 : 1) * (1 + random.next(110_000))
      balance += cents
      let (month, day) = at < 25 ? (1, at + 3) : (2, at - 20)
      var cells = [
        written(month, day), one(["Card, \"Café\"", "Rent; January", "Fee | monthly", "Wages"]) + " \(at)",
      ]
      switch layout {
      case .twoColumns: cells += cents < 0 ? [number(cents), ""] : ["", number(cents)]
      case .words: cells += [number(cents), cents < 0 ? (isGerman ? "S" : "DR") : (isGerman ? "H" : "CR")]
      default: cells.append(signed(cents))
      }
      if hasBalance { cells.append(number(balance)) }
      if hasCurrency { cells.append("EUR") }
      rows.append(cells.map(quoted).joined(separator: delimiter))
      let iso = "2026-\("\(100 + month)".dropFirst())-\("\(100 + day)".dropFirst())"
      expected.append("\(iso) \(plain(cents)) EUR \(hasBalance ? plain(balance) : "-")")
    }
    expected.sort()
    let before = (0..<random.next(4)).map { "Export line \($0 + 1)" }
    let after = (0..<random.next(3)).map { _ in isGerman ? "Endsaldo ohne Gewähr" : "Total of the page" }
    let all =
      before + [header.map(quoted).joined(separator: delimiter)] + (isNewestFirst ? rows.reversed() : rows)
      + after
    text = all.map { $0 + "\r\n" }.joined()
  }
}
