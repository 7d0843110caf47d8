import Records

/// What a text says by a pattern.
struct WrittenDate {
  var year = 0
  var month = 0
  var day = 0
  var hour = 0
  var minute = 0
  var second = 0
  /// Hours are counted 1 to 12.
  var isHalfDay = false
  var isAfternoon = false
  /// Seconds east of Greenwich; nil when the text does not say.
  var offset: Int?

  /// Seconds since midnight; nil when there is no such time. 24:00 is the last second of the day, a leap
  /// second the one before it.
  var timeOfDay: Int? {
    guard minute < 60, second <= 60 else { return nil }
    let seconds = minute * 60 + min(second, 59)
    if isHalfDay {
      guard (1...12).contains(hour) else { return nil }
      return (hour % 12 + (isAfternoon ? 12 : 0)) * 3600 + seconds
    }
    if hour == 24 { return minute == 0 && second == 0 ? 86_399 : nil }
    return hour < 24 ? hour * 3600 + seconds : nil
  }
}

extension DatePattern {
  /// Years of two digits: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069.
  static func fullYear(_ short: Int) -> Int { short >= 70 ? 1900 + short : 2000 + short }

  /// Nil when the text has not the pattern's form; the numbers may still be impossible.
  func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WrittenDate? {
    var date = WrittenDate()
    var at = range.lowerBound
    let end = range.upperBound
    for index in elements.indices {
      switch elements[index] {
      case .number(let part, let least, let most):
        guard let value = number(bytes, &at, end, least, most) else { return nil }
        DatePattern.set(part, value, &date)
        if part == .second, !isMark(after: index) { skipFraction(bytes, &at, end) }
      case .monthName(let isFull):
        guard let month = month(bytes, &at, end, isFull: isFull) else { return nil }
        date.month = month
      case .fraction(let count):
        guard number(bytes, &at, end, count, count) != nil else { return nil }
      case .halfDay:
        guard at + 2 <= end, bytes[at + 1] & 0xDF == 0x4D else { return nil }
        guard bytes[at] & 0xDF == 0x41 || bytes[at] & 0xDF == 0x50 else { return nil }
        date.isAfternoon = bytes[at] & 0xDF == 0x50
        at += 2
      case .offset:
        guard let offset = offset(bytes, &at, end) else { return nil }
        date.offset = offset
      case .literal(let literal):
        guard end - at >= literal.count else { return nil }
        for byte in literal {
          guard bytes[at] == byte else { return nil }
          at += 1
        }
      }
    }
    return at == end ? date : nil
  }

  private static func set(_ part: Part, _ value: Int, _ date: inout WrittenDate) {
    switch part {
    case .year: date.year = value
    case .shortYear: date.year = fullYear(value)
    case .month: date.month = value
    case .day: date.day = value
    case .hour: date.hour = value
    case .halfDayHour:
      date.hour = value
      date.isHalfDay = true
    case .minute: date.minute = value
    case .second: date.second = value
    }
  }

  /// The element after `index` begins with a mark of its own.
  private func isMark(after index: Int) -> Bool {
    guard index + 1 < elements.count, case .literal(let bytes) = elements[index + 1] else { return false }
    return bytes.first == UInt8(ascii: ".") || bytes.first == UInt8(ascii: ",")
  }

  private func skipFraction(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) {
    guard at + 1 < end, bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ",") else { return }
    var after = at + 1
    while after < end, after - at <= 9, bytes[after] &- 48 < 10 { after += 1 }
    if after > at + 1 { at = after }
  }

  private func number(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int, _ least: Int, _ most: Int) -> Int? {
    var value = 0
    var count = 0
    while count < most, at < end, bytes[at] &- 48 < 10 {
      value = value * 10 + Int(bytes[at] &- 48)
      count += 1
      at += 1
    }
    return count >= least ? value : nil
  }

  private static let months: [[UInt8]] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
  ].map { Array($0.utf8) }

  private func month(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int, isFull: Bool) -> Int? {
    var letters = 0
    while at + letters < end, letters < 10, AmountStyle.isLetter(bytes[at + letters]) { letters += 1 }
    for (index, name) in DatePattern.months.enumerated() {
      let isSept = index == 8 && letters == 4
      guard letters == (isFull ? name.count : isSept ? 4 : 3) else { continue }
      var matches = true
      for place in 0..<letters where bytes[at + place] | 0x20 != name[place] { matches = false }
      if matches {
        at += letters
        return index + 1
      }
    }
    return nil
  }

  /// `Z`, `+hh`, `+hhmm` or `+hh:mm` up to 18 hours, as seconds east of Greenwich.
  private func offset(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> Int? {
    guard at < end else { return nil }
    if bytes[at] == UInt8(ascii: "Z") {
      at += 1
      return 0
    }
    let isWest = AmountAffixes.minusLength(bytes, at: at, end)
    guard isWest != nil || bytes[at] == UInt8(ascii: "+") else { return nil }
    at += isWest ?? 1
    guard let hours = number(bytes, &at, end, 2, 2) else { return nil }
    var minutes = 0
    if at < end, bytes[at] == UInt8(ascii: ":") {
      at += 1
      guard let value = number(bytes, &at, end, 2, 2) else { return nil }
      minutes = value
    } else if at < end, let value = number(bytes, &at, end, 2, 2) {
      minutes = value
    }
    guard hours <= 18, minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isWest == nil ? seconds : -seconds
  }
}
