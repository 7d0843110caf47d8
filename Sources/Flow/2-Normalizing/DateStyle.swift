import Components
import Records

/// How the dates of a source are written: the options under `dates`.
struct DateStyle: Sendable {
  var patterns: [DatePattern] = []
  /// Where the business day is; set when a pattern has an offset.
  var zone: ZoneFile?
  private var fast: [FixedDate] = []

  static let defaultFormat = "yyyy-MM-dd"

  static let options: [OptionSpec] = [
    OptionSpec(
      "format", .oneOrMore(.text), default: defaultFormat,
      doc: """
        How dates are written, in the letters of Unicode TR35: yyyy yy MM M MMM MMMM dd d HH hh mm ss a XXX. \
        Several formats are tried in turn; two that could read the same text differently are refused, as the \
        order of day and month is never guessed. Years of two digits: 70 to 99 are 19xx, 00 to 69 are 20xx.
        """, example: "[dd/MM/yyyy, dd-MMM-yyyy]"),
    OptionSpec(
      "time_zone", .text,
      doc: """
        The IANA time zone of the business day: a time with an offset is moved into it before its date is \
        taken. Without an offset in the data the date stands as written.
        """, example: "America/New_York"),
  ]

  init() {
    var none: [Complaint] = []
    add(DateStyle.defaultFormat, at: Place(file: ""), &none)
  }

  init(_ options: Options, complaints: inout [Complaint]) {
    let formats = options.list("format")
    if formats.isEmpty { add(DateStyle.defaultFormat, at: options.place, &complaints) }
    for format in formats { add(format.text, at: format.place, &complaints) }
    if let name = options.text("time_zone") {
      do throws(Complaint) {
        zone = try ZoneFile(named: name, at: options.place(of: "time_zone"))
      } catch {
        complaints.append(error)
      }
    } else if let pattern = patterns.first(where: \.hasOffset) {
      complaints.append(
        Complaint(
          "time-zone-missing", at: options.place(of: "format"),
          "\(quoted(pattern.text)) has an offset, but no time_zone says where the business day is",
          hint: "Add `time_zone`, such as `time_zone: America/New_York`."))
    }
  }

  private mutating func add(_ text: String, at place: Place, _ complaints: inout [Complaint]) {
    guard let pattern = DatePattern(text, at: place, complaints: &complaints) else { return }
    for other in patterns where other.isAmbiguous(with: pattern) {
      complaints.append(
        Complaint(
          "date-formats-ambiguous", at: place,
          "\(quoted(other.text)) and \(quoted(text)) can read the same text as different days",
          hint: "Keep the one this source writes; give files with the other order a format of their own."))
    }
    patterns.append(pattern)
    if let quick = FixedDate(pattern) { fast.append(quick) }
  }

  /// Makes a column of dates out of text.
  ///
  /// - Rejects: `date-not-in-format`, `date-not-in-calendar`, `date-out-of-range`; the value is then missing.
  func read(
    _ column: TextColumn, raw: Column, field: String, origins: [Origin], refusals: inout Refusals
  ) -> [Int32] {
    let bytes = column.bytes.span
    var values = [Int32](repeating: CivilDate.null, count: column.views.count)
    let (first, last) = DateStyle.bounds
    for row in column.views.indices {
      let view = column.views[row]
      if view.length < 0 { continue }
      let start = Int(view.start)
      var days = CivilDate.null
      for quick in fast {
        days = quick.read(bytes, start, Int(view.length))
        if days != CivilDate.null { break }
      }
      // No date at all is before the first day, too.
      if days < first || days > last {
        let range = Blanks.trim(bytes, start..<start &+ Int(view.length))
        if range.isEmpty { continue }
        let result = day(bytes, range)
        days = result.days
        if let flaw = result.flaw {
          let value = raw.string(at: row) ?? ""
          refusals.add(
            refusal(of: value, flaw), row: row, field: field, value: value, origins: origins)
        }
      }
      values[row] = days
    }
    return values
  }

  /// Why a text is no date.
  enum Flaw: Sendable {
    /// It fits no pattern.
    case form
    /// There is no such day or time.
    case calendar
    /// It is outside the days a record may be dated.
    case range
  }

  /// The day of one text by the first pattern it fits; the null date where there is a flaw.
  func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (days: Int32, flaw: Flaw?) {
    for pattern in patterns {
      guard let written = pattern.read(bytes, range) else { continue }
      let days = CivilDays.of(written.year, written.month, written.day)
      guard days != CivilDate.null, let time = written.timeOfDay else { return (CivilDate.null, .calendar) }
      guard let offset = written.offset, let zone else { return DateStyle.bounded(days) }
      let instant = Int64(days) * 86_400 + Int64(time - offset)
      let local = instant + Int64(zone.offset(at: instant))
      // A day or two from one of the years 1 to 9999.
      return DateStyle.bounded(
        Int32(truncatingIfNeeded: (local - (local % 86_400 + 86_400) % 86_400) / 86_400))
    }
    return (CivilDate.null, .form)
  }

  private static func bounded(_ days: Int32) -> (days: Int32, flaw: Flaw?) {
    days < bounds.first || days > bounds.last ? (CivilDate.null, .range) : (days, nil)
  }

  /// The days a record may be dated, within this module.
  private static let bounds = (
    first: CivilDate.ofRecords.lowerBound.days, last: CivilDate.ofRecords.upperBound.days
  )

  // MARK: Reasons

  static let reasons: [ReasonSpec] = [
    ReasonSpec("date-not-in-format", "The date is written in another form than the formats given."),
    ReasonSpec("date-not-in-calendar", "The date has the right form, but there is no such day or time."),
    ReasonSpec("date-out-of-range", "The date is before 1900-01-01 or after 2199-12-31."),
  ]

  private func refusal(of value: String, _ flaw: Flaw) -> Refusal {
    let formats = patterns.map(\.text).joined(separator: " or ")
    switch flaw {
    case .form:
      return Refusal(
        "date-not-in-format", "\(quoted(value)) is not written as \(formats)",
        hint: """
          It has the form \(DateStyle.form(of: value)): add the format of this source under `dates: format`, \
          or list the text under `null_values` of the field if it means "no value".
          """)
    case .calendar:
      return Refusal(
        "date-not-in-calendar", "\(quoted(value)) is not a day and time of the calendar",
        hint: "It was read as \(formats); check the order of day and month, else correct the record.")
    case .range:
      let days = CivilDate.ofRecords
      return Refusal(
        "date-out-of-range", "\(quoted(value)) is not from \(days.lowerBound) through \(days.upperBound)",
        hint: """
          It was read as \(formats): correct the year, write yy in the format if the source has years of two \
          digits, or list the text under `null_values` of the field if it means "no value".
          """)
    }
  }

  /// Digits as 9, letters as a: what a pattern would have to look like, without the value.
  static func form(of value: String) -> String {
    var form = ""
    for scalar in value.unicodeScalars.prefix(40) {
      let isDigit = (48...57).contains(scalar.value)
      form.unicodeScalars.append(isDigit ? "9" : scalar.properties.isAlphabetic ? "a" : scalar)
    }
    return quoted(form)
  }
}
