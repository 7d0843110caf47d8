/// What a person should know of a file although it can be read; each said once, with its first line.
struct MT940Notes {
  enum Kind: Int, CaseIterable {
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

  private var counts = [Int](repeating: 0, count: Kind.allCases.count)
  private var firstLines = [Int32](repeating: 0, count: Kind.allCases.count)

  mutating func add(_ kind: Kind, line: Int32) {
    if counts[kind.rawValue] == 0 { firstLines[kind.rawValue] = line }
    counts[kind.rawValue] += 1
  }

  /// One sentence a kind, in the order of the kinds.
  var remarks: [String] {
    Kind.allCases.filter { counts[$0.rawValue] > 0 }.map { kind in
      let count = counts[kind.rawValue]
      let first = firstLines[kind.rawValue]
      return kind.text + (count == 1 ? " (line \(first))" : " (\(count) times, first on line \(first))")
    }
  }
}
