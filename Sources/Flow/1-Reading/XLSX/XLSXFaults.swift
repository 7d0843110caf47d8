import Bytes
import Records

/// What makes a workbook unreadable as a whole. All end with exit status 65.
enum XLSXFaults {
  /// How an OLE container begins, in which older workbooks and those with a password are, when its bytes are read as
  /// Windows-1252 or ISO-8859-1.
  static let container = Array("\u{D0}\u{CF}\u{11}\u{E0}\u{A1}\u{B1}\u{1A}\u{E1}".utf8)

  /// The file is no package.
  ///
  /// - Throws: what reading its first bytes throws.
  static func notWorkbook(_ source: ByteSource) throws(Fault) -> Fault {
    var head: [UInt8] = []
    while head.count < container.count,
      try source.read(into: &head, atMost: container.count - head.count) > 0
    {}
    if head.isEmpty {
      return .refusing(
        source.name, "file-empty", "there is nothing in the file",
        hint: "Copy it again, or ask the sender for it once more.")
    }
    if head.starts(with: container) {
      return .refusing(
        source.name, "workbook-locked", "a workbook with a password, or one of the kind before xlsx",
        hint: "Open it, and save it as an Excel workbook (.xlsx) without a password.")
    }
    return .refusing(
      source.name, "file-not-xlsx", "the file is no workbook",
      hint: "Look at what it is: files of text are often named .xlsx or .xls though they are CSV.")
  }

  static func binary(_ file: String) -> Fault {
    .refusing(
      file, "workbook-binary", "a binary workbook (xlsb)",
      hint: "Open it, and save it as an Excel workbook (.xlsx).")
  }

  /// - Parameter what: lower case, no full stop.
  static func damaged(_ file: String, _ what: String) -> Fault {
    .refusing(
      file, "workbook-damaged", "the workbook is damaged: \(what)",
      hint: "Open it and save it anew, or ask the sender for it once more.")
  }

  static func noSheet(_ file: String) -> Fault {
    .refusing(
      file, "sheets-missing", "the workbook has no worksheet",
      hint: "Open it and look: charts alone have no cells.")
  }

  static func sheetMissing(_ wanted: String, among names: [String], _ file: String) -> Fault {
    let near = nearest(to: wanted, among: names).map { "The nearest sheet is `\($0)`." }
    let shown = names.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return .refusing(
      file, "sheet-missing", "no sheet is called \"\(wanted)\"",
      hint: near ?? "The sheets are \(shown); they may also be counted from 1.")
  }

  static func stringsTooLong(_ file: String, limit: Int) -> Fault {
    .refusing(
      file, "shared-strings-too-long", "the workbook shares texts of more than \(limit >> 20) MiB",
      hint: "Save the sheet that is wanted as CSV, or ask for the data in several workbooks.")
  }

  static func noHeader(_ file: String, containing text: [UInt8]?) -> Fault {
    let what = text.map { "no row contains \"\(String(decoding: $0, as: UTF8.self))\"" }
    return .refusing(
      file, "header-missing", what ?? "the sheet has no row that names the columns",
      hint: text == nil
        ? "Check sheet and skip_lines, or ask the sender for the workbook once more."
        : "Open the sheet and copy the text of one cell of its header into header_line_contains.")
  }

  static func recordTooLarge(_ file: String, line: Int32, limit: Int) -> Fault {
    Fault(
      "record-too-large", "a row with more than \(limit >> 20) MiB of text",
      at: Place(file: file, line: Int(line)),
      hint: "Check that this is the sender's own file, and list only the columns that are needed.",
      status: .dataRefused)
  }

  static func recordAfterFooter(_ file: String, line: Int32) -> Fault {
    Fault(
      "record-after-footer", "a record follows a row that footer_starts_with calls the footer",
      at: Place(file: file, line: Int(line)),
      hint: "A record's first cell starts with one of these texts: make them longer, or use footer_lines.",
      status: .dataRefused)
  }
}
