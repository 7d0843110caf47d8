import Records

/// The state of a FINSTA, CREMUL or DEBMUL.
struct EDIFACTReport: SegmentState {
  /// Days since 1970-01-01; of the message.
  var date = CivilDate.null
  /// Of the message.
  var messageCurrency = Currency.none
  /// Of the open account.
  var currency = Currency.none
  /// Whether an account was met.
  var isInAccount = false
  var account = Account()
  /// The open entry.
  var entry: Entry?
  /// The date that follows is that of a balance.
  var balance: Balance?

  enum Balance {
    case opening, closing, other
  }

  /// The open account.
  struct Account {
    /// Sum of its entries, at four decimals.
    var entries: Int128 = 0
    /// Line of the closing balance.
    var closingLine: Int32 = 0
  }

  struct Entry {
    var draft: EntryDraft
    /// As it stood before its single payments, of which each says more of itself.
    var whole: BankRow?
    /// Single payments of it, and what those with an amount come to.
    var parts = 0
    var partsWithAmount = 0
    var sum: Int128 = 0
    /// The amount of one of them cannot be read.
    var isBroken = false
    var amountLine: Int32 = 0

    /// What follows speaks of a single payment; of several of them no word is that of the whole.
    mutating func beginPart() {
      parts += 1
      if let whole, parts > 1 { draft.row = whole } else { whole = draft.row }
    }
  }
}
