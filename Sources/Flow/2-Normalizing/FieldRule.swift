import Components
import Records

/// What one field's text goes through before it is read as anything: the options under `fields`.
struct FieldRule: Sendable {
  enum LetterCase: String, CaseIterable {
    case asIs = "as_is"
    case upper, lower
  }

  /// Texts that mean "no value".
  var nullValues = WordTable([""])
  var trims = true
  var letterCase = LetterCase.asIs
  /// What the data says, nil when there is no table.
  var known: WordTable?
  /// What it becomes, by the tag of `known`; in normal form.
  var meanings: [[UInt8]] = []
  var refusesUnknown = true
  /// Takes the place of "no value"; in normal form.
  var standIn: [UInt8]?
  /// Nil leaves it to the contract.
  var isRequired: Bool?

  /// True when a typed value can be read straight from the data: nothing but the empty text means "no value".
  var isPlain: Bool {
    known == nil && standIn == nil && letterCase == .asIs && nullValues.texts.allSatisfy(\.isEmpty)
  }

  static let options: [OptionSpec] = [
    OptionSpec(
      "null_values", .list(.text), default: "[\"\"]",
      doc: """
        Texts that mean "no value", compared after trimming. A list of your own replaces the default; in \
        dates, amounts, integers and currencies the empty text always means "no value".
        """,
      example: "[\"\", \"N/A\", \"--\"]"),
    OptionSpec(
      "default", .text, doc: "Takes the place of \"no value\"; written as it would stand in the data.",
      example: "booked"),
    OptionSpec(
      "trim", .flag, default: "true",
      doc:
        "Takes blanks off both ends of a text. Dates, amounts, integers and currencies are always trimmed.",
      example: "false"),
    OptionSpec(
      "case", .choice(LetterCase.allCases.map(\.rawValue)), default: "as_is",
      doc: "Turns letters to upper or lower case, before `values` is looked up.", example: "upper"),
    OptionSpec(
      "values", .map(key: "text in the data", .text),
      doc: "What each text of the data means, compared letter by letter.",
      example: "{ BOOK: booked, PDNG: pending }"),
    OptionSpec(
      "on_unknown", .choice(["reject", "keep"]), default: "reject",
      doc: "What happens to a text that `values` does not have.", example: "keep"),
    OptionSpec(
      "required", .flag,
      doc: """
        Whether a record without a value is refused. Left out, the contract decides; `false` leaves a field \
        to a later stage.
        """, example: "true"),
  ]

  init() {}

  init(_ options: Options, field: Contract.FieldRule?, complaints: inout [Complaint]) {
    if options["null_values"] != nil { nullValues = WordTable(options.list("null_values").map(\.text)) }
    if options["trim"] != nil { trims = options.flag("trim") }
    letterCase = options.text("case").flatMap(LetterCase.init(rawValue:)) ?? .asIs
    standIn = options.text("default").map(NormalForm.bytes(of:))
    refusesUnknown = options.text("on_unknown") != "keep"
    isRequired = options["required"] == nil ? nil : options.flag("required")
    let entries = options.map("values")
    if !entries.isEmpty {
      known = WordTable(entries.map(\.key))
      meanings = entries.map { NormalForm.bytes(of: $0.value.text) }
    }
    guard let field, field.type == .text, !field.allowed.isEmpty else { return }
    var results = entries.map { ($0.value.text, $0.value.place) }
    if let text = options.text("default") { results.append((text, options.place(of: "default"))) }
    for (text, place) in results where !field.allowed.contains(text) {
      complaints.append(
        Complaint(
          "value-not-allowed", at: place, "\(field.name) may not be \(quoted(text))",
          hint: nearestHint(to: text, among: field.allowed)))
    }
  }
}

/// Names the nearest known word, or all of a few, or says that there is none near.
func nearestHint(to text: String, among known: [String]) -> String {
  if let near = nearest(to: String(text.prefix(64)), among: known) { return "The nearest known is \(near)." }
  let listed = known.prefix(12).joined(separator: ", ")
  return "Known are: \(listed)\(known.count > 12 ? ", …" : "")."
}
