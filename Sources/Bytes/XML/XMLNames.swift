import CXML2

/// The local names of a document's elements and attributes as small numbers.
///
/// libxml2 keeps each name once: a name is known again by its address, without a look at its bytes.
struct XMLNames {
  private struct Slot {
    /// 0 where there is none.
    var address: UInt
    var number: UInt16
  }

  /// The names that were given, from 1; then those met, in that order. At index 0 stands an empty name.
  private(set) var texts: [String]
  /// The namespace in which each was first met; empty when there was none.
  private(set) var spaces: [String]
  private var slots = [Slot](repeating: Slot(address: 0, number: 0), count: 1024)
  private var filled = 0
  /// Numbers by name.
  private var numbers: [String: UInt16] = [:]

  init(_ names: [String]) {
    texts = [""] + names
    spaces = texts.map { _ in "" }
    for (at, name) in names.enumerated() { numbers[name] = UInt16(at + 1) }
  }

  var count: Int { texts.count }

  /// The number of a name that was met before.
  @inline(__always)
  func known(_ address: UInt) -> UInt16? {
    let mask = slots.count - 1
    var at = XMLNames.spread(address) & mask
    while true {
      let slot = slots[at]
      if slot.address == address { return slot.number }
      if slot.address == 0 { return nil }
      at = (at + 1) & mask
    }
  }

  /// Numbers a name met for the first time.
  ///
  /// - Parameters: both are ended by a zero byte.
  mutating func add(_ name: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?) -> UInt16 {
    // Names of libxml2 are ended by a zero byte, and are copied at once.
    let text = unsafe String(cString: name)
    let number = numbers[text] ?? UInt16(texts.count)
    if Int(number) == texts.count {
      numbers[text] = number
      texts.append(text)
      spaces.append("")
    }
    if let space = unsafe space, spaces[Int(number)].isEmpty {
      // As with the name.
      spaces[Int(number)] = unsafe String(cString: space)
    }
    if (filled + 1) * 2 > slots.count { grow() }
    put(Slot(address: UInt(bitPattern: name), number: number))
    filled += 1
    return number
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(address: 0, number: 0), count: old.count * 2)
    for slot in old where slot.address != 0 { put(slot) }
  }

  private mutating func put(_ slot: Slot) {
    let mask = slots.count - 1
    var at = XMLNames.spread(slot.address) & mask
    while slots[at].address != 0 { at = (at + 1) & mask }
    slots[at] = slot
  }

  @inline(__always)
  private static func spread(_ address: UInt) -> Int {
    Int(truncatingIfNeeded: (address ^ address >> 9) &* 0x9E37_79B9_7F4A_7C15 >> 40)
  }
}
