/// What a person should know of an audit file although it can be read.
enum SAFTNote: Int, NoteKind {
  case ledgerElsewhere, documentsElsewhere, currencyByStandard, cancelled, payment, tooFine

  var text: String {
    switch self {
    case .ledgerElsewhere:
      "the file has entries of the general ledger, which the contract journal_line/1 takes"
    case .documentsElsewhere: "the file has sales invoices, which the contract invoice/1 takes"
    case .currencyByStandard: "the header names no currency; SAF-T of Portugal has EUR"
    case .cancelled: "a cancelled document: it is shown and never posts"
    case .payment: "a receipt among the documents: it is shown and never posts as an invoice"
    case .tooFine: "a quantity or price that six decimals do not hold is left out"
    }
  }
}
