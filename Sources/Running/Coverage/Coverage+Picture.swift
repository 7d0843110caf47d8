import Records

extension Coverage {
  /// A calendar for each account: months are rows, days are columns, a sign for each day.
  ///
  /// - Parameter hasColors: for a terminal that shows them.
  public func picture(hasColors: Bool) -> String {
    guard let range else { return text }
    var lines: [String] = []
    var seen: Set<CoverageMark> = []
    for account in accounts {
      lines += [account.head, Coverage.tens, Coverage.ruler]
      let marks = account.marks(of: range)
      seen.formUnion(marks)
      lines += Coverage.months(range).map { month in
        Coverage.row(month, range, marks, hasColors)
      }
      lines += account.findings.map { "  " + $0.line(account.currency) } + [""]
    }
    let legend = CoverageMark.allCases.filter { $0 != .none && seen.contains($0) }.map { mark in
      "\(mark.painted(hasColors)) \(mark.rawValue)"
    }
    if !legend.isEmpty { lines += [legend.joined(separator: "   ") + "   · nothing", ""] }
    lines += overdueLines + [summary]
    return lines.joined(separator: "\n") + "\n"
  }

  // Under them stand the days of a row: `  2026-01 ■■■`.
  private static let tens = "                   1         2         3"
  private static let ruler = "          1234567890123456789012345678901"

  /// The first day of every month that the range touches.
  private static func months(_ range: ClosedRange<CivilDate>) -> [Period] {
    var months = [Period(.monthly, containing: range.lowerBound)]
    while let last = months.last, last.last < range.upperBound { months.append(last.next) }
    return months
  }

  private static func row(
    _ month: Period, _ range: ClosedRange<CivilDate>, _ marks: [CoverageMark], _ hasColors: Bool
  ) -> String {
    let cells = (month.first.days...month.last.days).map { day -> String in
      let day = CivilDate(days: day)
      if !range.contains(day) { return " " }
      return marks[Int(day.days - range.lowerBound.days)].painted(hasColors)
    }
    return "  \(month) " + cells.joined()
  }
}

extension CoverageMark {
  private var sign: String {
    switch self {
    case .covered: "■"
    case .gap: "G"
    case .overlap: "O"
    case .restated: "R"
    case .unproven: "U"
    case .refused: "X"
    case .overdue: "!"
    case .none: "·"
    }
  }

  /// The number of its colour on a terminal.
  private var color: Int {
    switch self {
    case .covered: 32
    case .gap, .overdue, .refused: 31
    case .overlap: 33
    case .restated: 36
    case .unproven: 35
    case .none: 90
    }
  }

  func painted(_ hasColors: Bool) -> String { hasColors ? "\u{1B}[\(color)m\(sign)\u{1B}[0m" : sign }
}
