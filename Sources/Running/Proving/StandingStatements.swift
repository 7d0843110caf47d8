import Records

/// The statements that stand in the books, by account and currency: what was taken back by a later one is gone.
struct StandingStatements: Sendable {
  private struct Account: Hashable {
    var id: String
    var currency: Currency
  }

  private var byAccount: [Account: [Statement]] = [:]

  /// Takes the next statement, in the order they are loaded in. Refused, interim and test statements say nothing of the
  /// books; a deletion takes out the day of its account.
  mutating func post(_ statement: Statement, isRefused: Bool) {
    guard !isRefused, !statement.isInterim, statement.disposition != .test, let period = statement.period
    else { return }
    if statement.disposition != .update {
      for account in byAccount.keys where account.id == statement.accountID {
        byAccount[account]?.removeAll { $0.asOf == statement.asOf }
      }
      if statement.disposition == .delete { return }
    }
    let account = Account(id: statement.accountID, currency: statement.currency)
    byAccount[account]?.removeAll { $0.period == period && $0.sequence == statement.sequence }
    byAccount[account, default: []].append(statement)
  }

  /// The last one that ends before a statement begins.
  func before(_ statement: Statement) -> Statement? {
    guard let period = statement.period else { return nil }
    return others(statement).filter { other in
      other.period.map { ends in
        ends.upperBound < period.lowerBound
          || ends.upperBound == period.lowerBound && other.isFollowed(by: statement) == true
      } ?? false
    }.max { a, b in (a.asOf ?? .init(days: 0), a.number) < (b.asOf ?? .init(days: 0), b.number) }
  }

  /// The first one that begins after a statement ends.
  func after(_ statement: Statement) -> Statement? {
    guard let period = statement.period else { return nil }
    return others(statement).filter { other in
      other.period.map { begins in
        begins.lowerBound > period.upperBound
          || begins.lowerBound == period.upperBound && statement.isFollowed(by: other) == true
      } ?? false
    }.min { a, b in
      (a.period?.lowerBound ?? .init(days: 0), a.number) < (b.period?.lowerBound ?? .init(days: 0), b.number)
    }
  }

  private func others(_ statement: Statement) -> [Statement] {
    byAccount[Account(id: statement.accountID, currency: statement.currency)] ?? []
  }
}

extension Statement {
  /// The sequence as a number, for comparison; 0 when there is none.
  var number: Int { sequence.flatMap { Int($0) } ?? 0 }

  /// Whether the other has the next number: true and false where both are numbered and the numbers rise, nil where they
  /// cannot tell, as when they begin again with a year.
  func isFollowed(by other: Statement) -> Bool? {
    guard let mine = sequence.flatMap({ Int($0) }), let theirs = other.sequence.flatMap({ Int($0) }),
      theirs > mine
    else { return nil }
    return theirs - 1 == mine
  }
}
