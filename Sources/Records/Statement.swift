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
    /// A test transmission, or a copy of what was sent before: never posts.
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

  /// Who says what the statement states.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    /// The bank, in the file.
    case bank
    /// Nobody: the file has records only, and the statement was made of those of one account.
    case records
  }

  /// One thing the statement states about itself, against what was computed from its records.
  public struct Check: Sendable, Hashable {
    /// What a check is made of; a pipeline says for each kind what follows when one fails (`prove`).
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// Sums that the file states of its amounts, and amounts of it that cannot be read.
      case controlTotals = "control_totals"
      /// Numbers of records, accounts and groups that the file states.
      case recordCounts = "record_counts"
      /// Opening balance and records against the closing balance.
      case balance
      /// The balance after each record against the one before it.
      case runningBalance = "running_balance"
      /// The balances of one statement against those of the statement before it and behind it.
      case continuity
    }

    /// What it is made of.
    public var kind: Kind
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
    /// The pipeline lets the statement pass when it fails, and says so.
    public var isWarning = false

    /// Whether both are the same.
    public var holds: Bool { stated == computed }

    /// A check; it holds when both texts are equal, and refuses the statement when it does not.
    public init(
      _ kind: Kind, name: String, stated: String, computed: String, currency: Currency = .none, line: Int32
    ) {
      self.kind = kind
      self.name = name
      self.stated = stated
      self.computed = computed
      self.currency = currency
      self.line = line
    }

    /// A check of two amounts, shown with the currency's decimals and no more than they need.
    public init(
      _ kind: Kind, name: String, stated: Int128, computed: Int128, scale: Int, currency: Currency,
      line: Int32
    ) {
      let least = min(scale, currency.minorUnits ?? scale)
      self.init(
        kind, name: name, stated: ScaledDecimal.text(stated, scale: scale, least: least),
        computed: ScaledDecimal.text(computed, scale: scale, least: least), currency: currency, line: line)
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
  /// The first day of its period; nil when it speaks of one day only.
  public var starts: CivilDate?
  /// The day the statement speaks of, the last of its period.
  public var asOf: CivilDate?
  /// The bank's number of it among the account's statements, where the format has one; may restart each year.
  public var sequence: String?
  /// Who says all this.
  public var source = Source.bank
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
  /// A person has to decide about it: none of its records load until then.
  public var isHeld = false
  /// Line of its first record, from 1.
  public var line: Int32

  /// A statement that posts, without balances, checks and records yet.
  public init(statementID: String, accountID: String, currency: Currency, line: Int32) {
    self.statementID = statementID
    self.accountID = accountID
    self.currency = currency
    self.line = line
    starts = nil
    asOf = nil
    sequence = nil
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

  /// Whether a check fails that must hold, or a person has to decide: none of its records may load.
  public var isRefused: Bool { isHeld || checks.contains { !$0.holds && !$0.isWarning } }

  /// The first and the last day it speaks of; nil when it names no day.
  public var period: ClosedRange<CivilDate>? {
    guard let asOf else { return nil }
    return min(starts ?? asOf, asOf)...asOf
  }
}
