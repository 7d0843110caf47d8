/// What a person should know of an MT940 or MT942 file although it can be read.
enum MT940Note: Int, NoteKind {
  case februaryDay
  case decimalPoint
  case decimalMarkMissing
  case balanceUnreadable
  case balancesMissing
  case pagesBefore
  case pagesBehind

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .februaryDay: "a 29 or 30 February that is not in the calendar; read as the last day of the month"
    case .decimalPoint: "an amount with a decimal point; read like the comma"
    case .decimalMarkMissing: "an amount without its decimal comma; read as whole units"
    case .balanceUnreadable: "an available balance that cannot be read, or in another currency; left out"
    case .balancesMissing: "entries without an opening and a closing balance; nothing proves them"
    case .pagesBefore:
      "a statement begins with an intermediate balance: pages before it are not in the file"
    case .pagesBehind: "a statement ends with an intermediate balance: pages behind it are not in the file"
    }
  }
}
