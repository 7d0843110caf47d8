/// What a person should know of a file although it can be read. Each kind is told once, with its first line.
struct CAMTNotes: Sendable {
  enum Kind: Int, CaseIterable, Sendable {
    case copy, intraday, pageMissing, statusMissing, bookingDateFromValue, bookingDateFromStatement
    case bookingDateMissing, charges, detailsElsewhere, detailsApart

    var text: String {
      switch self {
      case .copy: "a copy of what was sent before (CpyDplctInd): it does not post, unless copies says so"
      case .intraday: "a report within the day (camt.052): its booked entries are read as pending"
      case .pageMissing: "a page of a statement whose other pages are not in the file"
      case .statusMissing: "status missing; read as booked"
      case .bookingDateFromValue: "booking date missing; the value date is taken"
      case .bookingDateFromStatement: "booking and value date missing; the day of the statement is taken"
      case .bookingDateMissing: "booking and value date missing; the record has no booking date"
      case .charges: "charges are stated beside an amount; they are not added to it"
      case .detailsElsewhere: "an entry of several transactions without their details"
      case .detailsApart: "the details of an entry do not add up to it in its currency; the entry is taken"
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
