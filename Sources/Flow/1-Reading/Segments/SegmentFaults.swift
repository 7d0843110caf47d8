import Records

/// What makes a file of interchanges unreadable as a whole, whatever its standard. All end with exit status 65.
enum SegmentFaults {
  static let askAgain = "Ask the sender to send the file again; if it was edited by hand, undo the edit."

  static func outOfPlace(_ tag: String, at place: Place) -> Fault {
    Fault(
      "segment-out-of-place", "\(tag) where the order of segments does not allow it", at: place,
      hint: askAgain, status: .dataRefused)
  }

  /// - Parameter standard: `X12`.
  static func recordTooLong(_ standard: String, at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "a segment of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is the partner's \(standard) file.", status: .dataRefused)
  }
}
