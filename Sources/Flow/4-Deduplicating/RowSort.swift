import Records

/// Sorts packed rows by the bytes of their keys, equal keys by their place in the file.
///
/// Keys are compared eight bytes at a time: rows are ordered by the first eight bytes behind what all keys of the
/// range share, and only ranges that agree in those are looked at again.
@safe struct RowSort {
  let base: UnsafeMutableRawPointer

  func sort(_ entries: inout [RowEntry]) {
    let count = entries.count
    if count < 2 { return }
    var room = [RowEntry](repeating: RowEntry(prefix: 0, position: 0, record: 0), count: count)
    unsafe entries.withUnsafeMutableBufferPointer { entries in
      unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe sort(entries, room, 0..<count, depth: 0)
      }
    }
  }

  private func key(_ entry: RowEntry) -> UnsafeRawBufferPointer {
    let row = unsafe base + Int(entry.position)
    let length = unsafe Int(row.loadUnaligned(as: UInt32.self))
    let keyLength = unsafe Int(
      row.loadUnaligned(fromByteOffset: 4, as: UInt32.self) & ~RowLayout.fingerprintBit)
    return unsafe UnsafeRawBufferPointer(start: row + length - keyLength, count: keyLength)
  }

  private func sort(
    _ entries: UnsafeMutableBufferPointer<RowEntry>, _ room: UnsafeMutableBufferPointer<RowEntry>,
    _ range: Range<Int>,
    depth: Int
  ) {
    let shared = unsafe sharedBytes(entries, range, from: depth)
    var longest = 0
    for at in range {
      let key = unsafe key(entries[at])
      longest = max(longest, key.count)
      unsafe entries[at].prefix = RowSort.prefix(key, at: shared)
    }
    if range.count > 2048 {
      unsafe radix(entries, room, range)
    } else {
      // Ties are ordered by record here: right when the prefix is the whole rest of the key, sorted again when not.
      var part = unsafe UnsafeMutableBufferPointer(rebasing: entries[range])
      unsafe part.sort {
        $0.prefix != $1.prefix ? $0.prefix < $1.prefix : $0.record < $1.record
      }
    }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, unsafe entries[end].prefix == entries[start].prefix { end += 1 }
      if end - start > 1 { unsafe settle(entries, room, start..<end, depth: shared + 8, longest: longest) }
      start = end
    }
  }

  /// A range whose keys agree up to `depth`, a key that ended before it counting as zeros.
  private func settle(
    _ entries: UnsafeMutableBufferPointer<RowEntry>, _ room: UnsafeMutableBufferPointer<RowEntry>,
    _ range: Range<Int>,
    depth: Int, longest: Int
  ) {
    if range.count > 32, longest > depth, range.allSatisfy({ unsafe key(entries[$0]).count >= depth }) {
      unsafe sort(entries, room, range, depth: depth)
      return
    }
    var part = unsafe UnsafeMutableBufferPointer(rebasing: entries[range])
    unsafe part.sort { a, b in
      let order = unsafe RowSort.compare(key(a), key(b))
      return order != 0 ? order < 0 : a.record < b.record
    }
  }

  private func sharedBytes(
    _ entries: UnsafeMutableBufferPointer<RowEntry>, _ range: Range<Int>, from depth: Int
  ) -> Int {
    let first = unsafe key(entries[range.lowerBound])
    var shared = first.count
    for at in range {
      let other = unsafe key(entries[at])
      shared = min(shared, other.count)
      var same = depth
      while same < shared, unsafe first[same] == other[same] { same += 1 }
      shared = max(min(shared, same), min(shared, depth))
      if shared <= depth { return depth }
    }
    return shared
  }

  /// Four passes of sixteen bits, least significant first; stable, so equal prefixes keep their order.
  private func radix(
    _ entries: UnsafeMutableBufferPointer<RowEntry>, _ room: UnsafeMutableBufferPointer<RowEntry>,
    _ range: Range<Int>
  ) {
    var counts = [Int32](repeating: 0, count: 65_536)
    var from = unsafe UnsafeMutableBufferPointer(rebasing: entries[range])
    var to = unsafe UnsafeMutableBufferPointer(rebasing: room[range])
    for shift in stride(from: UInt64(0), to: 64, by: 16) {
      for at in 0..<65_536 { counts[at] = 0 }
      for at in 0..<range.count { unsafe counts[Int(from[at].prefix >> shift & 65_535)] += 1 }
      var sum: Int32 = 0
      for at in 0..<65_536 {
        let count = counts[at]
        counts[at] = sum
        sum += count
      }
      for at in 0..<range.count {
        let digit = unsafe Int(from[at].prefix >> shift & 65_535)
        unsafe to[Int(counts[digit])] = from[at]
        counts[digit] += 1
      }
      unsafe swap(&from, &to)
    }
  }

  /// Eight bytes of the key from `at` on, big-endian, zeros beyond its end.
  static func prefix(_ key: UnsafeRawBufferPointer, at: Int) -> UInt64 {
    if at + 8 <= key.count {
      return unsafe UInt64(bigEndian: key.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }
    var value: UInt64 = 0
    for offset in 0..<8 {
      let byte: UInt8 = unsafe at + offset < key.count ? key[at + offset] : 0
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  /// Negative, zero or positive, as memcmp; a key that is the beginning of another comes first.
  static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    var at = 0
    let shared = min(a.count, b.count)
    while at + 8 <= shared {
      let x = unsafe UInt64(bigEndian: a.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let y = unsafe UInt64(bigEndian: b.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      if x != y { return x < y ? -1 : 1 }
      at += 8
    }
    while at < shared {
      if unsafe a[at] != b[at] { return unsafe a[at] < b[at] ? -1 : 1 }
      at += 1
    }
    return a.count - b.count
  }
}
