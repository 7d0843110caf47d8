import Components
import Records

/// How one kind of CSV file is written, and which of its columns are wanted: the checked options.
struct CSVDialect: Sendable {
  var delimiter: UInt8
  /// Nil when quotes are text like any other.
  var quote: UInt8?
  var escape: UInt8?
  var hasHeader: Bool
  var skippedLines: Int
  var headerText: [UInt8]?
  var footerTexts: [[UInt8]]
  var footerLines: Int
  var comment: [UInt8]?
  var columns: Columns

  /// - Parameter complaints: takes what cannot be; the dialect is of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    delimiter = CSVDialect.character("delimiter", options, &complaints) ?? 0x2C
    let quoteText = options.text("quote") ?? "\""
    quote = quoteText == "none" ? nil : quoteText.utf8.first
    escape = CSVDialect.character("escape", options, &complaints)
    hasHeader = options["header"] == nil || options.flag("header")
    skippedLines = options.integer("skip_lines") ?? 0
    headerText = options.text("header_line_contains").map { Array($0.utf8) }
    footerTexts = options.list("footer_starts_with").map { Array($0.text.utf8) }
    footerLines = options.integer("footer_lines") ?? 0
    comment = options.text("comment").map { Array($0.utf8) }
    var ofColumns: [Complaint] = []
    columns = Columns(options, complaints: &ofColumns)
    checkCharacters(options, &complaints)
    checkTexts(options, &complaints)
    complaints += ofColumns
    if !hasHeader { ColumnHeader.checkPositions(columns, complaints: &complaints) }
  }

  private static func character(_ name: String, _ options: Options, _ complaints: inout [Complaint]) -> UInt8?
  {
    guard let text = options.text(name) else { return nil }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte != 0, byte != 10, byte != 13 else {
      complaints.append(
        Complaint(
          "character-not-usable", at: options.place(of: name),
          "\(name) must be one ASCII character within a line",
          hint: "Usual ones are `,` `;` `|` and `tab`."))
      return nil
    }
    return byte
  }

  private func checkCharacters(_ options: Options, _ complaints: inout [Complaint]) {
    func refuse(_ name: String, _ other: String) {
      complaints.append(
        Complaint(
          "characters-not-distinct", at: options.place(of: name), "\(name) is the same character as \(other)",
          hint: "Each of delimiter, quote and escape needs a character of its own."))
    }
    if quote == delimiter { refuse("quote", "delimiter") }
    if escape == delimiter { refuse("escape", "delimiter") }
    // Doubling the quote is understood without any escape.
    if let escape, escape == quote { refuse("escape", "quote") }
  }

  private func checkTexts(_ options: Options, _ complaints: inout [Complaint]) {
    if headerText != nil, !hasHeader {
      complaints.append(
        Complaint(
          "options-contradict", at: options.place(of: "header_line_contains"),
          "header_line_contains needs a header, but header is false", hint: "Use skip_lines instead."))
    }
    for (name, isEmpty) in [
      ("header_line_contains", headerText?.isEmpty), ("comment", comment?.isEmpty),
      ("footer_starts_with", footerTexts.contains { $0.isEmpty }),
    ] where isEmpty == true {
      complaints.append(
        Complaint(
          "text-empty", at: options.place(of: name), "\(name) is empty, which every line would match",
          hint: "Write the text the line has, or leave the option out."))
    }
  }
}
