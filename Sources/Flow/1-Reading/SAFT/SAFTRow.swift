import Records

/// A record that an audit file fills.
protocol SAFTRow: Row {
  static var target: SAFTTarget { get }
  init(_ entry: SAFTEntry, _ around: SAFTAround, text: inout TextArena)
}

/// What a record has from what lies around it; texts are in the arena of the rows.
struct SAFTAround {
  var company = TextView.null
  var currency = Currency.none
  var journalID = TextView.null
  var period = TextView.null
  var text = TextView.null
  var party = TextView.null
  var statementID = TextView.null
  /// Of the record: `customer`, `document`…
  var kind = TextView.null
  var periodStart: CivilDate?
  var periodEnd: CivilDate?
}

extension JournalRow: SAFTRow {
  static var target: SAFTTarget { .journalLine }

  init(_ entry: SAFTEntry, _ around: SAFTAround, text: inout TextArena) {
    company = around.company
    journalID = around.journalID
    lineNumber = entry.number
    postingDate = entry.date
    period = around.period
    account = entry.account
    department = entry.department
    counterparty = entry.party.isNull ? around.party : entry.party
    description = entry.name.isNull ? around.text : entry.name
    amount = SAFTEntry.balance(entry.debit, entry.credit)
    currency = around.currency
    sourceDocument = entry.source
    externalID = entry.id
  }
}

extension AccountRow: SAFTRow {
  static var target: SAFTTarget { .account }

  init(_ entry: SAFTEntry, _ around: SAFTAround, text: inout TextArena) {
    company = around.company
    account = entry.account
    description = entry.name
    accountType = entry.accountType
    standardAccount = entry.standardAccount
    category = entry.category
    parentAccount = entry.parentAccount
    periodStart = around.periodStart?.days ?? CivilDate.null
    periodEnd = around.periodEnd?.days ?? CivilDate.null
    openingBalance = SAFTEntry.balance(entry.openingDebit, entry.openingCredit)
    closingBalance = SAFTEntry.balance(entry.closingDebit, entry.closingCredit)
    currency = around.currency
  }
}

extension PartyRow: SAFTRow {
  static var target: SAFTTarget { .party }

  init(_ entry: SAFTEntry, _ around: SAFTAround, text: inout TextArena) {
    company = around.company
    partyType = around.kind
    partyID = entry.id
    name = entry.name
    taxNumber = entry.taxNumber
    registrationNumber = entry.registration
    account = entry.account
    street = text.join([entry.street, entry.house], with: [UInt8(ascii: " ")])
    city = entry.city
    postalCode = entry.postalCode
    region = entry.region
    country = entry.country
    bankAccount = entry.bankAccount
    openingBalance = SAFTEntry.balance(entry.openingDebit, entry.openingCredit)
    closingBalance = SAFTEntry.balance(entry.closingDebit, entry.closingCredit)
    currency = around.currency
  }
}

extension InvoiceRow: SAFTRow {
  static var target: SAFTTarget { .invoice }

  init(_ entry: SAFTEntry, _ around: SAFTAround, text: inout TextArena) {
    documentNumber = entry.id
    lineType = around.kind
    documentType = entry.documentType
    documentDate = entry.date
    sellerID = around.company
    buyerID = entry.party
    account = entry.party
    // Sales are credited: what debits them is credited to the customer.
    if entry.lineDebit != entry.lineCredit {
      creditDebit = text.keep(entry.lineDebit > entry.lineCredit ? "credit" : "debit")
    }
    amount = entry.gross ?? ScaledDecimal.null
    taxAmount = entry.tax ?? ScaledDecimal.null
    totalAmount = amount
    relatedDocument = entry.related
    orderNumber = entry.order
    if let part = entry.part { take(part, number: entry.number) }
    currency = around.currency
    statementID = around.statementID
  }

  private mutating func take(_ part: SAFTDocumentLine, number: Int64) {
    lineNumber = number
    productID = part.product
    description = part.text.isNull ? part.productText : part.text
    quantity = part.quantity
    unit = part.unit
    unitPrice = part.unitPrice
    amount = part.amount
    taxAmount = ScaledDecimal.null
  }
}
