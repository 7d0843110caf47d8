import Records

// Statements: what stands around the entries.
extension OFXParser {
  mutating func openStatement(isInvestment: Bool) {
    var statement = OFXStatement(index: statements.count, line: framer.start.line)
    statement.isInvestment = isInvestment
    statement.currency = settings.currency
    statements.append(Statement(statementID: "", accountID: "", currency: .none, line: statement.line))
    open = statement
    answer.hasStatement = true
    section = .none
    shown.account = .null
    shown.statementID = .null
  }

  /// The list of pending entries is a statement of its own, which is interim.
  mutating func openPending() {
    guard let open, pending == nil else { return }
    pending = OFXStatement(index: statements.count, line: framer.start.line, isPending: true)
    statements.append(
      Statement(statementID: "", accountID: "", currency: .none, line: framer.start.line))
    pending?.account = open.account
    pending?.currency = open.currency
    shown.pendingID = .null
  }

  mutating func closeStatement() {
    guard var closed = open else { return }
    if closed.account.isEmpty { notes.add(.accountMissing, line: closed.line) }
    if closed.currency == .none { notes.add(.currencyMissing, line: closed.line) }
    if closed.ledger != nil, !closed.closesWithLedger { notes.add(.balanceOfAnotherDay, line: closed.line) }
    statements[closed.index] = closed.finish()
    covered.append(closed.covered)
    if var listed = pending {
      listed.account = closed.account
      listed.currency = closed.currency
      statements[listed.index] = listed.finish()
    }
    open = nil
    pending = nil
    section = .none
  }

  // MARK: Texts

  /// A text that stands in a statement or an answer, outside of entries.
  mutating func takeText(_ tag: OFXTag, _ value: OFXFramer.Value, _ bytes: Span<UInt8>) {
    switch tag {
    case .statusCode where section == .status: answer.code = OFXParser.word(bytes, value)
    case .severity where section == .status: answer.severity = OFXParser.word(bytes, value)
    case .accountID where section == .account:
      if closing != nil {
        closing?.account = OFXParser.word(bytes, value)
      } else {
        open?.account = OFXParser.word(bytes, value)
      }
    case .currency:
      if let currency = Currency(OFXParser.word(bytes, value)) { open?.currency = currency }
    case .from: open?.extend(from: OFXParser.day(bytes, value))
    case .through: open?.extend(through: OFXParser.day(bytes, value))
    case .asOf: asOf(OFXParser.day(bytes, value))
    case .balanceAmount: balance(bytes, value)
    case .availableCash: list(tag, "available cash", OFXParser.amount(bytes, value))
    case .marginBalance: list(tag, "margin", OFXParser.amount(bytes, value))
    case .shortBalance: list(tag, "short", OFXParser.amount(bytes, value))
    case .opened, .closed, .postedFrom, .postedThrough:
      if section == .closing { closing?.take(tag, OFXParser.day(bytes, value)) }
    case .openingBalance, .closingBalance:
      if section == .closing { closing?.take(tag, OFXParser.amount(bytes, value)) }
    case .amount: open?.addAmountOutside(line: framer.start.line)
    default: break
    }
  }

  private mutating func asOf(_ day: CivilDate?) {
    switch section {
    case .ledger: open?.ledgerDay = day
    case .pendingList: pending?.asOf = day
    case .none where open?.isInvestment == true && open?.asOf == nil: open?.asOf = day
    default: break
    }
  }

  private mutating func balance(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) {
    switch section {
    case .ledger:
      let found = OFXParser.amount(bytes, value)
      open?.ledger = found
      list(.ledgerBalance, "ledger", found)
    case .available: list(.availableBalance, "available", OFXParser.amount(bytes, value))
    default: break
    }
  }

  private mutating func list(_ tag: OFXTag, _ name: String, _ amount: Int64?) {
    guard let amount else { return notes.add(.balanceUnreadable, line: framer.start.line) }
    open?.balances.append(
      Statement.Balance(
        code: tag.rawValue, name: name, amount: ScaledDecimal(unscaled: amount, scale: BankRow.scale)))
  }

  // MARK: Values

  /// A short text. What is longer than any such field is cut: it is repeated for every record.
  private static func word(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) -> String {
    let text = OFXText.string(bytes, value)
    return text.utf8.count <= 140 ? text : String(text.prefix(140))
  }

  private static func day(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) -> CivilDate? {
    guard case .day(let day) = OFXValue.day(bytes, value.range) else { return nil }
    return day
  }

  private static func amount(_ bytes: Span<UInt8>, _ value: OFXFramer.Value) -> Int64? {
    guard case .value(let amount) = OFXValue.amount(bytes, value.range) else { return nil }
    return amount
  }
}
