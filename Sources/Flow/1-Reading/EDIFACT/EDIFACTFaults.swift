import Records

/// What makes a file unreadable as EDIFACT as a whole. All end with exit status 65.
enum EDIFACTFaults {
  static func notEDIFACT(at place: Place) -> Fault {
    Fault(
      "file-not-edifact", "does not begin with UNA, UNB or UNH", at: place,
      hint: "Check that this is the partner's EDIFACT file and that the pipeline's format matches it.",
      status: .dataRefused)
  }
}
