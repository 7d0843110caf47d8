import Components
import Records

/// Which sheet is read, where its records begin and end, and which of its columns are wanted: the checked options.
struct XLSXSettings: Sendable {
  var sheet: String?
  var hasHeader: Bool
  var skippedLines: Int
  var headerText: [UInt8]?
  var footerTexts: [[UInt8]]
  var footerLines: Int
  var columns: Columns

  /// - Parameter complaints: takes what cannot be; the settings are of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    sheet = options.text("sheet")
    hasHeader = options["header"] == nil || options.flag("header")
    skippedLines = options.integer("skip_lines") ?? 0
    headerText = options.text("header_line_contains").map { Array($0.utf8) }
    footerTexts = options.list("footer_starts_with").map { Array($0.text.utf8) }
    footerLines = options.integer("footer_lines") ?? 0
    columns = Columns(options, complaints: &complaints)
    if !hasHeader { ColumnHeader.checkPositions(columns, complaints: &complaints) }
    if headerText != nil, !hasHeader {
      complaints.append(
        Complaint(
          "options-contradict", at: options.place(of: "header_line_contains"),
          "header_line_contains needs a header, but header is false", hint: "Use skip_lines instead."))
    }
    for (name, isEmpty) in [
      ("sheet", sheet?.isEmpty), ("header_line_contains", headerText?.isEmpty),
      ("footer_starts_with", footerTexts.contains { $0.isEmpty }),
    ] where isEmpty == true {
      complaints.append(
        Complaint(
          "text-empty", at: options.place(of: name), "\(name) is empty",
          hint: "Write the text that is meant, or leave the option out."))
    }
  }
}
