import Records

/// What makes a file unreadable as EDIFACT as a whole. All end with exit status 65.
enum EDIFACTFaults {
  static func notEDIFACT(at place: Place) -> Fault {
    Fault(
      "file-not-edifact", "does not begin with UNA, UNB or UNH", at: place,
      hint: "Check that this is the partner's EDIFACT file and that the pipeline's format matches it.",
      status: .dataRefused)
  }

  static func outOfPlace(_ tag: String, at place: Place) -> Fault {
    Fault(
      "segment-out-of-place", "\(tag) where the order of segments does not allow it", at: place,
      hint: "Ask the sender to send the file again; if it was edited by hand, undo the edit.",
      status: .dataRefused)
  }

  static func recordTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a segment of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is the partner's EDIFACT file.", status: .dataRefused)
  }
}
