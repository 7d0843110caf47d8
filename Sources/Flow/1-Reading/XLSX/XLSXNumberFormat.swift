/// What a number is shown as: the number format of a cell, as far as it says what the number means.
///
/// Standard: ISO/IEC 29500-1, 18.8.30 and 18.8.31. The first section of a format counts.
enum XLSXNumberFormat: Equatable, Sendable {
  /// A number, and how many decimals of it are shown at most; nil where the format does not fix them.
  case number(decimals: Int?)
  case date, time, dateTime
  /// Hours that may be more than 24: `[h]:mm`.
  case duration

  /// The formats that every workbook has, by their numbers.
  init(builtIn number: Int) {
    switch number {
    case 1, 3, 37, 38, 5, 6, 41, 42: self = .number(decimals: 0)
    case 2, 4, 7, 8, 39, 40, 43, 44, 10: self = .number(decimals: number == 10 ? 4 : 2)
    case 9: self = .number(decimals: 2)
    // From 27 on those of East Asia.
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 22: self = .dateTime
    case 46: self = .duration
    default: self = .number(decimals: nil)
    }
  }

  /// A format written out: `#,##0.00\ "EUR"`, `[$-409]d\-mmm\-yy`.
  init(code: String) {
    var scan = Scan(Array(code.lowercased().utf8))
    scan.run()
    self = scan.format
  }

  /// What stands in the first section.
  private struct Scan {
    private let code: [UInt8]
    private var at = 0
    private var hasYearOrDay = false, hasM = false, hasHourOrSecond = false
    private var isElapsed = false, isFree = false, hasDigits = false
    /// Digits behind the point; nil before it.
    private var decimals: Int?
    private var percents = 0

    init(_ code: [UInt8]) { self.code = code }

    mutating func run() {
      while at < code.count, code[at] != UInt8(ascii: ";") { step() }
    }

    var format: XLSXNumberFormat {
      // Places for digits make a number of it, whatever letters a careless program has left without quotes.
      if isElapsed, !hasDigits { return .duration }
      let isDate = hasYearOrDay || hasM && !hasHourOrSecond
      if !hasDigits, isDate || hasHourOrSecond {
        return isDate ? (hasHourOrSecond ? .dateTime : .date) : .time
      }
      return .number(decimals: hasDigits && !isFree ? (decimals ?? 0) + 2 * percents : nil)
    }

    private mutating func step() {
      let byte = code[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): skip(through: byte)
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): at += 1
      case UInt8(ascii: "["): bracket()
      case UInt8(ascii: "a") where takes("m/pm") || takes("/p"): hasHourOrSecond = true
      case UInt8(ascii: "g") where takes("eneral"): isFree = true
      case UInt8(ascii: "e") where takes("+") || takes("-"): isFree = true
      case UInt8(ascii: "y"), UInt8(ascii: "d"): hasYearOrDay = true
      case UInt8(ascii: "m"): hasM = true
      case UInt8(ascii: "h"): hasHourOrSecond = true
      case UInt8(ascii: "s"):
        hasHourOrSecond = true
        secondsFraction()
      case UInt8(ascii: "0"), UInt8(ascii: "#"), UInt8(ascii: "?"):
        hasDigits = true
        decimals = decimals.map { $0 + 1 }
      case UInt8(ascii: "."): if decimals == nil { decimals = 0 }
      case UInt8(ascii: "%"): percents += 1
      case UInt8(ascii: "/"): isFree = true
      case UInt8(ascii: ","):
        // Behind the last digit it divides by a thousand.
        if hasDigits, at == code.count || !isPlace(code[at]) { isFree = true }
      default: break
      }
    }

    private func isPlace(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "0") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "?")
    }

    private mutating func skip(through byte: UInt8) {
      while at < code.count, code[at] != byte { at += 1 }
      at += 1
    }

    /// Elapsed time, a condition, or a colour, a currency and a language.
    private mutating func bracket() {
      let start = at
      skip(through: UInt8(ascii: "]"))
      let inner = code[start..<max(start, min(at - 1, code.count))]
      guard let first = inner.first else { return }
      if "hms".utf8.contains(first), inner.allSatisfy({ $0 == first }) { isElapsed = true }
      if "<>=".utf8.contains(first) { isFree = true }
    }

    /// The zeros of `ss.000` are places of seconds.
    private mutating func secondsFraction() {
      while at < code.count, code[at] == UInt8(ascii: "s") { at += 1 }
      guard at + 1 < code.count, code[at] == UInt8(ascii: "."), code[at + 1] == UInt8(ascii: "0") else {
        return
      }
      at += 1
      while at < code.count, code[at] == UInt8(ascii: "0") { at += 1 }
    }

    private mutating func takes(_ word: StaticString) -> Bool {
      let letters = Array(word.description.utf8)
      guard code[min(at, code.count)...].starts(with: letters) else { return false }
      at += letters.count
      return true
    }
  }
}
