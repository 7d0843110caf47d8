import Records

/// What makes a file unreadable as MT940 as a whole. Both end with exit status 65.
enum MT940Faults {
  static func notMT940(_ file: String) -> Fault {
    .refusing(
      file, "file-not-mt940",
      "no line begins with the field of a statement, such as :20:, :25:, :60F: or :61:",
      hint: "Check that this is the bank's MT940 or MT942 file and that the pipeline's format matches it.")
  }

  static func fieldTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a field of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is the bank's MT940 or MT942 file.", status: .dataRefused)
  }
}
