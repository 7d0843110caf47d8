import Records

/// The fast way to read a date whose parts are digits at fixed places: `yyyy-MM-dd`, `dd/MM/yyyy`,
/// `yyyyMMdd`, `dd.MM.yy`.
///
/// Two words of eight bytes, which may overlap, check all digits and literals at once.
struct FixedDate: Sendable {
  let length: Int
  private let first: Word
  private let last: Word
  private let yearAt: Int
  private let hasShortYear: Bool
  private let monthAt: Int
  private let dayAt: Int

  /// What eight bytes must be.
  private struct Word: Sendable {
    /// The literal, or `0` where a digit stands.
    var expected: UInt64 = 0
    /// Carries into the high bit of a byte that differs too much: 0x7F for literals, 0x76 for digits.
    var slack: UInt64 = 0

    @inline(__always)
    func fits(_ word: UInt64) -> Bool {
      let difference = word ^ expected
      return (difference | (difference &+ slack)) & 0x8080_8080_8080_8080 == 0
    }
  }

  /// Nil when the pattern is of another kind, or not 8 to 16 bytes long.
  init?(_ pattern: DatePattern) {
    var bytes: [UInt8?] = []
    var places: [Int] = [-1, -1, -1]
    var isShort = false
    for element in pattern.elements {
      switch element {
      case .number(let part, let least, let most) where least == most:
        switch part {
        case .year: places[0] = bytes.count
        case .shortYear:
          places[0] = bytes.count
          isShort = true
        case .month: places[1] = bytes.count
        case .day: places[2] = bytes.count
        default: return nil
        }
        bytes += [UInt8?](repeating: nil, count: most)
      case .literal(let literal): bytes += literal
      default: return nil
      }
    }
    guard (8...16).contains(bytes.count), !places.contains(-1) else { return nil }
    length = bytes.count
    first = FixedDate.word(bytes[0..<8])
    last = FixedDate.word(bytes[(bytes.count - 8)...])
    yearAt = places[0]
    monthAt = places[1]
    dayAt = places[2]
    hasShortYear = isShort
  }

  private static func word(_ bytes: ArraySlice<UInt8?>) -> Word {
    var word = Word()
    for (place, byte) in bytes.enumerated() {
      word.expected |= UInt64(byte ?? 48) << UInt64(place * 8)
      word.slack |= (byte == nil ? 0x76 : 0x7F) << UInt64(place * 8)
    }
    return word
  }

  /// Days since 1970-01-01; the null date when the text has another form or there is no such day.
  @inline(__always)
  func read(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int32 {
    guard count == length else { return CivilDate.null }
    // Bytes have no padding or invariants to look past.
    let raw = unsafe bytes.bytes
    // Any eight bytes are a UInt64, and the load checks its bounds.
    let a = UInt64(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    let b = UInt64(
      littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: start &+ count &- 8, as: UInt64.self))
    guard first.fits(a), last.fits(b) else { return CivilDate.null }
    let high = pair(bytes, start &+ yearAt)
    let year = hasShortYear ? DatePattern.fullYear(high) : high &* 100 &+ pair(bytes, start &+ yearAt &+ 2)
    return CivilDays.of(year, pair(bytes, start &+ monthAt), pair(bytes, start &+ dayAt))
  }

  /// Two digits, known to be digits.
  @inline(__always)
  private func pair(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    Int(bytes[at]) &* 10 &+ Int(bytes[at &+ 1]) &- 528
  }
}

/// The calendar within this module: a call for each value must not leave it.
enum CivilDays {
  /// Days since 1970-01-01; the null date when there is no such day in the years 1 to 9999.
  @inline(__always)
  static func of(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1, day <= 31 else { return CivilDate.null }
    let isLeap = year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
    if day > 28 {
      // Bit n is set when month n has 31 days.
      let longest = month == 2 ? (isLeap ? 29 : 28) : 0b1_0101_1010_1010 >> month & 1 == 1 ? 31 : 30
      if day > longest { return CivilDate.null }
    }
    let before = year &- 1
    let newYear = before &* 365 &+ before / 4 &- before / 100 &+ before / 400 &- 719_162
    // Months of 30.6 days on average, counted from March, give the days before each month.
    let days = month > 2 ? (153 &* (month &- 3) &+ 2) / 5 &+ (isLeap ? 60 : 59) : (month &- 1) &* 31
    return Int32(truncatingIfNeeded: newYear &+ days &+ day &- 1)
  }
}
