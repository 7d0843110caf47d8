/// Writes the key of one row: bytes whose order is the order of the key's values, field by field.
///
/// Numbers and days are big-endian with the sign bit turned. A text that other fields follow has its zero bytes
/// written as 00 FF and is closed by 00 00, so that it comes before every longer text it begins, and two keys are
/// equal only when all their fields are; the last text needs neither.
///
/// The caller has reserved room for all that is put.
@safe struct RowKey {
  private let target: UnsafeMutableRawPointer
  /// Bytes written.
  private(set) var count = 0

  init(at target: UnsafeMutableRawPointer) { unsafe self.target = target }

  mutating func put(_ value: Int64) { put(UInt64(bitPattern: value) ^ (1 << 63), bytes: 8) }

  mutating func put(_ value: Int32) { put(UInt64(UInt32(bitPattern: value) ^ (1 << 31)), bytes: 4) }

  mutating func put(_ value: UInt16) { put(UInt64(value), bytes: 2) }

  mutating func put(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) {
    if isLast {
      guard let start = text.baseAddress else { return }
      unsafe (target + count).copyMemory(from: start, byteCount: text.count)
      count += text.count
      return
    }
    for at in 0..<text.count {
      let byte = unsafe text[at]
      put(byte)
      if byte == 0 { put(UInt8(255)) }
    }
    put(0, bytes: 2)
  }

  private mutating func put(_ byte: UInt8) {
    unsafe target.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  private mutating func put(_ value: UInt64, bytes: Int) {
    for shift in stride(from: (bytes - 1) * 8, through: 0, by: -8) {
      put(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }
}
