import Components
import Records

/// Where the records of a table begin and end, by its header and its footer: the checked options.
struct TableBounds: Sendable {
  /// Whether a line names the columns.
  let hasHeader: Bool
  let skippedLines: Int
  /// What the line of the header holds; nil when it is the first one.
  let headerText: [UInt8]?
  /// How the lines of the footer may begin.
  let footerTexts: [[UInt8]]
  let footerLines: Int

  init(_ options: Options) {
    hasHeader = options["header"] == nil || options.flag("header")
    skippedLines = options.integer("skip_lines") ?? 0
    headerText = options.text("header_line_contains").map { Array($0.utf8) }
    footerTexts = options.list("footer_starts_with").map { Array($0.text.utf8) }
    footerLines = options.integer("footer_lines") ?? 0
  }

  /// Complains of what cannot be.
  ///
  /// - Parameter others: further options of the format that must not be empty.
  func check(_ options: Options, others: [String], _ complaints: inout [Complaint]) {
    if headerText != nil, !hasHeader {
      complaints.append(
        Complaint(
          "options-contradict", at: options.place(of: "header_line_contains"),
          "header_line_contains needs a header, but header is false", hint: "Use skip_lines instead."))
    }
    var empty = (["header_line_contains"] + others).filter { options.text($0)?.isEmpty == true }
    if footerTexts.contains(where: \.isEmpty) { empty.append("footer_starts_with") }
    for name in empty {
      complaints.append(
        Complaint(
          "text-empty", at: options.place(of: name), "\(name) is empty",
          hint: "Write the text that is meant, or leave the option out."))
    }
  }
}
