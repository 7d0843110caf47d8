// Dates, decimals and currencies written as text: one call and one pass a column, no string.
extension TextColumn {
  /// `YYYY-MM-DD`. Each day is written once and shown by all its rows.
  public static func dates(_ values: [Int32]) -> TextColumn {
    var views: [TextView] = []
    views.reserveCapacity(values.count)
    var bytes: [UInt8] = []
    var low = Int32.max
    var high = Int32.min
    for value in values where value != CivilDate.null {
      low = min(low, value)
      high = max(high, value)
    }
    // A table of the days between, when they are not spread too far: 1 + the number of the day's text.
    let span = low > high ? 0 : Int(high) - Int(low) + 1
    var written = span <= 100_000 ? [Int32](repeating: 0, count: span) : []
    var count: Int32 = 0
    for value in values {
      if value == CivilDate.null {
        views.append(.null)
        continue
      }
      let at = Int(value) - Int(low)
      var number = written.isEmpty ? 0 : written[at]
      if number == 0 {
        CivilDate(days: value).append(to: &bytes)
        count += 1
        number = count
        if !written.isEmpty { written[at] = number }
      }
      views.append(TextView(start: UInt32(number - 1) * 10, length: 10))
    }
    return TextColumn(bytes: bytes, views: views)
  }

  /// Three letters. Each currency is written once.
  public static func currencies(_ values: [Currency]) -> TextColumn {
    var views: [TextView] = []
    views.reserveCapacity(values.count)
    var bytes: [UInt8] = []
    var last = Currency.none
    var lastView = TextView.null
    var written: [Currency: TextView] = [:]
    for value in values {
      if value != last {
        last = value
        if value == .none {
          lastView = .null
        } else if let view = written[value] {
          lastView = view
        } else {
          lastView = TextView(start: UInt32(bytes.count), length: 3)
          bytes += value.bytes
          written[value] = lastView
        }
      }
      views.append(lastView)
    }
    return TextColumn(bytes: bytes, views: views)
  }

  /// Plain decimals: with as many decimals as the row's currency has and more only when the value needs them; with
  /// all of the column's where there is no currency. Whole numbers are decimals of scale 0.
  ///
  /// - Parameters:
  ///   - values: unscaled; `ScaledDecimal.null` and `Column.nullInteger`, which are one number, give no value.
  ///   - scale: decimal places of the values, 0 to 18.
  ///   - currencies: of the rows; nil when the field has none.
  public static func decimals(_ values: [Int64], scale: Int, currencies: [Currency]?) -> TextColumn {
    // A sign, 19 digits and a point, or "0." and 18 digits; then up to 4 zeros that a currency asks for.
    let widest = 28
    let units = Currency.minorUnitsByRawValue
    var views: [TextView] = []
    views.reserveCapacity(values.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 8 + widest)
    var digits = [UInt8](repeating: 0, count: widest)
    for row in values.indices {
      let value = values[row]
      if value == ScaledDecimal.null {
        views.append(.null)
        continue
      }
      var least = scale
      if let currencies {
        let unit = units[Int(currencies[row].rawValue)]
        if unit != Currency.unknown { least = Int(unit) }
      }
      let start = write(value.magnitude, isNegative: value < 0, scale: scale, least: least, into: &digits)
      views.append(TextView(start: UInt32(bytes.count), length: Int32(widest - start)))
      bytes.append(contentsOf: digits[start...])
    }
    return TextColumn(bytes: bytes, views: views)
  }

  /// Writes a number right-aligned; returns where it starts.
  private static func write(
    _ magnitude: UInt64, isNegative: Bool, scale: Int, least: Int, into digits: inout [UInt8]
  ) -> Int {
    var rest = magnitude
    var shown = scale
    while shown > least, rest % 10 == 0 {
      rest /= 10
      shown -= 1
    }
    var at = digits.count
    func put(_ byte: UInt8) {
      at -= 1
      digits[at] = byte
    }
    var decimals = max(shown, least)
    while decimals > shown {
      put(48)
      decimals -= 1
    }
    if max(shown, least) > 0 {
      for _ in 0..<shown {
        put(48 + UInt8(rest % 10))
        rest /= 10
      }
      put(46)
    }
    repeat {
      put(48 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    if isNegative { put(45) }
    return at
  }
}
