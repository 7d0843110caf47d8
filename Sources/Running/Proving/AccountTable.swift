import Records

/// Numbers the accounts of a file, each in its currency, in the order in which they are met.
///
/// Open addressing over the bytes of the account: one comparison for a row whose account is the one before.
struct AccountTable: Sendable {
  private var bytes: [UInt8] = []
  private var ranges: [Range<Int>] = []
  private var currencies: [Currency] = []
  private var hashes: [UInt64] = []
  /// A number, or -1; the count is a power of two, at least twice that of the accounts.
  private var slots = [Int32](repeating: -1, count: 64)
  private var last = -1

  var count: Int { ranges.count }

  /// The account and its currency by number.
  func account(_ number: Int) -> (id: String, currency: Currency) {
    (String(decoding: bytes[ranges[number]], as: UTF8.self), currencies[number])
  }

  /// The number of an account, which is new when it equals the count before.
  mutating func number(of arena: [UInt8], _ view: TextView, _ currency: Currency) -> Int {
    let range = Int(view.start)..<Int(view.start) + Int(view.length)
    if last >= 0, isSame(last, arena, range, currency) { return last }
    var hash = UInt64(currency.rawValue) &+ 0xCBF2_9CE4_8422_2325
    for at in range { hash = (hash ^ UInt64(arena[at])) &* 0x0000_0100_0000_01B3 }
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isSame(number, arena, range, currency) {
        last = number
        return number
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    ranges.append(bytes.count..<bytes.count + range.count)
    bytes += arena[range]
    currencies.append(currency)
    hashes.append(hash)
    last = count - 1
    if count * 2 > slots.count { grow() }
    return last
  }

  private func isSame(_ number: Int, _ arena: [UInt8], _ range: Range<Int>, _ currency: Currency) -> Bool {
    let known = ranges[number]
    guard currencies[number] == currency, known.count == range.count else { return false }
    for at in 0..<range.count where bytes[known.lowerBound + at] != arena[range.lowerBound + at] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
