public import Components
public import Records

/// Turns raw text into the contract's types: exact amounts, real dates, known currencies, tidy text.
///
/// Every text field is trimmed and brought to Unicode normal form C. A field of the contract then becomes
/// what the contract says; other fields stay text. Fields that a reader gives typed already pass untouched.
/// The currency of each record decides how many decimals its amounts may have.
///
/// Standard: ISO 4217:2015 for currencies, ISO 8601-1:2019 for days, Unicode TR35 for date patterns, RFC 8536
/// for time zones, Unicode UAX #15 for normal form C.
/// Limits: a date before 1900-01-01 or after 2199-12-31 is refused; amounts are at most 128 bytes of text.
/// Totals: an amount that was read is in the batch also where another field of its record is refused.
public struct NormalizeStage: Stage {
  /// Options, reasons and examples of `normalize`.
  public static let spec = ComponentSpec(
    kind: .stage,
    name: "normalize",
    summary: "Turns text into the contract's amounts, dates, currencies, integers and tidy text.",
    standard: "ISO 4217:2015, ISO 8601-1:2019, Unicode TR35 (date patterns), RFC 8536 (time zones), UAX #15",
    limits: """
      Nothing is guessed and nothing rounded: what does not fit the options is refused. Amounts are at most \
      128 bytes of text, dates from 1900-01-01 through 2199-12-31. Control characters within a text stay.
      """,
    options: [
      OptionSpec(
        "amount", .group(AmountStyle.options), doc: "How amounts and all other decimals are written.",
        example: "{ decimal_mark: \",\", group_mark: \".\", negative: [minus, trailing_minus] }"),
      OptionSpec(
        "dates", .group(DateStyle.options),
        doc: "How dates are written, and in which time zone a day is a day.",
        example: "{ format: MM/dd/yyyy }"),
      OptionSpec(
        "fields", .map(key: "field name", .group(FieldRule.options)),
        doc:
          "What single fields go through before they are read: missing values, defaults, tables of values.",
        example: "{ status: { values: { BOOK: booked, PDNG: pending } } }"),
    ],
    reasons: reasons,
    examples: [
      "{ amount: { group_mark: \",\", negative: [minus, parentheses] }, dates: { format: MM/dd/yyyy } }",
      "{ amount: { decimal_mark: \",\", group_mark: [\".\", space] }, dates: { format: dd.MM.yyyy } }",
      "{ amount: { debit: withdrawals, credit: deposits }, dates: { format: dd-MMM-yyyy } }",
      "{ amount: { direction: { field: dc, debit: D, credit: C } }, fields: { status: { case: lower } } }",
      "{ dates: { format: \"yyyy-MM-dd'T'HH:mm:ssXXX\", time_zone: America/New_York } }",
    ])

  /// The fields of the contract in the contract's types, the others as they came, without the columns that the
  /// amount was made of.
  public let schema: RecordSchema
  /// With those columns, which the indexes below count.
  private let everything: RecordSchema
  /// Indexes in `everything` of the fields that go on.
  private let kept: [Int]
  /// How each incoming column is made tidy; nil leaves it as it is.
  private let tidying: [TextTidying?]
  /// Columns to become currencies, dates, integers.
  private let currencies: [(index: Int, column: CurrencyColumn)]
  private let dates: [(index: Int, field: String)]
  private let integers: [(index: Int, column: IntegerColumn)]
  /// Index in the outgoing schema.
  private let decimals: [(index: Int, columns: DecimalColumns)]
  private let allowed: [(index: Int, values: AllowedValues)]
  /// Outgoing fields that a record must have.
  private let required: [Int]
  private let dateStyle: DateStyle

  /// Texts with a table, a default or another letter case; what comes typed is not touched.
  public static func fieldsWritten(_ options: Options, schema: RecordSchema) -> [(name: String, place: Place)]
  {
    options.map("fields").filter { entry in
      var ignored: [Complaint] = []
      let rule = FieldRule(entry.value.group, field: nil, complaints: &ignored)
      return schema.type(of: entry.key) == .text && !rule.isPlain
    }.map { ($0.key, $0.keyPlace) }
  }

  /// Settings from checked options; complains of fields, formats, zones and defaults that cannot be.
  public init(
    options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]
  ) {
    var plan = NormalizePlan(options: options, schema: schema, contract: surroundings.contract)
    plan.make(&complaints)
    everything = plan.outgoing
    let kept = plan.outgoing.fields.indices.filter { !plan.spent.contains($0) }
    self.kept = kept
    self.schema = RecordSchema(kept.map { plan.outgoing.fields[$0] })
    tidying = plan.tidying
    currencies = plan.currencies
    dates = plan.dates
    integers = plan.integers
    decimals = plan.decimals
    allowed = plan.allowed
    required = plan.required
    dateStyle = plan.dateStyle
  }

  /// Reads the text of a batch; rows refused keep the values that could be read.
  ///
  /// - Rejects: one rejection for each bad field, with the codes of `spec.reasons`.
  public func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection])
  {
    var refusals = Refusals()
    let raw = batch.columns
    let origins = batch.origins
    var columns = raw
    for (index, tidying) in tidying.enumerated() {
      guard let tidying, case .text(let column) = raw[index] else { continue }
      columns[index] = .text(tidying.apply(to: column, origins: origins, refusals: &refusals))
    }
    for (index, values) in allowed {
      guard case .text(let column) = columns[index] else { continue }
      values.check(column, origins: origins, refusals: &refusals)
    }
    // Types last: an amount needs the currencies, and its source columns as text.
    for (index, reader) in currencies {
      guard case .text(let column) = columns[index] else { continue }
      columns[index] = .currencies(
        reader.read(column, raw: raw[index], origins: origins, refusals: &refusals))
    }
    let amounts = readDecimals(columns, raw: raw, origins: origins, refusals: &refusals)
    for (index, field) in dates {
      guard case .text(let column) = columns[index] else { continue }
      let days = dateStyle.read(column, raw: raw[index], field: field, origins: origins, refusals: &refusals)
      columns[index] = .dates(days)
    }
    for (index, reader) in integers {
      guard case .text(let column) = columns[index] else { continue }
      columns[index] = .integers(reader.read(column, raw: raw[index], origins: origins, refusals: &refusals))
    }
    for (index, column) in amounts {
      if index < columns.count { columns[index] = column } else { columns.append(column) }
    }
    checkRequired(columns, raw: raw, origins: origins, refusals: &refusals)
    batch = RecordBatch(schema: schema, columns: kept.map { columns[$0] }, origins: origins)
    refusals.finish(fates: &fates, rejecting: &rejections)
  }

  private func readDecimals(
    _ columns: [Column], raw: [Column], origins: [Origin], refusals: inout Refusals
  ) -> [(Int, Column)] {
    var amounts: [(Int, Column)] = []
    var noCurrency: [Int: Set<Int>] = [:]
    for (index, decimal) in decimals {
      var rows: Set<Int> = []
      let values = decimal.read(columns, raw: raw, origins: origins, noCurrency: &rows, refusals: &refusals)
      if let currency = decimal.currency { noCurrency[currency.index, default: []].formUnion(rows) }
      amounts.append((index, .decimals(values, scale: decimal.scale)))
    }
    for index in noCurrency.keys.sorted() {
      let field = everything.fields[index].name
      let refused = refusals.rows(of: field)
      for row in (noCurrency[index] ?? []).sorted() where !refused.contains(row) {
        let value = columns[index].string(at: row)
        let refusal = value.map(CurrencyColumn.unknown) ?? NormalizeStage.missing(field)
        refusals.add(refusal, row: row, field: field, value: value, origins: origins)
      }
    }
    return amounts
  }

  /// - Rejects: `value-missing` in rows where the field is not refused already.
  private func checkRequired(_ columns: [Column], raw: [Column], origins: [Origin], refusals: inout Refusals)
  {
    for index in required {
      let missing = NormalizeStage.missingRows(columns[index])
      if missing.isEmpty { continue }
      let field = everything.fields[index].name
      var refused = refusals.rows(of: field)
      if let decimal = decimals.first(where: { $0.index == index })?.columns {
        for source in decimal.sources { refused.formUnion(refusals.rows(of: decimal.names[source])) }
      }
      for row in missing where !refused.contains(row) {
        let value = index < raw.count ? raw[index].string(at: row) : nil
        refusals.add(NormalizeStage.missing(field), row: row, field: field, value: value, origins: origins)
      }
    }
  }

  private static func missingRows(_ column: Column) -> [Int] {
    switch column {
    case .text(let column): column.views.indices.filter { column.views[$0].length < 0 }
    case .decimals(let values, _): values.indices.filter { values[$0] == ScaledDecimal.null }
    case .dates(let values): values.indices.filter { values[$0] == CivilDate.null }
    case .integers(let values): values.indices.filter { values[$0] == Column.nullInteger }
    case .currencies(let values): values.indices.filter { values[$0].rawValue == 0 }
    }
  }

  // MARK: Reasons

  private static let reasons: [ReasonSpec] =
    [
      ReasonSpec("value-missing", "A field that a record must have is empty."),
      ReasonSpec("value-unknown", "The table `values` of the field does not have this text."),
      ReasonSpec("value-not-allowed", "The contract does not allow this text in this field."),
      ReasonSpec("currency-unknown", "The currency is not a code of ISO 4217 with minor units."),
    ] + AmountFlaw.reasons + [
      ReasonSpec("amount-in-both-columns", "Both the debit and the credit column hold an amount."),
      ReasonSpec("direction-unknown", "The word for debit or credit is not known."),
      ReasonSpec("direction-missing", "The word for debit or credit is empty."),
    ] + DateStyle.reasons + [
      ReasonSpec("integer-not-a-number", "The whole number holds something else than digits and a sign."),
      ReasonSpec("integer-too-large", "The whole number does not fit 64 bits."),
    ]

  private static func missing(_ field: String) -> Refusal {
    Refusal(
      "value-missing", "\(field) is empty",
      hint:
        "Correct the record, give the field a `default`, or set `required: false` if a later stage fills it.")
  }
}
