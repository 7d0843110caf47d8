import Records

/// What makes a file unreadable as QIF as a whole. All end with exit status 65.
enum QIFFaults {
  static func notQIF(_ file: String) -> Fault {
    .refusing(
      file, "file-not-qif", "no line begins a section of QIF, such as !Type:Bank or !Account",
      hint: "Check that this is a QIF file and that the pipeline's format matches it.")
  }

  static func unknownSection(at place: Place) -> Fault {
    Fault(
      "section-unknown", "the section that begins here is of a type that is not known", at: place,
      hint: "It may hold entries: write !Type:Bank in its place if it does, or take it out of the file.",
      status: .dataRefused)
  }

  static func ambiguousDates(at place: Place) -> Fault {
    Fault(
      "dates-ambiguous", "no date of the file tells whether the day or the month comes first", at: place,
      hint: "Say it with the option date_order: mdy or dmy.", status: .dataRefused)
  }

  static func contradictoryDates(at place: Place) -> Fault {
    Fault(
      "dates-contradictory", "the date can only be read in another order than a date before it", at: place,
      hint:
        "Files put together of two are to be taken apart; else say the order with date_order: mdy or dmy.",
      status: .dataRefused)
  }

  static func recordTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a record of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is a QIF file.", status: .dataRefused)
  }
}
