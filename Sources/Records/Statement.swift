/// One account's report for a day or period as a bank states it: balances, totals, and what they prove.
public struct Statement: Sendable, Hashable {
  /// What the file says should happen to the records (BAI2 group status and the like).
  public enum Disposition: String, Sendable, Hashable, CaseIterable {
    /// Post the records.
    case update
    /// Take out what is on file for the account and date; post nothing.
    case delete
    /// Take out what is on file for the account and date, then post the records.
    case replace
    /// A test transmission: never posts.
    case test
  }

  /// A stated balance or total with the format's own code: `015` closing ledger, `100` total credits.
  public struct Balance: Sendable, Hashable {
    /// The format's own code.
    public var code: String
    /// What the code means, in words.
    public var name: String
    /// Nil when the file gives none.
    public var amount: ScaledDecimal?
    /// How many items make up the amount; nil when the file does not say.
    public var itemCount: Int64?

    /// A balance as the file states it.
    public init(code: String, name: String, amount: ScaledDecimal?, itemCount: Int64? = nil) {
      self.code = code
      self.name = name
      self.amount = amount
      self.itemCount = itemCount
    }
  }

  /// One thing the statement states about itself, against what was computed from its records.
  public struct Check: Sendable, Hashable {
    /// Kebab-case: `account-control-total`, `file-record-count`.
    public var name: String
    /// What the file states: a number, an amount in major units with all its decimals, or a word.
    public var stated: String
    /// What its records come to, in the same form.
    public var computed: String
    /// Of both, where they are money in one currency; none for numbers of records and for everything else.
    public var currency: Currency
    /// Line that states it, from 1.
    public var line: Int32

    /// Whether both are the same.
    public var holds: Bool { stated == computed }

    /// A check; it holds when both texts are equal.
    public init(name: String, stated: String, computed: String, currency: Currency = .none, line: Int32) {
      self.name = name
      self.stated = stated
      self.computed = computed
      self.currency = currency
      self.line = line
    }

    /// Stated less computed, with as many decimals as the longer has; nil when they are not two numbers, or too large.
    public var difference: String? { Check.difference(stated, computed) }

    /// The first less the second, with as many decimals as the longer has; nil when they are not two numbers, or too
    /// large.
    public static func difference(_ stated: String, _ computed: String) -> String? {
      guard let a = Check.digits(stated), let b = Check.digits(computed) else { return nil }
      let scale = max(a.scale, b.scale)
      guard scale <= 18 else { return nil }
      func power(_ exponent: Int) -> Int128 { Int128(ScaledDecimal.power(exponent)) }
      let (x, xIsOver) = a.unscaled.multipliedReportingOverflow(by: power(scale - a.scale))
      let (y, yIsOver) = b.unscaled.multipliedReportingOverflow(by: power(scale - b.scale))
      let (difference, isOver) = x.subtractingReportingOverflow(y)
      return xIsOver || yIsOver || isOver ? nil : ScaledDecimal.text(difference, scale: scale)
    }

    /// `stated 5.01 USD, computed 5.00 USD, difference 0.01 USD`; the difference only where there is one.
    public var arithmetic: String {
      func shown(_ text: String) -> String {
        currency == .none || Check.digits(text) == nil ? text : "\(text) \(currency)"
      }
      return "stated \(shown(stated)), computed \(shown(computed))"
        + (holds ? "" : difference.map { ", difference \(shown($0))" } ?? "")
    }

    /// `-?digits[.digits]`, also wider than 64 bits.
    private static func digits(_ text: String) -> (unscaled: Int128, scale: Int)? {
      let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard parts.count <= 2, !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty,
        text.utf8.first != UInt8(ascii: "+"), let value = Int128(text.filter { $0 != "." })
      else { return nil }
      return (value, parts.count == 2 ? parts[1].count : 0)
    }
  }

  /// The bank's name for the statement, or one made of its account and day; may be empty.
  public var statementID: String
  /// The account it reports.
  public var accountID: String
  /// Of all its amounts; none when the file does not say.
  public var currency: Currency
  /// The day the statement speaks of.
  public var asOf: CivilDate?
  /// Booked balance before its records; nil when not stated.
  public var opening: ScaledDecimal?
  /// Booked balance after its records; nil when not stated.
  public var closing: ScaledDecimal?
  /// Every balance and total stated, in the order of the file.
  public var balances: [Balance]
  /// Sum of the records that could be read, at its own scale: what was refused is not in it. Zero when the sum does
  /// not fit 64 bits, which a failing check then says.
  public var recordsTotal: ScaledDecimal
  /// How many records could be read: the batches hold as many, and those refused while reading do not count.
  public var recordCount: Int
  /// What should happen to its records.
  public var disposition: Disposition
  /// The file calls it interim: its records are pending, and come again in a final report. Nothing else follows from it.
  public var isInterim: Bool
  /// Everything it states about itself, in the order of the file.
  public var checks: [Check]
  /// Line of its first record, from 1.
  public var line: Int32

  /// A statement that posts, without balances, checks and records yet.
  public init(statementID: String, accountID: String, currency: Currency, line: Int32) {
    self.statementID = statementID
    self.accountID = accountID
    self.currency = currency
    self.line = line
    asOf = nil
    opening = nil
    closing = nil
    balances = []
    recordsTotal = ScaledDecimal(unscaled: 0, scale: 0)
    recordCount = 0
    disposition = .update
    isInterim = false
    checks = []
  }

  /// Whether every check holds; true when there is none.
  public var proves: Bool { checks.allSatisfy(\.holds) }
}
