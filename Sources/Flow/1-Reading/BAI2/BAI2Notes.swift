/// What a person should know of a file although it can be read. Each kind is told once, with its first line.
struct BAI2Notes: Sendable {
  enum Kind: Int, CaseIterable, Sendable {
    case versionOther, fixedLength, severalFiles, colonAfter88, wrappedText, bytesAfterRecordEnd,
      groupStatusMissing
    case groupDateUnknown, currencyMissing, pairedSummaries, fundsTypeUnknown, valueTimeMissing,
      emptyGroupUnproven

    var text: String {
      switch self {
      case .versionOther: "the file does not declare version 2; read as BAI2"
      case .fixedLength: "no line breaks: cut at the physical record length"
      case .severalFiles: "several files in one"
      case .colonAfter88: "88 followed by a colon"
      case .wrappedText: "text goes on without an 88 record"
      case .bytesAfterRecordEnd: "bytes after the end of a record left out"
      case .groupStatusMissing: "group status missing; read as update"
      case .groupDateUnknown: "as-of date missing or not in the calendar; records have no booking date"
      case .currencyMissing: "no currency in group and account; read as USD, the standard's default"
      case .pairedSummaries: "balances in pairs of type and amount: the NAB dialect"
      case .fundsTypeUnknown: "funds type unknown; read as one without further fields"
      case .valueTimeMissing: "funds type V without its time; what follows the date is read as the next field"
      case .emptyGroupUnproven: "a trailer does not agree with a group or file that has no account"
      }
    }
  }

  private var counts = [Int](repeating: 0, count: Kind.allCases.count)
  private var firstLines = [Int32](repeating: 0, count: Kind.allCases.count)
  private var lastLines = [Int32](repeating: 0, count: Kind.allCases.count)

  /// A line counts once: a record may be looked at twice when a block ends within it.
  mutating func add(_ kind: Kind, line: Int32) {
    guard line > lastLines[kind.rawValue] else { return }
    if counts[kind.rawValue] == 0 { firstLines[kind.rawValue] = line }
    counts[kind.rawValue] += 1
    lastLines[kind.rawValue] = line
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
