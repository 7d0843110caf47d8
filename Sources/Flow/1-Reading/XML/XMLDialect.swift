import Components
import Records

/// Where in a document the records are, and which of their values are wanted: the checked options.
struct XMLDialect: Sendable {
  var columns: Columns
  /// By column; nil when every value is wanted.
  var paths: [XMLPath]?
  /// Elements on the way to the records; nil when it is not said.
  var records: [[String]]?

  /// - Parameter complaints: takes what cannot be; the dialect is of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    columns = Columns(options, complaints: &complaints)
    records = options["records"].flatMap { value in
      let path = XMLDialect.path(value.text, at: value.place, &complaints)?.column.steps
      guard path?.last?.contains(where: { $0.hasPrefix("@") }) == true else { return path }
      complaints.append(XMLDialect.notUsable(value.text, at: value.place))
      return nil
    }
    paths = columns.wanted?.compactMap { wanted in
      let path = XMLDialect.path(wanted.column, at: wanted.place, &complaints)
      if let first = records?.first, let path, path.column.isFromRoot, path.column.steps.first != first {
        let start = first.joined(separator: "|")
        complaints.append(
          Complaint(
            "path-not-usable", at: wanted.place,
            "the path \"\(wanted.column)\" begins elsewhere than records",
            hint: "A path with a slash before it begins as records does: /\(start)/…"))
      }
      return path
    }
  }

  private static func path(_ text: String, at place: Place, _ complaints: inout [Complaint]) -> XMLPath? {
    if let path = XMLPath(text) { return path }
    complaints.append(notUsable(text, at: place))
    return nil
  }

  private static func notUsable(_ text: String, at place: Place) -> Complaint {
    Complaint(
      "path-not-usable", at: place, "the path \"\(text)\" does not lead from element to element",
      hint: "Write local names with slashes between them, an attribute last: Amount/@currency.")
  }
}
