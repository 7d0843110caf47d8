/// What an entry is, by its transaction code and its addenda.
enum NACHAKind: Int, CaseIterable {
  case entry
  case prenote
  case zeroDollar
  case `return`
  case dishonoredReturn
  case contestedReturn
  case notificationOfChange
  case refusedNotificationOfChange
  case accounting

  /// As the contract has it.
  var name: String {
    switch self {
    case .entry: "entry"
    case .prenote: "prenote"
    case .zeroDollar: "zero_dollar"
    case .return: "return"
    case .dishonoredReturn: "dishonored_return"
    case .contestedReturn: "contested_return"
    case .notificationOfChange: "notification_of_change"
    case .refusedNotificationOfChange: "refused_notification_of_change"
    case .accounting: "accounting"
    }
  }

  /// Whether money moves on the receiver's account.
  var movesMoney: Bool {
    switch self {
    case .entry, .return, .dishonoredReturn, .contestedReturn: true
    case .prenote, .zeroDollar, .notificationOfChange, .refusedNotificationOfChange, .accounting: false
    }
  }

  /// Whether the money moves against the sign of the transaction code: back to where it came from.
  var takesBack: Bool { self == .return || self == .contestedReturn }

  /// Of a return or a notification of change, by its code: R61, R62 and R67 to R70 dishonor a return, R71 to R77 contest
  /// that, C61 to C69 refuse a notification.
  init(isReturn: Bool, number: Int?) {
    switch (isReturn, number ?? 0) {
    case (true, 61), (true, 62), (true, 67...70): self = .dishonoredReturn
    case (true, 71...77): self = .contestedReturn
    case (true, _): self = .return
    case (false, 61...69): self = .refusedNotificationOfChange
    case (false, _): self = .notificationOfChange
    }
  }

  /// Of an entry without such addenda.
  init(_ code: NACHATransactionCode, amount: Int64) {
    if code.isAccounting {
      self = .accounting
    } else if code.isReturn {
      self = .return
    } else if code.isPrenote {
      self = .prenote
    } else {
      self = amount == 0 ? .zeroDollar : .entry
    }
  }
}

/// Two digits: the kind of account, then whether the entry is a credit or a debit, and which.
struct NACHATransactionCode {
  private let account: UInt8
  private let way: UInt8

  /// Nil where it says neither credit nor debit.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count == 2, let account = bytes[range.lowerBound].digit,
      let way = bytes[range.lowerBound + 1].digit
    else { return nil }
    switch account {
    case 2, 3, 4: guard way != 0, way != 5 else { return nil }
    case 5: guard (1...6).contains(way) else { return nil }
    case 8: guard (1...8).contains(way) else { return nil }
    default: return nil
    }
    (self.account, self.way) = (account, way)
  }

  /// Whether the receiver's account is credited. Loans (5) have debits from 5 on, accounting (8) has them even.
  var isCredit: Bool { isAccounting ? way % 2 == 1 : way < 5 }

  var isAccounting: Bool { account == 8 }

  var isReturn: Bool { !isAccounting && (way == 1 || way == 6) }

  var isPrenote: Bool { !isAccounting && (way == 3 || way == 8) }
}
