import Components
import Records

/// Where in a document the records are, and which of their values are wanted: the checked options.
struct JSONDialect: Sendable {
  var columns: Columns
  /// By column; nil when every value is wanted.
  var paths: [JSONPath]?
  /// Names on the way to the records; nil when it is not said.
  var records: [String]?
  /// Whether each line is a document; nil when the file is to tell.
  var isLines: Bool?

  /// - Parameter complaints: takes what cannot be; the dialect is of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    columns = Columns(options, complaints: &complaints)
    records = options["records"].flatMap { value in
      let path = JSONDialect.path(value.text, at: value.place, &complaints)
      return path?.names
    }
    paths = columns.wanted?.compactMap { JSONDialect.path($0.column, at: $0.place, &complaints) }
    isLines = options["lines"].map { _ in options.flag("lines") }
  }

  private static func path(_ text: String, at place: Place, _ complaints: inout [Complaint]) -> JSONPath? {
    if let path = JSONPath(text) { return path }
    complaints.append(
      Complaint(
        "path-not-usable", at: place, "the path \"\(text)\" has an empty name",
        hint: "Write names with dots between them: booking.date; or $.account.id from the root."))
    return nil
  }
}
