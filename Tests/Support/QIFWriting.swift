public import Records

/// A QIF file for tests: the registers of several accounts, with dates in one form.
public struct QIFFile {
  /// How dates are written.
  public enum Form: CaseIterable, Sendable {
    /// `1/29/2026`.
    case monthFirst
    /// `29.01.2026`.
    case dayFirst
    /// `1/ 9'26`.
    case apostrophe
    /// `2026-01-29`.
    case yearFirst
  }

  /// One record.
  public struct Entry {
    /// Of 2000 to 2099 where the form has an apostrophe.
    public var day: CivilDate
    /// In hundredths; negative is money out.
    public var cents: Int
    /// Empty for none.
    public var number: String
    /// Empty for none.
    public var payee: String
    /// Empty for none.
    public var memo: String
    /// Empty for none.
    public var category: String
    /// In hundredths, each with its category; empty for an entry that is not split.
    public var parts: [(cents: Int, category: String)]

    /// An entry of its parts.
    public init(
      day: CivilDate, cents: Int, number: String, payee: String, memo: String, category: String,
      parts: [(cents: Int, category: String)]
    ) {
      self.day = day
      self.cents = cents
      self.number = number
      self.payee = payee
      self.memo = memo
      self.category = category
      self.parts = parts
    }
  }

  private let form: Form
  private var lines: [String] = []

  /// A file without accounts.
  public init(_ form: Form) { self.form = form }

  /// LF behind every line.
  public var text: String { lines.map { $0 + "\n" }.joined() }

  /// Adds the register of an account.
  ///
  /// - Parameter type: `Bank`, `CCard`…
  public mutating func add(account: String, type: String, _ entries: [Entry]) {
    lines += ["!Account", "N\(account)", "T\(type)", "^", "!Type:\(type)"]
    for entry in entries {
      lines += ["D\(date(entry.day))", "T\(QIFFile.amount(entry.cents))"]
      for (letter, text) in [
        ("N", entry.number), ("P", entry.payee), ("M", entry.memo), ("L", entry.category),
      ]
      where !text.isEmpty {
        lines.append(letter + text)
      }
      for part in entry.parts { lines += ["S\(part.category)", "$\(QIFFile.amount(part.cents))"] }
      lines.append("^")
    }
  }

  private func date(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch form {
    case .monthFirst: return "\(month)/\(day)/\(year)"
    case .dayFirst: return "\(pair(day)).\(pair(month)).\(year)"
    case .apostrophe: return "\(month)/\(day < 10 ? " " : "")\(day)'\(pair(year % 100))"
    case .yearFirst: return "\(year)-\(pair(month))-\(pair(day))"
    }
  }

  /// `-1,234.50`.
  private static func amount(_ cents: Int) -> String {
    var whole = String(abs(cents) / 100)
    var groups: [String] = []
    while whole.count > 3 {
      groups.insert(String(whole.suffix(3)), at: 0)
      whole.removeLast(3)
    }
    let decimals = abs(cents) % 100
    return (cents < 0 ? "-" : "") + ([whole] + groups).joined(separator: ",")
      + (decimals < 10 ? ".0\(decimals)" : ".\(decimals)")
  }
}
