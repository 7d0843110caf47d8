import Records

/// Finds a byte string among many: open addressing over one arena of keys, four bytes of hash beside each entry.
///
/// The hash has no random seed: a table is written by the pipeline's owner, and records only ask it, so that they
/// cannot make it slow.
struct KeyIndex: Sendable {
  private var arena: [UInt8] = []
  /// Where each key lies in the arena; an entry's number is its index here.
  private var keys: [TextView] = []
  /// High half: the hash's high half. Low half: 1 + entry, or 0 when the slot is free. A power of two of them, at
  /// least twice the entries.
  private var slots: [UInt64]

  var count: Int { keys.count }

  /// - Parameter capacity: keys that may be added, at most 2^31.
  init(capacity: Int) {
    var size = 8
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// The entry of the key, added when it is new; nil when the arena is full (`limit` bytes).
  mutating func add(_ key: [UInt8], limit: Int) -> (entry: Int, isNew: Bool)? {
    let hash = KeyIndex.hash(key.span, 0, key.count)
    if let entry = entry(of: key.span, 0, key.count, hash, arena.span, keys.span, slots.span) {
      return (Int(entry), false)
    }
    guard arena.count + key.count <= limit else { return nil }
    precondition((keys.count + 1) * 2 <= slots.count, "no more keys than the capacity")
    var at = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
    keys.append(TextView(start: UInt32(arena.count), length: Int32(key.count)))
    arena += key
    slots[at] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(keys.count)
    return (keys.count - 1, true)
  }

  /// The entry of each row's text, -1 where there is none or no text.
  func entries(of column: TextColumn) -> [Int32] {
    var entries = [Int32](repeating: -1, count: column.views.count)
    let bytes = column.bytes.span
    let (arena, keys, slots) = (arena.span, keys.span, slots.span)
    for row in 0..<column.views.count {
      let view = column.views[row]
      if view.isNull { continue }
      let (start, length) = (Int(view.start), Int(view.length))
      let hash = KeyIndex.hash(bytes, start, length)
      entries[row] = entry(of: bytes, start, length, hash, arena, keys, slots) ?? -1
    }
    return entries
  }

  @inline(__always)
  private func entry(
    of bytes: Span<UInt8>, _ start: Int, _ length: Int, _ hash: UInt64, _ arena: Span<UInt8>,
    _ keys: Span<TextView>,
    _ slots: Span<UInt64>
  ) -> Int32? {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      let slot = slots[at]
      if slot >> 32 == hash >> 32 {
        let entry = Int(slot & 0xFFFF_FFFF) - 1
        let key = keys[entry]
        if Int(key.length) == length, same(bytes, start, arena, Int(key.start), length) {
          return Int32(entry)
        }
      }
      at = (at + 1) & mask
    }
    return nil
  }

  /// Eight bytes at a time, each mixed in by a multiplication to 128 bits.
  @inline(__always)
  private static func hash(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> UInt64 {
    // A UInt8 has no padding, so every byte of the span has a value.
    let raw = unsafe bytes.bytes
    var hash = mix(UInt64(length) ^ 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    var at = start
    let end = start + length
    while end - at >= 8 {
      hash = mix(hash ^ word(raw, at), 0xA076_1D64_78BD_642F)
      at += 8
    }
    if at < end { hash = mix(hash ^ tail(raw, at, end - at), 0xE703_7ED1_A0B4_28DB) }
    return mix(hash, 0x8EBC_6AF0_9C88_C6E3)
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

@inline(__always)
private func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
  // Every pattern of bits is a UInt64, and the load checks its bounds.
  unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

/// One to seven bytes as a number.
@inline(__always)
private func tail(_ bytes: RawSpan, _ offset: Int, _ count: Int) -> UInt64 {
  if count >= 4 {
    // Every pattern of bits is a UInt32, and the load checks its bounds; the two overlap within the tail.
    let first = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    // As above.
    let last = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset + count - 4, as: UInt32.self)
    return UInt64(first) | UInt64(last) << 32
  }
  var value: UInt64 = 0
  for at in offset..<offset + count {
    // Every pattern of bits is a UInt8, and the load checks its bounds.
    value = value << 8 | UInt64(unsafe bytes.unsafeLoad(fromByteOffset: at, as: UInt8.self))
  }
  return value
}

/// Whether `length` bytes at two places are the same.
@inline(__always)
private func same(_ a: Span<UInt8>, _ startA: Int, _ b: Span<UInt8>, _ startB: Int, _ length: Int) -> Bool {
  // A UInt8 has no padding, so every byte of the spans has a value.
  let (rawA, rawB) = unsafe (a.bytes, b.bytes)
  var done = 0
  while length - done >= 8 {
    if word(rawA, startA + done) != word(rawB, startB + done) { return false }
    done += 8
  }
  if done < length {
    return tail(rawA, startA + done, length - done) == tail(rawB, startB + done, length - done)
  }
  return true
}
