public import Records

/// The rows that a statement brought into the books, as far as none after it took them over.
public struct StatementRows: Sendable, Hashable {
  /// The account it reports.
  public var accountID: String
  /// The bank's name for it, as its rows carry it.
  public var statementID: String
  /// The days it speaks of.
  public var days: ClosedRange<CivilDate>

  /// The rows of one statement.
  public init(accountID: String, statementID: String, days: ClosedRange<CivilDate>) {
    self.accountID = accountID
    self.statementID = statementID
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
