import Bytes
import Components
import Records

extension XLSXReader {
  /// xlsx as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      let settings = XLSXSettings(options, complaints: &complaints)
      return settings.columns.required(
        options, by: "the header's name", example: "Amount: amount", complaints: &complaints)
    },
    make: { options, _, source, _ throws(Fault) in
      var complaints: [Complaint] = []
      let settings = XLSXSettings(options, complaints: &complaints)
      try Columns.stop(complaints)
      return try XLSXReader(source, settings: settings)
    },
    recognizes: { head, name in
      // The text of a package begins with the list of its content types.
      if isPackage(head) {
        return types.contains { head.holds($0) } ? .certain : endsLikeWorkbook(name) ? .possible : .no
      }
      return head.starts(with: XLSXFaults.container) || endsLikeWorkbook(name) ? .possible : .no
    })

  /// What the content type of a workbook holds, with macros or without, a template or not.
  private static let types: [StaticString] = [
    "spreadsheetml.sheet.main", "spreadsheetml.template.main", "ms-excel.sheet.macroEnabled.main",
    "ms-excel.template.macroEnabled.main", "ms-excel.sheet.binary.macroEnabled.main",
  ]

  private static func isPackage(_ head: [UInt8]) -> Bool {
    head.beginsLikeXML && head.holds("/package/2006/content-types")
  }

  private static func endsLikeWorkbook(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".xlsx", ".xlsm", ".xltx", ".xltm"].contains { name.hasSuffix($0) }
  }

  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "xlsx",
    summary: "A sheet of a workbook of Excel or another spreadsheet program: xlsx and xlsm.",
    standard: "ISO/IEC 29500 (Office Open XML), transitional and strict",
    limits:
      "Every field is text. The texts that cells share are in memory, at most 512 MiB; a row has at most 16 MiB.",
    options: [
      Columns.option(
        key: "a column's name, or its position from 1 without a header",
        doc: """
          Which column becomes which field. Names are compared whole, blanks around them apart; \
          `Name#2` is the second of two columns called `Name`. Columns not listed are left out.
          """, example: "{ Posted: booking_date, Amount: amount }"),
      Columns.constantsOption,
      OptionSpec(
        "sheet", .text,
        doc: """
          Which sheet is read: its name, or its position from 1, hidden ones counted. When left out, the first one that \
          is not hidden.
          """, example: "Transactions"),
      OptionSpec("header", .flag, default: "true", doc: "Whether a row names the columns.", example: "false"),
      OptionSpec(
        "skip_lines", .integer(0...1_000_000), default: "0",
        doc: "How many rows of the sheet, empty ones counted, stand before the header.", example: "4"),
      OptionSpec(
        "header_line_contains", .text,
        doc:
          "The header is the first row with a cell that has this text in it, where the rows before it vary.",
        example: "Posting Date"),
      OptionSpec(
        "footer_starts_with", .oneOrMore(.text),
        doc: """
          A row whose first value starts with one of these texts is no record but begins the footer; a record after \
          it stops the reading.
          """, example: "[Total, Closing balance]"),
      OptionSpec(
        "footer_lines", .integer(0...1000), default: "0",
        doc: "How many rows at the end of the sheet are no records; rows without any value do not count.",
        example: "2"),
    ],
    reasons: XLSXReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: [
      "{ columns: { Posted: booking_date, Amount: amount }, constants: { currency: USD } }",
      "{ sheet: 2, header_line_contains: Betrag, columns: { Datum: booking_date, Betrag: amount } }",
    ])
}
