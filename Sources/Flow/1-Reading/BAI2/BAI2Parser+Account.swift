import Records

// Accounts: record 03 with its balances and totals, and what a statement holds when it is closed.
extension BAI2Parser {
  mutating func accountHeader(_ bytes: Span<UInt8>, _ fields: inout BAI2Fields) {
    closeAccount()
    let line = framer.startLine
    let id = bytes.text(fields.nextOrEmpty(bytes))
    let writtenCurrency = accountCurrency(word(bytes, fields.nextOrEmpty(bytes)))
    let currency = Currency(writtenCurrency) ?? .none
    let statementID =
      "\(fileName.isEmpty ? "" : fileName + "-")\(envelope.statements.count - statementsBefore + 1)"
    var statement = Statement(statementID: statementID, accountID: id, currency: currency, line: line)
    statement.asOf = group.asOf
    statement.disposition = group.disposition
    statement.isInterim = group.isInterim
    statement.recordsTotal = ScaledDecimal(unscaled: 0, scale: BAI2Rows.scale)
    let units = settings.minorUnits(of: currency)
    envelope.openAccount(statement, places: units, line: line)
    envelope.count(framer.physicalRecords)
    var values: [Range<Int>] = []
    while let value = fields.next(bytes) { values.append(value) }
    let isPaired = BAI2Parser.isPaired(bytes, values)
    if isPaired {
      group.isPaired = true
      framer.notes.add(.pairedSummaries, line: line)
    }
    account = Account(
      statement: Int32(envelope.statements.count - 1), currency: currency,
      factor: units.map { ScaledDecimal.power(BAI2Rows.scale - $0) } ?? 0, isPaired: isPaired)
    words = Words(
      id: Array(id.utf8), statementID: Array(statementID.utf8),
      status: Array((group.isInterim ? "pending" : "booked").utf8), currency: writtenCurrency)
    showAccount()
    summaries(bytes, values, isPaired: isPaired)
  }

  /// That of the account, else of the group, else US dollars.
  private mutating func accountCurrency(_ stated: String) -> String {
    if !stated.isEmpty { return stated }
    if !group.currency.isEmpty { return group.currency }
    framer.notes.add(.currencyMissing, line: framer.startLine)
    return "USD"
  }

  /// Puts what repeats in every row of the account behind the block.
  mutating func showAccount() {
    guard account != nil else { return }
    account?.idView = rows.text.keep(words.id)
    account?.statementIDView = rows.text.keep(words.statementID)
    account?.statusView = rows.text.keep(words.status)
  }

  /// Writes the sums of its records into the statement of the open account.
  mutating func closeAccount() {
    guard let open = account else { return }
    let index = Int(open.statement)
    envelope.statements[index].recordCount = open.count
    if let total = Int64(exactly: open.total), total != ScaledDecimal.null {
      envelope.statements[index].recordsTotal = ScaledDecimal(unscaled: total, scale: BAI2Rows.scale)
    } else {
      fail(
        "records-total", stated: "a sum of at most 18 digits",
        computed: ScaledDecimal.text(open.total, scale: BAI2Rows.scale), currency: open.currency,
        statement: index)
    }
    envelope.statements[index].checks += balanceCheck(envelope.statements[index], open)
    account = nil
  }

  /// Opening balance and records against the closing balance, where the statement's own totals of credits (100) and
  /// debits (400) say that every transaction is listed; a side without a total has none.
  private func balanceCheck(_ statement: Statement, _ open: Account) -> [Statement.Check] {
    guard open.count > 0, let opening = statement.opening, let closing = statement.closing else { return [] }
    func stated(_ code: String) -> ScaledDecimal? { statement.balances.first { $0.code == code }?.amount }
    let (credits, debits) = (stated("100"), stated("400"))
    guard credits != nil || debits != nil, Int128(credits?.unscaled ?? 0) == open.credits,
      Int128((debits?.unscaled ?? 0).magnitude) == open.debits
    else { return [] }
    return [
      Statement.Check(
        .balance, name: "closing-balance", stated: Int128(closing.unscaled),
        computed: Int128(opening.unscaled) + open.total, scale: BAI2Rows.scale, currency: statement.currency,
        line: statement.line)
    ]
  }

  private mutating func fail(
    _ name: String, stated: String, computed: String, currency: Currency = .none, statement: Int
  ) {
    envelope.statements[statement].checks.append(
      Statement.Check(
        .controlTotals, name: name, stated: stated, computed: computed, currency: currency,
        line: framer.startLine))
  }

  // MARK: Balances and totals

  /// The NAB dialect: type, amount, type, amount… and none empty, where fours of type, amount, item count and funds
  /// type make no sense.
  static func isPaired(_ bytes: Span<UInt8>, _ values: [Range<Int>]) -> Bool {
    guard values.count >= 4, values.count.isMultiple(of: 2), values.allSatisfy({ !$0.isEmpty }) else {
      return false
    }
    for index in stride(from: 0, to: values.count, by: 2)
    where BAI2Value.typeCode(bytes, values[index]) == nil {
      return false
    }
    for index in stride(from: 3, to: values.count, by: 4) where fundsType(bytes, values[index]) == nil {
      return true
    }
    for index in stride(from: 4, to: values.count, by: 4)
    where BAI2Value.typeCode(bytes, values[index]) == nil {
      return true
    }
    return false
  }

  private mutating func summaries(_ bytes: Span<UInt8>, _ values: [Range<Int>], isPaired: Bool) {
    var rest = values[...]
    while let first = rest.popFirst() {
      // Some banks leave fields empty where the next type is due.
      if first.isEmpty { continue }
      let statement = envelope.statements.count - 1
      guard let code = BAI2Value.typeCode(bytes, first) else {
        let found = bytes.text(first)
        return fail("balance-type", stated: found, computed: "not a type code", statement: statement)
      }
      let amount = rest.popFirst() ?? 0..<0
      var count: Int64?
      var isWhole = true
      if !isPaired {
        if let field = rest.popFirst(), case .value(let items) = BAI2Value.amount(bytes, field) {
          count = items
        }
        isWhole = skipFunds(bytes, &rest)
      }
      balance(bytes, BAI2TypeCode(number: code), amount, items: count, statement: statement)
      guard isWhole else {
        // Where the next balance begins cannot be known.
        let code = BAI2TypeCode(number: code).text
        return fail(
          "balance-distribution", stated: code, computed: "not the numbers it announces", statement: statement
        )
      }
    }
  }

  /// Skips a funds type and the fields it brings along; false when they are not the numbers they should be.
  private mutating func skipFunds(_ bytes: Span<UInt8>, _ rest: inout ArraySlice<Range<Int>>) -> Bool {
    guard let field = rest.popFirst() else { return true }
    switch BAI2Parser.fundsType(bytes, field) {
    case .none?: return true
    case .immediateAndDays?:
      let amounts = rest.prefix(3)
      rest = rest.dropFirst(3)
      for field in amounts where !BAI2Parser.isAmountOrEmpty(bytes, field) { return false }
      return true
    case .valueDated?:
      rest = rest.dropFirst()
      guard let time = rest.first else { return true }
      if BAI2Value.isTimeOrEmpty(bytes, time) {
        rest = rest.dropFirst()
      } else {
        framer.notes.add(.valueTimeMissing, line: framer.startLine)
      }
      return true
    case .distributed?:
      return BAI2Parser.hasPairs(bytes, count: rest.popFirst() ?? 0..<0, next: { _ in rest.popFirst() })
    case nil:
      framer.notes.add(.fundsTypeUnknown, line: framer.startLine)
      return true
    }
  }

  private mutating func balance(
    _ bytes: Span<UInt8>, _ code: BAI2TypeCode, _ field: Range<Int>, items: Int64?, statement: Int
  ) {
    var amount: ScaledDecimal?
    switch BAI2Value.amount(bytes, field) {
    case .value(let value):
      envelope.add(value)
      // Two totals are numbers of items, not money.
      if code.number == 102 || code.number == 402 { return list(code, nil, items: value, statement) }
      let (unscaled, isOver) = value.multipliedReportingOverflow(by: account?.factor ?? 0)
      if isOver {
        fail("balance-amount", stated: code.text, computed: "too large", statement: statement)
      } else if account?.factor != 0 {
        amount = ScaledDecimal(unscaled: unscaled, scale: BAI2Rows.scale)
      }
    case .empty: break
    case .notANumber, .tooLarge:
      fail("balance-amount", stated: code.text, computed: "not an amount", statement: statement)
    }
    list(code, amount, items: items, statement)
  }

  private mutating func list(_ code: BAI2TypeCode, _ amount: ScaledDecimal?, items: Int64?, _ statement: Int)
  {
    envelope.statements[statement].balances.append(
      Statement.Balance(code: code.text, name: code.name, amount: amount, itemCount: items))
    switch code.number {
    case 10: state(amount, as: \.opening, code, statement)
    case 15: state(amount, as: \.closing, code, statement)
    default: break
    }
  }

  /// Takes the first amount of a balance; another one beside it contradicts it.
  private mutating func state(
    _ amount: ScaledDecimal?, as balance: WritableKeyPath<Statement, ScaledDecimal?>, _ code: BAI2TypeCode,
    _ statement: Int
  ) {
    guard let amount else { return }
    guard let first = envelope.statements[statement][keyPath: balance] else {
      return envelope.statements[statement][keyPath: balance] = amount
    }
    if amount == first { return }
    fail(
      "balance-contradicted", stated: "\(code.text) \(first)", computed: "\(code.text) \(amount)",
      statement: statement)
  }
}

/// What a funds type says of the fields that follow it.
enum BAI2FundsType {
  /// 0, 1, 2, Z or nothing: no further field.
  case none
  /// S: amounts available at once, in one day and later.
  case immediateAndDays
  /// V: date and time.
  case valueDated
  /// D: a count, then as many pairs of days and amount.
  case distributed
}

extension BAI2Parser {
  /// Steps over the pairs of days and amount of funds type D; false when they are not all numbers: what was taken for
  /// them may be references, text or the next balance then. An empty count announces none.
  ///
  /// - Parameter next: the next field; nil when there is none.
  static func hasPairs(
    _ bytes: Span<UInt8>, count: Range<Int>, next: (Span<UInt8>) -> Range<Int>?
  ) -> Bool {
    if count.isEmpty { return true }
    guard case .value(var left) = BAI2Value.amount(bytes, count), left >= 0 else { return false }
    while left > 0 {
      guard let days = next(bytes), let amount = next(bytes), !amount.isEmpty,
        // Money is not held back for years; a reference of digits is longer.
        case .value(0...999) = BAI2Value.amount(bytes, days), isAmountOrEmpty(bytes, amount)
      else { return false }
      left -= 1
    }
    return true
  }

  static func isAmountOrEmpty(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Bool {
    switch BAI2Value.amount(bytes, field) {
    case .value, .empty: true
    case .notANumber, .tooLarge: false
    }
  }

  /// Nil when the standard has no such funds type. Either case is read.
  static func fundsType(_ bytes: Span<UInt8>, _ field: Range<Int>) -> BAI2FundsType? {
    if field.isEmpty { return BAI2FundsType.none }
    guard field.count == 1 else { return nil }
    switch bytes[field.lowerBound] {
    case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "Z"), UInt8(ascii: "z"):
      return BAI2FundsType.none
    case UInt8(ascii: "S"), UInt8(ascii: "s"): return .immediateAndDays
    case UInt8(ascii: "V"), UInt8(ascii: "v"): return .valueDated
    case UInt8(ascii: "D"), UInt8(ascii: "d"): return .distributed
    default: return nil
    }
  }
}
