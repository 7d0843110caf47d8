import Records

/// One hash a row over the given fields, as sixteen hexadecimal digits: two rows with the same content have the
/// same one, in every run and on every machine.
///
/// Standard: FNV-1a, 64 bits (IETF draft-eastlake-fnv). Each field adds one byte for its kind (0 missing, 1 text,
/// 2 whole number), its length in four bytes where it is text, and its bytes; numbers are little-endian.
/// Limits: tells changed rows from unchanged ones; it is no protection against forgery.
func contentHashes(_ columns: [Column], count: Int) -> Column {
  var states = [UInt64](repeating: 0xcbf2_9ce4_8422_2325, count: count)
  for column in columns {
    switch column {
    case .text(let text):
      for row in 0..<count {
        let view = text.views[row]
        if view.isNull {
          states[row] = mixed(states[row], 0)
          continue
        }
        var state = mixed(states[row], 1)
        for shift in [0, 8, 16, 24] { state = mixed(state, UInt8(truncatingIfNeeded: view.length >> shift)) }
        for at in Int(view.start)..<Int(view.start) + Int(view.length) {
          state = mixed(state, text.bytes[at])
        }
        states[row] = state
      }
    case .integers(let values):
      for row in 0..<count {
        if values[row] == Column.nullInteger {
          states[row] = mixed(states[row], 0)
          continue
        }
        var state = mixed(states[row], 2)
        for shift in stride(from: 0, to: 64, by: 8) {
          state = mixed(state, UInt8(truncatingIfNeeded: values[row] >> Int64(shift)))
        }
        states[row] = state
      }
    default: preconditionFailure("a table stores text and whole numbers")
    }
  }
  return hexadecimal(states)
}

@inline(__always)
private func mixed(_ state: UInt64, _ byte: UInt8) -> UInt64 {
  // FNV multiplies modulo 2^64.
  (state ^ UInt64(byte)) &* 0x100_0000_01b3
}

private func hexadecimal(_ values: [UInt64]) -> Column {
  let digits = Array("0123456789abcdef".utf8)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(values.count * 16)
  var views: [TextView] = []
  views.reserveCapacity(values.count)
  for value in values {
    views.append(TextView(start: UInt32(bytes.count), length: 16))
    for shift in stride(from: 60, through: 0, by: -4) {
      bytes.append(digits[Int(value >> UInt64(shift) & 15)])
    }
  }
  return .text(TextColumn(bytes: bytes, views: views))
}
