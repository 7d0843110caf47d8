import Records

extension Column {
  /// The canonical text of every value: ISO dates, decimals at the column's scale, codes. Text is handed on as it is.
  func canonicalText() -> TextColumn {
    switch self {
    case .text(let column): return column
    case .decimals(let values, let scale):
      return texts(values, width: 24) { value, bytes in
        if value == ScaledDecimal.null { return false }
        write(value, scale: scale, to: &bytes)
        return true
      }
    case .integers(let values):
      return texts(values, width: 20) { value, bytes in
        if value == Column.nullInteger { return false }
        write(value, scale: 0, to: &bytes)
        return true
      }
    case .dates(let values):
      return texts(values, width: 10) { value, bytes in
        if value == CivilDate.null { return false }
        writeDay(value, to: &bytes)
        return true
      }
    case .currencies(let values):
      return texts(values, width: 3) { value, bytes in
        if value == .none { return false }
        let code = value.rawValue - 1
        bytes.append(UInt8(65 + code / 676 % 26))
        bytes.append(UInt8(65 + code / 26 % 26))
        bytes.append(UInt8(65 + code % 26))
        return true
      }
    }
  }

  /// One text a value. `write` appends it, or returns false for "no value"; `width` is an expectation.
  private func texts<Element>(
    _ values: [Element], width: Int, write: (Element, inout [UInt8]) -> Bool
  ) -> TextColumn {
    var bytes: [UInt8] = []
    var views: [TextView] = []
    bytes.reserveCapacity(values.count * width)
    views.reserveCapacity(values.count)
    for value in values {
      let start = bytes.count
      if write(value, &bytes) {
        views.append(TextView(start: UInt32(start), length: Int32(bytes.count - start)))
      } else {
        views.append(.null)
      }
    }
    return TextColumn(bytes: bytes, views: views)
  }
}

/// `-12.30`: at least one digit before the point and exactly `scale` after it.
private func write(_ value: Int64, scale: Int, to bytes: inout [UInt8]) {
  if value < 0 { bytes.append(UInt8(ascii: "-")) }
  var rest = value.magnitude
  let start = bytes.count
  var digits = 0
  repeat {
    if digits == scale, scale > 0 { bytes.append(UInt8(ascii: ".")) }
    bytes.append(UInt8(48 + rest % 10))
    rest /= 10
    digits += 1
  } while rest > 0 || digits <= scale
  bytes[start...].reverse()
}

/// `YYYY-MM-DD`.
private func writeDay(_ days: Int32, to bytes: inout [UInt8]) {
  let (year, month, day) = CivilDate(days: days).components
  func digit(_ value: Int) -> UInt8 { UInt8(48 + (value % 10 + 10) % 10) }
  bytes.append(digit(year / 1000))
  bytes.append(digit(year / 100))
  bytes.append(digit(year / 10))
  bytes.append(digit(year))
  bytes.append(UInt8(ascii: "-"))
  bytes.append(digit(month / 10))
  bytes.append(digit(month))
  bytes.append(UInt8(ascii: "-"))
  bytes.append(digit(day / 10))
  bytes.append(digit(day))
}
