public import Components
public import Records

/// Keeps the records that meet every one of a list of typed conditions.
///
/// A record that does not meet one gets the fate `filtered`. What a condition can ask is told at `Condition`:
/// above all, a missing value meets none but `present: false`.
public struct WhereStage: Stage {
  /// What `where` is.
  public static let spec = ComponentSpec(
    kind: .stage, name: "where",
    summary: "Keeps the records that meet every condition of a list.",
    limits: "A missing value meets no condition except `present: false`.",
    shape: .listOf(.group(Condition.options)),
    examples: [
      "[{ field: status, equals: booked }]",
      """
      - { field: amount, at_least: "100.00" }
      - { field: currency, in: [USD, EUR] }
      - { field: description, contains: "FEE", not: true }
      - { field: value_date, present: true }
      """,
    ])

  /// As it came: nothing is added.
  public let schema: RecordSchema
  private let conditions: [Condition]

  /// The fields that decide.
  public var fields: [String] { conditions.map(\.field.name) }

  /// From checked options; each condition is compiled against the schema.
  public init(
    options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]
  ) {
    self.schema = schema
    let written = options.list("")
    if written.isEmpty {
      complaints.append(
        Complaint(
          "condition-missing", at: options.place, "a list without a condition",
          hint: "Give at least one condition, or leave where out."))
    }
    var conditions: [Condition] = []
    for value in written {
      if let condition = Condition(options: value.group, schema: schema, complaints: &complaints) {
        conditions.append(condition)
      }
    }
    self.conditions = conditions
  }

  /// - Rejects: nothing; what does not match is `filtered`.
  public func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection])
  {
    let matches = Condition.matches(conditions, in: batch)
    precondition(fates.count == matches.count, "one fate a row")
    for row in 0..<matches.count where !matches[row] { fates[row] = .filtered }
  }
}
