import Records

/// In which form the dates of a column are written.
enum GuessDates {
  private static let days = [
    "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy.MM.dd.", "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yy",
    "d.M.yy",
    "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy",
    "dd-MM-yyyy",
    "MM-dd-yyyy", "d-M-yyyy", "M-d-yyyy", "dd-MM-yy", "MM-dd-yy", "dd-MMM-yyyy", "d-MMM-yyyy", "dd-MMM-yy",
    "d-MMM-yy",
    "dd MMM yyyy", "d MMM yyyy", "dd MMM yy", "d MMM yy", "MMM dd, yyyy", "MMM d, yyyy",
  ]
  private static let times = ["", " HH:mm:ss", " HH:mm", "'T'HH:mm:ss"]
  /// Every form that is tried, the usual ones first.
  static let formats = times.flatMap { time in days.map { $0 + time } }
  private static let letters = formats.map { Array($0.utf8) }
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Whether a text is a date in any form.
  static func isDate(_ text: String) -> Bool {
    let text = Array(text.trimmedBlanks.utf8)
    // The shortest is 1/2/26, the longest has a time.
    guard (6...24).contains(text.count) else { return false }
    return letters.contains { read(text, $0) != nil }
  }

  /// The forms that all these texts have, one for each way to read them.
  static func readings(of texts: [String]) -> [(format: String, days: [CivilDate])] {
    var found: [(format: String, days: [CivilDate])] = []
    for format in formats {
      guard let first = texts.first, read(first, format) != nil else { continue }
      let days = texts.compactMap { read($0, format) }
      guard days.count == texts.count,
        !found.contains(where: { $0.days == days && !isTwin($0.format, format) })
      else { continue }
      found.append((format, days))
    }
    return found
  }

  /// Whether two forms differ in the order of day and month alone, so that equal readings are an accident.
  private static func isTwin(_ a: String, _ b: String) -> Bool {
    a != b && a.count == b.count && order(a) != order(b)
      && a.filter(\.isPunctuation) == b.filter(\.isPunctuation)
  }

  private static func order(_ format: String) -> Bool {
    (format.firstIndex(of: "d") ?? format.endIndex) < (format.firstIndex(of: "M") ?? format.endIndex)
  }

  /// How the days follow each other: 1 never back, -1 never forth, 0 neither or all on one day.
  static func direction(_ days: [CivilDate]) -> Int {
    let pairs = zip(days, days.dropFirst())
    if days.first == days.last, Set(days).count < 2 { return 0 }
    if pairs.allSatisfy({ $0 <= $1 }) { return 1 }
    return pairs.allSatisfy { $0 >= $1 } ? -1 : 0
  }

  /// The day of a text in a form; nil when it has another one.
  static func read(_ text: String, _ format: String) -> CivilDate? {
    read(Array(text.trimmedBlanks.utf8), Array(format.utf8))
  }

  private static func read(_ text: [UInt8], _ format: [UInt8]) -> CivilDate? {
    var (at, place, year, month, day) = (0, 0, 0, 0, 0)
    while place < format.count {
      let letter = format[place]
      var run = 1
      while place + run < format.count, format[place + run] == letter { run += 1 }
      switch letter {
      case UInt8(ascii: "'"): run = 1
      case UInt8(ascii: "M") where run == 3:
        guard at + 3 <= text.count,
          let found = months.firstIndex(of: String(decoding: text[at..<at + 3], as: UTF8.self).lowercased())
        else { return nil }
        month = found + 1
        at += 3
      case UInt8(ascii: "y"), UInt8(ascii: "M"), UInt8(ascii: "d"), UInt8(ascii: "H"), UInt8(ascii: "m"),
        UInt8(ascii: "s"):
        guard let value = number(text, &at, digits: run) else { return nil }
        switch letter {
        case UInt8(ascii: "y"): year = run == 4 ? value : value < 70 ? 2000 + value : 1900 + value
        case UInt8(ascii: "M"): month = value
        case UInt8(ascii: "d"): day = value
        case UInt8(ascii: "H"): if value > 23 { return nil }
        default: if value > 59 { return nil }
        }
      default:
        // Letters within apostrophes, and everything else that stands for itself.
        run = 1
        guard at < text.count, text[at] == letter else { return nil }
        at += 1
      }
      place += run
    }
    guard at == text.count, (1950...2150).contains(year) else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// A number of so many digits; of one digit stands for one or two.
  private static func number(_ text: [UInt8], _ at: inout Int, digits: Int) -> Int? {
    var (value, count) = (0, 0)
    while at < text.count, count < max(digits, 2), text[at] >= 48, text[at] <= 57 {
      value = value * 10 + Int(text[at]) - 48
      at += 1
      count += 1
    }
    return count >= digits ? value : nil
  }
}

extension String {
  /// Without blanks, tabs and spaces that do not break at both ends.
  var trimmedBlanks: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
