import Components
import Records

/// How one kind of CSV file is written, and which of its columns are wanted: the checked options.
struct CSVDialect: Sendable {
  /// A column wanted: its name in the header or its position from 1, and the field it becomes.
  struct Wanted: Sendable {
    var column: String
    var field: String
  }

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
  /// Nil when every column is wanted under a name made from its header.
  var columns: [Wanted]?
  /// Field and text, the same in every record.
  var constants: [(field: String, text: String)]

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
    columns = options["columns"].map { value in
      value.map.map { Wanted(column: CSVHeader.trimmed($0.key), field: $0.value.text) }
    }
    constants = options.map("constants").map { ($0.key, $0.value.text) }
    checkCharacters(options, &complaints)
    checkTexts(options, &complaints)
    checkFields(options, &complaints)
  }

  /// The fields that are known without a file: the columns listed, then the constants.
  var listedFields: [Field] {
    var schema = RecordSchema([])
    for wanted in columns ?? [] { schema.set(Field(wanted.field, .text)) }
    for constant in constants { schema.set(Field(constant.field, .text)) }
    return schema.fields
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

  private func checkFields(_ options: Options, _ complaints: inout [Complaint]) {
    var seen: Set<String> = []
    for entry in options.map("columns") {
      if !seen.insert(entry.value.text).inserted {
        repeated(entry.value.text, entry.value.place, &complaints)
      }
      if !hasHeader, CSVHeader.position(entry.key) == nil {
        complaints.append(
          Complaint(
            "column-not-a-position", at: entry.keyPlace,
            "column \"\(entry.key)\" is not a position from 1 to \(CSVHeader.mostColumns)",
            hint: "Without a header, columns are counted from 1 at the left."))
      }
    }
    for entry in options.map("constants") where !seen.insert(entry.key).inserted {
      repeated(entry.key, entry.keyPlace, &complaints)
    }
  }

  private func repeated(_ field: String, _ place: Place, _ complaints: inout [Complaint]) {
    complaints.append(
      Complaint(
        "field-repeated", at: place, "field \(field) gets its value twice",
        hint: "Keep one of the two, or give the other a field of its own."))
  }
}
