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
    public var code: String
    public var name: String
    public var amount: ScaledDecimal?
    public var itemCount: Int64?

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
    public var stated: String
    public var computed: String
    public var line: Int32

    public var holds: Bool { stated == computed }

    public init(name: String, stated: String, computed: String, line: Int32) {
      self.name = name
      self.stated = stated
      self.computed = computed
      self.line = line
    }
  }

  public var statementID: String
  public var accountID: String
  public var currency: Currency
  /// The day the statement speaks of.
  public var asOf: CivilDate?
  public var opening: ScaledDecimal?
  public var closing: ScaledDecimal?
  /// Every balance and total stated, in the order of the file.
  public var balances: [Balance]
  /// Sum and number of the statement's records, at `recordsTotal.scale`.
  public var recordsTotal: ScaledDecimal
  public var recordCount: Int
  public var disposition: Disposition
  /// An interim (intraday) report, to be replaced by a final one.
  public var isInterim: Bool
  public var checks: [Check]
  /// Line of its first record, from 1.
  public var line: Int32

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

  public var proves: Bool { checks.allSatisfy(\.holds) }
}
