/// The elements of OFX that mean something to the reader; every other one is passed over. The raw value is its name.
enum OFXTag: String, CaseIterable, Sendable {
  case document = "OFX"
  // Answers of the server, each with a status.
  case signOn = "SONRS"
  case bankAnswer = "STMTTRNRS"
  case cardAnswer = "CCSTMTTRNRS"
  case investmentAnswer = "INVSTMTTRNRS"
  case bankClosingAnswer = "STMTENDTRNRS"
  case cardClosingAnswer = "CCSTMTENDTRNRS"
  case status = "STATUS"
  case statusCode = "CODE"
  case severity = "SEVERITY"
  // Statements.
  case bankStatement = "STMTRS"
  case cardStatement = "CCSTMTRS"
  case investmentStatement = "INVSTMTRS"
  case currency = "CURDEF"
  case bankAccount = "BANKACCTFROM"
  case cardAccount = "CCACCTFROM"
  case investmentAccount = "INVACCTFROM"
  case accountID = "ACCTID"
  case list = "BANKTRANLIST"
  case investmentList = "INVTRANLIST"
  case pendingList = "BANKTRANLISTP"
  case from = "DTSTART"
  case through = "DTEND"
  case asOf = "DTASOF"
  case ledgerBalance = "LEDGERBAL"
  case availableBalance = "AVAILBAL"
  case investmentBalance = "INVBAL"
  case balanceList = "BALLIST"
  case balance = "BAL"
  case balanceAmount = "BALAMT"
  case availableCash = "AVAILCASH"
  case marginBalance = "MARGINBALANCE"
  case shortBalance = "SHORTBALANCE"
  // Closing statements.
  case bankClosings = "STMTENDRS"
  case cardClosings = "CCSTMTENDRS"
  case bankClosing = "CLOSING"
  case cardClosing = "CCCLOSING"
  case opened = "DTOPEN"
  case closed = "DTCLOSE"
  case postedFrom = "DTPOSTSTART"
  case postedThrough = "DTPOSTEND"
  case openingBalance = "BALOPEN"
  case closingBalance = "BALCLOSE"
  // Entries.
  case entry = "STMTTRN"
  case pendingEntry = "STMTTRNP"
  case type = "TRNTYPE"
  case posted = "DTPOSTED"
  case available = "DTAVAIL"
  case begun = "DTTRAN"
  case amount = "TRNAMT"
  case id = "FITID"
  case correctedID = "CORRECTFITID"
  case correction = "CORRECTACTION"
  case serverID = "SRVRTID"
  case checkNumber = "CHECKNUM"
  case reference = "REFNUM"
  case name = "NAME"
  case extendedName = "EXTDNAME"
  case payee = "PAYEE"
  case memo = "MEMO"
  case bankAccountTo = "BANKACCTTO"
  case cardAccountTo = "CCACCTTO"
  case entryCurrency = "CURRENCY"
  case originalCurrency = "ORIGCURRENCY"
  case currencySymbol = "CURSYM"
  // Trades that move cash.
  case buyDebt = "BUYDEBT"
  case buyFund = "BUYMF"
  case buyOption = "BUYOPT"
  case buyOther = "BUYOTHER"
  case buyStock = "BUYSTOCK"
  case sellDebt = "SELLDEBT"
  case sellFund = "SELLMF"
  case sellOption = "SELLOPT"
  case sellOther = "SELLOTHER"
  case sellStock = "SELLSTOCK"
  case income = "INCOME"
  case expense = "INVEXPENSE"
  case marginInterest = "MARGININTEREST"
  case returnOfCapital = "RETOFCAP"
  case traded = "DTTRADE"
  case settled = "DTSETTLE"
  case total = "TOTAL"
  case incomeType = "INCOMETYPE"
  case security = "UNIQUEID"

  enum Role {
    /// Holds elements.
    case aggregate
    /// Holds a text, whether it is closed or not.
    case leaf
    /// Holds elements by the standard, and a text in files that differ from it.
    case either
  }

  var role: Role {
    switch self {
    case .payee, .entryCurrency: .either
    case .statusCode, .severity, .currency, .accountID, .from, .through, .asOf, .balanceAmount,
      .availableCash,
      .marginBalance, .shortBalance, .type, .posted, .available, .begun, .amount, .id, .correctedID,
      .correction,
      .serverID, .checkNumber, .reference, .name, .extendedName, .memo, .currencySymbol, .traded, .settled,
      .total,
      .incomeType, .security, .opened, .closed, .postedFrom, .postedThrough, .openingBalance, .closingBalance:
      .leaf
    default: .aggregate
    }
  }

  /// What begins a record, if its trades are records.
  var isTrade: Bool {
    switch self {
    case .buyDebt, .buyFund, .buyOption, .buyOther, .buyStock, .sellDebt, .sellFund, .sellOption, .sellOther,
      .sellStock, .income, .expense, .marginInterest, .returnOfCapital:
      true
    default: false
    }
  }

  /// Whether an entry is over where this begins or ends, closed or not.
  var endsEntry: Bool {
    switch self {
    case .document, .bankAnswer, .cardAnswer, .investmentAnswer, .bankStatement, .cardStatement,
      .investmentStatement, .list, .investmentList, .pendingList, .ledgerBalance, .availableBalance,
      .investmentBalance, .balanceList, .entry, .pendingEntry, .bankClosingAnswer, .cardClosingAnswer,
      .bankClosings, .cardClosings:
      true
    default: isTrade
    }
  }
}

/// Finds tags by their names, in letters of either case.
struct OFXTagTable: Sendable {
  private var keys: [UInt128]
  private var tags: [OFXTag]
  private static let size = 256

  init() {
    keys = [UInt128](repeating: 0, count: OFXTagTable.size)
    tags = [OFXTag](repeating: .document, count: OFXTagTable.size)
    for tag in OFXTag.allCases {
      let key = tag.rawValue.utf8.reduce(0) { $0 << 8 | UInt128($1) }
      var slot = OFXTagTable.slot(key)
      while keys[slot] != 0 { slot = (slot + 1) % OFXTagTable.size }
      keys[slot] = key
      tags[slot] = tag
    }
  }

  /// Nil for a name that means nothing to the reader; all that do have at most sixteen letters.
  func tag(_ bytes: Span<UInt8>, _ name: Range<Int>) -> OFXTag? {
    guard name.count <= 16 else { return nil }
    var key: UInt128 = 0
    for at in name {
      let byte = bytes[at]
      // The difference wraps to 159...255 for bytes below "a".
      key = key << 8 | UInt128(byte &- 97 < 26 ? byte - 32 : byte)
    }
    var slot = OFXTagTable.slot(key)
    while keys[slot] != 0 {
      if keys[slot] == key { return tags[slot] }
      slot = (slot + 1) % OFXTagTable.size
    }
    return nil
  }

  /// 0 to 255, by the highest bits of a product that may wrap.
  private static func slot(_ key: UInt128) -> Int {
    let folded = UInt64(truncatingIfNeeded: key) ^ UInt64(truncatingIfNeeded: key >> 64)
    return Int((folded &* 0x9E37_79B9_7F4A_7C15) >> 56)
  }
}
