import Bytes
import Components
import Records
import Support
import Testing

@testable import Reading

@Suite("SAF-T")
struct SAFTTests {
  private func read<One: SAFTRow>(
    _ kind: One.Type, _ text: String, chunk: Int = Int.max, grain: DocumentGrain = .documents
  ) -> FileReading {
    FileReading { () throws(Fault) in
      SAFTReader<One>(try ByteSource(bytes: Array(text.utf8), name: "input.xml", chunk: chunk), grain)
    }
  }

  private func cells(_ reading: FileReading, _ names: [String]) -> [[String]] {
    reading.batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  private func leaf(_ name: String, _ text: String) -> XMLElement { XMLElement(name, text: text) }

  private func file(_ random: inout SeededRandom, _ parts: [XMLElement]) -> String {
    let header = XMLElement(
      "Header",
      [
        leaf("AuditFileVersion", "1.0"), XMLElement("Company", [leaf("RegistrationNumber", "R1")]),
        leaf("DefaultCurrencyCode", "NOK"),
        XMLElement(
          "SelectionCriteria",
          [leaf("SelectionStartDate", "2026-01-01"), leaf("SelectionEndDate", "2026-12-31")]),
      ])
    return XMLElement("AuditFile", [header] + parts).written(&random)
  }

  private func amount(_ cents: Int) -> String {
    ScaledDecimal(unscaled: Int64(cents), scale: 2).description
  }

  /// One side of an entry.
  private struct Line {
    var account: String
    var cents: Int
  }

  /// A line as Norway writes it, or as Portugal does.
  private func element(_ line: Line, _ number: Int, isFlat: Bool) -> XMLElement {
    let side = line.cents < 0 ? "Credit" : "Debit"
    let value = amount(abs(line.cents))
    let money =
      isFlat ? leaf("\(side)Amount", value) : XMLElement("\(side)Amount", [leaf("Amount", value)])
    return XMLElement(
      isFlat ? "\(side)Line" : "Line",
      [leaf("RecordID", "r\(number)"), leaf("AccountID", line.account), money])
  }

  @Test("lines of the OECD have a side beside their amount, and taxes by kind add up to one line")
  func invoiceLinesOfTheOECD() {
    let reading = read(
      InvoiceRow.self,
      """
      <AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:OECD"><Header><DefaultCurrencyCode>EUR</DefaultCurrencyCode></Header>
      <SourceDocuments><SalesInvoices><NumberOfEntries>1</NumberOfEntries><TotalDebit>5</TotalDebit><TotalCredit>115</TotalCredit>
      <Invoice><InvoiceNo>R-1</InvoiceNo><InvoiceDate>2026-02-10</InvoiceDate>
      <Line><ProductCode>A</ProductCode><Quantity>2</Quantity><InvoiceUOM>C62</InvoiceUOM><UnitPrice>57.50</UnitPrice>
      <InvoiceLineAmount><Amount>115.00</Amount></InvoiceLineAmount><DebitCreditIndicator>C</DebitCreditIndicator></Line>
      <Line><Description>Discount</Description>
      <InvoiceLineAmount><Amount>5.00</Amount></InvoiceLineAmount><DebitCreditIndicator>D</DebitCreditIndicator></Line>
      <DocumentTotals><TaxInformationTotals><TaxAmount><Amount>15.00</Amount></TaxAmount></TaxInformationTotals>
      <TaxInformationTotals><TaxAmount><Amount>5.00</Amount></TaxAmount></TaxInformationTotals>
      <GrossTotal>130.00</GrossTotal></DocumentTotals></Invoice></SalesInvoices></SourceDocuments></AuditFile>
      """, grain: .lines)
    #expect(
      cells(reading, ["line_number", "line_type", "product_id", "unit", "amount"]) == [
        ["1", "item", "A", "C62", "115.0000"], ["2", "item", "~", "~", "-5.0000"],
        ["3", "tax", "~", "~", "20.0000"],
      ])
    #expect(reading.statements.map(\.proves) == [true])
  }

  @Test("a ledger that was written is what is read, and proves itself", arguments: 0..<20)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let isFlat = seed % 2 == 0
    var expected: [[String]] = []
    var total = 0
    var entries: [XMLElement] = []
    for entry in 0..<1 + random.next(30) {
      var lines = (0..<1 + random.next(6)).map { _ in
        Line(account: "\(1000 + random.next(9000))", cents: random.next(2_000_000) - 1_000_000)
      }
      lines.append(Line(account: "1", cents: -lines.reduce(0) { $0 + $1.cents }))
      total += lines.reduce(0) { $0 + max(0, $1.cents) }
      let day = CivilDate(days: Int32(20_454 + random.next(365))).description
      var elements: [XMLElement] = []
      for (at, line) in lines.enumerated() {
        expected.append([
          "R1", "J/T\(entry)", "\(at + 1)", day, line.account,
          ScaledDecimal(unscaled: Int64(line.cents) * 100, scale: 4).description, "NOK", "r\(at)",
        ])
        elements.append(element(line, at, isFlat: isFlat))
      }
      let head = [leaf("TransactionID", "T\(entry)"), leaf("TransactionDate", day)]
      entries.append(
        XMLElement("Transaction", head + (isFlat ? [XMLElement("Lines", elements)] : elements)))
    }
    let ledger = XMLElement(
      "GeneralLedgerEntries",
      [
        leaf("NumberOfEntries", "\(entries.count)"), leaf("TotalDebit", amount(total)),
        leaf("TotalCredit", amount(total)), XMLElement("Journal", [leaf("JournalID", "J")] + entries),
      ])
    let reading = read(JournalRow.self, file(&random, [ledger]), chunk: 1 + random.next(5000))
    #expect(reading.fault == nil)
    #expect(reading.rejections == [])
    #expect(reading.statements.map(\.proves) == [true])
    #expect(reading.statements.first?.checks.count == 4)
    let names = [
      "company", "journal_id", "line_number", "posting_date", "account", "amount", "currency", "external_id",
    ]
    #expect(cells(reading, names) == expected)
  }

  @Test("a ledger of more lines than a batch holds keeps what its entries say")
  func batches() {
    let lines = (0..<20_000).map {
      "<Line><RecordID>\($0)</RecordID><AccountID>1</AccountID><DebitAmount><Amount>1</Amount></DebitAmount></Line>"
    }
    let text = """
      <AuditFile><Header><Company><RegistrationNumber>R1</RegistrationNumber></Company>
      <DefaultCurrencyCode>NOK</DefaultCurrencyCode></Header><GeneralLedgerEntries><Journal><JournalID>J</JournalID>
      <Transaction><TransactionID>T</TransactionID><Period>1</Period><PeriodYear>2026</PeriodYear>
      <TransactionDate>2026-01-31</TransactionDate><Description>Text</Description>\(lines.joined())</Transaction>
      </Journal></GeneralLedgerEntries></AuditFile>
      """
    let reading = read(JournalRow.self, text)
    #expect(reading.batches.map(\.count) == [16_384, 3616])
    let names = ["company", "journal_id", "period", "description"]
    #expect(cells(reading, names).allSatisfy { $0 == ["R1", "J/T", "2026-1", "Text"] })
    #expect(reading.statements.first?.recordCount == 20_000)
  }

  @Test("accounts have their balances, a debit positive, in the schema of every country")
  func accounts() {
    var random = SeededRandom(seed: 7)
    func account(_ name: String, _ number: String, _ balances: [(String, String)]) -> XMLElement {
      XMLElement(
        name,
        [leaf("AccountID", number), leaf("AccountDescription", "Konto \(number)")]
          + balances.map { leaf($0.0, $0.1) })
    }
    let text = file(
      &random,
      [
        XMLElement(
          "MasterFiles",
          [
            XMLElement(
              "GeneralLedgerAccounts",
              [
                account(
                  "Account", "1920", [("OpeningDebitBalance", "10.50"), ("ClosingCreditBalance", "0.01")]),
                account(
                  "Account", "2000", [("OpeningCreditBalance", "5"), ("ClosingDebitBalance", "-5.00")]),
                account("Account", "3000", []),
              ]),
            account("GeneralLedger", "11", [("OpeningDebitBalance", "1"), ("OpeningCreditBalance", "3")]),
            account("GeneralLedger", "12", [("OpeningDebitBalance", "1,5")]),
          ])
      ])
    let reading = read(AccountRow.self, text)
    let names = ["company", "account", "opening_balance", "closing_balance", "currency", "period_end"]
    #expect(
      cells(reading, names) == [
        ["R1", "1920", "10.5000", "-0.0100", "NOK", "2026-12-31"],
        ["R1", "2000", "-5.0000", "-5.0000", "NOK", "2026-12-31"],
        ["R1", "3000", "~", "~", "NOK", "2026-12-31"], ["R1", "11", "-2.0000", "~", "NOK", "2026-12-31"],
      ])
    #expect(reading.rejections.map { "\($0.field) \($0.code)" } == ["opening_balance amount-not-a-number"])
  }

  @Test("customers and suppliers are read, in lists or without them")
  func parties() {
    var random = SeededRandom(seed: 11)
    func address(_ name: String, _ street: String) -> XMLElement {
      XMLElement(
        name, [leaf(street, "Storgata"), leaf("Number", "7"), leaf("City", "Oslo"), leaf("Country", "NO")])
    }
    let parties = [
      XMLElement(
        "Customers",
        [
          XMLElement(
            "Customer",
            [
              leaf("RegistrationNumber", "914"), leaf("Name", "Kunde AS"), address("Address", "StreetName"),
              address("Address", "StreetName"),
              XMLElement("BankAccount", [leaf("IBANNumber", "NO9386011117947")]), leaf("CustomerID", "C1"),
              XMLElement(
                "BalanceAccount", [leaf("AccountID", "1500"), leaf("OpeningDebitBalance", "10")]),
              XMLElement(
                "BalanceAccount", [leaf("AccountID", "1501"), leaf("OpeningDebitBalance", "2.5")]),
            ])
        ]),
      XMLElement(
        "Supplier",
        [
          leaf("SupplierID", "S1"), leaf("AccountID", "221"), leaf("SupplierTaxID", "599"),
          leaf("CompanyName", "Fornecedor"), address("BillingAddress", "AddressDetail"),
        ]),
    ]
    let reading = read(PartyRow.self, file(&random, [XMLElement("MasterFiles", parties)]))
    let names = [
      "party_type", "party_id", "name", "tax_number", "registration_number", "account", "street", "city",
      "country", "bank_account", "opening_balance",
    ]
    #expect(
      cells(reading, names) == [
        [
          "customer", "C1", "Kunde AS", "~", "914", "1500", "Storgata 7", "Oslo", "NO", "NO9386011117947",
          "12.5000",
        ],
        ["supplier", "S1", "Fornecedor", "599", "~", "221", "Storgata 7", "Oslo", "NO", "~", "~"],
      ])
  }

  @Test("a contract that an audit file cannot fill is complained about, with those it can")
  func contracts() {
    let place = Place(file: "pipeline.yaml", line: 3)
    var complaints: [Complaint] = []
    for target in SAFTTarget.allCases {
      let schema = SAFTReader.factory.schema(
        Options([:], at: place), FileReading.contract(target.rawValue), &complaints)
      #expect(schema == target.schema)
    }
    #expect(complaints.isEmpty)
    _ = SAFTReader.factory.schema(
      Options([:], at: place), FileReading.contract("bank_transaction/1"), &complaints)
    #expect(complaints.map(\.code) == ["contract-not-filled"])
  }

  @Test(
    "an audit file is known by its content, and its contract with it",
    arguments: [
      (
        "<AuditFile xmlns=\"urn:OECD:StandardAuditFile-Tax:PT_1.04_01\"><Header><TaxAccountingBasis>F<",
        Recognition.certain, "invoice/1"
      ),
      (
        "<AuditFile xmlns=\"urn:OECD:StandardAuditFile-Tax:PT_1.04_01\"><Header><TaxAccountingBasis>C<",
        .certain, "journal_line/1"
      ),
      ("<n1:AuditFile xmlns:n1=\"urn:StandardAuditFile-Taxation-Financial:NO\">", .certain, "journal_line/1"),
      ("<AuditFile><Header>", .possible, "journal_line/1"), ("<Export/>", .no, "journal_line/1"),
      ("StandardAuditFile", .no, "journal_line/1"),
    ])
  func recognized(head: String, recognition: Recognition, contract: String) {
    let bytes = Array(head.utf8)
    #expect(SAFTReader.factory.recognizes(bytes, "export.xml") == recognition)
    #expect(SAFTReader.factory.usualContract(bytes) == contract)
  }
}
