/// Where the fields of an entry stand: the standard entry class of its batch decides.
enum NACHALayout {
  /// Number of the individual, then its name.
  case standard
  /// The name stands first: CIE and MTE.
  case nameFirst
  /// A number of addenda, and a company's name of sixteen places: CTX, ATX, ENR and TRX.
  case company
  /// A check's serial number, and fields of the one who truncated it: TRC and XCK.
  case check
  /// A check's serial number of nine places, then the place where it was taken: POP.
  case pointOfPurchase
  /// A card's expiration date and a document number: SHR.
  case sharedNetwork
  /// An account of thirty-five places; the name stands in the addenda: IAT.
  case international
  /// An amount of twelve places: ADV.
  case accounting

  /// The entry classes there are.
  static let classes: Set<String> = [
    "ACK", "ADV", "ARC", "ATX", "BOC", "CCD", "CIE", "COR", "CTX", "DNE", "ENR", "IAT", "MTE", "POP", "POS",
    "PPD", "RCK", "SHR", "TEL", "TRC", "TRX", "WEB", "XCK",
  ]

  init(secCode: String) {
    switch secCode {
    case "CIE", "MTE": self = .nameFirst
    case "CTX", "ATX", "ENR", "TRX": self = .company
    case "TRC", "XCK": self = .check
    case "POP": self = .pointOfPurchase
    case "SHR": self = .sharedNetwork
    case "IAT": self = .international
    case "ADV": self = .accounting
    default: self = .standard
    }
  }

  /// First and last place of a field, from 1; nil where the layout has none.
  typealias Places = (first: Int, last: Int)

  var account: Places {
    switch self {
    case .international: (40, 74)
    case .accounting: (13, 27)
    default: (13, 29)
    }
  }

  var amount: Places { self == .accounting ? (28, 39) : (30, 39) }

  var individualID: Places? {
    switch self {
    case .standard, .company, .check: (40, 54)
    case .nameFirst: (55, 76)
    case .pointOfPurchase: (40, 48)
    case .sharedNetwork: (44, 54)
    case .accounting: (40, 48)
    case .international: nil
    }
  }

  var individualName: Places? {
    switch self {
    case .standard, .pointOfPurchase, .sharedNetwork, .accounting: (55, 76)
    case .nameFirst: (40, 54)
    case .company: (59, 74)
    case .check, .international: nil
    }
  }

  /// The fields of an addenda record that are text; those of IAT that have a column of their own are not among them.
  static func addenda(_ type: Int, isInternational: Bool) -> [Places] {
    if type == 2 {
      // Of a terminal: references, number, serial number, day, authorization, place, city, state.
      return [(4, 10), (11, 13), (14, 19), (20, 25), (26, 29), (30, 35), (36, 62), (63, 77), (78, 79)]
    }
    guard isInternational else { return [(4, 87)] }
    switch type {
    case 10: return [(4, 6), (7, 24), (25, 46)]
    case 11: return [(39, 73)]
    case 12, 16: return [(4, 38), (39, 73)]
    case 13, 14, 18: return [(4, 38), (39, 40), (41, 74), (75, 77)]
    case 15: return [(19, 53)]
    default: return [(4, 83)]
    }
  }
}
