/// What a person should know of an OFX file although it can be read.
enum OFXNote: Int, NoteKind {
  case charset
  case answerFailed
  case currencyMissing
  case accountMissing
  case balanceUnreadable
  case balanceOfAnotherDay
  case idMissing
  case replaces
  case signAgainstType
  case outsidePeriod
  case entryNotClosed
  case tradesLeftOut
  case closingAlone

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .charset:
      "the header names a character set that is not the one it is read in; set encoding if names look wrong"
    case .answerFailed: "the bank answered an account with an error in place of a statement"
    case .currencyMissing: "a statement that names no currency"
    case .accountMissing: "a statement that names no account"
    case .balanceUnreadable: "a balance that cannot be read; left out"
    case .balanceOfAnotherDay:
      "a ledger balance of a day on which the statement does not end; not taken as its closing balance"
    case .idMissing: "an entry without a number of the bank (FITID), or with zeros for one"
    case .replaces: "an entry that replaces an earlier one: it has the number of that one"
    case .signAgainstType: "a type of entry that says the other direction than the sign; the sign counts"
    case .outsidePeriod: "an entry dated outside the period of its statement"
    case .entryNotClosed: "an entry without an end tag"
    case .tradesLeftOut: "a trade in securities; its cash is left out unless trades is cash"
    case .closingAlone: "a closing statement that no list of entries in the file covers; it proves nothing"
    }
  }
}
