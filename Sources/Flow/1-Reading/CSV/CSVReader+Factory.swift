import Bytes
import Components
import Records

extension CSVReader {
  /// CSV as one of the formats the program reads.
  public static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      let dialect = CSVDialect(options, complaints: &complaints)
      return dialect.columns.required(
        options, by: "the header's name", example: "Amount: amount", complaints: &complaints)
    },
    make: { options, _, source, _ throws(Fault) in
      var complaints: [Complaint] = []
      let dialect = CSVDialect(options, complaints: &complaints)
      try Columns.stop(complaints)
      return try CSVReader(dialect: dialect, source: source)
    },
    recognizes: { head, name in CSVRecognition.of(head: head, name: name) })

  static let spec = ComponentSpec(
    kind: .reader, name: "csv",
    summary: "Delimited text with or without a header: CSV, TSV and their relatives.",
    standard: "RFC 4180",
    limits: "Every field is text. A record is at most 16 MiB long.",
    options: [
      Columns.option(
        key: "a column's name, or its position from 1 without a header",
        doc: """
          Which column becomes which field. Names are compared whole, blanks around them apart; \
          `Name#2` is the second of two columns called `Name`. Columns not listed are left out.
          """, example: "{ Posted: booking_date, Amount: amount }"),
      Columns.constantsOption,
      OptionSpec(
        "delimiter", .character, default: "\",\"", doc: "The character between two fields.", example: "\";\""),
      OptionSpec(
        "quote", .choice(["\"", "'", "none"]), default: "'\"'",
        doc:
          "The character around fields that hold delimiters or line ends; within them it is written twice.",
        example: "none"),
      OptionSpec(
        "escape", .character, doc: "The character after which another one stands for itself, quoted or not.",
        example: "\"\\\\\""),
      OptionSpec(
        "header", .flag, default: "true", doc: "Whether a line names the columns.", example: "false"),
      OptionSpec(
        "skip_lines", .integer(0...1_000_000), default: "0", doc: "How many lines stand before the header.",
        example: "4"),
      OptionSpec(
        "header_line_contains", .text,
        doc: "The header is the first line with this text in it, where the lines before it vary in number.",
        example: "Posting Date"),
      OptionSpec(
        "footer_starts_with", .oneOrMore(.text),
        doc: """
          A line whose first field starts with one of these texts is no record but begins the footer; \
          a record after it stops the reading.
          """, example: "[Total, Closing balance]"),
      OptionSpec(
        "footer_lines", .integer(0...1000), default: "0",
        doc: "How many lines at the end of the file are no records; lines without any value do not count.",
        example: "2"),
      OptionSpec("comment", .text, doc: "Lines that start with this text are left out.", example: "\"#\""),
      OptionSpec(
        "encoding", .choice(TextEncoding.names),
        doc: """
          How characters are written, where the file has no byte order mark. When left out: UTF-8 if every byte \
          fits, else Windows-1252. A file that cannot be what is declared is read as what it is, with a remark.
          """, example: "windows-1250"),
    ],
    reasons: reasons,
    examples: [
      "{ columns: { Posted: booking_date, Amount: amount }, constants: { currency: USD } }",
      "{ delimiter: \";\", header: false, columns: { 1: booking_date, 3: amount } }",
    ])
}
