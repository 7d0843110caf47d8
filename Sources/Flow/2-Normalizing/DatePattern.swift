import Components
import Records

/// A date pattern in the letters of Unicode TR35, taken apart.
///
///     yyyy yy | MM M MMM MMMM | dd d | HH H hh h | mm m | ss s | S… | a | X XX XXX Z
///     'quoted' | other characters
///
/// Standard: Unicode Technical Standard #35, part 4, of which this is the part that bank files need.
/// Deviations: month names are English, in any letter case; an offset may be `Z`, `+hh`, `+hhmm` or `+hh:mm`
/// whichever of its letters is used; seconds may carry a fraction that the pattern does not name.
struct DatePattern: Sendable {
  enum Part: Sendable {
    case year, shortYear, month, day, hour, halfDayHour, minute, second
  }

  enum Element: Sendable {
    /// `least` to `most` digits.
    case number(Part, least: Int, most: Int)
    /// Three letters (or `Sept`), or the whole name.
    case monthName(isFull: Bool)
    /// So many digits of a second's fraction.
    case fraction(Int)
    /// AM or PM.
    case halfDay
    /// Z, +hh, +hhmm or +hh:mm.
    case offset
    /// These bytes.
    case literal([UInt8])
  }

  /// As written.
  let text: String
  private(set) var elements: [Element] = []

  var hasOffset: Bool {
    elements.contains { if case .offset = $0 { true } else { false } }
  }

  /// Nil when it is no date pattern: then there is a complaint.
  init?(_ text: String, at place: Place, complaints: inout [Complaint]) {
    self.text = text
    do throws(Complaint) {
      try take(Array(text.unicodeScalars), place)
      try checkCompleteness(place)
      try checkNeighbours(place)
    } catch {
      complaints.append(error)
      return nil
    }
  }

  private mutating func take(_ scalars: [Unicode.Scalar], _ place: Place) throws(Complaint) {
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      if scalar == "'" {
        at = try quote(scalars, from: at + 1, place)
      } else if scalar.isASCII, scalar.properties.isAlphabetic {
        var end = at
        while end < scalars.count, scalars[end] == scalar { end += 1 }
        elements.append(try field(scalar, end - at, place))
        at = end
      } else {
        append(literal: String(scalar))
        at += 1
      }
    }
  }

  /// Text between apostrophes, two of which stand for one; returns the index after it.
  private mutating func quote(_ scalars: [Unicode.Scalar], from: Int, _ place: Place) throws(Complaint) -> Int
  {
    var at = from
    var literal = ""
    while at < scalars.count {
      if scalars[at] != "'" {
        literal.unicodeScalars.append(scalars[at])
      } else if at + 1 < scalars.count, scalars[at + 1] == "'" {
        literal.append("'")
        at += 1
      } else {
        append(literal: at == from ? "'" : literal)
        return at + 1
      }
      at += 1
    }
    throw Complaint(
      "date-format-unreadable", at: place, "the apostrophe in \(quoted(text)) is not closed",
      hint: "Write literal letters between two apostrophes: yyyy-MM-dd'T'HH:mm.")
  }

  private mutating func append(literal: String) {
    var bytes = NormalForm.bytes(of: literal)
    if case .literal(let before)? = elements.last {
      elements.removeLast()
      bytes = before + bytes
    }
    elements.append(.literal(bytes))
  }

  private func field(_ letter: Unicode.Scalar, _ count: Int, _ place: Place) throws(Complaint) -> Element {
    switch (letter, count) {
    case ("y", 4): return .number(.year, least: 4, most: 4)
    case ("y", 2): return .number(.shortYear, least: 2, most: 2)
    case ("M", 1...2): return .number(.month, least: count, most: 2)
    case ("M", 3): return .monthName(isFull: false)
    case ("M", 4): return .monthName(isFull: true)
    case ("d", 1...2): return .number(.day, least: count, most: 2)
    case ("H", 1...2): return .number(.hour, least: count, most: 2)
    case ("h", 1...2): return .number(.halfDayHour, least: count, most: 2)
    case ("m", 1...2): return .number(.minute, least: count, most: 2)
    case ("s", 1...2): return .number(.second, least: count, most: 2)
    case ("S", 1...9): return .fraction(count)
    case ("a", 1): return .halfDay
    case ("X", 1...3), ("Z", 1): return .offset
    default: break
    }
    let run = String(repeating: String(letter), count: min(count, 12))
    let hint =
      switch letter {
      case "Y", "u": "Years are yyyy or yy."
      case "D": "Days of the month are dd or d, in small letters."
      case "y": "Years are yyyy or yy."
      case "E":
        "Names of weekdays are not read; take a column without them."
      default:
        "Known are yyyy yy MM M MMM MMMM dd d HH H hh h mm m ss s S a XXX; quote all other letters."
      }
    throw Complaint(
      "date-format-unreadable", at: place, "\(run) in \(quoted(text)) is not a date letter", hint: hint)
  }

  /// Year, month and day once each, hours as a whole or with their half of the day.
  private func checkCompleteness(_ place: Place) throws(Complaint) {
    var counts: [String: Int] = [:]
    for element in elements { counts[DatePattern.family(element), default: 0] += 1 }
    for (family, letters) in [("year", "yyyy"), ("month", "MM"), ("day", "dd")] where counts[family] == nil {
      throw Complaint(
        "date-format-unreadable", at: place, "\(quoted(text)) has no \(family)",
        hint: "The \(family) is \(letters)\(family == "month" ? "; mm are minutes" : "").")
    }
    if let twice = counts.filter({ $0.key != "" && $0.value > 1 }).keys.sorted().first {
      throw Complaint(
        "date-format-unreadable", at: place, "\(quoted(text)) has the \(twice) twice",
        hint: "Write each part once.")
    }
    let hasHalf = elements.contains { if case .number(.halfDayHour, _, _) = $0 { true } else { false } }
    guard hasHalf == (counts["half of the day"] != nil) else {
      throw Complaint(
        "date-format-unreadable", at: place, "\(quoted(text)) has only one of hh and a",
        hint: "Hours from 1 to 12 are hh with a for AM or PM; hours from 0 to 24 are HH.")
    }
  }

  /// A number of one or two digits must not touch another number.
  private func checkNeighbours(_ place: Place) throws(Complaint) {
    for at in elements.indices.dropLast() {
      guard case .number(_, let least, let most) = elements[at], least != most else { continue }
      var touches = false
      switch elements[at + 1] {
      case .number, .fraction: touches = true
      case .literal(let bytes): touches = bytes.first.map { $0 >= 48 && $0 <= 57 } ?? false
      case .monthName, .halfDay, .offset: break
      }
      if touches {
        throw Complaint(
          "date-format-unreadable", at: place,
          "\(quoted(text)) has a number of one or two digits before a digit",
          hint: "Where nothing stands between them, write dd and MM.")
      }
    }
  }

  private static func family(_ element: Element) -> String {
    switch element {
    case .number(.year, _, _), .number(.shortYear, _, _): "year"
    case .number(.month, _, _), .monthName: "month"
    case .number(.day, _, _): "day"
    case .number(.hour, _, _), .number(.halfDayHour, _, _): "hour"
    case .number(.minute, _, _): "minute"
    case .number(.second, _, _): "second"
    case .fraction: "fraction"
    case .halfDay: "half of the day"
    case .offset: "offset"
    case .literal: ""
    }
  }
}
