/// What the records of a part of the file are, as its header says.
enum QIFSection: Equatable {
  /// `!Type:Bank`, `Cash`, `CCard`, `Oth A`, `Oth L`: entries of an account.
  case entries
  /// `!Type:Invst`: trades.
  case trades
  /// `!Account`: accounts, of which the last one is that of the entries behind it.
  case accounts
  /// Lists of categories, securities, prices and the like.
  case other
  /// `!Option:` and `!Clear:`, which leave the section as it is.
  case setting
  /// A type that is not known.
  case unknown

  /// The section that a line beginning with `!` opens; letters of either case.
  static func of(_ bytes: Span<UInt8>, _ line: Range<Int>) -> QIFSection {
    let words = bytes.text(line.prefix(40)).lowercased()
    if words.hasPrefix("!account") { return .accounts }
    if words.hasPrefix("!option") || words.hasPrefix("!clear") { return .setting }
    guard words.hasPrefix("!type:") else { return .unknown }
    let type = words.dropFirst(6).filter { $0 != " " && $0 != "\t" }
    if ["bank", "cash", "ccard", "otha", "othl"].contains(type) { return .entries }
    if ["invst", "port", "401(k)/403(b)"].contains(type) { return .trades }
    return others.contains(type) ? .other : .unknown
  }

  private static let others = [
    "cat", "class", "memorized", "security", "prices", "budget", "template", "tax", "payee", "invitem",
    "invoice", "bill",
  ]
}
