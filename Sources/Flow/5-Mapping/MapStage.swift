public import Components
public import Records

/// Gives target fields their values: copies, constants, lookups in mapping files, ordered rules, composed text.
///
///     gl_account: { lookup: Mappings/gl_accounts.csv, by: [account_id] }
///     memo:       { concatenate: [counterparty_name, { text: "/" }, description] }
///
/// The rules apply in the order written, and each sees what those before it gave. A target that is there already is
/// replaced, another one is added at the end. A target of the contract gets a value of the contract's type and is
/// held to the values the contract allows; any other target is text, or of the type of what is copied
/// or kept.
public struct MapStage: Stage {
  /// What `map` is.
  public static let spec = ComponentSpec(
    kind: .stage, name: "map",
    summary: "Gives target fields their values by copies, constants, lookups, rules and composed text.",
    limits: """
      Mapping files are held in memory, up to 5,000,000 rows each. A date made of a record's text lies from \
      1900-01-01 through 2199-12-31.
      """,
    shape: .mapOf(key: "a target field", .group(MapRule.options)),
    reasons: [
      Choice.lookupMissing, Choice.ruleMissing, Typing.wrongType, TargetField.notAllowed, TargetField.missing,
      TextRule.tooLong,
    ],
    examples: [
      "{ gl_account: { lookup: Mappings/gl_accounts.csv, by: [account_id], on_missing: reject } }",
      """
      source_system: { constant: "harbor bank" }
      category:
        rules:
          - { when: { field: description, contains: "FEE" }, set: fees }
          - { when: [{ field: amount, above: "0" }, { field: status, equals: booked }], set: receipts }
        otherwise: default
        default: other
      memo: { concatenate: [counterparty_name, { text: "/" }, description], separator: " " }
      branch: { substring: account_id, start: 1, length: 4 }
      """,
    ])

  /// As it came, with the targets in their types.
  public let schema: RecordSchema
  let rules: [(target: TargetField, rule: MapRule, place: Place)]

  /// From checked options; mapping files are read here.
  public init(
    options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]
  ) {
    var compiler = RuleCompiler(schema: schema, surroundings: surroundings)
    var rules: [(target: TargetField, rule: MapRule, place: Place)] = []
    for entry in options.map("") {
      if let made = compiler.rule(for: entry.key, entry.value.group) {
        rules.append((made.target, made.rule, entry.keyPlace))
      }
    }
    if options.map("").isEmpty {
      complaints.append(
        Complaint(
          "rule-missing", at: options.place, "a map without a target field",
          hint: "Give at least one target field and its rule, or leave map out."))
    }
    complaints += compiler.complaints
    self.rules = rules
    self.schema = compiler.schema
  }

  /// Every target.
  public static func fieldsWritten(_ options: Options, schema: RecordSchema) -> [(name: String, place: Place)]
  {
    options.map("").map { ($0.key, $0.keyPlace) }
  }

  /// - Rejects: `lookup-missing`, `rule-unmatched`, `value-wrong-type`, `value-not-allowed`, `value-missing`,
  ///   `value-too-long`.
  public func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection])
  {
    var verdicts = Verdicts(fates: fates, origins: batch.origins)
    for (target, rule, _) in rules {
      let given = rule.column(for: target, in: batch, &verdicts)
      let column = target.typed(given, &verdicts)
      target.check(column, valuesAreKnown: rule.givesKnownValues, &verdicts)
      batch.set(target.name, column)
    }
    fates = verdicts.fates
    rejections += verdicts.inOrderOfRecords()
  }
}
