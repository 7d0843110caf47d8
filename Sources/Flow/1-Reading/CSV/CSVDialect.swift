import Components
import Records

/// How one kind of CSV file is written, and which of its columns are wanted: the checked options.
struct CSVDialect: Sendable {
  var delimiter: UInt8
  /// Nil when quotes are text like any other.
  var quote: UInt8?
  var escape: UInt8?
  var bounds: TableBounds
  var comment: [UInt8]?
  var columns: Columns

  /// - Parameter complaints: takes what cannot be; the dialect is of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    delimiter = CSVDialect.character("delimiter", options, &complaints) ?? 0x2C
    let quoteText = options.text("quote") ?? "\""
    quote = quoteText == "none" ? nil : quoteText.utf8.first
    escape = CSVDialect.character("escape", options, &complaints)
    bounds = TableBounds(options)
    comment = options.text("comment").map { Array($0.utf8) }
    var ofColumns: [Complaint] = []
    columns = Columns(options, complaints: &ofColumns)
    checkCharacters(options, &complaints)
    bounds.check(options, others: ["comment"], &complaints)
    complaints += ofColumns
    if !bounds.hasHeader { ColumnHeader.checkPositions(columns, complaints: &complaints) }
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
}
