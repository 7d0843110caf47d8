import Components
import Records

extension Expectation {
  static let summary =
    "Which statements should arrive and by when; several, as a list, where accounts differ."

  static let options: [OptionSpec] = [
    OptionSpec(
      "statements", .choice(Cadence.names), required: true,
      doc: "How often a statement of an account comes; business_days are those of the calendar.",
      example: "monthly"),
    OptionSpec(
      "by", .text, required: true,
      doc:
        "The last day on which it is in time, counted from the end of its period: 5th business day or 15th; also "
        + "last business day of a monthly statement, monday of a weekly one.",
      example: "5th business day"),
    OptionSpec(
      "calendar", .text,
      doc:
        "Whose business days: a calendar of the program (\(CalendarLibrary.all.map(\.name).joined(separator: ", "))), "
        + "or the path of a calendar file.", example: "US"),
    OptionSpec(
      "accounts", .oneOrMore(.text),
      doc:
        "The accounts, as their statements name them. Default: every account with a statement that no other item "
        + "names.",
      example: "[\"0012345\", 4401-778]"),
    OptionSpec(
      "from", .date, required: true, doc: "The first period expected is the one with this day.",
      example: "2026-01-01"),
    OptionSpec(
      "through", .date, doc: "The last period expected is the one with this day, as of a closed account.",
      example: "2026-12-31"),
  ]

  /// The expectations of a pipeline; those with a complaint are left out.
  ///
  /// - Parameter directory: absolute, of the pipeline file.
  static func all(
    _ items: [Options], from directory: String, complaints: inout [Complaint]
  ) -> [Expectation] {
    var made: [Expectation] = []
    for options in items {
      guard let expectation = Expectation(options, from: directory, complaints: &complaints) else { continue }
      if let twice = expectation.repeated(in: made) {
        let what = twice.isEmpty ? "the accounts that no item names" : "the account \"\(twice)\""
        complaints.append(
          Complaint(
            "expectation-twice", at: options.place(of: "accounts"),
            "\(expectation.cadence.rawValue) statements of \(what) are expected here a second time",
            hint: "Name each account once, or let one item end (through) before the other begins (from)."))
      }
      made.append(expectation)
    }
    return made
  }

  /// The account that an earlier item expects the same of; empty text for "all others".
  private func repeated(in earlier: [Expectation]) -> String? {
    for other in earlier where other.cadence == cadence && overlaps(other) {
      if accounts.isEmpty, other.accounts.isEmpty { return "" }
      if let account = accounts.first(where: other.accounts.contains) { return account }
    }
    return nil
  }

  private init?(_ options: Options, from directory: String, complaints: inout [Complaint]) {
    guard let cadence = Cadence(rawValue: options.text("statements") ?? ""), let words = options.text("by"),
      let from = options.date("from")
    else { preconditionFailure("required options are there") }
    let before = complaints.count
    var calendar: BusinessCalendar?
    if let name = options["calendar"] {
      calendar = CalendarLibrary.calendar(
        named: name.text, at: name.place, from: directory, complaints: &complaints)
    }
    var rule: DueRule?
    do throws(Complaint) {
      rule = try DueRule.parse(words, for: cadence, at: options.place(of: "by"))
    } catch {
      complaints.append(error)
    }
    guard let rule, complaints.count == before else { return nil }
    self.init(
      cadence: cadence, rule: rule, calendar: calendar, accounts: options.list("accounts").map(\.text),
      from: from, through: options.date("through"), place: options.place)
    complaints += calendarFaults(options) + rangeFaults(options)
    guard complaints.count == before else { return nil }
  }

  private var needsCalendar: Bool { rule.needsCalendar || cadence == .businessDays }

  /// A calendar that is missing, of no use, or too short.
  private func calendarFaults(_ options: Options) -> [Complaint] {
    guard let calendar else {
      guard needsCalendar else { return [] }
      let what = rule.needsCalendar ? "\"\(rule)\"" : "statements: \(cadence.rawValue)"
      return [
        Complaint(
          "calendar-missing", at: options.place(of: rule.needsCalendar ? "by" : "statements"),
          "\(what) is counted by a calendar, and none is named", hint: "Write for instance: calendar: US")
      ]
    }
    guard needsCalendar else {
      return [
        Complaint(
          "option-out-of-place", at: options.place(of: "calendar"),
          "nothing here depends on the business days of \(calendar.name)",
          hint: "Take the calendar out, or count by it: 10th business day.")
      ]
    }
    let ends = [("from", from)] + (through.map { [("through", $0)] } ?? [])
    return ends.filter { !calendar.years.contains($0.1.components.year) }.map { option, date in
      Complaint(
        "calendar-exhausted", at: options.place(of: option),
        "the calendar \(calendar.name) knows \(calendar.years.lowerBound) through "
          + "\(calendar.years.upperBound), not \(date.components.year)",
        hint: "Name a calendar file of your own that knows the year.")
    }
  }

  /// Days in the wrong order, an account named twice.
  private func rangeFaults(_ options: Options) -> [Complaint] {
    var found: [Complaint] = []
    if let through, through < from {
      found.append(
        Complaint(
          "dates-backwards", at: options.place(of: "through"), "through \(through) is before from \(from)",
          hint: "Write the first day in from."))
    }
    for (at, account) in options.list("accounts").enumerated() where accounts[..<at].contains(account.text) {
      found.append(
        Complaint(
          "account-twice", at: account.place, "the account \"\(account.text)\" stands here a second time",
          hint: "Take it out."))
    }
    return found
  }
}
