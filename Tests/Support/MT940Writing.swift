public import Records

/// An MT940 file for tests: statements on pages that prove, in SEPA's numbered fields.
public struct MT940File {
  /// One field 61 with its 86.
  public struct Entry {
    /// The day of value.
    public var valueDate: CivilDate
    /// The day of entry.
    public var bookingDate: CivilDate
    /// In hundredths; negative is money out.
    public var cents: Int
    /// Written as a reversal of the other side.
    public var isReversal: Bool
    /// Behind the slashes.
    public var bankReference: String
    /// `EREF+`.
    public var endToEndID: String
    /// `SVWZ+`.
    public var purpose: String
    /// Field 32, cut into 33 behind 27 characters.
    public var name: String

    /// An entry of its parts.
    public init(
      valueDate: CivilDate, bookingDate: CivilDate, cents: Int, isReversal: Bool, bankReference: String,
      endToEndID: String, purpose: String, name: String
    ) {
      self.valueDate = valueDate
      self.bookingDate = bookingDate
      self.cents = cents
      self.isReversal = isReversal
      self.bankReference = bankReference
      self.endToEndID = endToEndID
      self.purpose = purpose
      self.name = name
    }

    private var mark: String {
      if isReversal { return cents < 0 ? "RC" : "RD" }
      return cents < 0 ? "D" : "C"
    }

    fileprivate var lines: String {
      let pieces = MT940File.cut("EREF+\(endToEndID) SVWZ+\(purpose)", 27)
      let fields = pieces.enumerated().map { "?\(20 + $0.offset)\($0.element)" }.joined()
      let names = MT940File.cut(name, 27).enumerated().map { "?\(32 + $0.offset)\($0.element)" }.joined()
      let text = MT940File.cut("166?00TRANSFER\(fields)?31DE02370400440532013000\(names)", 65)
      let days = MT940File.day(valueDate) + MT940File.day(bookingDate).suffix(4)
      return ":61:\(days)\(mark)\(MT940File.amount(abs(cents)))NTRFNONREF//\(bankReference)\n:86:"
        + text.joined(separator: "\n")
    }
  }

  private var blocks: [String] = []

  /// A file without statements.
  public init() {}

  /// LF behind every line.
  public var text: String { blocks.joined(separator: "\n") + "\n" }

  /// Adds a statement in EUR.
  ///
  /// - Parameters:
  ///   - opening: in hundredths.
  ///   - perPage: entries of a page, at least 1.
  public mutating func add(
    account: String, number: Int, day: CivilDate, opening: Int, _ entries: [Entry], perPage: Int
  ) {
    var balance = opening
    var rest = entries[...]
    var page = 1
    repeat {
      let own = rest.prefix(perPage)
      rest = rest.dropFirst(perPage)
      var lines = [":20:REF\(number)", ":25:\(account)", ":28C:\(number)/\(page)"]
      lines.append((page == 1 ? ":60F:" : ":60M:") + MT940File.balance(balance, day))
      lines += own.map(\.lines)
      balance += own.reduce(0) { $0 + $1.cents }
      lines.append((rest.isEmpty ? ":62F:" : ":62M:") + MT940File.balance(balance, day))
      blocks.append((lines + ["-"]).joined(separator: "\n"))
      page += 1
    } while !rest.isEmpty
  }

  private static func balance(_ cents: Int, _ day: CivilDate) -> String {
    "\(cents < 0 ? "D" : "C")\(MT940File.day(day))EUR\(amount(abs(cents)))"
  }

  /// `12,`, `12,5`, `12,50`: the comma stands always, decimals only where they are needed.
  private static func amount(_ cents: Int) -> String {
    if cents % 100 == 0 { return "\(cents / 100)," }
    return cents % 10 == 0
      ? "\(cents / 100),\(cents / 10 % 10)" : "\(cents / 100),\(cents / 10 % 10)\(cents % 10)"
  }

  private static func day(_ date: CivilDate) -> String {
    String(date.description.filter { $0 != "-" }.suffix(6))
  }

  /// Pieces of so many characters.
  private static func cut(_ text: String, _ length: Int) -> [String] {
    var pieces: [String] = []
    var rest = text[...]
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return pieces
  }
}
