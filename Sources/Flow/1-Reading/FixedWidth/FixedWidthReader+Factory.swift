import Bytes
import Components
import Records

extension FixedWidthReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "fixed_width",
    summary: "Reads files whose fields have fixed places, by columns or by a layout.",
    standard: "layouts: Febelfin CODA 2, CFONB 120, AEB Norma 43, Australian direct entry",
    limits: "A block of 1 MiB and the file's statements are in memory; a record is at most 16 MiB long.",
    options: [
      OptionSpec(
        "layout", .oneOrMore(.definition(kind: "layout", layoutOptions)),
        default: "[coda, cfonb120, norma43, aba]",
        doc: """
          How records are told apart and where their fields stand: a layout by its name, or one of your own. Of several \
          the first is taken whose first kind of record the file's first line is of.
          """,
        example: "norma43"),
      OptionSpec(
        "columns", .map(key: "a field name", column),
        doc: "Where every record is alike, in place of a layout: which characters become which field.",
        example: "{ booking_date: 1-10, description: 11-50 }"),
      OptionSpec(
        "length", .integer(1...FixedPlaces.farthest),
        doc: "With columns: the characters of a record, for files without line ends.", example: "80"),
      OptionSpec(
        "skip_lines", .integer(0...1_000_000), default: "0",
        doc: "How many lines stand before the first record.",
        example: "1"),
      OptionSpec(
        "constants", .map(key: "a field name", .text),
        doc: "Fields with the same text in every record, for what the file does not say.",
        example: "{ currency: EUR }"),
      ReaderOptions.encoding(example: "windows-1252"),
    ],
    reasons: FixedWidthReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: [
      "{ layout: cfonb120 }",
      "{ columns: { booking_date: { at: 1-8, type: date, date_format: yyyyMMdd }, description: 9-40 } }",
    ])

  /// What a layout's file says, or what is written in its place.
  static let layoutOptions: [OptionSpec] = [
    OptionSpec("layout", .text, doc: "The layout's name.", example: "norma43"),
    OptionSpec(
      "summary", .text, doc: "What files it is for, in one sentence.", example: "Our bank's statements."),
    OptionSpec("standard", .text, doc: "Where it is described.", example: "Bank manual of 2019"),
    OptionSpec(
      "length", .integer(1...FixedPlaces.farthest),
      doc: "Characters of a record: lines that go on behind them are cut there.", example: "80"),
    OptionSpec(
      "constants", .map(key: "a field name", .text), doc: "Fields with the same text in every record.",
      example: "{ status: booked }"),
    OptionSpec(
      "records", .list(.group(recordOptions)), required: true,
      doc:
        "The kinds of records; a line is of the first one that fits, and one of none stops the reading.",
      example: "[{ name: entry, fields: { description: 1-40 } }]"),
  ]

  private static let recordOptions: [OptionSpec] = [
    OptionSpec("name", .fieldName, required: true, doc: "For people.", example: "movement"),
    OptionSpec(
      "code", .map(key: "places", .oneOrMore(.text)),
      doc: "What stands at places, without blanks around it; without it every line is meant.",
      example: "{ 1-2: \"22\" }"),
    OptionSpec(
      "is", .choice(FixedRecord.Role.allCases.map(\.rawValue)), default: "record",
      doc: """
        What it is: a record; a continuation of the record before it; the beginning of a statement, whose fields all its \
        records have; totals of the statement; totals of the file; or ignored.
        """, example: "continuation"),
    OptionSpec(
      "fields", .map(key: "a field name", column), doc: "Where its fields stand.",
      example: "{ description: 5-80 }"),
    OptionSpec(
      "states", .map(key: "what it states", column),
      doc: "What it says of the statement or the file: "
        + FixedState.What.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      example: "{ closing: { at: 60-73, type: number, decimals: 2 } }"),
    OptionSpec("counted", .flag, default: "true", doc: "Whether line_count counts it.", example: "false"),
  ]

  /// Places of a text, or all that is to be said.
  private static let column = OptionType.either(.text, .group(fieldOptions))

  private static let fieldOptions: [OptionSpec] = [
    OptionSpec(
      "at", .oneOrMore(.text), required: true, doc: "First and last place, from 1; several are put together.",
      example: "29-42"),
    OptionSpec(
      "type", .choice(["text", "number", "integer", "date", "currency"]), default: "text",
      doc: "How it is written; a text may be read by normalize.", example: "number"),
    OptionSpec(
      "decimals", .integer(0...18), default: "0", doc: "Of a number: how many of its digits are decimals.",
      example: "2"),
    OptionSpec(
      "decimals_at", .text,
      doc: "Of a number: the place of a digit that says its decimals; blank is as before.",
      example: "20"),
    OptionSpec(
      "overpunch", .flag, default: "false",
      doc: "Of a number: the last digit is a letter that says the sign, too.",
      example: "true"),
    OptionSpec("sign_at", .text, doc: "Of a number: the places that say its sign.", example: "28"),
    OptionSpec(
      "negative", .oneOrMore(.text), doc: "What stands at sign_at for less than zero.", example: "\"1\""),
    OptionSpec(
      "positive", .oneOrMore(.text), doc: "What stands at sign_at for more than zero.", example: "\"2\""),
    OptionSpec(
      "date_format", .text, default: "yyyyMMdd", doc: "Of a date: yy or yyyy, MM and dd in their order.",
      example: "ddMMyy"),
    OptionSpec(
      "values", .map(key: "what stands there", .text), doc: "Of a text or currency: what it stands for.",
      example: "{ \"978\": EUR }"),
    OptionSpec(
      "join", .choice(["none", "space", "newline"]), default: "space",
      doc: "Of a text: what stands between its parts. With none, blanks within are kept as they are.",
      example: "newline"),
  ]

  // MARK: Factory

  /// Fixed width files as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, contract, complaints in
      let plan = FixedWidthPlan(options, contract)
      complaints += plan.complaints
      return RecordSchema(plan.fields)
    },
    make: { options, _, source, contract throws(Fault) in
      let plan = FixedWidthPlan(options, contract)
      if let first = plan.complaints.first {
        throw Fault(first.code, first.message, at: first.place, hint: first.hint, status: .specInvalid)
      }
      return FixedWidthReader(source, plan)
    },
    recognizes: { head, name in
      looksBuiltIn(head) ? .certain : Recognition.byName(name, endings)
    })

  private static let endings = [".cod", ".coda", ".afb", ".cfonb", ".n43", ".c43", ".aba"]

  /// The first line of one of the layouts that the program carries with it, by more than its code.
  private static func looksBuiltIn(_ head: [UInt8]) -> Bool {
    let line = head.drop { $0 == 10 || $0 == 13 }.prefix { $0 != 10 && $0 != 13 }
    func letters(_ first: Int, _ last: Int) -> Substring {
      String(decoding: line.dropFirst(first - 1).prefix(last - first + 1), as: UTF8.self)[...]
    }
    func areDigits(_ first: Int, _ last: Int) -> Bool {
      letters(first, last).count == last - first + 1
        && letters(first, last).utf8.allSatisfy { $0.digit != nil }
    }
    func areBlank(_ first: Int, _ last: Int) -> Bool { letters(first, last).allSatisfy { $0 == " " } }
    let isCODA = letters(1, 5) == "00000" && areDigits(6, 11) && letters(15, 16) == "05"
    let isCFONB =
      letters(1, 2) == "01" && areDigits(3, 7) && areBlank(8, 11) && areDigits(12, 16) && areDigits(35, 40)
      && line.count >= 104
    let isNorma43 = letters(1, 2) == "11" && areDigits(3, 50) && line.count >= 50
    let isABA =
      letters(1, 1) == "0" && areDigits(19, 20) && areDigits(57, 62) && areDigits(75, 80) && !areDigits(2, 18)
    return isCODA || isCFONB || isNorma43 || isABA
  }
}
