import Components
import Records

/// Reads and checks a calendar: business days written in YAML.
///
///     calendar: US
///     from: 2015
///     through: 2035
///     weekend: [saturday, sunday]
///     closed:
///       2015-01-01: New Year's Day
enum CalendarFile {
  static let options: [OptionSpec] = [
    OptionSpec("calendar", .text, required: true, doc: "Its name.", example: "US"),
    OptionSpec(
      "summary", .text, default: "''", doc: "Whose business days, in one sentence.", example: "Our bank."),
    OptionSpec("source", .text, doc: "Where the days were taken from.", example: "The bank's list."),
    OptionSpec("version", .text, doc: "Which edition of the source.", example: "2026-01"),
    OptionSpec("licence", .text, doc: "The terms the source is under.", example: "MIT"),
    OptionSpec("from", .integer(1...9999), required: true, doc: "The first year it knows.", example: "2015"),
    OptionSpec("through", .integer(1...9999), required: true, doc: "The last.", example: "2035"),
    OptionSpec(
      "weekend", .list(.choice(Weekday.allCases.map(\.description))), default: "[saturday, sunday]",
      doc: "The days of the week that are never business days.", example: "[friday, saturday]"),
    OptionSpec(
      "closed", .map(key: "a date", .text), required: true,
      doc: "The other days that are not, each with its reason; a weekend may be among them.",
      example: "{ 2026-12-24: Christmas Eve }"),
  ]

  /// The calendar; nil when any complaint was added.
  ///
  /// - Parameter file: its path as the user wrote it.
  static func parse(_ bytes: [UInt8], file: String, complaints: inout [Complaint]) -> BusinessCalendar? {
    let before = complaints.count
    guard let root = YAMLParser.parse(bytes, file: file, complaints: &complaints) else { return nil }
    var decoder = OptionDecoder(directory: "/")
    let decoded = decoder.options(root, options, of: "a calendar", at: root.place)
    complaints += decoder.complaints
    guard let decoded, complaints.count == before else { return nil }
    return calendar(decoded, complaints: &complaints)
  }

  private static func calendar(_ options: Options, complaints: inout [Complaint]) -> BusinessCalendar? {
    guard let name = options.text("calendar"), let from = options.integer("from"),
      let through = options.integer("through")
    else { preconditionFailure("required options are there") }
    guard from <= through else {
      complaints.append(
        Complaint(
          "years-backwards", at: options.place(of: "through"),
          "through \(through) is before from \(from)", hint: "Write the first year in from."))
      return nil
    }
    let before = complaints.count
    let years = from...through
    let closed = days(options.map("closed"), within: years, complaints: &complaints)
    if complaints.count == before { empty(years, closed, options, complaints: &complaints) }
    guard complaints.count == before else { return nil }
    return BusinessCalendar(
      name: name, summary: options.text("summary") ?? "", years: years,
      weekend: Set(options.list("weekend").compactMap { Weekday($0.text) }), closed: closed)
  }

  private static func days(
    _ entries: [Options.Value.Entry], within years: ClosedRange<Int>, complaints: inout [Complaint]
  ) -> [CivilDate] {
    var days: [CivilDate] = []
    for entry in entries {
      guard let day = CivilDate(iso: entry.key) else {
        complaints.append(
          Complaint(
            "date-malformed", at: entry.keyPlace, "\"\(entry.key)\" is not a date YYYY-MM-DD",
            hint: "Write a day that exists, year first: 2026-01-31."))
        continue
      }
      guard years.contains(day.components.year) else {
        complaints.append(
          Complaint(
            "date-out-of-range", at: entry.keyPlace,
            "\(day) is not within \(years.lowerBound) through \(years.upperBound)",
            hint: "Change from or through only when every closed day of the year is in the file."))
        continue
      }
      days.append(day)
    }
    return days
  }

  /// A year without a single closed day was forgotten, not worked through.
  private static func empty(
    _ years: ClosedRange<Int>, _ closed: [CivilDate], _ options: Options, complaints: inout [Complaint]
  ) {
    let known = Set(closed.map(\.components.year))
    guard let year = years.first(where: { !known.contains($0) }) else { return }
    complaints.append(
      Complaint(
        "year-empty", at: options.place(of: "closed"), "\(year) has no closed day",
        hint: "Enter its days, or let the calendar end before it."))
  }
}
