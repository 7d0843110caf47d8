import Records

// Balances and totals: fields 60, 62, 64, 65, 34F, 13D and 90, and the statement they belong to.
extension MT940Parser {
  /// The statement of the open page: the one it goes on with, or a new one.
  mutating func openBook(_ bytes: Span<UInt8>) {
    openPage()
    if book != nil { return }
    guard let page, let before = waiting[key], !before.isUnfinished, let sheet = Int(page.sheet),
      before.sheet.map({ $0 + 1 }) == sheet
    else { return makeBook() }
    resume(before)
  }

  mutating func makeBook() {
    guard let page else { return }
    let account = page.account ?? ""
    let number = Int(page.number).map { $0 == 0 ? "" : String($0) } ?? page.number
    let id = [page.reference, page.number].filter { !$0.isEmpty }.joined(separator: "/")
    let currency = MT940Parser.currency(endOf: account)
    var statement = Statement(statementID: id, accountID: account, currency: currency, line: page.line)
    statement.sequence = number.isEmpty ? nil : number
    statement.recordsTotal = ScaledDecimal(unscaled: 0, scale: MT940Value.scale)
    statements.append(statement)
    book = MT940Book(
      statement: statements.count - 1, key: key, kind: page.kind, currency: .none, sheet: Int(page.sheet),
      lastLine: page.line)
    showStatement()
  }

  /// Account and number of the open page.
  private var key: String {
    guard let page else { return "" }
    let number = Int(page.number).map { String($0) } ?? page.number
    return "\(page.account ?? "")\u{0}\(number)"
  }

  private mutating func resume(_ before: MT940Book) {
    waiting[before.key] = nil
    book = before
    book?.pages += 1
    book?.sheet = page.flatMap { Int($0.sheet) }
    book?.pageOpening = nil
    book?.pageClosing = nil
    book?.pageBooked = 0
    showStatement()
  }

  /// A currency glued to the end of an account.
  private static func currency(endOf account: String) -> Currency {
    let letters = account.utf8.suffix(3)
    guard account.utf8.count > 3, letters.allSatisfy(\.isCapital),
      account.utf8.dropLast(3).last.map({ $0 == UInt8(ascii: "/") || $0.digit != nil }) == true,
      let currency = Currency(account.suffix(3)), currency.minorUnits != nil
    else { return .none }
    return currency
  }

  // MARK: Fields

  mutating func opening(_ bytes: Span<UInt8>, isFinal: Bool) {
    openPage()
    if book == nil, !isFinal, let before = waiting[key], before.isUnfinished {
      let carried = before.pageClosing?.amount
      resume(before)
      let amount = balance(bytes, code: "60M", name: "intermediate opening")?.amount
      book?.pageOpening = MT940Book.Balance(amount: amount, line: framer.startLine, isFinal: false)
      if let carried, let amount {
        check("page-opening-balance", stated: Int128(amount), computed: Int128(carried))
      }
      return
    }
    openBook(bytes)
    if book?.pageOpening != nil { return contradict(bytes, isFinal ? "60F" : "60M", \.pageOpening) }
    let read = balance(
      bytes, code: isFinal ? "60F" : "60M", name: isFinal ? "opening" : "intermediate opening")
    book?.pageOpening = MT940Book.Balance(amount: read?.amount, line: framer.startLine, isFinal: isFinal)
    book?.opening = read?.amount
    book?.openingDay = read?.day
    guard !isFinal, let book else { return }
    notes.add(.pagesBefore, line: framer.startLine)
    if let sheet = book.sheet, let number = statements[book.statement].sequence {
      statements[book.statement].sequence = "\(number)/\(sheet)"
    }
  }

  mutating func closing(_ bytes: Span<UInt8>, isFinal: Bool) {
    openBook(bytes)
    if book?.pageClosing != nil { return contradict(bytes, isFinal ? "62F" : "62M", \.pageClosing) }
    let read = balance(
      bytes, code: isFinal ? "62F" : "62M", name: isFinal ? "closing" : "intermediate closing")
    book?.pageClosing = MT940Book.Balance(amount: read?.amount, line: framer.startLine, isFinal: isFinal)
    if let day = read?.day { book?.closingDay = day }
  }

  /// A balance stated twice on a page: the first one stands, and another amount fails.
  private mutating func contradict(
    _ bytes: Span<UInt8>, _ code: String, _ path: KeyPath<MT940Book, MT940Book.Balance?>
  ) {
    let read = balance(bytes, code: code, name: "stated again")
    guard let read, let first = book?[keyPath: path]?.amount, first != read.amount else { return }
    check("balance-contradicted", stated: Int128(read.amount), computed: Int128(first))
  }

  /// Fields 64 and 65 are for information: what cannot be read of them is left out.
  mutating func otherBalance(_ bytes: Span<UInt8>) {
    openBook(bytes)
    let isForward = framer.parts[0].tag == .forward
    guard let read = figure(bytes), let book, read.currency == .none || read.currency == book.currency else {
      return notes.add(.balanceUnreadable, line: framer.startLine)
    }
    statements[book.statement].balances.append(
      Statement.Balance(
        code: isForward ? "65" : "64",
        name: isForward ? "forward available of \(read.day)" : "closing available",
        amount: ScaledDecimal(unscaled: read.amount, scale: MT940Value.scale)))
  }

  mutating func time(_ bytes: Span<UInt8>) {
    openBook(bytes)
    let range = value(bytes)
    book?.hasTime = true
    guard bytes.isDigits(at: range.lowerBound, count: 6, before: range.upperBound) else { return }
    book?.reportDay = MT940Value.date(bytes, at: range.lowerBound)?.date
  }

  /// Field 34F: currency, perhaps a mark, amount.
  mutating func floorLimit(_ bytes: Span<UInt8>) {
    openBook(bytes)
    book?.hasFloorLimit = true
    let range = value(bytes)
    guard let currency = MT940Value.currency(bytes, at: range.lowerBound, end: range.upperBound) else {
      return
    }
    state(currency)
    var at = range.lowerBound + 3
    let mark = at < range.upperBound ? bytes[at] : 0
    if mark == UInt8(ascii: "C") || mark == UInt8(ascii: "D") || mark == 0x20 { at += 1 }
    guard
      case .value(let amount) = MT940Value.amount(bytes, min(at, range.upperBound)..<range.upperBound).amount,
      let book
    else { return }
    let name = mark == UInt8(ascii: "C") ? " of credits" : mark == UInt8(ascii: "D") ? " of debits" : ""
    statements[book.statement].balances.append(
      Statement.Balance(
        code: "34F", name: "floor limit" + name,
        amount: ScaledDecimal(unscaled: amount, scale: MT940Value.scale)))
  }

  /// Field 90C or 90D: number, currency, amount.
  mutating func total(_ bytes: Span<UInt8>, isCredit: Bool) {
    openBook(bytes)
    let range = value(bytes)
    var at = range.lowerBound
    var count: Int64 = 0
    while at < range.upperBound, at - range.lowerBound < 18, let digit = bytes[at].digit {
      count = count * 10 + Int64(digit)
      at += 1
    }
    let code = isCredit ? "90C" : "90D"
    guard at > range.lowerBound,
      let currency = MT940Value.currency(bytes, at: at, end: range.upperBound),
      let amount = whole(bytes, at + 3..<range.upperBound), let book
    else { return unreadable(code) }
    state(currency)
    self.book?.totals.append(
      MT940Book.Stated(isCredit: isCredit, count: count, total: amount, line: framer.startLine))
    statements[book.statement].balances.append(
      Statement.Balance(
        code: code, name: isCredit ? "total credits" : "total debits",
        amount: ScaledDecimal(unscaled: amount, scale: MT940Value.scale), itemCount: count))
  }

  // MARK: Reading

  private struct Figure {
    var amount: Int64
    var day: CivilDate
    /// None when it is not written.
    var currency: Currency
  }

  /// A balance that the statement stands on: it goes into the list, and what cannot be read of it fails.
  private mutating func balance(_ bytes: Span<UInt8>, code: String, name: String) -> Figure? {
    guard let book else { return nil }
    let read = figure(bytes)
    statements[book.statement].balances.append(
      Statement.Balance(
        code: code, name: name,
        amount: read.map { ScaledDecimal(unscaled: $0.amount, scale: MT940Value.scale) }))
    if let read { state(read.currency) } else { unreadable(code) }
    return read
  }

  /// Mark, date, currency, amount; the currency may be missing. Nil for anything else.
  private mutating func figure(_ bytes: Span<UInt8>) -> Figure? {
    let range = value(bytes)
    let at = range.lowerBound
    guard range.count > 7, bytes[at] == UInt8(ascii: "C") || bytes[at] == UInt8(ascii: "D"),
      bytes.isDigits(at: at + 1, count: 6, before: range.upperBound),
      let day = MT940Value.date(bytes, at: at + 1)
    else { return nil }
    let currency = MT940Value.currency(bytes, at: at + 7, end: range.upperBound)
    let start = at + (currency == nil ? 7 : 10)
    guard let amount = whole(bytes, start..<range.upperBound) else { return nil }
    if day.isClamped { notes.add(.februaryDay, line: framer.startLine) }
    return Figure(
      amount: bytes[at] == UInt8(ascii: "D") ? -amount : amount, day: day.date, currency: currency ?? .none)
  }

  /// An amount and nothing behind it.
  private mutating func whole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let used = bytes.trimmed(range)
    let figure = MT940Value.amount(bytes, used)
    guard figure.end == used.upperBound, case .value(let amount) = figure.amount else { return nil }
    note(figure)
    return amount
  }

  mutating func note(_ figure: MT940Value.Figure) {
    if figure.mark == UInt8(ascii: ".") { notes.add(.decimalPoint, line: framer.startLine) }
    if figure.mark == nil { notes.add(.decimalMarkMissing, line: framer.startLine) }
  }

  /// The currency of the whole statement; another one beside it contradicts it.
  private mutating func state(_ currency: Currency) {
    guard currency != .none, let known = book?.currency, let at = book?.statement else { return }
    if known == .none {
      book?.currency = currency
      statements[at].currency = currency
    } else if known != currency {
      fail("balance-currency", stated: currency.description, computed: known.description)
    }
  }

  private mutating func unreadable(_ code: String) {
    fail("balance-unreadable", stated: code, computed: "not an amount")
  }

  private mutating func fail(_ name: String, stated: String, computed: String) {
    guard let book else { return }
    statements[book.statement].checks.append(
      Statement.Check(.controlTotals, name: name, stated: stated, computed: computed, line: framer.startLine))
  }

  private mutating func check(_ name: String, stated: Int128, computed: Int128) {
    guard let book else { return }
    statements[book.statement].checks.append(
      Statement.Check(
        .balance, name: name, stated: stated, computed: computed, scale: MT940Value.scale,
        currency: book.currency, line: framer.startLine))
  }
}
