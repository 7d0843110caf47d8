import Records

/// What makes a file unreadable as an ACH file as a whole. All end with exit status 65.
enum NACHAFaults {
  static func notNACHA(at place: Place) -> Fault {
    Fault(
      "file-not-nacha", "does not begin with an ACH record: its type is none of 1, 5, 6, 7, 8, 9", at: place,
      hint: "Check that this is an ACH file in the NACHA format and that the pipeline's format matches it.",
      status: .dataRefused)
  }

  static func recordUnknown(at place: Place) -> Fault {
    Fault(
      "record-unknown", "not an ACH record: its type is none of 1, 5, 6, 7, 8, 9", at: place,
      hint: "Records have 94 characters; where one is longer or shorter all behind it are shifted. "
        + "Ask for the file again; if it was edited by hand, undo the edit.",
      status: .dataRefused)
  }

  static func withoutBatches(_ file: String) -> Fault {
    .refusing(
      file, "file-without-batches", "the ACH file holds no batch",
      hint: "Where a bank sends such files on days without entries, delete it; else ask for the file again.")
  }

  static func entryTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "an entry with more than \(limit >> 20) MiB of addenda", at: place,
      hint: "Check that this is an ACH file in the NACHA format.", status: .dataRefused)
  }
}
