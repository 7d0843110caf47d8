import Records

/// In what the amounts of an account, a group or a file are: they add up whatever it is, but can be shown as money
/// only when it is one currency.
enum BAI2Unit {
  /// Nothing of it was met yet.
  case unknown
  case money(Currency, places: Int)
  /// Minor units of several currencies, or of one whose decimals nobody knows.
  case several

  /// Takes in what is below.
  mutating func join(_ other: BAI2Unit) {
    switch (self, other) {
    case (_, .unknown): break
    case (.unknown, _): self = other
    case (.money(let a, let places), .money(let b, let others)) where a == b && places == others: break
    default: self = .several
    }
  }

  /// None where the amounts are not those of one currency.
  var currency: Currency { if case .money(let currency, _) = self { currency } else { .none } }

  /// Minor units in major units, with all decimals of the currency; as they are where there is no such currency.
  func text(_ minor: Int128) -> String {
    if case .money(_, let places) = self { return ScaledDecimal.text(minor, scale: places) }
    return String(minor)
  }
}
