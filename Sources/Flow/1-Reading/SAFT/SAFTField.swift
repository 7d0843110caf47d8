/// What an element of an audit file means to the reader.
enum SAFTField: UInt8, Sendable {
  case nothing, file
  // The header.
  case companyNumber, companyID, currency, year, start, end, startMonth, startYear, endMonth, endYear
  // What a part of the file states of itself.
  case ledger, invoices, payments, entryCount, totalDebit, totalCredit
  // An entry of a journal.
  case journalID, transaction, transactionID, period, periodYear, transactionDate, transactionText,
    transactionParty
  // Records.
  case line, account, customer, supplier, invoice, payment
  // What a record says.
  case id, accountID, name, party, department, source, debit, credit
  case openingDebit, openingCredit, closingDebit, closingCredit
  case accountType, standardAccount, category, parentAccount
  case taxNumber, registration, street, house, city, postalCode, region, country, bankAccount
  case documentType, documentDate, status, related, order, tax, gross
  // A line of a document.
  case documentLine, lineDebit, lineCredit, lineAmount, lineSide
  case product, lineText, productText, quantity, unit, unitPrice

  /// The paths that a target needs, of all countries' schemas, from AuditFile down.
  static func paths(_ target: SAFTTarget) -> XMLPaths<SAFTField> {
    let body: [Path] =
      switch target {
      case .journalLine: ofLedger
      case .account:
        under(["/MasterFiles/GeneralLedgerAccounts/Account", "/MasterFiles/GeneralLedger"], inAccount)
      case .party:
        under(["/MasterFiles/Customers/Customer", "/MasterFiles/Customer"], [("", .customer)] + inParty)
          + under(["/MasterFiles/Suppliers/Supplier", "/MasterFiles/Supplier"], [("", .supplier)] + inParty)
      case .invoice: ofDocuments
      }
    let parts: [Path] = [("/GeneralLedgerEntries", .ledger), ("/SourceDocuments/SalesInvoices", .invoices)]
    let all = [("", .file)] + parts + inHeader.map { ("/Header" + $0.path, $0.label) } + body
    return XMLPaths(all.map { ("AuditFile" + $0.path, $0.label) }, nothing: .nothing)
  }

  private typealias Path = (path: String, label: SAFTField)

  /// Each path within each base.
  private static func under(_ bases: [String], _ paths: [Path]) -> [Path] {
    bases.flatMap { base in paths.map { (base + $0.path, $0.label) } }
  }

  private static let inHeader: [Path] = [
    ("/Company/RegistrationNumber", .companyNumber), ("/TaxRegistrationNumber", .companyNumber),
    ("/CompanyID", .companyID), ("/DefaultCurrencyCode|CurrencyCode", .currency), ("/FiscalYear", .year),
    ("/StartDate", .start), ("/EndDate", .end), ("/SelectionCriteria/SelectionStartDate", .start),
    ("/SelectionCriteria/SelectionEndDate", .end), ("/SelectionCriteria/PeriodStart", .startMonth),
    ("/SelectionCriteria/PeriodStartYear", .startYear), ("/SelectionCriteria/PeriodEnd", .endMonth),
    ("/SelectionCriteria/PeriodEndYear", .endYear),
  ]

  /// What a part states of itself.
  private static let totals: [Path] = [
    ("/NumberOfEntries", .entryCount), ("/TotalDebit", .totalDebit), ("/TotalCredit", .totalCredit),
  ]

  private static let ofLedger: [Path] =
    under(["/GeneralLedgerEntries"], totals) + under(["/GeneralLedgerEntries/Journal"], inJournal)
    + under(
      [
        "/GeneralLedgerEntries/Journal/Transaction/Line",
        "/GeneralLedgerEntries/Journal/Transaction/Lines/Line|DebitLine|CreditLine",
      ], inLine)

  private static let inJournal: [Path] = [
    ("/JournalID", .journalID), ("/Transaction", .transaction),
    ("/Transaction/TransactionID", .transactionID),
    ("/Transaction/Period", .period), ("/Transaction/PeriodYear", .periodYear),
    ("/Transaction/TransactionDate", .transactionDate), ("/Transaction/Description", .transactionText),
    ("/Transaction/CustomerID|SupplierID", .transactionParty),
  ]

  private static let inLine: [Path] = [
    ("", .line), ("/RecordID", .id), ("/AccountID", .accountID), ("/Description", .name),
    ("/CustomerID|SupplierID", .party), ("/SourceDocumentID", .source),
    ("/Analysis/AnalysisID", .department), ("/DebitAmount", .debit), ("/CreditAmount", .credit),
    ("/DebitAmount/Amount", .debit), ("/CreditAmount/Amount", .credit),
  ]

  private static let balances: [Path] = [
    ("/OpeningDebitBalance", .openingDebit), ("/OpeningCreditBalance", .openingCredit),
    ("/ClosingDebitBalance", .closingDebit), ("/ClosingCreditBalance", .closingCredit),
  ]

  private static let inAccount: [Path] =
    [
      ("", .account), ("/AccountID", .accountID), ("/AccountDescription", .name),
      ("/AccountType", .accountType),
      ("/StandardAccountID|TaxonomyCode", .standardAccount), ("/GroupingCategory", .category),
      ("/GroupingCode", .parentAccount),
    ] + balances

  private static let inParty: [Path] =
    plainParty + balances + under(["/BalanceAccount"], balances)
    + under(["/BillingAddress", "/Address"], address)

  private static let plainParty: [Path] = [
    ("/CustomerID|SupplierID", .id), ("/CompanyName|Name", .name),
    ("/CustomerTaxID|SupplierTaxID", .taxNumber), ("/TaxRegistration/TaxRegistrationNumber", .taxNumber),
    ("/RegistrationNumber", .registration), ("/AccountID", .accountID),
    ("/BalanceAccount/AccountID", .accountID), ("/BankAccount/IBANNumber|BankAccountNumber", .bankAccount),
  ]

  private static let address: [Path] = [
    ("/AddressDetail|StreetName", .street), ("/Number", .house), ("/City", .city),
    ("/PostalCode", .postalCode), ("/Region", .region), ("/Country", .country),
  ]

  private static let ofDocuments: [Path] =
    under(["/SourceDocuments/SalesInvoices", "/SourceDocuments/Payments"], totals)
    + [("/SourceDocuments/Payments", .payments)]
    + under(["/SourceDocuments/SalesInvoices/Invoice"], [("", .invoice)] + inDocument)
    + under(["/SourceDocuments/Payments/Payment"], [("", .payment)] + inDocument)

  private static let inDocument: [Path] = [
    ("/InvoiceNo|PaymentRefNo", .id), ("/InvoiceType|PaymentType", .documentType),
    ("/InvoiceDate|TransactionDate", .documentDate), ("/DocumentStatus/InvoiceStatus|PaymentStatus", .status),
    ("/CustomerID", .party), ("/CustomerInfo/CustomerID", .party), ("/Line", .documentLine),
    ("/Line/DebitAmount", .lineDebit), ("/Line/CreditAmount", .lineCredit),
    ("/Line/InvoiceLineAmount/Amount", .lineAmount), ("/Line/DebitCreditIndicator", .lineSide),
    ("/Line/ProductCode", .product), ("/Line/Description", .lineText),
    ("/Line/ProductDescription", .productText), ("/Line/Quantity", .quantity),
    ("/Line/UnitOfMeasure|InvoiceUOM", .unit), ("/Line/UnitPrice", .unitPrice),
    ("/Line/References/Reference", .related), ("/Line/References/CreditNote/Reference", .related),
    ("/Line/OrderReferences/OriginatingON", .order), ("/DocumentTotals/TaxPayable", .tax),
    ("/DocumentTotals/TaxInformationTotals/TaxAmount/Amount", .tax), ("/DocumentTotals/GrossTotal", .gross),
  ]
}
