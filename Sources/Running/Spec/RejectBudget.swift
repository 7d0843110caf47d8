/// How many records of a file may be refused before the file is refused whole.
public enum RejectBudget: Sendable, Hashable, CustomStringConvertible {
  /// At most so many records.
  case count(Int)
  /// At most `numerator / denominator` of the records read; the fraction is exact and at most 1.
  case share(numerator: Int, denominator: Int)

  /// Reads `25`, `1%` or `0.25%`: up to six decimals, at most 100%. Nil for anything else.
  public init?(_ text: String) {
    guard text.hasSuffix("%") else {
      guard let count = Self.digits(text[...]) else { return nil }
      self = .count(count)
      return
    }
    let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Self.digits(parts[0]), whole <= 100 else { return nil }
    var numerator = whole
    var denominator = 100
    if parts.count == 2 {
      guard parts[1].utf8.count <= 6, let decimals = Self.digits(parts[1]) else { return nil }
      for _ in parts[1].utf8 {
        numerator *= 10
        denominator *= 10
      }
      numerator += decimals
    }
    guard numerator <= denominator else { return nil }
    self = .share(numerator: numerator, denominator: denominator)
  }

  /// Whether so many refused records of those read are within the budget.
  public func allows(rejected: Int, of read: Int) -> Bool {
    switch self {
    case .count(let most): rejected <= most
    case .share(let numerator, let denominator):
      Int128(rejected) * Int128(denominator) <= Int128(read) * Int128(numerator)
    }
  }

  /// As it would be written in a pipeline.
  public var description: String {
    switch self {
    case .count(let most): return String(most)
    case .share(let numerator, let denominator):
      let percent = denominator / 100
      let decimals = numerator % percent
      if decimals == 0 { return "\(numerator / percent)%" }
      var text = String(decimals + percent).dropFirst()
      while text.last == "0" { text.removeLast() }
      return "\(numerator / percent).\(text)%"
    }
  }

  private static func digits(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}
