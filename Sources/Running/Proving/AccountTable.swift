import Records

/// Numbers the accounts of a file, each in its currency, in the order in which they are met.
///
/// Open addressing over the bytes of the account, eight at a time: one comparison for a row whose account is the one
/// before.
struct AccountTable: Sendable {
  /// In the place of a number: the row has no account, or one beyond the limit.
  static let none: Int32 = -1

  private struct Entry {
    var start: Int
    var length: Int
    var currency: Currency
    var hash: UInt64
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// A number, or -1; the count is a power of two, at least twice that of the accounts.
  private var slots = [Int32](repeating: -1, count: 64)

  var count: Int { entries.count }

  /// The account and its currency by number.
  func account(_ number: Int) -> (id: String, currency: Currency) {
    let entry = entries[number]
    return (
      String(decoding: bytes[entry.start..<entry.start + entry.length], as: UTF8.self), entry.currency
    )
  }

  /// The number of each row's account; `none` where there is none.
  ///
  /// - Parameters:
  ///   - currencies: one a row; nil where there are none.
  ///   - limit: accounts at most.
  mutating func numbers(of accounts: TextColumn, _ currencies: [Currency]?, limit: Int = .max) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(accounts.views.count)
    // A byte has no padding.
    let arena = unsafe accounts.bytes.span.bytes
    var last = AccountTable.none
    for row in accounts.views.indices {
      let view = accounts.views[row]
      if view.isNull {
        numbers.append(AccountTable.none)
        continue
      }
      let account = arena.extracting(Int(view.start)..<Int(view.start) + Int(view.length))
      let currency = currencies?[row] ?? .none
      if last < 0 || !isSame(entries[Int(last)], account, currency) {
        last = number(of: account, currency, limit)
      }
      numbers.append(last)
    }
    return numbers
  }

  private mutating func number(of account: RawSpan, _ currency: Currency, _ limit: Int) -> Int32 {
    let hash = AccountTable.hash(account, currency)
    var slot = AccountTable.slot(hash, among: slots.count)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, isSame(entry, account, currency) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    if entries.count >= limit { return AccountTable.none }
    let number = Int32(entries.count)
    slots[slot] = number
    entries.append(Entry(start: bytes.count, length: account.byteCount, currency: currency, hash: hash))
    // The span outlives the call.
    unsafe account.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    if entries.count * 2 > slots.count { grow() }
    return number
  }

  @inline(__always)
  private func isSame(_ entry: Entry, _ account: RawSpan, _ currency: Currency) -> Bool {
    guard entry.currency == currency, entry.length == account.byteCount else { return false }
    // A byte has no padding.
    let known = unsafe bytes.span.bytes.extracting(entry.start..<entry.start + entry.length)
    var at = 0
    while at + 8 <= known.byteCount {
      if AccountTable.word(known, at) != AccountTable.word(account, at) { return false }
      at += 8
    }
    while at < known.byteCount {
      if AccountTable.byte(known, at) != AccountTable.byte(account, at) { return false }
      at += 1
    }
    return true
  }

  @inline(__always)
  private static func hash(_ account: RawSpan, _ currency: Currency) -> UInt64 {
    var hash = UInt64(currency.rawValue) &+ 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at + 8 <= account.byteCount {
      hash = mixed(hash ^ word(account, at))
      at += 8
    }
    while at < account.byteCount {
      hash = mixed(hash ^ UInt64(byte(account, at)))
      at += 1
    }
    return hash
  }

  /// Both halves of the product, so that every bit of the word has a say in the lowest ones.
  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func word(_ bytes: RawSpan, _ at: Int) -> UInt64 {
    // Callers ask for no word beyond the end.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
  }

  @inline(__always)
  private static func byte(_ bytes: RawSpan, _ at: Int) -> UInt8 {
    // Callers ask for no byte beyond the end.
    unsafe bytes.unsafeLoad(fromByteOffset: at, as: UInt8.self)
  }

  private static func slot(_ hash: UInt64, among count: Int) -> Int {
    Int(truncatingIfNeeded: hash) & (count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, entry) in entries.enumerated() {
      var slot = AccountTable.slot(entry.hash, among: slots.count)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
