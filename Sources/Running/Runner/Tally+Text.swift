import Records

extension Tally {
  /// `12 rows, -3.00 EUR, 5.00 USD`; money without a currency is a number alone.
  var text: String {
    ([counted(rows, "row")] + lines.map { $0.currency == .none ? $0.text : "\($0.text) \($0.currency)" })
      .joined(separator: ", ")
  }

  /// Reads what `text` wrote; nil for anything else.
  init?(text: String, scale: Int) {
    self.init(scale: scale)
    let parts = text.split(separator: ", ")
    let head = (parts.first ?? "").split(separator: " ")
    // Stores of an earlier program have `1 rows`.
    guard head.count == 2, ["row", "rows"].contains(head[1]), let rows = Int(head[0]) else { return nil }
    self.rows = rows
    for part in parts.dropFirst() {
      let words = part.split(separator: " ")
      guard let amount = words.first, let value = Tally.unscaled(amount, scale: scale) else { return nil }
      let currency = words.count > 1 ? Currency(words[1]) : Currency.none
      guard let currency, words.count <= 2 else { return nil }
      amounts[currency] = value
    }
  }

  /// A sum may be wider than 64 bits.
  private static func unscaled(_ text: Substring, scale: Int) -> Int128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, decimals.count <= scale else { return nil }
    return Int128(parts[0] + decimals + String(repeating: "0", count: scale - decimals.count))
  }
}
