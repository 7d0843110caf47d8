import Records

/// What makes a file unreadable by its layout as a whole. All end with exit status 65.
enum FixedWidthFaults {
  static func unfit(_ names: [String], at place: Place) -> Fault {
    let tried = names.isEmpty ? "the layout" : names.joined(separator: ", ")
    return Fault(
      "layout-unfit", "the first line is none that a file of \(tried) begins with", at: place,
      hint: "Check that the file is what the pipeline says, and name its layout: layout: norma43.",
      status: .dataRefused)
  }

  static func recordUnknown(at place: Place) -> Fault {
    Fault(
      "record-unknown", "a line of none of the kinds of record of the layout", at: place,
      hint:
        "Look whether a character is missing or too many before it; a kind that is not needed may be given as "
        + "ignored.", status: .dataRefused)
  }

  static func empty(_ file: String) -> Fault {
    .refusing(file, "file-empty", "the file holds no record", hint: "Ask for the file again.")
  }

  static func recordTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a record of more than \(limit >> 20) MiB", at: place,
      hint: "Check that the file has lines, or give the length of its records.", status: .dataRefused)
  }
}
