import Records

extension GuessMoney {
  /// What the arithmetic of a running balance says.
  struct Proof {
    var source: Source
    var balance: Int
    var steps: Int
    /// Whether the newest entry comes first.
    var isReversed: Bool
    /// Whether the balance falls where the amount is positive.
    var isTurned: Bool
  }

  /// The columns for which each balance is the one before and the amount: what the arithmetic says, if anything.
  func proof(_ marks: GuessAmounts.Marks) -> Proof? {
    var found: [Proof] = []
    for balance in money {
      let balances = columns.rows.map { GuessAmounts.read(columns.text($0, balance), marks)?.value }
      guard balances.count > 2, Set(balances).count > 2 else { continue }
      for source in sources(without: balance) {
        if let (steps, isReversed, isTurned) = GuessMoney.walk(values(source, marks), balances) {
          found.append(
            Proof(source: source, balance: balance, steps: steps, isReversed: isReversed, isTurned: isTurned))
        }
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// How the balances follow from the amounts, if they do: in how many steps, newest first or oldest first, and with their
  /// sign or the other one. A step whose amount or balance cannot be read says nothing; most must be there.
  private static func walk(
    _ amounts: [Int64?], _ balances: [Int64?]
  ) -> (steps: Int, isReversed: Bool, isTurned: Bool)? {
    for (isReversed, isTurned) in [(false, false), (true, false), (false, true), (true, true)] {
      var (steps, isRight, isMoved) = (0, true, false)
      for at in 1..<balances.count {
        let (newer, older) = isReversed ? (at - 1, at) : (at, at - 1)
        guard let after = balances[newer], let before = balances[older], let amount = amounts[newer] else {
          continue
        }
        steps += 1
        isMoved = isMoved || amount != 0
        isRight = after &- before == (isTurned ? 0 &- amount : amount)
        if !isRight { break }
      }
      if isRight, isMoved, steps > 1, steps * 2 >= balances.count - 1 { return (steps, isReversed, isTurned) }
    }
    return nil
  }

  /// Where the amount may come from.
  private func sources(without balance: Int) -> [Source] {
    let others = money.filter { $0 != balance }
    if let named = settings["columns.amount"].flatMap({ columns.column($0) }) { return [.one(named)] }
    var all = others.map { Source.one($0) }
    for (at, first) in others.enumerated() {
      for second in others[(at + 1)...] where areApart(first, second) {
        all +=
          isDebit(second) || isCredit(first)
          ? [.debitAndCredit(second, first)] : [.debitAndCredit(first, second)]
      }
    }
    return all
  }

  func isDebit(_ column: Int) -> Bool {
    columns.words(column).contains(where: GuessColumns.debit.contains)
  }

  func isCredit(_ column: Int) -> Bool {
    columns.words(column).contains(where: GuessColumns.credit.contains)
  }

  /// Whether each row has a value other than zero in one of the two columns at most, and both have some unless they are
  /// named for debits and credits.
  func areApart(_ a: Int, _ b: Int) -> Bool {
    func isThere(_ row: GuessTable.Row, _ column: Int) -> Bool {
      columns.text(row, column).contains { $0.isNumber && $0 != "0" }
    }
    let isNamed = isDebit(a) && isCredit(b) || isCredit(a) && isDebit(b)
    return columns.rows.allSatisfy { !isThere($0, a) || !isThere($0, b) }
      && (isNamed || columns.rows.contains { isThere($0, a) } && columns.rows.contains { isThere($0, b) })
  }

  /// The amounts of the rows, money in as positive as far as the columns say; nil where it cannot be read, 0 where there
  /// is none.
  private func values(_ source: Source, _ marks: GuessAmounts.Marks) -> [Int64?] {
    func value(_ row: GuessTable.Row, _ column: Int) -> Int64? {
      let text = columns.text(row, column)
      return text.isEmpty ? 0 : GuessAmounts.read(text, marks)?.value
    }
    return columns.rows.map { row in
      switch source {
      case .one(let column): value(row, column).map { isDebitWord(row) ? -$0 : $0 }
      case .debitAndCredit(let debit, let credit):
        value(row, credit).flatMap { into in
          value(row, debit).map { into - Int64(clamping: $0.magnitude) }
        }
      }
    }
  }
}
