/// What a person should know of a QIF file although it can be read.
enum QIFNote: Int, NoteKind {
  case currencyMissing
  case accountMissing
  case noEntries
  case tradesLeftOut
  case notEnded
  case partsApart
  case openingBalance
  case tradeWithoutCash
  case tradePaidElsewhere

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .currencyMissing: "QIF names no currency; set currency"
    case .accountMissing: "an entry before which no account is named; set account_id"
    case .noEntries: "no section of entries in the file"
    case .tradesLeftOut: "a record of investments; its cash is left out unless trades is cash"
    case .notEnded: "the last record is not ended by ^; read as it stands"
    case .partsApart: "the parts of a split entry do not add up to it, or have no amounts; the entry is taken"
    case .openingBalance: "an opening balance that stands as an entry"
    case .tradeWithoutCash: "a record of securities that moves no cash; left out"
    case .tradePaidElsewhere: "a trade whose cash comes from or goes to another account; left out"
    }
  }
}
