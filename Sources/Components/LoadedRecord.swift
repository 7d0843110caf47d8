public import Records

/// Rows of an account in the books: those that a statement brought, as far as none after it took them over, or all of
/// some days.
public struct StatementRows: Sendable, Hashable {
  /// The account it reports.
  public var accountID: String
  /// The bank's name for it, as its rows carry it; nil for the booked rows of any.
  public var statementID: String?
  /// Of the rows; none for those of any currency.
  public var currency: Currency
  /// The days it speaks of.
  public var days: ClosedRange<CivilDate>

  /// The rows of one statement.
  public init(accountID: String, statementID: String, days: ClosedRange<CivilDate>) {
    self.accountID = accountID
    self.statementID = statementID
    currency = .none
    self.days = days
  }

  /// The booked rows of these days.
  public init(accountID: String, currency: Currency, days: ClosedRange<CivilDate>) {
    self.accountID = accountID
    self.currency = currency
    self.days = days
  }
}

/// A record as it lies in the books, or would lie there: what tells it from others.
public struct LoadedRecord: Sendable, Hashable {
  /// The values of its key, in the key's order.
  public var key: [String]
  /// The values of the fields the bank never changes, in the contract's order, without the bank's own number; nil where
  /// missing.
  public var content: [String?]
  /// The balance of the account after it; nil where the bank gives none.
  public var balance: String?

  /// A record by what tells it from others.
  public init(key: [String], content: [String?], balance: String?) {
    self.key = key
    self.content = content
    self.balance = balance
  }
}
