import Records

/// What makes a file unreadable as BAI2 as a whole. All end with exit status 65.
enum BAI2Faults {
  private static let askAgain =
    "Ask the bank to send the file again; if it was edited by hand, undo the edit."

  static func recordUnknown(at place: Place, isFirst: Bool) -> Fault {
    isFirst
      ? Fault(
        "file-not-bai2", "does not begin with a BAI2 file header, a record 01", at: place,
        hint: "Check that this is the bank's BAI2 file and that the pipeline's format matches it.",
        status: .dataRefused)
      : Fault(
        "record-unknown", "not a BAI2 record: its code is none of 01, 02, 03, 16, 49, 88, 98, 99", at: place,
        hint: askAgain, status: .dataRefused)
  }

  static func empty(_ file: String) -> Fault {
    Fault(
      "file-not-bai2", "the file holds no record", at: Place(file: file),
      hint: "Ask the bank to send the file again.", status: .dataRefused)
  }

  static func outOfPlace(_ code: BAI2Code, at place: Place) -> Fault {
    Fault(
      "record-out-of-place", "\(name(code)) where the order of records does not allow it", at: place,
      hint: askAgain,
      status: .dataRefused)
  }

  static func truncated(at place: Place) -> Fault {
    Fault(
      "file-truncated", "the file ends without its file trailer, a record 99", at: place,
      hint: "The transfer was probably cut off: fetch the file again.", status: .dataRefused)
  }

  static func groupShifted(_ what: String, at place: Place) -> Fault {
    Fault(
      "group-header-shifted", "\(what): the columns of the group header seem shifted", at: place,
      hint: "A record 02 has receiver, originator, status, as-of date, as-of time, currency, modifier. "
        + askAgain,
      status: .dataRefused)
  }

  static func typeCode(at place: Place) -> Fault {
    Fault(
      "type-code-malformed", "a transaction without a three-digit type code", at: place,
      hint: "The type code is the first field of a record 16 and decides on the sign. " + askAgain,
      status: .dataRefused)
  }

  static func recordTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a record of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is the bank's BAI2 file.", status: .dataRefused)
  }

  static func name(_ code: BAI2Code) -> String {
    switch code {
    case .fileHeader: "file header 01"
    case .groupHeader: "group header 02"
    case .account: "account 03"
    case .detail: "transaction 16"
    case .accountTrailer: "account trailer 49"
    case .continuation: "continuation 88"
    case .groupTrailer: "group trailer 98"
    case .fileTrailer: "file trailer 99"
    }
  }
}
