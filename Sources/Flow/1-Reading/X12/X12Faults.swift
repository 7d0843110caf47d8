import Records

/// What makes a file unreadable as X12 as a whole. All end with exit status 65.
enum X12Faults {
  static func notX12(at place: Place) -> Fault {
    Fault(
      "file-not-x12", "does not begin with an interchange header, a segment ISA", at: place,
      hint: "Check that this is the partner's X12 file and that the pipeline's format matches it.",
      status: .dataRefused)
  }

  static func noEnvelope(_ tag: String, at place: Place) -> Fault {
    Fault(
      "interchange-header-missing", "begins with \(tag), without an interchange header ISA", at: place,
      hint:
        "Only the ISA says which bytes part the elements: take the file as it came, before it was unpacked.",
      status: .dataRefused)
  }

  static func brokenHeader(at place: Place) -> Fault {
    Fault(
      "interchange-header-broken", "the separators cannot be found from the interchange header ISA",
      at: place,
      hint: "The header has sixteen elements, and behind them the component separator and the segment end. "
        + SegmentFaults.askAgain, status: .dataRefused)
  }
}
