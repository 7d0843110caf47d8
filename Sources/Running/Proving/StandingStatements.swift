import Records

/// The statements that stand in the books, by account and currency: what was taken back by a later one is gone.
struct StandingStatements: Sendable {
  private struct Account: Hashable {
    var id: String
    var currency: Currency
  }

  /// What makes it the same statement again.
  private struct Slot: Hashable {
    var period: ClosedRange<CivilDate>
    var sequence: String?
  }

  /// Where a statement stands among those of its account.
  private struct Key {
    var day: CivilDate
    var number: Int
    var slot: Slot
  }

  /// The statements of one account; both lists in the order of days, then numbers.
  private struct Shelf {
    var statements: [Slot: Statement] = [:]
    var byFirstDay: [Key] = []
    var byLastDay: [Key] = []

    mutating func put(_ statement: Statement, at slot: Slot) {
      if statements.updateValue(statement, forKey: slot) != nil { return }
      Shelf.insert(Key(day: slot.period.lowerBound, number: statement.number, slot: slot), into: &byFirstDay)
      Shelf.insert(Key(day: slot.period.upperBound, number: statement.number, slot: slot), into: &byLastDay)
    }

    mutating func removeDay(_ day: CivilDate?) {
      statements = statements.filter { $0.value.asOf != day }
      byFirstDay.removeAll { statements[$0.slot] == nil }
      byLastDay.removeAll { statements[$0.slot] == nil }
    }

    private static func insert(_ key: Key, into keys: inout [Key]) {
      keys.insert(key, at: first(in: keys) { ($0.day, $0.number) > (key.day, key.number) })
    }

    /// The place of the first key for which the condition holds, as it does for all behind it.
    static func first(in keys: [Key], where holds: (Key) -> Bool) -> Int {
      var low = 0
      var high = keys.count
      while low < high {
        let middle = (low + high) / 2
        if holds(keys[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  private var shelves: [Account: Shelf] = [:]

  /// Takes the next statement, in the order they are loaded in. Refused, interim and test statements say nothing of the
  /// books; a deletion takes out the day of its account.
  mutating func post(_ statement: Statement, isRefused: Bool) {
    guard !isRefused, !statement.isInterim, statement.disposition != .test, let period = statement.period
    else { return }
    if statement.disposition != .update {
      for account in shelves.keys where account.id == statement.accountID {
        shelves[account]?.removeDay(statement.asOf)
      }
      if statement.disposition == .delete { return }
    }
    let account = Account(id: statement.accountID, currency: statement.currency)
    shelves[account, default: Shelf()].put(
      statement, at: Slot(period: period, sequence: statement.sequence))
  }

  /// The last one that ends before a statement begins; on its first day only one whose number comes right before.
  func before(_ statement: Statement) -> Statement? {
    guard let shelf = shelf(of: statement), let first = statement.period?.lowerBound else { return nil }
    let keys = shelf.byLastDay
    var at = Shelf.first(in: keys) { $0.day >= first }
    let earlier = at > 0 ? shelf.statements[keys[at - 1].slot] : nil
    while at < keys.count, keys[at].day == first {
      if let other = shelf.statements[keys[at].slot], other.isFollowed(by: statement) == true { return other }
      at += 1
    }
    return earlier
  }

  /// The first one that begins after a statement ends; on its last day only one whose number comes right behind.
  func after(_ statement: Statement) -> Statement? {
    guard let shelf = shelf(of: statement), let last = statement.period?.upperBound else { return nil }
    let keys = shelf.byFirstDay
    var at = Shelf.first(in: keys) { $0.day >= last }
    while at < keys.count, keys[at].day == last {
      if let other = shelf.statements[keys[at].slot], statement.isFollowed(by: other) == true { return other }
      at += 1
    }
    return at < keys.count ? shelf.statements[keys[at].slot] : nil
  }

  private func shelf(of statement: Statement) -> Shelf? {
    shelves[Account(id: statement.accountID, currency: statement.currency)]
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
