import Components
import Records

/// How one target field gets its value.
enum MapRule: Sendable {
  /// The value of another field.
  case copy(field: String)
  /// One of the values that are written in the pipeline or in a mapping file.
  case choice(Choice)
  /// Text made of other fields.
  case text(TextRule)

  /// Whether every value it gives was checked before any data was read.
  var givesKnownValues: Bool {
    if case .choice(let choice) = self { return choice.missing != .keep }
    return false
  }

  /// One value a row, not always of the target's type yet.
  func column(for target: TargetField, in batch: RecordBatch, _ verdicts: inout Verdicts) -> Column {
    switch self {
    case .copy(let field):
      guard let column = batch.column(field) else { preconditionFailure("a batch of another schema") }
      return column
    case .choice(let choice): return choice.column(for: target, in: batch, &verdicts)
    case .text(let rule): return .text(rule.column(for: target, in: batch, &verdicts))
    }
  }

  // MARK: Options

  /// The ways to give a value, of which a rule has exactly one, and the options that belong to each.
  static let ways: [(name: String, options: [String])] = [
    ("from", []),
    ("constant", []),
    ("lookup", ["by", "value", "table", "on_missing", "default"]),
    ("rules", ["otherwise", "default"]),
    ("concatenate", ["separator"]),
    ("substring", ["start", "length"]),
    ("upper", []),
    ("lower", []),
  ]

  /// The options of a rule.
  static let options: [OptionSpec] = plainOptions + lookupOptions + ruleOptions + textOptions

  private static let plainOptions: [OptionSpec] = [
    OptionSpec("from", .fieldName, doc: "Copies this field, which stays as it is.", example: "description"),
    OptionSpec("constant", .text, doc: "The same value in every record.", example: "harbor bank"),
  ]

  private static let lookupOptions: [OptionSpec] = [
    OptionSpec(
      "lookup", .path, doc: "A CSV file with a header, or a SQLite database when `table` is given.",
      example: "Mappings/gl_accounts.csv"),
    OptionSpec(
      "by", .either(.oneOrMore(.fieldName), .map(key: "a field", .text)),
      doc:
        "With `lookup`: the fields that are looked up, in columns of the same names; or each field with its column.",
      example: "[account_id]"),
    OptionSpec(
      "value", .text,
      doc:
        "With `lookup`: the column that holds the value. Without it the column named as the target, else the only one left.",
      example: "gl_account"),
    OptionSpec("table", .text, doc: "With `lookup`: the table of the database.", example: "gl_accounts"),
    OptionSpec(
      "on_missing", .choice(Choice.missingNames),
      doc:
        "With `lookup`: what happens to a record whose key has no row, or one with an empty value: refuse it "
        + "(without this option), keep the value the target has, or give the default.",
      example: "reject"),
  ]

  private static let ruleOptions: [OptionSpec] = [
    OptionSpec(
      "rules",
      .list(
        .group([
          OptionSpec(
            "when", .oneOrMore(.group(Condition.options)), required: true,
            doc: "The condition, or several that must all hold.",
            example: "{ field: description, contains: FEE }"),
          OptionSpec("set", .text, required: true, doc: "The value the target gets.", example: "fees"),
        ])),
      doc: "Conditions with a value each; the first that holds gives the value.",
      example: "[{ when: { field: description, contains: FEE }, set: fees }]"),
    OptionSpec(
      "otherwise", .choice(Choice.missingNames),
      doc:
        "With `rules`: what happens to a record that no rule fits: refuse it (without this option), keep the value "
        + "the target has, or give the default.",
      example: "default"),
    OptionSpec(
      "default", .text, doc: "With `on_missing: default` or `otherwise: default`: the value given then.",
      example: "other"),
  ]

  private static let textOptions: [OptionSpec] = [
    OptionSpec(
      "concatenate",
      .list(
        .either(
          .fieldName,
          .group([
            OptionSpec("text", .text, required: true, doc: "Text as it stands.", example: "\"/\"")
          ]))),
      doc:
        "Fields and texts in a row. Missing and empty values are left out; without any value there is no text.",
      example: "[counterparty_name, { text: \"/\" }, description]"),
    OptionSpec(
      "separator", .text, doc: "With `concatenate`: stands between the parts; nothing without this option.",
      example: "\" \""),
    OptionSpec(
      "substring", .fieldName,
      doc:
        "A part of this field's text, counted in characters (Unicode scalars). Beyond its end there is no value.",
      example: "account_id"),
    OptionSpec(
      "start", .integer(1...1_000_000),
      doc: "With `substring`: the first character, from 1, which it is without this option.",
      example: "5"),
    OptionSpec(
      "length", .integer(1...1_000_000),
      doc: "With `substring`: how many characters; all that follow without this option.",
      example: "4"),
    OptionSpec("upper", .fieldName, doc: "This field in upper case.", example: "counterparty_name"),
    OptionSpec("lower", .fieldName, doc: "This field in lower case.", example: "counterparty_name"),
  ]
}
