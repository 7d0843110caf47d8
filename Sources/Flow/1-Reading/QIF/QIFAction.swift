/// What a trade does to the cash of its account, as its line `N` says.
enum QIFAction: Equatable {
  /// Cash comes in (1) or goes out (-1) by an amount without a sign.
  case cash(Int64)
  /// The same, and another account pays or gets what the line `$` says, else all of it.
  case elsewhere(Int64)
  /// The amount has a sign of its own.
  case signed
  /// Securities alone.
  case none
  case unknown

  /// Letters may be of either case.
  init(_ word: String) {
    let word = word.lowercased()
    if word == "cash" {
      self = .signed
    } else if QIFAction.withoutCash.contains(word) {
      self = .none
    } else if let side = QIFAction.transfers[word] ?? QIFAction.trades[word] {
      self = .cash(side)
    } else if word.hasSuffix("x"), let side = QIFAction.trades[String(word.dropLast())] {
      self = .elsewhere(side)
    } else {
      self = .unknown
    }
  }

  /// Each may have an X behind it, where another account pays or is paid.
  private static let trades: [String: Int64] = [
    "buy": -1, "sell": 1, "cvrshrt": -1, "shtsell": 1, "div": 1, "intinc": 1, "cglong": 1, "cgmid": 1,
    "cgshort": 1, "rtrncap": 1, "miscinc": 1, "miscexp": -1, "margint": -1,
  ]

  private static let transfers: [String: Int64] = ["xin": 1, "xout": -1, "contribx": 1, "withdrwx": -1]

  private static let withoutCash: Set<String> = [
    "reinvdiv", "reinvint", "reinvlg", "reinvmd", "reinvsh", "shrsin", "shrsout", "stksplit", "grant", "vest",
    "expire", "reminder",
  ]
}
