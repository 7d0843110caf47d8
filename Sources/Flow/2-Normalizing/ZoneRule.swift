/// The rule for all time after a zone file's last transition: `EST5EDT,M3.2.0,M11.1.0`.
///
///     rule = name offset [name [offset] , start [/time] , end [/time]]
///     day  = Mm.w.d | Jn | n
///
/// Standard: POSIX.1-2017 8.3, with the hours from -167 to 167 of RFC 8536.
struct ZoneRule: Sendable {
  private enum Day: Sendable {
    /// Week 1 to 5, 5 being the last; day of the week 0 is Sunday.
    case weekday(month: Int, week: Int, day: Int)
    /// 1 to 365, never counting February 29.
    case julian(Int)
    /// 0 to 365.
    case ordinal(Int)
  }

  private struct Change: Sendable {
    var day: Day
    /// Seconds after local midnight.
    var time: Int64
  }

  private let standard: Int32
  private var summer: Int32 = 0
  private var start: Change?
  private var end: Change?

  /// Nil when the bytes are no rule.
  init?(_ bytes: [UInt8]) {
    var scanner = Scanner(bytes: bytes)
    guard scanner.skipName(), let west = scanner.time(), west.magnitude < 25 * 3600 else { return nil }
    standard = Int32(-west)
    if scanner.isAtEnd { return }
    guard scanner.skipName() else { return nil }
    summer = standard + 3600
    if scanner.peek != UInt8(ascii: ",") {
      guard let west = scanner.time(), west.magnitude < 25 * 3600 else { return nil }
      summer = Int32(-west)
    }
    guard let start = scanner.change(), let end = scanner.change(), scanner.isAtEnd else { return nil }
    self.start = start
    self.end = end
  }

  /// Seconds east of Greenwich at `instant`.
  func offset(at instant: Int64) -> Int32 {
    guard let start, let end else { return standard }
    let day = (instant + Int64(standard)) / 86_400
    guard day > -800_000, day < 3_000_000 else { return standard }
    let year = ZoneRule.year(of: Int(day))
    // The latest change that is not after the instant holds; where both fall together, summer begins.
    var latest = Int64.min
    var offset = standard
    for year in year - 1...year + 1 {
      let ends = ZoneRule.instant(of: end, year) - Int64(summer)
      if ends <= instant, ends > latest { (latest, offset) = (ends, standard) }
      let starts = ZoneRule.instant(of: start, year) - Int64(standard)
      if starts <= instant, starts >= latest { (latest, offset) = (starts, summer) }
    }
    return offset
  }

  /// Seconds since 1970-01-01 at the local clock of the change.
  private static func instant(of change: Change, _ year: Int) -> Int64 {
    Int64(day(of: change.day, year)) * 86_400 + change.time
  }

  private static func day(of day: Day, _ year: Int) -> Int {
    let january = newYear(year)
    let isLeap = newYear(year + 1) - january == 366
    switch day {
    case .ordinal(let number): return january + number
    case .julian(let number): return january + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .weekday(let month, let week, let weekday):
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      let first = january + lengths[..<(month - 1)].reduce(0, +)
      // 1970-01-01 was a Thursday.
      let firstWeekday = ((first + 4) % 7 + 7) % 7
      var number = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if number >= lengths[month - 1] { number -= 7 }
      return first + number
    }
  }

  /// Days since 1970-01-01 of January 1; from the year -399 on.
  private static func newYear(_ year: Int) -> Int {
    let before = year + 399
    return before * 365 + before / 4 - before / 100 + before / 400 - 719_162 - 146_097
  }

  private static func year(of day: Int) -> Int {
    var year = 1970 + day * 400 / 146_097
    while newYear(year) > day { year -= 1 }
    while newYear(year + 1) <= day { year += 1 }
    return year
  }
}

extension ZoneRule {
  /// Takes the rule's bytes from the left.
  private struct Scanner {
    let bytes: [UInt8]
    var at = 0

    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    var isAtEnd: Bool { at == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
      guard peek == byte else { return false }
      at += 1
      return true
    }

    /// Three letters or more, or anything between angle brackets.
    mutating func skipName() -> Bool {
      if take(UInt8(ascii: "<")) {
        while let byte = peek, byte != UInt8(ascii: ">") { at += 1 }
        return take(UInt8(ascii: ">"))
      }
      let from = at
      while let byte = peek, AmountStyle.isLetter(byte) { at += 1 }
      return at - from >= 3
    }

    /// At most three digits.
    mutating func number() -> Int? {
      let from = at
      var value = 0
      while let byte = peek, byte >= 48, byte <= 57, at - from < 3 {
        value = value * 10 + Int(byte - 48)
        at += 1
      }
      return at > from ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where take(UInt8(ascii: ":")) {
        guard let part = number(), part < 60 else { return nil }
        seconds += part * unit
      }
      return Int64(isNegative ? -seconds : seconds)
    }

    /// `,day[/time]`; two in the morning unless it says otherwise.
    mutating func change() -> Change? {
      guard take(UInt8(ascii: ",")), let day = day() else { return nil }
      guard take(UInt8(ascii: "/")) else { return Change(day: day, time: 7200) }
      return time().map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Day? {
      if take(UInt8(ascii: "J")) { return number().flatMap { (1...365).contains($0) ? .julian($0) : nil } }
      guard take(UInt8(ascii: "M")) else { return number().flatMap { $0 <= 365 ? .ordinal($0) : nil } }
      guard let month = number(), (1...12).contains(month), take(UInt8(ascii: ".")),
        let week = number(), (1...5).contains(week), take(UInt8(ascii: ".")), let day = number(), day <= 6
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
  }
}
